"""What may be done to the words. What readers see is the sealed original and its amendments, or an adaptation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.rights import parts
from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import Edits, Excerpts, Translation, YesNoAsk
from outlets.models import Terms

if TYPE_CHECKING:
    from articles.models import Amendment

MATERIAL = 5
"""So many words make a change material, whatever it is called."""

TIME, PLACE, STYLE, HEADLINE, CUT, INSERTION = "time", "place", "style", "headline", "cut", "insertion"

# Which kinds of amendment the terms allow as they are, and which with the author's or the outlet's approval of the very
# amendment. Every other kind is forbidden; headlines have a clause of their own.
ALLOWED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    Edits.NONE: (frozenset(), frozenset()),
    Edits.TIME_PLACE_STYLE: (frozenset({TIME, PLACE, STYLE}), frozenset({CUT, INSERTION})),
    Edits.MINOR: (frozenset({TIME, PLACE, STYLE, CUT}), frozenset({INSERTION})),
    Edits.SHORTEN_OK: (frozenset({TIME, PLACE, STYLE, CUT}), frozenset({INSERTION})),
    Edits.SHORTEN_ASK: (frozenset({TIME, PLACE, STYLE}), frozenset({CUT, INSERTION})),
    Edits.ANY: (frozenset({TIME, PLACE, STYLE, CUT, INSERTION}), frozenset()),
}


def is_approved(amendment: Amendment) -> bool:
    """Who approved it, when, and the message: all three are kept, or it is not approved."""
    return bool(amendment.approved_by.strip() and amendment.approved_at and amendment.approval.strip())


def substance(amendment: Amendment) -> str:
    """What it is, whatever it is called: one that takes away, or adds, five words more than it quotes is a cut or an
    insertion, not house style."""
    more = len(amendment.replacement.split()) - len(amendment.exact.split())
    if amendment.kind in (TIME, PLACE, STYLE) and abs(more) >= MATERIAL:
        return CUT if more < 0 else INSERTION
    return amendment.kind


class Amending(Clause):
    """The Conversation: time, place and style; anything material needs the author. openDemocracy: an exact copy.

    Floodlight: shortening with written approval. Global Voices, 360info: anything, said to be so.
    """

    columns = ("edits",)

    def check(self, case: Case) -> Iterator[Finding]:
        edits = case.terms.edits
        if case.article.is_adaptation:
            if edits != Edits.ANY:
                yield self.breach(
                    _("The text was made an adaptation, and the terms do not allow any edit (%(how)s).")
                    % {"how": self.shown(case.terms)},
                    _("Take the original back; its changes stay in the revisions."),
                )
            return
        bodily = [amendment for amendment in case.amendments if amendment.kind != HEADLINE]
        if edits == Edits.NOT_STATED:
            if unapproved := [amendment for amendment in bodily if not is_approved(amendment)]:
                told = _("The text is amended (%(which)s), and the terms do not say what may be.")
                yield from self.question(case, told % {"which": _named(unapproved)})
            return
        free, with_approval = ALLOWED[edits]
        for amendment in bodily:
            kind = substance(amendment)
            if kind in free or (kind in with_approval and is_approved(amendment)):
                continue
            named = {"which": _named([amendment]), "kind": dict(type(amendment).Kind.choices)[kind]}
            if kind in with_approval:
                yield self.breach(
                    _("An amendment needs the author's approval: %(which)s (%(kind)s).") % named,
                    _("Enter who approved it, when, and the message; or drop the amendment."),
                )
            else:
                yield self.breach(
                    _("The terms forbid such an amendment: %(which)s (%(kind)s).") % named,
                    _("Drop the amendment."),
                )


def _named(amendments: list[Amendment]) -> str:
    return ", ".join(f"“{amendment.exact[:40]}”" for amendment in amendments[:3])


class Headline(Clause):
    """Undark, Floodlight, NDNC: one of our own. The Conversation does not say."""

    columns = ("headline_change",)

    def check(self, case: Case) -> Iterator[Finding]:
        allowed = case.terms.headline_change
        received = case.sealed.get("title")
        most = case.article._meta.get_field("title").max_length
        if allowed == YesNoAsk.YES or not isinstance(received, str) or not received:
            return
        if case.article.title == received[:most]:
            return
        if allowed == YesNoAsk.NO:
            yield self.breach(
                _("Its headline is not the outlet's, and the terms forbid another."),
                _("Put the outlet's headline back: “%(title)s”.") % {"title": received[:most]},
            )
        elif not any(row.kind == HEADLINE and is_approved(row) for row in case.amendments):
            told = _("Its headline is not the outlet's, and the terms do not say that it may be changed.")
            for finding in self.question(case, told):
                more = _(
                    "Or put the outlet's headline back, or record an amendment of kind “headline” with its approval."
                )
                yield dataclasses.replace(finding, remedy=f"{finding.remedy} {more}")


class Translating(Clause):
    """Undark, openDemocracy: complete and direct. The Conversation: a derivative, so with the author's approval."""

    columns = ("translation",)

    def check(self, case: Case) -> Iterator[Finding]:
        received = str(case.sealed.get("language") or case.article.outlet.language)
        # Any other body is made of the sealed text, so it is in the language of that, whatever a field says.
        if not case.article.is_adaptation or _tongue(received) == _tongue(case.article.language):
            return
        allowed = case.terms.translation
        told = _("It is a translation (%(ours)s of %(theirs)s).") % {"ours": case.article.language, "theirs": received}
        if allowed == Translation.NO:
            yield self.breach(
                _("%(told)s The terms forbid translations.") % {"told": told}, _("Publish it in its own language.")
            )
        elif allowed == Translation.COMPLETE_ONLY:
            yield from self.question(
                case, _("%(told)s Somebody has to say that it is complete and direct.") % {"told": told}
            )
        elif allowed in (Translation.ASK, Translation.NOT_STATED):
            yield from self.question(case, _("%(told)s The terms do not say that it may be made.") % {"told": told})


def _tongue(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


class Excerpting(Clause):
    """PublicSource: online only the first three paragraphs, with a link. Grist: in its entirety or not at all.

    Where the terms name a number of paragraphs, no surface shows more: the body itself ends there.
    """

    columns = ("excerpt_rule", "excerpt_paragraphs")

    def demand(self, terms: Terms) -> str:
        if parts.paragraphs_allowed(terms):
            told = _("Only the first %(number)d paragraphs, with a link to the whole.")
            return told % {"number": terms.excerpt_paragraphs}
        return super().demand(terms)

    def check(self, case: Case) -> Iterator[Finding]:
        if parts.paragraphs_allowed(case.terms):
            if not case.article.source_url:
                yield self.breach(
                    _("Only its first paragraphs may be shown, with a link to the whole, whose address is not known."),
                    _("Enter the original address."),
                )
            if case.article.is_adaptation:
                yield self.breach(
                    _("Only its first paragraphs may be shown, and an adaptation has a body of its own."),
                    _("Take the original back."),
                )
        elif case.terms.excerpt_rule == Excerpts.ENTIRE_ONLY:
            if cuts := [row for row in case.amendments if substance(row) == CUT]:
                yield self.breach(
                    _("The text must run in its entirety, and %(which)s is cut.") % {"which": _named(cuts)},
                    _("Drop the cut."),
                )
