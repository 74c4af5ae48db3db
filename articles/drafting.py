"""A draft beside the live text: readers keep what was published until a verb puts the draft before them.

A draft is a revision that the article names. To be worked on, it is laid over the article inside a transaction that is
always undone (``aside``), so that forms, checks and previews see rows as they would be, and nothing of it is ever in
the database but the revision itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from articles import auditing, publishing, revisions
from articles.models import Article, Revision
from articles.publishing import NotAllowed
from articles.rights import parts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PERMISSION = "articles.change_article"

_WORDS = (
    "title",
    "slug",
    "kicker",
    "standfirst",
    "section",
    "language",
    "translated_by",
    "translation_of",
    "page_marks",
)
_ROWS = ("bylines", "related_links", "article_pictures", "amendments")
# What stays as it came once readers have seen it (``parts.may_change_what_came_with_it``).
_PRINTED = {"bylines": {"position", "name", "title", "institution_name"}, "related_links": {"position", "title", "url"}}
# Amendments are dropped by their state, so that what was once amended can be read later.
_NEVER_DELETED = frozenset({"amendments"})

_FIRST_ASIDE = 2**61
"""From here on are the keys of rows that exist in drafts only: no table counts as far."""


@contextmanager
def aside() -> Iterator[None]:
    """Whatever is written inside is undone at its end. Rows that were saved inside have to be read again afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lay_over(article: Article) -> None:
    """Write the draft over the article and its rows; only inside ``aside``. Without a draft nothing happens."""
    if article.draft_revision is not None:
        _lay(article, article.draft_revision.snapshot, keep_keys=True)


def taken(article: Article) -> dict[str, Any]:
    """The article as it stands inside ``aside``, as a snapshot for ``keep``; new rows get keys of their own."""
    found = revisions.snapshot(article)
    number = _FIRST_ASIDE + article.pk * 10_000
    for name in _ROWS:
        live = set(_stored_keys(article, name))
        for row in found[name]:
            if row["id"] not in live:
                number += 1
                row["id"] = number
    return found


def _stored_keys(article: Article, name: str) -> list[int]:
    """The keys that the live rows have, as the revision that readers see names them."""
    seen = article.live_revision.snapshot if article.live_revision else {}
    return [row["id"] for row in seen.get(name, ())]


@transaction.atomic
def keep(article: Article, snapshot: dict[str, Any], *, by: User | None, comment: str = "") -> Revision:
    """Keep what was taken as the article's draft; readers notice nothing. Call it after ``aside`` has ended.

    Whoever opened the article before is told when saving, as after any other change. Raises NotAllowed where nothing
    is live, and Stale where somebody saved in between.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied(_("You may not change articles. Ask a colleague who may."))
    if article.status != Article.Status.PUBLISHED or article.trashed_at:
        raise NotAllowed(_("“%(title)s” is not before readers, so it needs no draft beside it.") % {"title": article})
    last = article.revisions.aggregate(last=models.Max("number"))["last"] or 0
    draft = Revision.objects.create(
        article=article, number=last + 1, snapshot=snapshot, made_by=by, comment=(comment or "draft beside")[:300]
    )
    article.draft_revision = draft
    article.save()
    auditing.record("keep_draft", by=by, article=article, reason=comment, revision=draft.number)
    return draft


@transaction.atomic
def put_draft_live(article: Article, *, by: User | None) -> None:
    """Readers see the draft from now on. Raises NotAllowed as ``publishing.put_live`` does; the draft stays then."""
    draft = article.draft_revision
    if by is not None and not publishing.permits("put_live", by):
        raise PermissionDenied(_("You may not put a draft before readers. Ask a publisher."))
    if draft is None:
        raise NotAllowed(_("“%(title)s” has no draft beside it.") % {"title": article})
    if gone := _lay(article, draft.snapshot, keep_keys=False):
        raise NotAllowed(
            _("The draft of “%(title)s” uses what is gone by now (%(which)s). Open it, look, and save it again.")
            % {"title": article, "which": ", ".join(gone)}
        )
    article.draft_revision = None
    publishing.put_live(article, by=by, comment=f"draft {draft.number}")


@transaction.atomic
def discard(article: Article, *, by: User | None, reason: str) -> None:
    """Leave the draft; it stays among the revisions."""
    draft = article.draft_revision
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied(_("You may not change articles. Ask a colleague who may."))
    if draft is None:
        raise NotAllowed(_("“%(title)s” has no draft beside it.") % {"title": article})
    article.draft_revision = None
    article.save()
    auditing.record("discard_draft", by=by, article=article, reason=reason.strip(), revision=draft.number)


def _lay(article: Article, snapshot: dict[str, Any], *, keep_keys: bool) -> list[str]:
    """Write it over; what had to be left out because something it needs is gone."""
    words = snapshot["article"]
    ours = not article.is_licensed or article.is_adaptation
    for name in (*_WORDS, *(("body_html",) if ours else ())):
        if name in words:  # a column may be younger than the draft
            _set(article, name, words[name])
    article.save()
    article.tags.set(snapshot["tags"])
    return [gone for name in _ROWS for gone in _lay_rows(article, name, snapshot[name], keep_keys=keep_keys)]


def _lay_rows(article: Article, name: str, rows: list[dict[str, Any]], *, keep_keys: bool) -> list[str]:
    manager = getattr(article, name)
    printed = _PRINTED.get(name, set()) if not parts.may_change_what_came_with_it(article) else set()
    there = {row.pk: row for row in manager.all()}
    left_out = []
    for values in rows:
        row = there.pop(values["id"], None)
        if row is None and printed:
            continue
        made = row is None
        row = row or manager.model(article=article)
        if made and keep_keys:
            row.pk = values["id"]
        missing = False
        for column, value in values.items():
            if column not in {"id", "version", *printed}:
                missing = not _set(row, column, value) or missing
        if made and missing:
            left_out.append(str(manager.model._meta.verbose_name))
            continue
        row.save(**({"force_insert": True} if made else {}))
    if not printed and name not in _NEVER_DELETED:
        for row in there.values():
            row.delete()
    return left_out


def _set(row: models.Model, name: str, value: Any) -> bool:
    """Set a column from its form in a snapshot; False where it names a row that is gone and has to be there."""
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        target = field.remote_field.model
        if value is not None and not target._base_manager.filter(pk=value).exists():
            value = None
        if value is None and not field.null:
            return False
        setattr(row, field.attname, value)
        return True
    setattr(row, name, field.to_python(value))
    return True
