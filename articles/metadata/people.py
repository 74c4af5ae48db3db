"""Who is credited: a person with posts and identities, or a house that signs in its own name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from articles.credits import names
from articles.metadata.graph import Thing, thing
from articles.presentation import Credit

# Names under which newsrooms and agencies sign, in the languages of the outlets that we know.
_COLLECTIVE = re.compile(
    r"\b(?:staff|newsroom|news ?desk|editors|editorial board|contributors|correspondents|reporters|agenc(?:y|ies)"
    r"|wire service|news service|redacci[óo]n|r[ée]daction|redaktion|redazione|reda[çc][ãa]o|redaksi|agencias?"
    r"|ag[êe]ncias?|agences?|agenturen|europa press|associated press|canadian press|press association|press trust)\b"
    r"|\b(?:news|media|magazine|collective|network|foundation|initiative|project|team|desk)$",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    "afp ap reuters dpa efe ansa aap upi ians pti ani xinhua tass bloomberg lusa kna epd apa sda ats belga anp ntb tt"
    " ritzau stt kyodo jiji yonhap kff ndnc propublica grist undark".split()
)
_INITIALS = re.compile(r"[A-Z][A-Z&.]{1,6}")


def is_person(name: str, *, houses: tuple[str, ...] = (), known: bool = False) -> bool:
    """Whether a credit names a person. ``houses`` are those that may sign; ``known``: one with a post or an ORCID."""
    said = names.folded(name).strip(" .")
    if said in {names.folded(house) for house in houses if house}:
        return False
    if known:
        return True
    if said in _AGENCIES or _INITIALS.fullmatch(name.strip()) or said.startswith("the "):
        return False
    return not _COLLECTIVE.search(said) and not names.is_university(name)


def contributor(
    credit: Credit, base: str, houses: tuple[str, ...], orcids: Mapping[str, str], rors: Mapping[str, str]
) -> Thing:
    """The credit as printed then, with the addresses and identities of today; these by the paths of our pages."""
    orcid = orcids.get(credit.author_url, "")
    url = urljoin(base, credit.author_url) if credit.author_url else ""
    if not is_person(credit.name, houses=houses, known=bool(orcid or credit.title)):
        return thing("Organization", {"name": credit.name, "url": url})
    place = institution(
        credit.institution,
        urljoin(base, credit.institution_url) if credit.institution_url else "",
        rors.get(credit.institution_url, ""),
    )
    return person(credit.name, url=url, orcid=orcid, jobTitle=credit.title, affiliation=place)


def person(name: str, *, url: str = "", orcid: str = "", also: tuple[str, ...] = (), **said: object) -> Thing:
    same = [*([f"https://orcid.org/{orcid}"] if orcid else []), *filter(None, also)]
    identity = {"identifier": identifier("ORCID", orcid, f"https://orcid.org/{orcid}")} if orcid else {}
    return thing("Person", {"name": name, "url": url, "sameAs": same, **identity, **said})


def institution(name: str, url: str = "", ror: str = "", home: str = "") -> Thing:
    """A house of learning or any other; {} without a name."""
    if not name:
        return {}
    kind = "CollegeOrUniversity" if names.is_university(name) else "Organization"
    same = [address for address in (ror, home) if address]
    number = {"identifier": identifier("ROR", ror.rsplit("/", 1)[-1], ror)} if ror else {}
    return thing(kind, {"name": name, "url": url, "sameAs": same, **number})


def identifier(register: str, value: str, url: str) -> Thing:
    return thing("PropertyValue", {"propertyID": register, "value": value, "url": url})


def named(credit: str) -> list[Thing]:
    """Those whom the credit line of a picture names: “Ida Holm/Reuters” is a person and a house."""
    parts = [part.strip(" .,") for part in re.split(r"\s*(?:/|\||;|\bvia\b|\bfor\b)\s*", credit)[:4]]
    return [thing("Person" if is_person(part) else "Organization", {"name": part}) for part in parts if part]
