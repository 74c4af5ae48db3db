"""A draft beside the live text: readers keep what was published until a verb puts the draft before them.

A draft is a revision that the article names. To be worked on, it is laid over the article inside a transaction that is
always undone (``aside``), so that forms, checks and previews see rows as they would be, and nothing of it is ever in
the database but the revision itself.

With it is kept what readers had when it was made (its base), part by part: a headline, the tags, all bylines. A part
that the draft left as it was follows the live text; one that was changed on both sides is told before it goes live.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from articles import auditing, derivation, merged, publishing, revisions
from articles.models import Article, ArticlePicture, Revision
from articles.publishing import NotAllowed
from articles.rights import parts
from authors.models import Institution
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Unchanged(NotAllowed):
    """The draft would say what readers see anyway; none was kept."""


PERMISSION = "articles.change_article"
# verb: the permission it needs
VERBS = {"put_draft_live": publishing.TRANSITIONS["put_live"][2], "discard": PERMISSION}

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

Parts = dict[str, Any]
"""What a draft may change, by name: columns as a snapshot has them, the tags, and a list for each kind of rows."""


def permits(verb: str, user: User) -> bool:
    return user.has_perm(VERBS[verb])


def verbs_for(article: Article, user: User) -> list[str]:
    """Which verbs about its draft this user may use now; none where there is none, or in the trash."""
    if article.draft_revision_id is None or article.trashed_at:
        return []
    live = article.status == Article.Status.PUBLISHED
    return [verb for verb in VERBS if permits(verb, user) and (live or verb == "discard")]


def may_have_draft(article: Article) -> bool:
    """Readers see it, or will at its time: whoever works on it may do so beside it."""
    return article.status == Article.Status.PUBLISHED and article.trashed_at is None


@contextmanager
def aside() -> Iterator[None]:
    """Whatever is written inside is undone at its end. Rows that were saved inside have to be read again afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def opened(pk: int) -> Iterator[Article]:
    """The article as readers would get it with its draft, everything derived; undone at the end."""
    with aside():
        lay_over(Article.objects.select_related("draft_revision").get(pk=pk))
        article = Article.objects.for_presentation().select_related("original", "draft_revision").get(pk=pk)
        derivation.derive(article)
        article.save()
        yield article


def lay_over(article: Article) -> list[str]:
    """Write the draft over the article and its rows; only inside ``aside``. Without a draft nothing happens.

    Returns what had to be left out. The version stays the stored one, which is what editors of the draft have seen.
    """
    if article.draft_revision is None:
        return []
    stored = article.version
    left_out = _lay(article, article.draft_revision.snapshot, keep_keys=True)
    Article.objects.filter(pk=article.pk).update(version=stored)
    article.version = stored
    return left_out


def taken(article: Article) -> dict[str, Any]:
    """The article as it stands inside ``aside``, as a snapshot for ``keep``."""
    return revisions.snapshot(article)


def parts_of(article: Article, snapshot: dict[str, Any]) -> Parts:
    """What of a snapshot a draft of this article may change."""
    ours = not article.is_licensed or article.is_adaptation
    words = (*_WORDS, *(("body_html",) if ours else ()))
    kept = snapshot["article"]  # a column may be younger than it
    return {name: kept[name] for name in words if name in kept} | {name: snapshot[name] for name in ("tags", *_ROWS)}


def differing(one: Parts, other: Parts) -> list[str]:
    """The parts in which they are not the same, in their order."""
    return [name for name in one if name in other and not _same(one[name], other[name])]


def overtaken(article: Article) -> list[str]:
    """The parts that were changed on both sides, in the draft and before readers, since the draft was made."""
    if article.draft_revision is None or (base := article.draft_revision.snapshot.get("base")) is None:
        return []
    live = parts_of(article, revisions.snapshot(article))
    drafted = parts_of(article, article.draft_revision.snapshot)
    return _on_both_sides(base, live, drafted)


def _on_both_sides(base: Parts, live: Parts, drafted: Parts) -> list[str]:
    theirs, ours, apart = differing(live, base), differing(drafted, base), differing(live, drafted)
    return [name for name in theirs if name in ours and name in apart]


def _same(one: Any, other: Any) -> bool:
    """Whether two values of a part are the same; of rows, whatever their versions."""
    return _without_versions(one) == _without_versions(other)


def _without_versions(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in row.items() if k != "version"} if isinstance(row, dict) else row for row in value]


@transaction.atomic
def keep(article: Article, snapshot: dict[str, Any], *, by: User | None, comment: str = "") -> Revision:
    """Keep what was taken as the article's draft; readers notice nothing. Call it after ``aside`` has ended.

    Whoever opened the article before is told when saving, as after any other change. Raises NotAllowed where nothing
    is live, or nothing differs from what is, and Stale where somebody saved in between.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied(_("You may not change articles. Ask a colleague who may."))
    if not may_have_draft(article):
        raise NotAllowed(_("“%(title)s” is not before readers, so it needs no draft beside it.") % {"title": article})
    if not Article.objects.filter(pk=article.pk, version=article.version).exists():
        raise Stale(article)
    stored = revisions.snapshot(article)
    drafted = _numbered(article, snapshot, stored)
    drafted["base"] = _base(article, parts_of(article, drafted), parts_of(article, stored))
    if article.draft_revision is None and not differing(parts_of(article, drafted), parts_of(article, stored)):
        raise Unchanged(_("Nothing differs from what readers see, so no draft was kept."))
    last = article.revisions.aggregate(last=models.Max("number"))["last"] or 0
    draft = Revision.objects.create(
        article=article, number=last + 1, snapshot=drafted, made_by=by, comment=(comment or "draft beside")[:300]
    )
    article.draft_revision = draft
    article.save()
    auditing.record("keep_draft", by=by, article=article, reason=comment, revision=draft.number)
    return draft


def _numbered(article: Article, snapshot: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """The snapshot, in which rows that are not stored have keys of their own."""
    number, found = _FIRST_ASIDE + article.pk * 10_000, dict(snapshot)
    for name in _ROWS:
        known = {row["id"] for row in stored[name]}
        found[name] = []
        for row in snapshot[name]:
            number += row["id"] not in known
            found[name].append(row if row["id"] in known else row | {"id": number})
    return found


def _base(article: Article, drafted: Parts, live: Parts) -> Parts:
    """What readers have now, but for parts that were changed on both sides and are not made alike yet."""
    before = article.draft_revision.snapshot.get("base") if article.draft_revision else None
    if before is None:
        return live
    open_still = [name for name in overtaken(article) if not _same(drafted[name], live[name])]
    return live | {name: before[name] for name in open_still}


@transaction.atomic
def put_draft_live(article: Article, *, by: User | None) -> None:
    """Readers see the draft from now on. Raises NotAllowed as ``publishing.put_live`` does; the draft stays then.

    What was changed on both sides becomes as the draft has it; what readers had stays among the revisions.
    """
    draft = article.draft_revision
    if by is not None and not permits("put_draft_live", by):
        raise PermissionDenied(_("You may not put a draft before readers. Ask a publisher."))
    if draft is None:
        raise NotAllowed(_("“%(title)s” has no draft beside it.") % {"title": article})
    over = overtaken(article)
    if gone := _lay(article, draft.snapshot, keep_keys=False):
        told = _(
            "The draft of “%(title)s” uses what is gone by now, or taken: %(which)s. Open it, look, save it again."
        )
        raise NotAllowed(told % {"title": article, "which": ", ".join(gone)})
    article.draft_revision = None
    article.save()
    publishing.put_live(article, by=by, comment=f"draft {draft.number}")
    auditing.record("put_draft_live", by=by, article=article, revision=draft.number, over=over)


@transaction.atomic
def discard(article: Article, *, by: User | None, reason: str) -> None:
    """Leave the draft; it stays among the revisions."""
    draft = article.draft_revision
    if by is not None and not permits("discard", by):
        raise PermissionDenied(_("You may not change articles. Ask a colleague who may."))
    if draft is None:
        raise NotAllowed(_("“%(title)s” has no draft beside it.") % {"title": article})
    if article.trashed_at:
        raise NotAllowed(_("“%(title)s” is in the trash. Take it out first.") % {"title": article})
    article.draft_revision = None
    article.save()
    auditing.record("discard_draft", by=by, article=article, reason=reason.strip(), revision=draft.number)


def _lay(article: Article, snapshot: dict[str, Any], *, keep_keys: bool) -> list[str]:
    """Write over it what the draft changed; what had to be left out because something it needs is gone, or taken."""
    drafted = parts_of(article, snapshot)
    changed = drafted if (base := snapshot.get("base")) is None else {n: drafted[n] for n in differing(drafted, base)}
    left_out = []
    for name in changed:
        if name == "slug" and Article.objects.filter(slug=changed[name]).exclude(pk=article.pk).exists():
            left_out.append(_("the slug “%(slug)s”") % {"slug": changed[name]})
        elif name not in ("tags", *_ROWS):
            _set(article, name, changed[name])
    article.save()
    if "tags" in changed:
        article.tags.set(changed["tags"])
    for name in _ROWS:
        if name in changed:
            left_out += _lay_rows(article, name, changed[name], keep_keys=keep_keys)
    return left_out


def _lay_rows(article: Article, name: str, rows: list[dict[str, Any]], *, keep_keys: bool) -> list[str]:
    manager = getattr(article, name)
    printed = _PRINTED.get(name, set()) if not parts.may_change_what_came_with_it(article) else set()
    there = {row.pk: row for row in manager.all()}
    if not printed and name not in _NEVER_DELETED:
        for pk in there.keys() - {values["id"] for values in rows}:
            there.pop(pk).delete()
    if name == "article_pictures":
        manager.update(role=ArticlePicture.Role.BODY)  # one at a time is the lead, also while two change places
    left_out = []
    for values in rows:
        row = there.get(values["id"])
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
    return left_out


def _set(row: models.Model, name: str, value: Any) -> bool:
    """Set a column from its form in a snapshot; False where it names a row that is gone and has to be there."""
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        target = field.remote_field.model
        if value is not None and not target._base_manager.filter(pk=value).exists():
            value = merged.stands_for(value) if target is Institution else None
        if value is None and not field.null:
            return False
        setattr(row, field.attname, value)
        return True
    setattr(row, name, field.to_python(value))
    return True
