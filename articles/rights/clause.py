"""What a clause is: the columns of Terms that it knows, what it demands, and how an article is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _

from articles.rights import rulings
from articles.rights.finding import Finding
from outlets import clauses

if TYPE_CHECKING:
    from articles.rights.case import Case
    from outlets.models import Terms


class Clause:
    """One promise to an outlet. Subclasses say ``columns`` (the first one names the clause) and ``check``.

    ``demand`` is one sentence for the desk and "" where the terms say nothing; ``check`` yields what speaks against
    the article. A clause about which nothing is stated and on which nothing rests yields nothing.
    """

    columns: ClassVar[tuple[str, ...]]

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

    def demand(self, terms: Terms) -> str:
        """What the terms want of us here, in a sentence; "" where they say nothing."""
        if not clauses.is_stated(getattr(terms, self.name)):
            return ""
        return _("%(label)s: %(value)s.") % {
            "label": self.label[:1].upper() + self.label[1:],
            "value": self.shown(terms),
        }

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

    def question(self, case: Case, sentence: str, clause: str = "") -> Iterator[Finding]:
        """The article rests on what the terms leave open: blocks until the desk has ruled, and where it ruled no.

        For values “not stated” and “ask first” alike; nothing where the desk, or the outlet, has allowed it.
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
                _("Take out what rests on it, or let the rights desk decide anew."),
            )
            return
        if rulings.needs_the_outlet(case.terms, name):
            remedy = _("Ask %(outlet)s. The rights desk records the answer as a ruling, with the message.")
        else:
            remedy = _("The rights desk decides once, with a reason, for this article or for all of %(outlet)s.")
        limit = name in rulings.LIFTABLE
        yield Finding(name, sentence, remedy % {"outlet": case.article.outlet}, asks=not limit)
