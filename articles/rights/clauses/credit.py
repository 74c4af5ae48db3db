"""What must stand with the text: notice, link back, logo, authors, institutions, disclosure, tagline, links."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.body import text
from articles.rights import linkback
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import CreditLink, YesNo
from outlets.models import Terms


class Notice(Clause):
    """The outlet's wording, as it came with the text or as its terms give it; another one for edited texts (COP30)."""

    columns = ("credit_template", "credit_template_edited")

    def demand(self, terms: Terms) -> str:
        return _("The outlet's notice stands with the text.") if terms.credit_template else ""

    def check(self, case: Case) -> Iterator[Finding]:
        if not text.plain(case.story.notice_html).strip():
            yield self.breach(_("No notice is known."), _("Enter the notice's wording in the outlet's terms."))


class Place(Clause):
    """Global Voices, Floodlight: at the top. KFF, 360info: at the end. MIT News: both. Kept by the page itself."""

    columns = ("credit_position",)


class LinkBack(Clause):
    """NDNC: to the article, the home page will not do. The Conversation: either. Its Spanish edition: both."""

    columns = ("credit_link",)

    def check(self, case: Case) -> Iterator[Finding]:
        wanted = case.terms.credit_link
        article = case.article
        if wanted in (CreditLink.ARTICLE, CreditLink.BOTH) and not article.source_url:
            yield self.breach(
                _("The notice must link to the original article, and its address is not known."),
                _("Enter the original address."),
            )
        elif not linkback.keeps(article, str(case.story.notice_html + case.story.tagline_html)):
            yield self.breach(
                _("The notice does not link as the terms want it (%(how)s).") % {"how": self.shown(case.terms)},
                _("Put the links into the notice's wording in the terms: {home} and {original} are filled in."),
            )


class Logo(Clause):
    """Covering Climate Now, the UK edition of The Conversation: the logo beside the credit."""

    columns = ("logo_required",)

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.logo_required == YesNo.YES and not case.article.outlet.logo:
            yield self.breach(
                _("The outlet wants its logo beside the notice, and we have none."),
                _("Upload the logo on the outlet's page at the desk."),
            )


class Authors(Clause):
    """Everywhere: who wrote it is named. The line is printed in the form that the outlet asks for."""

    columns = ("author_required", "byline_template")

    def check(self, case: Case) -> Iterator[Finding]:
        required = case.terms.author_required
        if required == YesNo.YES and not case.bylines:
            yield self.breach(
                _("The outlet wants its authors credited, and no byline is there."),
                _("Add the byline as the outlet prints it."),
            )
            return
        line = case.article.byline_line
        if missing := [name for name in self._received(case) if not _names(name, line)]:
            told = _("The byline leaves out %(names)s.") % {"names": ", ".join(missing)}
            if required == YesNo.NOT_STATED:
                yield from self.question(case, told)
            elif required == YesNo.YES:
                yield self.breach(told, _("Add the byline as the outlet prints it."))

    def _received(self, case: Case) -> list[str]:
        rows = case.sealed.get("authors")
        named = [row.get("name") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return [*dict.fromkeys([*(str(name) for name in named if name), *(row.name for row in case.bylines)])]


def _names(name: str, line: str) -> bool:
    """Whether the line names the person: the name itself, or each of its words where an editor put them in order."""
    held = line.casefold()
    return name.casefold() in held or all(word.strip(".,") in held for word in name.casefold().split())


class Institutions(Clause):
    """The Conversation: authors and their institutions, “ideally in the byline”."""

    columns = ("institution_required",)

    def check(self, case: Case) -> Iterator[Finding]:
        missing = [row.name for row in case.bylines if not row.institution_name]
        unprinted = [
            row.institution_name
            for row in case.bylines
            if row.institution_name and row.institution_name not in case.article.byline_line
        ]
        if case.terms.institution_required != YesNo.YES:
            return
        if missing:
            yield self.breach(
                _("The outlet wants institutions credited; none is given for %(names)s.")
                % {"names": ", ".join(missing)},
                _("Look at the outlet's page and add the institution as printed there."),
            )
        if unprinted:
            yield self.breach(
                _("The printed byline leaves out %(names)s.") % {"names": ", ".join(unprinted)},
                _("Put {institution} into the byline form of the terms, then save the article."),
            )


class Disclosure(Clause):
    """The Conversation's authors disclose who pays them. What arrived is shown, whatever the terms say."""

    columns = ("disclosure_keep",)

    def check(self, case: Case) -> Iterator[Finding]:
        if not case.sealed.get("disclosure") or text.plain(case.story.disclosure_html).strip():
            return
        told = _("The authors' disclosure arrived with the text, and the page does not show it.")
        if case.terms.disclosure_keep == YesNo.YES:
            yield self.breach(told, _("Copy the article again."))
        elif case.terms.disclosure_keep == YesNo.NOT_STATED:
            yield from self.question(case, told)


class Tagline(Clause):
    """KFF Health News: the words about what it is stand at the end. Newswell: any that the story carries."""

    columns = ("tagline_required", "tagline")

    def check(self, case: Case) -> Iterator[Finding]:
        if case.terms.tagline_required != YesNo.YES:
            return
        if not case.terms.tagline and not self._carried(case):
            yield self.reminder(
                _("The outlet wants the taglines of a story kept, and the terms give no words for one."),
                _("Compare the end of the text with the outlet's page."),
            )
        elif case.terms.tagline and not text.plain(case.story.tagline_html).strip():
            yield self.breach(
                _("The tagline has no words that could be printed."), _("Enter its words in the outlet's terms.")
            )

    def _carried(self, case: Case) -> bool:
        """The text ends in words about its outlet."""
        paragraphs = case.article.body_html.rsplit("<p", 2)[1:]
        return any(case.article.outlet.name in text.plain(f"<p{end}") for end in paragraphs)


class Links(Clause):
    """KFF, The 19th: every link stays."""

    columns = ("keep_all_links",)

    def check(self, case: Case) -> Iterator[Finding]:
        lost = case.comparison.links_lost if case.comparison else []
        if not lost or case.terms.keep_all_links == YesNo.NO:
            return
        some = ", ".join(link.href for link in lost[:3])
        told = _("Links of the original are gone: %(some)s.") % {"some": some}
        if case.terms.keep_all_links == YesNo.YES:
            yield self.breach(told, _("Drop the amendment that takes them away, or quote around them."))
        else:
            yield from self.question(case, told)
