"""What a clause is: the columns of Terms that it knows, what it demands, and how an article is held against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import formats
from django.utils.translation import gettext as _

from articles.rights import rulings
from articles.rights.finding import Finding
from outlets import clauses
from records.moments import local

if TYPE_CHECKING:
    from articles.rights.case import Case
    from outlets.models import Terms


_LEAVES_FREE = {
    **dict.fromkeys(("commercial", "ads", "paywall", "resale", "onward", "headline_change", "newsletter"), "yes"),
    **dict.fromkeys(("translation", "excerpt_rule", "images", "charts", "systematic", "ai_use"), "yes"),
    **dict.fromkeys(("author_required", "institution_required", "disclosure_keep", "tagline_required"), "no"),
    **dict.fromkeys(("logo_required", "keep_all_links", "tracker_required", "embargo", "own_stories_only"), "no"),
    **dict.fromkeys(("report_usage", "correction_duty"), "no"),
    **dict.fromkeys(("delay_days", "monthly_cap"), 0),
    "edits": "any",
    "robots": "index",
}
"""By the column that names a clause, what asks nothing of us."""


class Clause:
    """One promise to an outlet. Subclasses say ``columns`` (the first one names the clause) and ``check``.

    ``demand`` is one sentence for the desk and "" where the terms say nothing; ``check`` yields what speaks against
    the article. A clause about which nothing is stated and on which nothing rests yields nothing.
    """

    columns: ClassVar[tuple[str, ...]]
    demands: ClassVar[dict[str, Any]] = {}
    """What it wants, in a sentence, by the value of its first column."""

    @property
    def name(self) -> str:
        """The column that names it, in findings, rulings and decisions alike."""
        return self.columns[0]

    @property
    def label(self) -> str:
        return str(clauses.ClauseColumns._meta.get_field(self.name).verbose_name)

    def is_stated(self, terms: Terms) -> bool:
        return any(clauses.is_stated(getattr(terms, column)) for column in self.columns)

    def shown(self, terms: Terms) -> str:
        """The value of its first column in words."""
        return clauses.shown(self.name, getattr(terms, self.name))

    def stated(self, terms: Terms, column: str) -> str:
        """The value of one of its columns in words; "" where it is not stated."""
        value = getattr(terms, column)
        return clauses.shown(column, value) if clauses.is_stated(value) else ""

    def demand(self, terms: Terms) -> str:
        """What the terms want of us here, in a sentence; "" where they say nothing."""
        value = getattr(terms, self.name)
        if not clauses.is_stated(value):
            return ""
        if value in self.demands:
            return str(self.demands[value])
        return _("%(label)s: %(value)s.") % {
            "label": self.label[:1].upper() + self.label[1:],
            "value": self.shown(terms),
        }

    def asks_something(self, terms: Terms) -> bool:
        """Whether anything is left to do or to leave, other than where they merely allow. It keeps an editor's list
        short; what blocks is found by ``check``."""
        free = _LEAVES_FREE.get(self.name)
        return self.is_stated(terms) and (free is None or getattr(terms, self.name) != free)

    def words(self, terms: Terms) -> str:
        """What the outlet itself says of it, where we have that; else ""."""
        said = [terms.remarks.get(column, "") for column in self.columns]
        return " ".join(part for part in said if part)

    def check(self, case: Case) -> Iterator[Finding]:
        return iter(())

    # For subclasses

    def breach(self, sentence: str, remedy: str, clause: str = "") -> Finding:
        """It stands against the terms and blocks."""
        return Finding(clause or self.name, sentence, remedy)

    def reminder(self, sentence: str, remedy: str, clause: str = "") -> Finding:
        """Somebody has to see to it; publication does not wait for that."""
        return Finding(clause or self.name, sentence, remedy, blocks=False)

    def question(self, case: Case, sentence: str, clause: str = "", mend: str = "") -> Iterator[Finding]:
        """The article rests on what the terms leave open: blocks until the desk has ruled, and where it ruled no.

        For values “not stated” and “ask first” alike; nothing where the desk, or the outlet, has allowed it. ``mend``
        says, in a sentence, what an editor can do instead.
        """
        name = clause or self.name
        ruling = case.rulings.get(name)
        if ruling and ruling.allowed:
            return
        if ruling:
            told = _("%(sentence)s The rights desk decided against it: %(reason)s")
            yield Finding(
                name,
                told % {"sentence": sentence, "reason": ruling.reason},
                _("%(mend)s Or let the rights desk decide anew.") % {"mend": mend or _("Take out what rests on it.")},
            )
            return
        remedy = _who_decides(case, name, instead=bool(mend)) % {"outlet": case.article.outlet}
        yield Finding(name, sentence, f"{mend} {remedy}".strip(), asks=name not in rulings.LIFTABLE)


def _who_decides(case: Case, name: str, *, instead: bool) -> str:
    if rulings.needs_the_outlet(case.terms, name):
        if instead:
            return _("Or ask %(outlet)s; the rights desk records the answer as a ruling, with the message.")
        return _("Ask %(outlet)s. The rights desk records the answer as a ruling, with the message.")
    if rulings.is_for_one_article(case.terms, name):
        if instead:
            return _("Or the rights desk decides, with a reason, for this article.")
        return _("The rights desk decides, with a reason, for this article.")
    if instead:
        return _("Or the rights desk decides once, with a reason, for this article or for all of %(outlet)s.")
    return _("The rights desk decides once, with a reason, for this article or for all of %(outlet)s.")


def in_next_terms(case: Case, what: str) -> str:
    """The remedy where the terms lack something: an article rests on them, so they are frozen."""
    told = _("%(what)s Enter it in the next version of the terms of %(outlet)s, and let the article rest on that.")
    return told % {"what": what, "outlet": case.article.outlet}


def day(moment: dt.datetime) -> str:
    """Its day in our own time zone, in words."""
    return formats.date_format(local(moment), "DATE_FORMAT")


def moment_in_words(moment: dt.datetime) -> str:
    return formats.date_format(local(moment), "DATETIME_FORMAT")
