"""What a NewsML-G2 item states of its rights (``rightsInfo``), as plain data. Child process only."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, register_namespace, tostring

from inbound.formats import rightsml
from inbound.formats.wire_item import WireItem
from inbound.formats.wire_tree import LONGEST_PASSAGE, attribute, code, kid, kids, moment, name, passage, unique, words

# PLUS, the vocabulary of data mining: what each code forbids. Others forbid it altogether, as far as one can tell here.
MINING = {
    "dmi-allowed": None,
    "dmi-unspecified": None,
    "dmi-prohibited-aimltraining": "AI training",
    "dmi-prohibited-genaimltraining": "training of generative AI",
    "dmi-prohibited-exceptsearchengineindexing": "data mining, but for search engines",
}
POLICIES = ("rightspolicy", "rightsexpression", "rights", "license", "licence", "policy")
METADATA_ONLY = ("narmeta", "structure", "metadata")
register_namespace("o", "http://www.w3.org/ns/odrl/2/")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def take(item: WireItem, element: Element) -> None:
    """Puts what all ``rightsInfo`` of an item say into it; what holds for its metadata alone is no one's concern."""
    stated = list(kids(element, "rightsinfo"))
    about = [one for one in stated if (attribute(one, "scope") or "").rpartition(":")[2].lower() not in METADATA_ONLY]
    for info in about or stated:
        _take(item, info)
        if end := moment(attribute(info, "validto")):
            _ends(item, end)


def _take(item: WireItem, info: Element) -> None:
    for one in kids(info, "copyrightholder"):
        said = words(kid(one, "name")) or attribute(one, "literal")
        item.holder = item.holder or said
        item.parties += [said] if said else []
    notices = unique([item.notice, *(passage(one) for one in kids(info, "copyrightnotice"))])
    item.notice = " ".join(notices) or None
    item.usage_terms = unique([*item.usage_terms, *(passage(one) for one in kids(info, "usageterms"))])
    for one in kids(info, "copyrightnotice", "usageterms", "link"):
        address = attribute(one, "href", "uri")
        if address and _WEB.match(address) and (name(one) != "link" or _is_policy(one)):
            item.licences.append(address)
    for one in kids(info, "datamining"):
        forbidden = MINING.get(code(one) or "", "data mining" if code(one) else None)
        item.prohibits += [forbidden] if forbidden else []
    item.prohibits = unique([*item.prohibits, *(passage(one) for one in kids(info, "otherconstraints"))])
    for one in kids(info, "rightsexpressionxml"):
        for policy in one:
            _take_policy(item, policy)
    for one in kids(info, "rightsexpressiondata"):
        written = (one.text or "").strip()
        if written:
            item.policies.append({"written": written[:LONGEST_PASSAGE]})


def _is_policy(link: Element) -> bool:
    relation = (attribute(link, "rel", "reluri") or "").rpartition(":")[2].rpartition("/")[2].lower()
    return not relation or relation in POLICIES


def _take_policy(item: WireItem, policy: Element) -> None:
    rules = rightsml.rules(policy)
    for end in filter(None, map(moment, rightsml.ends(rules))):
        _ends(item, end)
    written = tostring(policy, encoding="unicode").strip()
    item.policies.append({"written": written[:LONGEST_PASSAGE], "rules": rules})


def _ends(item: WireItem, end: str) -> None:
    item.expires = min(end, item.expires) if item.expires else end
