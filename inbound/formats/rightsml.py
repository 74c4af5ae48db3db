"""RightsML in XML, the profile of ODRL that NewsML-G2 carries (``rightsExpressionXML``): its rules as plain data.

``rights_expressions`` says in phrases what they forbid. Here nothing is decided. No dependencies: the process that
parses XML reads with it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

MOST_RULES = 50
MOST_CONDITIONS = 20
LONGEST_NAME = 300
UNTIL = {"lt", "lteq"}

Rule = tuple[bool, str, list[list[str]]]
"""Whether it forbids, its action, and its conditions: name, operator and operand of each. All as the policy has them,
names or addresses."""


def rules(policy: Element) -> list[Rule]:
    """The permissions and prohibitions of a policy (ODRL 2.0 to 2.2); none where the element holds none."""
    found: list[Rule] = []
    for rule in policy.iter():
        kind = _local(rule)
        if kind not in ("permission", "prohibition"):
            continue
        # Conditions of the rule itself and of its asset, action or party; those of its duties forbid nothing.
        own = [inner for part in rule if _local(part) != "duty" for inner in part.iter()]
        conditions = [_condition(inner) for inner in own if _local(inner) == "constraint"][:MOST_CONDITIONS]
        for part in rule:
            if _local(part) == "action" and (action := _said(part, "name") or _words(part)):
                found.append((kind == "prohibition", action, conditions))
        if len(found) >= MOST_RULES:
            break
    return found[:MOST_RULES]


def ends(found: list[Rule]) -> list[str]:
    """The times, as written, after which something is no longer permitted."""
    return [
        operand
        for forbids, _, conditions in found
        for name, operator, operand in conditions
        if not forbids and _last(name).lower() == "datetime" and _last(operator).lower() in UNTIL
    ]


def _condition(constraint: Element) -> list[str]:
    operand = _said(constraint, "rightOperand", "rightoperand") or " ".join(
        _words(part) or _said(part, "resource", "uid") for part in constraint if _local(part) == "rightOperand"
    )
    return [_said(constraint, "name", "leftOperand"), _said(constraint, "operator"), operand[:LONGEST_NAME]]


def _said(element: Element, *names: str) -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] in names and value.strip():
            return " ".join(value.split())[:LONGEST_NAME]
    return ""


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())[:LONGEST_NAME]


def _last(address: str) -> str:
    return address.rstrip("/#:").replace("#", "/").replace(":", "/").rpartition("/")[2]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
