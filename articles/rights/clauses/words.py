"""What may be done to the words. What readers see is the sealed original and its amendments, or an adaptation."""

from __future__ import annotations

import enum
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import compare
from articles.rights import headlines, licences, parts, translations
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
_NOTHING: frozenset[str] = frozenset()
ALLOWED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    Edits.NONE: (_NOTHING, _NOTHING),
    Edits.TIME_PLACE_STYLE: (frozenset({TIME, PLACE, STYLE}), frozenset({CUT, INSERTION})),
    Edits.MINOR: (frozenset({TIME, PLACE, STYLE, CUT}), frozenset({INSERTION})),
    Edits.SHORTEN_OK: (frozenset({TIME, PLACE, STYLE, CUT}), frozenset({INSERTION})),
    Edits.SHORTEN_ASK: (frozenset({TIME, PLACE, STYLE}), frozenset({CUT, INSERTION})),
    Edits.ANY: (frozenset({TIME, PLACE, STYLE, CUT, INSERTION}), _NOTHING),
}


def is_approved(amendment: Amendment) -> bool:
    """Who approved it, when, and the message: all three are kept, or it is not approved."""
    return bool(amendment.approved_by.strip() and amendment.approved_at and amendment.approval.strip())


def substance(amendment: Amendment) -> str:
    """What it is, whatever it is called: one that puts in five words is an insertion, and one that takes five away a
    cut, not house style. Another spelling of a word is the same word.
    """
    if amendment.kind == HEADLINE:
        return HEADLINE
    gone, new = _words_changed(amendment)
    if new >= MATERIAL:
        return INSERTION
    return CUT if gone >= MATERIAL and amendment.kind != INSERTION else amendment.kind


class Standing(enum.Enum):
    """How an amendment stands on the terms of its text."""

    FREE = "allowed as it is"
    APPROVED = "allowed, with the approval that is kept with it"
    UNAPPROVED = "allowed only with an approval, which is not there"
    OPEN = "not stated"
    FORBIDDEN = "forbidden"


class Kinds(NamedTuple):
    """Which kinds of amendment may be made of the words, which with an approval of their own, and which may not."""

    free: frozenset[str]
    with_approval: frozenset[str]
    forbidden: frozenset[str]


def kinds(terms: Terms) -> Kinds | None:
    """By what the terms say of edits; None where they say nothing. Headlines have a clause of their own."""
    if terms.edits == Edits.NOT_STATED:
        return None
    free, with_approval = ALLOWED.get(terms.edits, (_NOTHING, _NOTHING))
    return Kinds(free, with_approval, ALLOWED[Edits.ANY][0] - free - with_approval)


def standing(amendment: Amendment, terms: Terms) -> Standing:
    """What the terms say of this very amendment, by what it is and not by what it is called."""
    with_approval = Standing.APPROVED if is_approved(amendment) else Standing.UNAPPROVED
    if amendment.kind == HEADLINE:
        stated: dict[str, Standing] = {YesNoAsk.YES: Standing.FREE, YesNoAsk.NO: Standing.FORBIDDEN}
        return stated.get(terms.headline_change, with_approval)
    allowed = kinds(terms)
    if allowed is None:
        return Standing.APPROVED if is_approved(amendment) else Standing.OPEN
    kind = substance(amendment)
    if kind in allowed.free:
        return Standing.FREE
    return with_approval if kind in allowed.with_approval else Standing.FORBIDDEN


def takes_away(amendment: Amendment) -> bool:
    return amendment.kind == CUT or (amendment.kind != HEADLINE and _words_changed(amendment)[0] >= MATERIAL)


def _words_changed(amendment: Amendment) -> tuple[int, int]:
    """How many of the quoted words go, and how many come that were none of them."""
    if max(len(amendment.exact.split()), len(amendment.replacement.split())) < MATERIAL:
        return 0, 0
    rows = compare.compare(escape(amendment.exact), escape(amendment.replacement)).rows
    removed = (piece for row in rows for piece in row.old if piece.kind == "removed")
    added = (piece for row in rows for piece in row.new if piece.kind == "added")
    gone = Counter(_stem(word) for piece in removed for word in _split(piece))
    new = Counter(_stem(word) for piece in added for word in _split(piece))
    return (gone - new).total(), (new - gone).total()


def _split(piece: compare.Piece) -> list[str]:
    letters = unicodedata.normalize("NFKC", piece.text).casefold()
    return "".join(letter if letter.isalnum() or letter in "'’" else " " for letter in letters).split()


def _stem(word: str) -> str:
    """By which “colour” is “color”, and “organise” “organize”."""
    return word[:3] if len(word) > 3 else word


class Amending(Clause):
    """The Conversation: time, place and style; anything material needs the author. openDemocracy: an exact copy.

    Floodlight: shortening with written approval. Global Voices, 360info: anything, said to be so.
    """

    columns = ("edits",)
    demands = {
        Edits.NONE: gettext_lazy("Not a word is changed."),
        Edits.TIME_PLACE_STYLE: gettext_lazy(
            "Time, place and house style may be changed; anything material needs the author's approval."
        ),
        Edits.MINOR: gettext_lazy("Style, length and clarity may be changed; insertions need the outlet's approval."),
        Edits.SHORTEN_OK: gettext_lazy(
            "It may be brought to house style and shortened; insertions need the outlet's approval."
        ),
        Edits.SHORTEN_ASK: gettext_lazy("It may be brought to house style; shortening needs the outlet's approval."),
        Edits.ANY: gettext_lazy("It may be edited freely; readers are told that it was."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        edits = case.terms.edits
        if case.article.is_adaptation:
            # A translation has no word of the original; whether it may be made is a clause of its own.
            if edits != Edits.ANY and not translations.is_translation(case.article):
                yield self.breach(
                    _("The text was made an adaptation, and the terms do not allow any edit (%(how)s).")
                    % {"how": self.shown(case.terms)},
                    _("Take the original back; its changes stay in the revisions."),
                )
            return
        bodily = [(row, standing(row, case.terms)) for row in case.amendments if row.kind != HEADLINE]
        if unapproved := [row for row, how in bodily if how == Standing.OPEN]:
            yield from self.question(
                case,
                _not_stated(case, _named(unapproved)),
                mend=_("Drop the amendments, or enter who approved them, when, and the message."),
            )
        for amendment, how in bodily:
            if how not in (Standing.UNAPPROVED, Standing.FORBIDDEN):
                continue
            named = {"which": _named([amendment]), "kind": _kind_in_words(amendment, substance(amendment))}
            if how == Standing.UNAPPROVED:
                yield self.breach(
                    _("An amendment needs the author's or the outlet's approval: %(which)s (%(kind)s).") % named,
                    _("Enter who approved it, when, and the message; or drop the amendment."),
                )
            else:
                yield self.breach(
                    _("The terms forbid such an amendment: %(which)s (%(kind)s).") % named,
                    _("Drop the amendment."),
                )


def _not_stated(case: Case, which: str) -> str:
    if "nd" in (licences.restrictions(case.terms.licence_code) or ()):
        told = _("The text is amended (%(which)s), and their licence (%(licence)s) allows no derivatives.")
        return told % {"which": which, "licence": case.terms.licence_code}
    return _("The text is amended (%(which)s), and the terms do not say what may be.") % {"which": which}


def _kind_in_words(amendment: Amendment, kind: str) -> str:
    names = dict(type(amendment).Kind.choices)
    if kind == amendment.kind:
        return str(names[kind])
    return _("called “%(called)s”, but of %(number)d words or more: %(kind)s") % {
        "called": names.get(amendment.kind, amendment.kind),
        "number": MATERIAL,
        "kind": names[kind],
    }


def _named(amendments: list[Amendment]) -> str:
    return ", ".join(f"“{amendment.exact[:40]}”" for amendment in amendments[:3])


class Headline(Clause):
    """Undark, Floodlight, NDNC: one of our own. The Conversation does not say."""

    columns = ("headline_change",)
    demands = {
        YesNoAsk.YES: gettext_lazy("It may have a headline of our own."),
        YesNoAsk.ASK: gettext_lazy("Ask before it gets another headline."),
        YesNoAsk.NO: gettext_lazy("It keeps the outlet's headline."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        allowed = case.terms.headline_change
        received = case.sealed.get("title")
        if missing := headlines.missing(case.article):
            yield missing
            return
        if translations.is_translation(case.article):
            return  # its headline is translated with it
        if allowed == YesNoAsk.YES or not isinstance(received, str) or not received.strip():
            return
        theirs = received[: case.article._meta.get_field("title").max_length]
        if _is_same_headline(case.article.title, theirs):
            return
        back = _("Put the outlet's headline back: “%(title)s”.") % {"title": theirs}
        if allowed == YesNoAsk.NO:
            yield self.breach(_("Its headline is not the outlet's, and the terms forbid another."), back)
        elif not any(_approves(row, case.article.title) for row in case.amendments):
            told = _("Its headline is not the outlet's, and the terms do not say that it may be changed.")
            if allowed == YesNoAsk.ASK:
                told = _("Its headline is not the outlet's, and the terms say to ask first.")
            record = _("Or record an amendment of kind “headline” with its approval.")
            yield from self.question(case, told, mend=f"{back} {record}")


_MARKS = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―", "-"))


def _is_same_headline(ours: str, theirs: str) -> bool:
    """The same words and marks. Capitals, spaces and the form of quotes and dashes are house style."""

    def plain(title: str) -> str:
        title = unicodedata.normalize("NFKC", title).translate(_MARKS).casefold()
        return " ".join(title.replace("-", " - ").split()).removesuffix(".")

    return ours == theirs or plain(ours) == plain(theirs)


def _approves(amendment: Amendment, headline: str) -> bool:
    """The outlet approved this very headline."""
    return (
        amendment.kind == HEADLINE
        and is_approved(amendment)
        and _is_same_headline(headline, " ".join(amendment.replacement.split()))
    )


class Translating(Clause):
    """Undark, openDemocracy: complete and direct. The Conversation: a derivative, so with the author's approval."""

    columns = ("translation",)
    demands = {
        Translation.YES: gettext_lazy("It may be translated."),
        Translation.COMPLETE_ONLY: gettext_lazy("A translation is complete and direct."),
        Translation.ASK: gettext_lazy("Ask before it is translated."),
        Translation.NO: gettext_lazy("It is not translated."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        if not translations.is_translation(case.article):
            return
        yield from self._of_the_work(case)
        allowed = case.terms.translation
        told = _("It is a translation (%(ours)s of %(theirs)s).")
        told %= {"ours": case.article.language, "theirs": translations.language_received(case.article)}
        back = _("Publish it in its own language.")
        if allowed == Translation.COMPLETE_ONLY:
            mend = _("Compare it with the original, paragraph by paragraph.")
            sentence = _("%(told)s Somebody has to say that it is complete and direct.") % {"told": told}
            yield from self.question(self._asked_anew(case), f"{sentence} {_lengths(case)}".strip(), mend=mend)
        elif allowed == Translation.ASK:
            yield from self.question(case, _("%(told)s The terms say to ask first.") % {"told": told}, mend=back)
        elif allowed == Translation.NOT_STATED:
            sentence = _("%(told)s The terms do not say that it may be made.")
            yield from self.question(case, sentence % {"told": told}, mend=back)
        elif allowed != Translation.YES:
            yield self.breach(_("%(told)s The terms forbid translations.") % {"told": told}, back)

    def _of_the_work(self, case: Case) -> Iterator[Finding]:
        """What makes it none, or one that nobody could print."""
        compared = case.comparison
        if compared and compared.words_kept * 3 > (compared.words_kept + compared.words_removed) * 2:
            told = _("It is said to be in %(language)s, and most of its words are still those of the original.")
            yield self.breach(
                told % {"language": case.article.language},
                _("Translate it. Where it is to stay in its own language, take the original back."),
            )
        if not case.article.translated_by.strip():
            yield self.breach(
                _("Nobody is named as its translator."), _("Enter who translated it: readers and the outlet are told.")
            )

    def _asked_anew(self, case: Case) -> Case:
        """Who said that a translation is complete, said it of that one, not of one made since."""
        ruling = case.rulings.get(self.name)
        made = case.article.audit_events.filter(verb="adapt").order_by("-at").values_list("at", flat=True).first()
        if ruling is None or made is None or ruling.made_at >= made:
            return case
        anew = Case(case.article, case.terms, case.at)
        anew.rulings = {clause: one for clause, one in case.rulings.items() if clause != self.name}
        return anew


def _lengths(case: Case) -> str:
    """How many paragraphs either has, where they are not as many: the first thing that tells a cut."""
    rows = case.comparison.rows if case.comparison else []
    theirs, ours = sum(bool(row.old) for row in rows), sum(bool(row.new) for row in rows)
    told = _("The original has %(theirs)d paragraphs, and the translation %(ours)d.")
    return told % {"theirs": theirs, "ours": ours} if theirs != ours else ""


class Excerpting(Clause):
    """PublicSource: online only the first three paragraphs, with a link. Grist: in its entirety or not at all.

    Where the terms name a number of paragraphs, no surface shows more: the body itself ends there.
    """

    columns = ("excerpt_rule", "excerpt_paragraphs")
    demands = {
        Excerpts.YES: gettext_lazy("Parts of it may be shown."),
        Excerpts.FIRST_PARAGRAPHS: gettext_lazy(
            "It may be shown whole; an excerpt is its first paragraphs, with a link to the whole."
        ),
        Excerpts.ENTIRE_ONLY: gettext_lazy("It runs in its entirety or not at all."),
    }

    def demand(self, terms: Terms) -> str:
        if parts.paragraphs_allowed(terms):
            told = _("Only the first %(number)d paragraphs, with a link to the whole.")
            return told % {"number": terms.excerpt_paragraphs}
        return super().demand(terms)

    def check(self, case: Case) -> Iterator[Finding]:
        if parts.paragraphs_allowed(case.terms):
            if not case.story.continues_at:
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
            if cuts := [row for row in case.amendments if takes_away(row)]:
                yield self.breach(
                    _("The text must run in its entirety, and %(which)s is cut.") % {"which": _named(cuts)},
                    _("Drop the cut."),
                )
            elif gone := self._paragraphs_gone(case):
                yield self.breach(
                    _("The text must run in its entirety, and paragraphs of it are gone: “%(words)s”.")
                    % {"words": gone[:80]},
                    _("Put them back, or take the original back."),
                )

    def _paragraphs_gone(self, case: Case) -> str:
        """Of an adaptation in the language of the original, whose words are anybody's, but whose paragraphs stay."""
        if not case.article.is_adaptation or translations.is_translation(case.article) or case.comparison is None:
            return ""
        gone = [piece.text for row in case.comparison.rows if row.kind == "removed" for piece in row.old]
        return next((words for words in gone if len(words.split()) >= MATERIAL), "")
