"""The paper itself: its sections, its people, those whose work it prints, and on what terms."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles import roles
from articles.models import Section, StandingPage
from authors.models import Affiliation, Author, Institution, InstitutionAlias
from demo import desk, ledger, material, picture_desk
from outlets import adoption
from outlets.models import Outlet
from outlets.presetting import Preset

# Known to everybody, which is why the demo answers on this machine alone.
PASSWORD = "harbour-lights"  # noqa: S105

GROUPS = {
    "writer": roles.WRITER,
    "editor": roles.EDITOR,
    "rights desk": roles.RIGHTS_DESK,
    "publisher": roles.PUBLISHER,
}


def make_paper(born_at: dt.datetime) -> None:
    paper = material.newsroom()
    hashed = make_password(PASSWORD)  # slow on purpose, so once
    for user in paper["user"]:
        ledger.make(User, user["username"], partial(_user, user, hashed))
    for position, section in enumerate(paper["section"], 1):
        ledger.make(Section, section["slug"], partial(_section, section, position))
    for institution in paper["institution"]:
        ledger.make(Institution, institution["slug"], partial(_institution, institution))
    for person in (*paper["staff"], *paper["academic"]):
        ledger.make(Author, person["slug"], partial(_author, person))
    for page in paper["page"]:
        ledger.make(StandingPage, page["slug"], partial(_standing_page, page))
    for outlet in material.outlets(born_at):
        ledger.make(Outlet, outlet["slug"], partial(_outlet, outlet))


def _user(user: dict[str, Any], hashed: str) -> User:
    first, _space, last = user["full_name"].rpartition(" ")
    made = User.objects.create(
        username=user["username"],
        email=user["email"],
        first_name=first,
        last_name=last,
        password=hashed,
        is_staff=True,
        is_superuser=user["role"] == "administrator",
    )
    if group := GROUPS.get(user["role"]):
        made.groups.add(Group.objects.get(name=group))
    return made


def _section(section: dict[str, Any], position: int) -> Section:
    made = Section(position=position, **section)
    made.full_clean()
    made.save()
    return made


def _institution(institution: dict[str, Any]) -> Institution:
    columns = ("name", "slug", "ror", "url", "kind", "place")
    made = Institution(**{name: institution[name] for name in columns if name in institution})
    made.full_clean()
    made.save()
    for alias in institution["aliases"]:
        InstitutionAlias.objects.create(institution=made, name=alias)
    return made


def _author(person: dict[str, Any]) -> Author:
    """One of our staff, with a title; or an academic, with an affiliation."""
    columns = ("name", "slug", "bio", "title", "orcid", "profile_url")
    made = Author(**{name: person[name] for name in columns if name in person})
    made.full_clean()
    made.save()
    for place in (person.get("affiliation"), *person.get("formerly", ())):
        if place:
            known = {name: place[name] for name in ("title", "begins", "ends") if name in place}
            Affiliation.objects.create(author=made, institution=ledger.find(Institution, place["institution"]), **known)
    if drawing := person.get("portrait"):
        picture_desk.portrait(made, drawing)
    return made


def _standing_page(page: dict[str, Any]) -> StandingPage:
    """In the place of what every new newsroom has under that slug; else a page more."""
    made = StandingPage.objects.filter(slug=page["slug"]).first() or StandingPage(slug=page["slug"])
    for name in ("title", "body_html", "position"):
        setattr(made, name, page[name])
    made.language, made.changed_at = material.newsroom()["site"]["language"], timezone.now()
    made.full_clean()
    made.save()
    return made


def _outlet(outlet: dict[str, Any]) -> Outlet:
    """Adopted by the rights desk, as a preset of a real outlet is."""
    clauses = {name: value for name, value in outlet["terms"].items() if value != material.NOT_STATED}
    preset = Preset(
        slug=outlet["slug"],
        name=outlet["name"],
        home_url=outlet["home_url"],
        other_hosts=tuple(outlet["other_hosts"]),
        language=outlet["language"],
        checked=clauses["terms_checked_on"][:7],
        source=(clauses["house_terms_url"],),
        stated=clauses,
        evidence=dict.fromkeys(clauses, "P"),
        remarks={},
        caution=outlet["notes"],
        description=outlet["description"],
        newsletter_line=outlet["newsletter_line"],
        newsletter_url=outlet["newsletter_url"],
        contact_email=outlet["contact_email"],
    )
    return adoption.adopt(preset, by=desk.colleague("rights desk"))
