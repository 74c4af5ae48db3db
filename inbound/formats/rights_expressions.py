"""Machine-readable rights in JSON: what an ODRL policy (RightsML is a profile of it) forbids, in short phrases.

Two forms are in use: the JSON of ODRL 1 and 2.0 that IPTC's examples have ("permissions", "prohibitions", constraints
with "name"), and the JSON-LD of ODRL 2.2 ("permission", "prohibition", constraints with "leftOperand"). A permission
that is tied to a condition forbids the rest: leave to distribute in Germany forbids to distribute elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import Any

from articles.body import text
from inbound.formats.arrival import Rights
from inbound.formats.decode import without_controls

LONGEST = 20_000
MOST_RULES = 200
MOST_PHRASES = 100

_LAST = re.compile(r"[^/#:]+(?=[/#:]*\Z)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAME, _OTHER = {"eq", "isa", "isanyof", "isallof", "ispartof", "haspart"}, {"neq", "isnoneof"}


def take(rights: Rights, written: Any) -> bool:
    """Keeps an expression as it stood (a text, or JSON that stands open in the item), and what it forbids.

    False where it is no policy that can be read here: it is kept all the same, and a person has to read it.
    """
    if isinstance(written, str):
        expression = without_controls(written).strip()
    else:
        expression = _written(written)
    if not expression:
        return True
    rights.expressions.append(expression[:LONGEST])
    found = phrases(expression) if len(expression) <= LONGEST else None
    for phrase in found or []:
        if phrase not in rights.prohibits and len(rights.prohibits) < MOST_PHRASES:
            rights.prohibits.append(phrase)
    return found is not None


def phrases(expression: str) -> list[str] | None:
    """What the policy forbids; None where the text is no ODRL policy in JSON."""
    try:
        policy = json.loads(expression, strict=False)
    except (ValueError, RecursionError):
        return None
    policies = policy if isinstance(policy, list) else [policy]
    if isinstance(policy, dict) and isinstance(policy.get("@graph"), list):
        policies = policy["@graph"]
    found: list[str] = []
    known = False
    for one in policies[:MOST_RULES]:
        if not isinstance(one, dict):
            continue
        members = {str(key).rpartition(":")[2].lower(): value for key, value in one.items()}
        known = known or bool({"prohibition", "prohibitions", "permission", "permissions"} & set(members))
        for name in ("prohibition", "prohibitions"):
            found += [phrase for rule in _rules(members.get(name)) for phrase in _phrases(rule, forbids=True)]
        for name in ("permission", "permissions"):
            found += [phrase for rule in _rules(members.get(name)) for phrase in _phrases(rule, forbids=False)]
    return list(dict.fromkeys(found)) if known else None


def phrase(action: str, conditions: list[tuple[str, str, str]], forbids: bool) -> str | None:
    """What one rule forbids: its action and its conditions (name, operator, operand), each a name or an address.

    None for a permission without conditions, which forbids nothing.
    """
    named = _word(action)
    if not named or (not forbids and not conditions):
        return None
    parts = [named]
    for name, operator, operand in conditions:
        by = _last(operator).lower()
        where = _last(operand) if by in _SAME | _OTHER else f"{_word(name)} {by} {_last(operand)}"
        excepted = (by in _OTHER) == forbids
        parts.append(f"but for {where}" if excepted else f"for {where}")
    return ", ".join(parts)


def _rules(held: Any) -> list[dict[str, Any]]:
    return [
        {str(key).rpartition(":")[2].lower(): value for key, value in one.items()}
        for one in (held if isinstance(held, list) else [held])[:MOST_RULES]
        if isinstance(one, dict)
    ]


def _phrases(rule: dict[str, Any], forbids: bool) -> list[str]:
    actions = rule.get("action", rule.get("actions"))
    conditions = []
    held = rule.get("constraint", rule.get("constraints"))
    for one in _rules(held):
        name = _name(one.get("leftoperand", one.get("name")))
        operands = one.get("rightoperand", one.get("rightoperandreference"))
        named = [_name(operand) for operand in (operands if isinstance(operands, list) else [operands])[:20]]
        conditions.append((name, _name(one.get("operator")), " or ".join(_last(one) for one in named if one)))
    return [
        said
        for action in (actions if isinstance(actions, list) else [actions])[:20]
        if (said := phrase(_name(action), [one for one in conditions if one[2]], forbids))
    ]


def _name(held: Any) -> str:
    """A name or an address, however deep JSON-LD has wrapped it."""
    for _step in range(4):
        if isinstance(held, dict):
            members = {str(key).lower(): value for key, value in held.items()}
            held = next(
                (
                    members[key]
                    for key in ("@id", "@value", "id", "uid", "rdf:value", "name", "value")
                    if key in members
                ),
                None,
            )
    return without_controls(str(held))[:300] if isinstance(held, str | int | float) else ""


def _last(address: str) -> str:
    """“DEU” of “http://cvx.iptc.org/iso3166-1a3/DEU”; a time keeps its colons."""
    if re.match(r"\d{4}-\d{2}", address) or " or " in address:
        return address
    found = _LAST.search(address.strip())
    return found[0] if found else ""


def _word(address: str) -> str:
    """“data mining” of “…/dataMining”."""
    return text.plain(_HUMP.sub(" ", _last(address)).replace("_", " ").replace("<", "").lower())[:80]


def _written(held: Any) -> str:
    try:
        return without_controls(json.dumps(held, ensure_ascii=False))
    except (ValueError, RecursionError):
        return ""
