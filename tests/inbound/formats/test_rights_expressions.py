"""ODRL and RightsML in JSON: what a policy forbids, in a phrase that an editor can read."""

import json

import pytest

from inbound.formats.arrival import Rights
from inbound.formats.rights_expressions import phrases, take

DISTRIBUTE = "http://iptc.org/std/RightsML/2011-10-07/distribute"


def spatial(operator: str, place: str) -> dict[str, str]:
    odrl = "http://www.w3.org/ns/odrl/2/"
    return {
        "name": f"{odrl}spatial",
        "operator": f"{odrl}{operator}",
        "rightOperand": f"http://cvx.iptc.org/iso3166-1a3/{place}",
    }


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"prohibitions": [{"action": "http://www.w3.org/ns/odrl/2/commercialize"}]}, ["commercialize"]),
        ({"prohibition": {"action": "odrl:dataMining"}}, ["data mining"]),
        ({"prohibition": [{"action": ["print", {"rdf:value": {"@id": "odrl:translate"}}]}]}, ["print", "translate"]),
        ({"permissions": [{"action": DISTRIBUTE, "constraints": [spatial("eq", "DEU")]}]}, ["distribute, but for DEU"]),
        ({"permissions": [{"action": DISTRIBUTE, "constraints": [spatial("neq", "ABW")]}]}, ["distribute, for ABW"]),
        ({"prohibitions": [{"action": DISTRIBUTE, "constraints": [spatial("eq", "ABW")]}]}, ["distribute, for ABW"]),
        (
            {"prohibitions": [{"action": DISTRIBUTE, "constraints": [spatial("neq", "DEU")]}]},
            ["distribute, but for DEU"],
        ),
        ({"permission": [{"action": "distribute"}]}, []),
        (
            {
                "@context": "http://www.w3.org/ns/odrl.jsonld",
                "permission": [
                    {
                        "action": "use",
                        "constraint": [
                            {"leftOperand": "dateTime", "operator": "lt", "rightOperand": {"@value": "2026-01-01"}}
                        ],
                    }
                ],
            },
            ["use, but for date time lt 2026-01-01"],
        ),
        ({"@graph": [{"odrl:prohibition": [{"odrl:action": {"@id": "odrl:archive"}}]}]}, ["archive"]),
    ],
)
def test_what_a_policy_forbids(policy, said):
    assert phrases(json.dumps(policy)) == said


def test_what_is_no_policy_is_told_apart_from_one_that_forbids_nothing():
    assert phrases("rights expression") is None
    assert phrases('{"a": 1}') is None
    assert phrases('{"permission": []}') == []


def test_a_policy_that_stands_open_in_the_item_is_kept_as_text():
    rights = Rights()
    assert take(rights, {"prohibition": {"action": "print"}})
    assert rights.prohibits == ["print"]
    assert rights.expressions == ['{"prohibition": {"action": "print"}}']
