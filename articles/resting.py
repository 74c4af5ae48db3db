"""What a licensed article rests on: which original, and where that stands; which version of the terms; whose body.

Each verb checks, changes, logs, and takes back a clearing that was made of something else. On a live article it goes
through ``publishing.put_live``, so that nothing gets before readers that the terms forbid.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, carrying, derivation, fillable, publishing, revisions
from articles.models import Amendment, Article
from articles.publishing import NotAllowed
from articles.rights import adaptations, linkback, parts, translations
from articles.rights.clauses import said

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Original
    from outlets.models import Terms

# A language as BCP 47 writes it: es, pt-BR, zh-Hant.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNPUBLISHED = frozenset({"draft", "in_review", "ready"})
# verb: (in which states, the permission it needs)
VERBS: dict[str, tuple[frozenset[str], str]] = {
    "adapt": (_UNPUBLISHED, "articles.change_article"),
    "take_original_back": (_UNPUBLISHED, "articles.change_article"),
    "take_over": (_UNPUBLISHED | {"published"}, "articles.change_article"),
    "carry_over": (_UNPUBLISHED | {"published"}, "articles.change_article"),
    "rest_on": (_UNPUBLISHED | {"published", "withdrawn"}, "articles.clear_article"),
    "correct_address": (_UNPUBLISHED | {"published", "withdrawn"}, "articles.clear_article"),
}


@dataclasses.dataclass(frozen=True)
class Mend:
    """What becomes of an amendment that does not fit the new original: quoted anew, or left out if nothing is quoted.

    Quoted anew it is a new amendment, which needs its approval anew; the former one stays on record, dropped.
    """

    exact: str = ""
    replacement: str = ""


def permits(verb: str, article: Article, user: User) -> bool:
    """Whether this user may; what readers see is changed by those who publish, or who clear rights."""
    if verb in ("take_over", "carry_over") and article.status == Article.Status.PUBLISHED:
        return publishing.permits("put_live", user)
    if verb == "correct_address" and not user.has_perm(VERBS[verb][1]):
        seen = article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
        return publishing.permits("put_live", user) if seen else user.has_perm(fillable.PERMISSION)
    return user.has_perm(VERBS[verb][1])


def verbs_for(article: Article, user: User) -> list[str]:
    """The verbs of this module that make sense on this article now and that this user may use."""
    if article.trashed_at or not article.is_licensed:
        return []
    sensible = {
        "adapt": adaptations.may_be_made(article),
        "take_original_back": article.is_adaptation,
        "take_over": not article.is_adaptation and newer_original(article) is not None,
        "carry_over": article.is_adaptation and newer_original(article) is not None,
        "rest_on": newest_terms(article) is not None,
        "correct_address": True,
    }
    return [
        verb
        for verb, (states, _permission) in VERBS.items()
        if sensible[verb] and article.status in states and permits(verb, article, user)
    ]


def newest_terms(article: Article) -> Terms | None:
    """The outlet's terms in force, where they are a later version than those on which the article rests."""
    current = article.outlet.current_terms() if article.outlet else None
    return current if current and current.number > article.terms.number else None


def newer_original(article: Article) -> Original | None:
    """The newest original that arrived, where the article shows an earlier one."""
    shown = article.original.number if article.original else 0
    return article.originals.filter(number__gt=shown).order_by("-number").first()


def misfitting(article: Article) -> list[Amendment]:
    """The applied amendments that do not fit the original which this article, saved or not, names."""
    rows = list(article.amendments.filter(state="applied").exclude(kind="headline"))
    return [rows[conflict.index] for conflict in derivation.made_of(article).conflicts]


@transaction.atomic
def adapt(article: Article, *, by: User | None, reason: str, language: str = "", translated_by: str = "") -> None:
    """Give the text a body of its own, credited as edited or translated; the original stays sealed beside it.

    To be edited freely where the terms allow any edit (CC BY); to be translated into ``language``, another than that of
    the original, where they welcome that. It begins as what readers would see now, amendments and all.
    """
    _begin("adapt", article, by, reason)
    if article.is_adaptation:
        raise NotAllowed(_("“%(title)s” is an adaptation already.") % {"title": article})
    if parts.paragraphs_allowed(article.terms):
        told = _("“%(title)s” cannot be adapted: its terms let only its first paragraphs be shown.")
        raise NotAllowed(told % {"title": article})
    language, details = language.strip(), {}
    if _is_another(language, article):
        _refuse_translation(article)
        details = {"language": language, "before": article.language}
        article.language, article.translated_by = language, translated_by.strip()[:200]
    elif not adaptations.may_be_edited_freely(article):
        sentence = _("“%(title)s” cannot be adapted: its terms do not allow any edit (%(how)s).")
        if translations.may_be_made(article):
            sentence = _("“%(title)s” can only be translated: name another language than its own (edits: %(how)s).")
        raise NotAllowed(sentence % {"title": article, "how": said(article, "edits")})
    derivation.derive(article)
    article.is_adaptation = True
    _finish("adapt", article, by, reason, **details)


def _is_another(language: str, article: Article) -> bool:
    """Whether it is to be in another language than its original came in."""
    if language and not _LANGUAGE.fullmatch(language):
        raise NotAllowed(_("“%(said)s” is no language. Write it as es, pt-BR or fr.") % {"said": language[:40]})
    theirs = translations.language_received(article)
    return bool(language) and translations.tongue(language) != translations.tongue(theirs)


def _refuse_translation(article: Article) -> None:
    if translations.may_be_made(article):
        return
    told = _("“%(title)s” cannot be translated: its terms say “%(how)s”.")
    if not translations.are_forbidden(article.terms):
        told = _(
            "“%(title)s” cannot be translated yet: its terms say “%(how)s”. The rights desk decides that first, in the "
            "rights panel."
        )
    raise NotAllowed(told % {"title": article, "how": said(article, "translation")})


@transaction.atomic
def take_original_back(article: Article, *, by: User | None, reason: str) -> None:
    """Let it be the sealed original and its amendments again; the adaptation stays in the revisions.

    Of a translation, language and headline are the outlet's again too.
    """
    _begin("take_original_back", article, by, reason)
    if not article.is_adaptation:
        raise NotAllowed(_("“%(title)s” is no adaptation.") % {"title": article})
    revisions.record(article, by=by, comment="adaptation, before the original was taken back")
    if translations.is_translation(article):
        article.language = translations.language_received(article)[:20]
        title = article.original.fields.get("title") if article.original else None
        article.title = title[:300] if isinstance(title, str) and title.strip() else article.title
    article.is_adaptation, article.translated_by = False, ""
    _finish("take_original_back", article, by, reason)


@transaction.atomic
def take_over(
    article: Article,
    *,
    by: User | None,
    reason: str,
    parts: Mapping[str, str] | None = None,
    mends: Mapping[int, Mend] | None = None,
) -> list[str]:
    """Show the newest original that arrived, with the amendments applied anew; a sentence for each that no longer fits.

    What came with the text follows it (``articles.carrying``; ``parts`` are a person's choices). Amendments that do not
    fit are mended as ``mends`` says by their keys; the others become conflicts for a person. On a live article a
    conflict refuses the whole: readers keep what they have.
    """
    _begin("take_over", article, by, reason)
    newer = newer_original(article)
    if newer is None:
        raise NotAllowed(_("“%(title)s” shows the newest original that arrived.") % {"title": article})
    if article.is_adaptation:
        raise NotAllowed(_("“%(title)s” is an adaptation: take over by hand what changed.") % {"title": article})
    before = article.original
    article.original = newer
    for row in misfitting(article):
        if mends and row.pk in mends:
            _mend(row, mends[row.pk], newer, by)
    misfits = misfitting(article)
    if misfits and article.status == Article.Status.PUBLISHED:
        which = ", ".join(f"“{row.exact[:60]}”" for row in misfits)
        raise NotAllowed(
            _("Amendments do not fit the new original: %(which)s. Mend or drop them first.") % {"which": which}
        )
    for row in misfits:
        row.state = Amendment.State.CONFLICT
        row.save()
    carried = carrying.carry(article, before, newer, parts or {})
    number = before.number if before else None
    _finish("take_over", article, by, reason, original=newer.number, before=number, beside=_told(carried))
    return [_("An amendment no longer fits: “%(which)s”") % {"which": row.exact[:60]} for row in misfits]


def _mend(row: Amendment, mend: Mend, newer: Original, by: User | None) -> None:
    row.state = Amendment.State.DROPPED
    row.save()
    if mend.exact.strip():
        Amendment.objects.create(
            article=row.article,
            original=newer,
            position=row.position,
            kind=row.kind,
            block=row.block,
            exact=mend.exact.strip(),
            replacement=mend.replacement,
            reason=row.reason,
            state=Amendment.State.APPLIED,
            made_by=by or row.made_by,
        )


def _told(carried: list[carrying.Part]) -> dict[str, str]:
    return {part.name: part.state for part in carried}


@transaction.atomic
def carry_over(article: Article, *, by: User | None, reason: str, parts: Mapping[str, str] | None = None) -> None:
    """State that an adaptation holds what changed in the newest original, on which it rests from now on.

    Its own body is not touched: whoever states this has carried over by hand what is needed.
    """
    _begin("carry_over", article, by, reason)
    newer, before = newer_original(article), article.original
    if newer is None or not article.is_adaptation:
        raise NotAllowed(_("“%(title)s” rests on the newest original that arrived.") % {"title": article})
    article.original = newer
    carried = carrying.carry(article, before, newer, parts or {})
    number = before.number if before else None
    _finish("carry_over", article, by, reason, original=newer.number, before=number, beside=_told(carried))


@transaction.atomic
def rest_on(article: Article, *, by: User | None, reason: str) -> None:
    """Let the article rest on its outlet's newest terms in force. The terms' own words decide at once.

    Refused where the article, published, would stand against them: withdraw it, or mend it first.
    """
    _begin("rest_on", article, by, reason)
    terms = newest_terms(article)
    if terms is None:
        raise NotAllowed(_("“%(title)s” rests on its outlet's newest terms already.") % {"title": article})
    before, article.terms = article.terms.number, terms
    if not terms.frozen_at:
        terms.frozen_at = timezone.now()
        terms.save()
    _finish("rest_on", article, by, reason, terms=terms.number, before=before)


@transaction.atomic
def correct_address(article: Article, *, by: User | None, reason: str, address: str) -> None:
    """Say where the original stands, where what arrived was wrong (the home page) or nothing did; the log keeps both.

    Only an address of an article on the outlet's own hosts, and of no other article that we hold.
    """
    _begin("correct_address", article, by, reason)
    address, before = address.strip(), article.source_url
    if address == before:
        raise NotAllowed(_("This is its original address already."))
    _refuse_address(article, address)
    article.source_url = address
    _finish("correct_address", article, by, reason, before=before, address=address)


def _refuse_address(article: Article, address: str) -> None:
    outlet = article.outlet
    if outlet is None:
        return
    said = {"address": address[:200], "outlet": outlet}
    column = Article._meta.get_field("source_url")
    try:
        column.clean(address, article)
        usable = address.startswith(("https://", "http://"))
    except ValidationError:
        usable = False
    if not usable:
        raise NotAllowed(_("“%(address)s” is no address of the web.") % said)
    if not linkback.is_the_outlets(article, address):
        raise NotAllowed(
            _(
                "“%(address)s” is on none of the hosts of %(outlet)s (%(hosts)s). A host that is missing is entered "
                "on the outlet's page."
            )
            % (said | {"hosts": ", ".join(sorted(outlet.hosts))})
        )
    if not linkback.is_of_an_article(address, outlet):
        raise NotAllowed(_("“%(address)s” is a home page. Look the article itself up there.") % said)
    if other := Article.objects.filter(outlet=outlet, source_url=address).exclude(pk=article.pk).first():
        raise NotAllowed(_("“%(address)s” is the address of “%(other)s”, which we hold.") % (said | {"other": other}))


def _begin(verb: str, article: Article, by: User | None, reason: str) -> None:
    if by is not None and not permits(verb, article, by):
        raise PermissionDenied(_("You may not do this (%(verb)s). Ask a colleague who may.") % {"verb": verb})
    if not article.is_licensed:
        raise NotAllowed(_("“%(title)s” is our own work.") % {"title": article})
    if article.trashed_at:
        raise NotAllowed(_("“%(title)s” is in the trash. Take it out first.") % {"title": article})
    if article.status not in VERBS[verb][0]:
        raise NotAllowed(
            _("“%(title)s” is %(status)s, so this cannot be done now (%(verb)s).")
            % {"title": article, "status": article.get_status_display(), "verb": verb}
        )
    if not reason.strip():
        raise NotAllowed(_("Say why: it is kept with the article."))


def _finish(verb: str, article: Article, by: User | None, reason: str, **details: Any) -> None:
    auditing.record(verb, by=by, article=article, reason=reason.strip(), **details)
    if article.status == Article.Status.PUBLISHED:
        publishing.put_live(article, by=None, comment=verb)
        return
    derivation.derive(article)
    if article.status == Article.Status.READY:
        article.status = Article.Status.IN_REVIEW
    article.save()
    revisions.record(article, by=by, comment=verb)
