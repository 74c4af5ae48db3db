"""What must stand with the text: notice, link back, logo, authors, institutions, disclosure, tagline, links."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import text
from articles.rights import crediting, linkback
from articles.rights.case import Case
from articles.rights.clause import Clause, in_next_terms
from articles.rights.clauses.words import CUT, is_approved
from articles.rights.finding import Finding
from outlets.clauses import CreditLink, CreditPosition, Edits, YesNo
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.body.links import Link
    from articles.models import Amendment


_TAGLINES = 2
"""So many paragraphs at the end of a text may be taglines."""


class Notice(Clause):
    """The outlet's wording, as it came with the text or as its terms give it; another one for edited texts (COP30)."""

    columns = ("credit_template", "credit_template_edited")

    def demand(self, terms: Terms) -> str:
        if terms.credit_template and terms.credit_template_edited:
            return _("The outlet's notice stands with the text; an edited text has a notice of its own.")
        return _("The outlet's notice stands with the text.") if terms.credit_template else ""

    def check(self, case: Case) -> Iterator[Finding]:
        notice = str(case.story.notice_html)
        if not text.plain(notice).strip():
            yield self.breach(
                _("No notice came with the text, and the terms give no wording for one."),
                in_next_terms(case, _("Look up the wording that the outlet wants.")),
            )
        elif crediting.names_the_day(case.terms) and not (
            case.article.notice_html.strip() or case.article.source_published_at
        ):
            yield self.breach(
                _("The notice names the day on which the outlet published it, and that is not known."),
                _("Look it up on the outlet's page, and enter it: “First published”."),
            )
        elif case.article.notice_html.strip() and not linkback.names(case.article, notice):
            yield self.reminder(
                _("The notice that came with the text neither names %(outlet)s nor links to it.")
                % {"outlet": case.article.outlet},
                _("Compare it with the outlet's page, and copy the article again where another notice stands there."),
            )


class Place(Clause):
    """Global Voices, Floodlight: at the top. KFF, 360info: at the end. MIT News: both. Kept by the page itself."""

    columns = ("credit_position",)
    demands = {
        CreditPosition.TOP: gettext_lazy("The notice stands before the text."),
        CreditPosition.BOTTOM: gettext_lazy("The notice stands after the text."),
        CreditPosition.BOTH: gettext_lazy("The notice stands before the text and after it."),
        CreditPosition.EITHER: gettext_lazy("The notice stands before the text or after it."),
    }


class LinkBack(Clause):
    """NDNC: to the article, the home page will not do. The Conversation: either. Its Spanish edition: both."""

    columns = ("credit_link",)
    demands = {
        CreditLink.HOME: gettext_lazy("The notice links to the outlet's home page."),
        CreditLink.ARTICLE: gettext_lazy("The notice links to the original article; the home page will not do."),
        CreditLink.EITHER: gettext_lazy("The notice links to the outlet's home page or to the original article."),
        CreditLink.BOTH: gettext_lazy("The notice links to the outlet's home page and to the original article."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        article, notice = case.article, str(case.story.notice_html)
        if case.terms.credit_link in (CreditLink.ARTICLE, CreditLink.BOTH) and not linkback.knows_the_article(article):
            told = _("The notice must link to the original article, and its address is not known.")
            if article.source_url:
                told = _("The notice must link to the original article, and “%(address)s” is none.")
            yield self.breach(told % {"address": article.source_url[:200]}, look_it_up())
        elif text.plain(notice).strip() and not linkback.keeps(article, f"{notice}{case.story.tagline_html}"):
            yield self.breach(
                _("The notice does not link as the terms want it (%(how)s).") % {"how": self.shown(case.terms)},
                in_next_terms(case, _("Put the links into the wording of the notice: {home} and {original}.")),
            )


def look_it_up() -> str:
    return _("Look the article up on the outlet's own site, and enter its address: “Correct the original address”.")


class Logo(Clause):
    """Covering Climate Now, the UK edition of The Conversation: the logo beside the credit."""

    columns = ("logo_required",)
    demands = {
        YesNo.YES: gettext_lazy("The outlet's logo stands beside the notice."),
        YesNo.NO: gettext_lazy("The outlet's logo is not demanded."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if crediting.wants_logo(case.terms) and not case.article.outlet.logo:
            yield self.breach(
                _("The outlet wants its logo beside the notice, and we have none."),
                _("Upload the logo on the outlet's page at the desk."),
            )


class Authors(Clause):
    """Everywhere: who wrote it is named. The line is printed in the form that the outlet asks for."""

    columns = ("author_required", "byline_template")
    demands = {
        YesNo.YES: gettext_lazy("Every author is named."),
        YesNo.NO: gettext_lazy("The authors need not be named."),
    }

    def demand(self, terms: Terms) -> str:
        told = super().demand(terms)
        if terms.byline_template:
            form = _("The byline has the form “%(form)s”.") % {"form": terms.byline_template}
            return f"{told} {form}".strip()
        return told

    def check(self, case: Case) -> Iterator[Finding]:
        required = case.terms.author_required
        if required == YesNo.NO:
            return
        as_printed = _("Add the byline as the outlet prints it.")
        if not case.bylines:
            if required == YesNo.YES:
                yield self.breach(_("The outlet wants its authors credited, and no byline is there."), as_printed)
            else:
                told = _("No author is named, and the terms do not say that it may run so.")
                yield from self.question(case, told, mend=as_printed)
            return
        line = case.article.byline_line
        if unprinted := [row.name for row in case.bylines if not _names(row.name, line)]:
            yield self.breach(
                _("The printed byline leaves out %(names)s.") % {"names": ", ".join(unprinted)},
                _("Save the article, and the line is printed anew; the byline form of the terms needs {name}."),
            )
        elif missing := [name for name in _received(case) if not _names(name, line)]:
            told = _("It came with names that its byline does not print: %(names)s.")
            yield from self.question(case, told % {"names": ", ".join(missing)}, mend=as_printed)


def _received(case: Case, what: str = "name") -> list[str]:
    """The names of the authors as they came, or of the institutions of those whom the byline prints; cut as a byline
    has to cut them."""
    rows = case.sealed.get("authors")
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if what != "name":
        rows = [row for row in rows if _names(str(row.get("name") or ""), case.article.byline_line)]
    column = {"name": "name", "institution": "institution_name"}[what]
    most = case.article.bylines.model._meta.get_field(column).max_length
    said = [row.get(what) for row in rows]
    return list(dict.fromkeys(one[:most] for one in said if isinstance(one, str) and one.strip()))


# Words of a credit that are nobody's name.
_SMALL_WORDS = frozenset(
    "by with and for from at in of the y e et und dan por par von oleh di per de dr prof phd md".split()
)


def _names(name: str, line: str) -> bool:
    """Whether the line names whoever is meant: each word of the name stands in it, in whatever order and spelling of
    marks. Two authors in one field (“Bo Lind and Ida Holm”) are named by a line that has them apart.
    """
    if name.casefold() in line.casefold():
        return True
    held = set(_words(line))
    wanted = [word for word in _words(name) if word not in _SMALL_WORDS]
    return bool(wanted) and held.issuperset(wanted)


def _words(said: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", said).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


class Institutions(Clause):
    """The Conversation: authors and their institutions, “ideally in the byline”."""

    columns = ("institution_required",)
    demands = {
        YesNo.YES: gettext_lazy("Every author's institution is named."),
        YesNo.NO: gettext_lazy("The institutions need not be named."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if not crediting.wants_institutions(case.terms):
            return
        line, told = case.article.byline_line, ""
        printed = [row.institution_name for row in case.bylines if row.institution_name]
        if unprinted := [name for name in printed if name not in line]:
            yield self.breach(
                _("The printed byline leaves out %(names)s.") % {"names": ", ".join(unprinted)},
                _("Save the article, and the line is printed anew; the byline form of the terms needs {institution}."),
            )
        if missing := [row.name for row in case.bylines if not row.institution_name]:
            told = _("The outlet wants institutions credited; none is given for %(names)s.")
            told %= {"names": ", ".join(missing)}
        elif not unprinted and (left_out := [one for one in _received(case, "institution") if not _names(one, line)]):
            told = _("It came with institutions that its byline does not print: %(names)s.")
            told %= {"names": ", ".join(left_out)}
        if told:
            as_printed = _("Look at the outlet's page and add the institution as printed there.")
            yield from self.question(case, told, mend=as_printed)


class Disclosure(Clause):
    """The Conversation's authors disclose who pays them. What arrived is shown, whatever the terms say."""

    columns = ("disclosure_keep",)
    demands = {
        YesNo.YES: gettext_lazy("The authors' disclosure stands with the text."),
        YesNo.NO: gettext_lazy("The authors' disclosure may be left out."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        received = case.sealed.get("disclosure")
        if not isinstance(received, str) or not received.split() or case.terms.disclosure_keep == YesNo.NO:
            return
        shown = " ".join(text.plain(case.story.disclosure_html).split())
        if " ".join(received.split()) in shown:
            return
        told = _("The authors' disclosure arrived with the text, and the page does not show it.")
        if shown:
            told = _("The authors' disclosure is not in the words in which it arrived.")
        again = _("Copy the article again.")
        if case.terms.disclosure_keep == YesNo.YES:
            yield self.breach(told, again)
        else:
            yield from self.question(case, told, mend=again)


class Tagline(Clause):
    """KFF Health News: the words about what it is stand at the end. Newswell: any that the story carries."""

    columns = ("tagline_required", "tagline")

    def demand(self, terms: Terms) -> str:
        if terms.tagline_required == YesNo.YES and not terms.tagline:
            return _("Any tagline that a story carries stays with it.")
        if terms.tagline:
            return _("The outlet's tagline stands with the text.")
        return _("The outlet's tagline is not demanded.") if terms.tagline_required == YesNo.NO else ""

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.tagline_required != YesNo.YES:
            return
        if case.terms.tagline:
            if not text.plain(case.story.tagline_html).strip():
                yield self.breach(
                    _("The tagline of the terms has no words that could be printed."),
                    in_next_terms(case, _("Look up the words that the outlet wants.")),
                )
        elif cut := self._cut_at_the_end(case):
            yield self.reminder(
                _("The outlet wants the taglines of a story kept, and the end of this one was cut: “%(words)s”.")
                % {"words": cut[:80]},
                _("Look whether these are words about the outlet, its partners or its funding; if so, drop the cut."),
            )

        elif not self._carried(case):
            yield self.reminder(
                _("The outlet wants the taglines of a story kept, and nothing at the end of this one tells of it."),
                _("Compare its end with the outlet's page, and copy the article again where it is longer there."),
            )

    def _cut_at_the_end(self, case: Case) -> str:
        """What readers no longer get of the last paragraphs as they came."""
        if case.comparison is None:
            return ""
        ends = [row for row in case.comparison.rows if row.old][-_TAGLINES:]
        return " ".join(piece.text for row in ends for piece in row.old if piece.kind == "removed")

    def _carried(self, case: Case) -> bool:
        """The end of the text, or the notice, names the outlet."""
        ends = [*text.paragraphs(case.article.body_html)[-_TAGLINES:], text.plain(case.story.notice_html)]
        return any(case.article.outlet.name.casefold() in words.casefold() for words in ends)


class Links(Clause):
    """KFF, The 19th: every link stays."""

    columns = ("keep_all_links",)
    demands = {
        YesNo.YES: gettext_lazy("Every link of the text stays."),
        YesNo.NO: gettext_lazy("Links of the text may go."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        kept = case.terms.keep_all_links
        lost = case.comparison.links_lost if case.comparison and kept != YesNo.NO else []
        if not lost:
            return
        some = ", ".join(link.href[:200] for link in lost[:3])
        told = _("Links of the original are gone: %(some)s.") % {"some": some}
        mend = _("Drop the amendment that takes them away, or quote around them.")
        if case.article.is_adaptation:
            mend = _("Put them back into the text.")
        if kept == YesNo.YES:
            yield self.breach(told, mend)
        elif case.terms.edits != Edits.ANY and not all(_went_with_a_cut(link, case.amendments) for link in lost):
            yield from self.question(case, told, mend=mend)


def _went_with_a_cut(link: Link, amendments: list[Amendment]) -> bool:
    """Its words went too, as a cut or with the author's approval, and whether those may go is asked elsewhere."""
    return any(link.text in " ".join(row.exact.split()) for row in amendments if row.kind == CUT or is_approved(row))
