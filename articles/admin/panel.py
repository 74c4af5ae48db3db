"""The rights panel on an article's page: each clause with its light, what is open on top, and where it may be seen."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import resting
from articles.admin import lights, removal
from articles.rights import Surface, may, openings, rulings
from articles.rights.clause import Clause
from articles.rights.clauses import CLAUSES
from articles.rights.finding import Finding, Light
from articles.rights.findings import findings
from articles.rights.panel import NOT_OF_RIGHTS, Line, lines, worst
from articles.rights.surfaces import NOT_SERVED
from outlets import clauses
from outlets.admin.decided import clause_label

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article, Ruling
    from outlets.models import Terms

# What the desk may open although no article rests on it yet: the gate asks for it wherever the text could go.
AT_WILL = frozenset(
    {one.clause for one in (openings.ONWARD, openings.NEWSLETTER, openings.RESALE, openings.PAYWALL)}
    | {openings.COMMERCIAL.clause, "ads", "translation"}
)


@dataclasses.dataclass(frozen=True)
class Told:
    """A finding, and where the rights desk decides on it; "" where nothing is left to decide, or not to this user."""

    finding: Finding
    decide: str = ""


@dataclasses.dataclass(frozen=True)
class Row:
    """One clause, as the panel prints it."""

    label: str
    light: str
    badge: SafeString
    says: list[tuple[str, str]]
    """Name and value of each column that says something; the first one always."""
    demand: str
    words: str
    told: list[Told]
    rulings: list[Ruled]
    decide: str
    """Where nothing was decided yet, and the desk may all the same."""

    @property
    def is_open(self) -> bool:
        return self.light in (Light.RED, Light.AMBER)


@dataclasses.dataclass(frozen=True)
class Ruled:
    """Who decided what, for which articles, and why; and where that is decided anew."""

    about: str
    """What it is about, where that is not the clause itself."""
    allowed: bool
    sentence: str
    reason: str
    given: str
    page: str
    decide: str


@dataclasses.dataclass(frozen=True)
class Group:
    heading: str
    rows: list[Row]


@dataclasses.dataclass(frozen=True)
class Place:
    """A surface: whether the text may be seen there, why not, and when the answer changes."""

    surface: str
    badge: SafeString
    why: str
    until: str


@dataclasses.dataclass
class Panel:
    """Everything that the template prints; the findings were looked for once."""

    article: Article
    badge: SafeString
    open: list[Group]
    kept: list[Group]
    silent: list[Group]
    others: list[Finding]
    """What stands before publication and is about no clause: section, text, the clearing itself."""
    places: list[Place]
    removal: str
    newer_terms: Terms | None
    is_live: bool

    def count(self, groups: list[Group]) -> int:
        return sum(len(group.rows) for group in groups)

    @property
    def number_kept(self) -> int:
        return self.count(self.kept)

    @property
    def number_silent(self) -> int:
        return self.count(self.silent)

    @property
    def is_clear(self) -> bool:
        return not self.open and not self.others


def panel(article: Article, user: User, at: dt.datetime | None = None) -> Panel:
    """How a licensed article stands at this moment (now, unless told)."""
    at = at or timezone.now()
    found = findings(article, at)
    rows = clause_rows(article, user, at, found)
    of_rights = [finding for finding in found if finding.clause not in NOT_OF_RIGHTS]
    is_live = article.status in ("published", "withdrawn")
    return Panel(
        article=article,
        badge=_badge(worst(of_rights) or Light.GREEN, of_rights),
        open=grouped(rows, lambda row: row.is_open),
        kept=grouped(rows, lambda row: row.light == Light.GREEN),
        silent=grouped(rows, lambda row: not row.light),
        others=[finding for finding in found if finding.clause in NOT_OF_RIGHTS],
        places=_places(article, at),
        removal=_removal(article, at),
        newer_terms=resting.newest_terms(article),
        is_live=is_live,
    )


def clause_rows(
    article: Article, user: User, at: dt.datetime, found: list[Finding] | None = None
) -> list[tuple[str, Row]]:
    """A row for each clause with the column that names it, in the order of the terms."""
    shown = lines(article, at, found)
    if article.terms is None:
        return []
    asked_by = _asking(article, user)
    who = _who([ruling for line in shown for ruling in line.rulings])
    may_view = user.has_perm("articles.view_ruling")
    return [
        (clause.name, _row(clause, line, article.terms, asked_by, who, may_view))
        for clause, line in zip(CLAUSES, shown, strict=True)
    ]


def grouped(rows: Iterable[tuple[str, Row]], wanted: Callable[[Row], bool]) -> list[Group]:
    """The wanted rows under the headings by which the rights desk looks for a clause; no empty heading."""
    rows = list(rows)
    groups = []
    for heading, names in clauses.groups():
        if chosen := [row for name, row in rows if name in names and wanted(row)]:
            groups.append(Group(str(heading), chosen))
    return groups


def _asking(article: Article, user: User) -> Callable[[str], str]:
    """The address at which this user decides on a clause; "" for somebody who may not, or of what is stated."""
    may_decide = user.has_perm(rulings.PERMISSION) and not article.trashed_at

    def address(clause: str) -> str:
        if not may_decide or article.terms is None or not rulings.may_be_ruled(article.terms, clause):
            return ""
        return reverse("admin:articles_article_decide", args=[article.pk, clause])

    return address


def _row(
    clause: Clause, line: Line, terms: Terms, ask: Callable[[str], str], who: dict[int, str], may_view: bool
) -> Row:
    against = {ruling.clause for ruling in line.rulings if not ruling.allowed}
    told = [Told(finding, ask(finding.clause) if _is_question(finding, against) else "") for finding in line.findings]
    asked = {one.finding.clause for one in told if one.decide}
    decide = "" if asked or line.rulings or not _is_at_will(clause, terms) else ask(clause.name)
    return Row(
        label=line.label[:1].upper() + line.label[1:],
        light=str(line.light),
        badge=_badge(line.light, line.findings),
        says=_says(clause, line, terms),
        demand="" if _is_value_again(line) else line.demand,
        words=line.words,
        told=told,
        rulings=[
            _ruled(ruling, clause.name, who, may_view, "" if ruling.clause in asked else ask(ruling.clause))
            for ruling in line.rulings
        ],
        decide=decide,
    )


def _is_at_will(clause: Clause, terms: Terms) -> bool:
    """Whether a translation is complete can be said only of one that is there."""
    return clause.name in AT_WILL and not rulings.is_for_one_article(terms, clause.name)


def _is_question(finding: Finding, ruled_against: set[str]) -> bool:
    """Whether a decision of the desk would answer it. What plainly stands against the terms has to be mended."""
    return finding.asks or finding.clause in rulings.LIFTABLE or finding.clause in ruled_against


def _is_value_again(line: Line) -> bool:
    return line.demand.rstrip(".").casefold() == f"{line.label}: {line.shown}".rstrip(".").casefold()


def _says(clause: Clause, line: Line, terms: Terms) -> list[tuple[str, str]]:
    says = [("", line.shown)]
    for column in clause.columns[1:]:
        if value := clause.stated(terms, column):
            says.append((str(terms._meta.get_field(column).verbose_name), value))
    return says


def _badge(light: str, found: Iterable[Finding]) -> SafeString:
    """Amber in one of two words: somebody has to decide, or to look."""
    word: Any = ""
    if light == Light.AMBER:
        word = _("to be decided") if any(finding.asks for finding in found) else _("to be looked at")
    elif not light:
        word = _("not stated")
    return lights.badge(light, word)


def _who(ruled: list[Ruling]) -> dict[int, str]:
    """The names of those who decided, in one query; none where nothing was decided."""
    wanted = {ruling.made_by_id for ruling in ruled if ruling.made_by_id}
    people = get_user_model().objects.in_bulk(wanted) if wanted else {}
    return {pk: person.get_full_name() or person.get_username() for pk, person in people.items()}


def _ruled(ruling: Ruling, clause: str, who: dict[int, str], may_view: bool, decide: str) -> Ruled:
    named = {
        "who": who.get(ruling.made_by_id or 0, _("the system")),
        "day": removal.day(ruling.made_at),
        "basis": ruling.get_basis_display(),
    }
    if ruling.article_id:
        told = _("%(who)s decided on %(day)s, for this article, on %(basis)s.")
    else:
        told = _("%(who)s decided on %(day)s, for every article of the outlet, on %(basis)s.")
    given = ""
    if ruling.given_by:
        given = _("Given by %(name)s") % {"name": ruling.given_by}
        given += f", {removal.moment(ruling.given_at)}" if ruling.given_at else ""
    page = reverse("admin:articles_ruling_change", args=[ruling.pk]) if may_view else ""
    about = clause_label(ruling.clause) if ruling.clause != clause else ""
    return Ruled(about, ruling.allowed, told % named, ruling.reason, given, page, decide)


def _places(article: Article, at: dt.datetime) -> list[Place]:
    """Every surface. Of what is not published, what the terms say to each, once it is."""
    is_live = article.status in ("published", "withdrawn")
    places = []
    for surface in Surface:
        decision = may(article, surface, at=at)
        reasons = [reason for reason in decision.reasons if is_live or reason.clause not in ("status", "time")]
        places.append(
            Place(
                surface=_("%(surface)s (not served yet)") % {"surface": surface.label}
                if surface in NOT_SERVED
                else str(surface.label),
                badge=lights.badge("", _("no")) if reasons else lights.badge(Light.GREEN, _("yes")),
                why=" ".join(dict.fromkeys(reason.sentence for reason in reasons)),
                until=removal.moment(decision.changes_at) if is_live else "",
            )
        )
    return places


def _removal(article: Article, at: dt.datetime) -> str:
    days = removal.days_left(article, at)
    if days is None:
        return ""
    if article.opens_at and article.closes_at and article.closes_at <= article.opens_at:
        return _("Its days are over before it could open: readers never see it.")
    said = {"day": removal.moment(article.closes_at), "left": removal.in_words(article, at)}
    if days > 0:
        return _("Readers see it until %(day)s: %(left)s.") % said
    return _("Readers saw it until %(day)s. Its days are over: withdraw it, so that readers are told.") % said
