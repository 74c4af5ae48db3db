"""The rights evidence file: everything that shows on what terms one article stands, in one ZIP.

Made for the day on which an outlet, an author or a lawyer asks. It says what is kept and what holds at the moment it is
made; nothing in it is typed by hand.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import auditing
from articles.body import compare
from articles.models import Article, Original
from articles.presentation import present
from articles.rights import Surface, may, parts
from articles.rights.findings import findings
from outlets import clauses

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from outlets.models import Terms

_IN_MEMORY = 2_000_000
# How a file of received bytes is called; by this table alone, so that no source can write a name.
_ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "application/feed+json": "json",
    "text/plain": "txt",
}

# In the order in which they stand in the ZIP, each with what it is.
FILES: dict[str, Any] = {
    "article.json": gettext_lazy("Every field of the article: its identity, addresses, dates, and the body as shown."),
    "terms.json": gettext_lazy(
        "The version of the outlet's terms under which the article was taken, clause by clause."
    ),
    "terms.txt": gettext_lazy("The same in plain words."),
    "originals/N/received.*": gettext_lazy(
        "Original number N, exactly the bytes that arrived. They are another's: open them in a text editor, "
        "because a browser would run what is in them."
    ),
    "originals/N/cleaned.html": gettext_lazy("The body made of it on arrival, before any amendment."),
    "originals/N/fields.json": gettext_lazy(
        "Everything else that the item said on arrival. The seal does not cover it."
    ),
    "originals/N/seal.json": gettext_lazy(
        "When and from where it came; the SHA-256 sealed then, the one computed now, and whether they agree. It is "
        "taken over the bytes of received.*, one zero byte, and cleaned.html in UTF-8."
    ),
    "amendments.json": gettext_lazy("Every change to the text: the words, the reason, by whom, and who approved it."),
    "comparison.json": gettext_lazy("The original that is shown, compared word by word with the body as shown."),
    "bylines.json": gettext_lazy("The authors as printed, and since when the line is frozen."),
    "pictures.json": gettext_lazy("The pictures, their rights, who cleared them and why, and where each may show."),
    "findings.json": gettext_lazy("What spoke against the terms when this file was made; empty when nothing did."),
    "decisions.json": gettext_lazy("Where the text could be seen when this file was made, why, and until when."),
    "audit.json": gettext_lazy("The log: who did what, when and why. It can only be added to."),
    "audit.txt": gettext_lazy("The same, a line each."),
    "corrections.json": gettext_lazy("The dated notes to readers."),
    "revisions.json": gettext_lazy("A snapshot of the article for every save, as it was stored then."),
    "shown.html": gettext_lazy("The text as its page shows it, with notice, byline, disclosure and counter address."),
}


class _Encoder(DjangoJSONEncoder):
    """Moments in UTC, in ISO 8601, to the microsecond."""

    def default(self, o: Any) -> Any:
        if isinstance(o, dt.datetime):
            return moment(o)
        return super().default(o)


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def file_name(article: Article) -> str:
    """A name that is safe on every system."""
    return f"rights-evidence-{slugify(article.slug)[:80] or 'article'}-{str(article.uuid)[:8]}.zip"


@transaction.atomic
def evidence(article: Article, *, by: User | None, at: dt.datetime | None = None) -> IO[bytes]:
    """The ZIP, open at its beginning; larger ones lie on the disk until it is closed. The log says who made it.

    Two made of the same rows at the same moment are the same to the byte, but for the lines that the first one added
    to the log. The article is read anew: what is not saved is no evidence.
    """
    at = at or timezone.now()
    auditing.record("evidence", by=by, article=article)
    kept = Article.objects.for_presentation().select_related("original", "live_revision").get(pk=article.pk)
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    when = at.astimezone(dt.UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, pieces in _files(kept, by, at):
            entry = zipfile.ZipInfo(name, date_time=when)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            with packed.open(entry, "w") as written:
                for piece in pieces:
                    written.write(piece)
    file.seek(0)
    return file  # type: ignore[return-value]


def _files(article: Article, by: User | None, at: dt.datetime) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Names and contents in their order; the long ones piece by piece."""
    yield "README.txt", [_readme(article, by, at).encode()]
    yield "article.json", _json(_article(article))
    yield "terms.json", _json(_terms(article.terms))
    yield "terms.txt", [_terms_in_words(article.terms).encode()]
    for original in article.originals.order_by("number").iterator(chunk_size=1):
        yield from _original(original)
    yield "amendments.json", _rows(article.amendments.select_related("made_by").order_by("position", "id"))
    yield "comparison.json", _json(_comparison(article))
    yield "bylines.json", _rows(article.bylines.order_by("position", "id"))
    yield "pictures.json", _json(_pictures(article))
    yield "findings.json", _json([dataclasses.asdict(finding) for finding in findings(article, at)])
    yield "decisions.json", _json(_decisions(article, at))
    events = article.audit_events.order_by("at", "id")
    yield "audit.json", _rows(events)
    yield "audit.txt", (f"{_event(row)}\n".encode() for row in events.iterator())
    yield "corrections.json", _rows(article.corrections.select_related("made_by").order_by("made_at", "id"))
    yield "revisions.json", _rows(article.revisions.select_related("made_by").order_by("number"), size=1)
    yield "shown.html", [_shown(article, at).encode()]


def _json(value: Any) -> list[bytes]:
    text = json.dumps(value, cls=_Encoder, ensure_ascii=False, indent=2)
    # A lone surrogate in stored JSON is no reason to have no evidence.
    return [text.encode("utf-8", "backslashreplace"), b"\n"]


def _rows(rows: models.QuerySet, size: int = 200) -> Iterator[bytes]:
    """A JSON array of rows, one of them held at a time."""
    yield b"["
    between = b"\n"
    for row in rows.iterator(chunk_size=size):
        yield between
        yield _json(_row(row))[0]
        between = b",\n"
    yield b"\n]\n"


def _row(row: models.Model, without: frozenset[str] = frozenset({"article"})) -> dict[str, Any]:
    """Every column; persons by name, since their numbers say nothing to those who read this elsewhere."""
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in without:
            continue
        if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL:
            said[field.name] = _person(getattr(row, field.name))
        else:
            said[field.attname] = field.value_from_object(row)
    return said


def _person(user: Any) -> str | None:
    return (user.get_full_name() or user.get_username()) if user else None


def one_line(text: str) -> str:
    """On one line, and only what can be printed: headlines come from others."""
    return "".join(character if character.isprintable() else " " for character in " ".join(text.split()))


def _readme(article: Article, by: User | None, at: dt.datetime) -> str:
    whose = str(article.outlet) if article.outlet else _("our own")
    head = [
        _("Rights evidence file"),
        "",
        _("Article: %(title)s") % {"title": one_line(article.title)},
        _("Identity: %(guid)s") % {"guid": article.guid},
        _("Whose work: %(whose)s") % {"whose": one_line(whose)},
        _("Made at: %(at)s") % {"at": moment(at)},
        _("Made by: %(name)s") % {"name": one_line(_person(by) or _("the system"))},
        "",
        _("Moments are in UTC. Texts are in UTF-8. What an article has not is null or empty."),
        _("Nothing in this file was typed by hand: it is what the newsroom keeps, and what it decides from that."),
        "",
    ]
    return "\n".join([*head, *(f"{name}\n    {said}" for name, said in FILES.items()), ""])


def _article(article: Article) -> dict[str, Any]:
    address = article.get_absolute_url()
    return {
        "identity": article.guid,
        "address": settings.NEWSROOM_URL.rstrip("/") + address,
        "outlet": {"name": article.outlet.name, "slug": article.outlet.slug} if article.outlet else None,
        "section": {"name": article.section.name, "slug": article.section.slug} if article.section else None,
        "terms_version": article.terms.number if article.terms else None,
        "original_shown": article.original.number if article.original else None,
        "revision_shown": article.live_revision.number if article.live_revision else None,
        "tags": sorted(article.tags.names()),
        "related_links": list(article.related_links.order_by("position", "id").values("title", "url")),
        "fields": _row(article, frozenset()),
    }


def _terms(terms: Terms | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    return {
        "outlet": terms.outlet.name,
        "version": terms.number,
        "adopted": terms.adopted,
        "in_force_from": terms.in_force_from,
        "in_force_to": terms.in_force_to,
        "frozen_at": terms.frozen_at,
        "clauses": [
            {
                "clause": name,
                "group": str(group),
                "name": str(terms._meta.get_field(name).verbose_name),
                "value": getattr(terms, name),
                "shown": clauses.shown(name, getattr(terms, name)),
            }
            for group, names in clauses.groups()
            for name in names
        ],
    }


def _terms_in_words(terms: Terms | None) -> str:
    if terms is None:
        return _("Our own work: it rests on nobody's terms.") + "\n"
    lines = [str(terms), _("in force") if terms.adopted else _("nobody has put these terms in force")]
    for group, names in clauses.groups():
        lines += ["", str(group)]
        for name in names:
            said = clauses.shown(name, getattr(terms, name)).replace("\n", "\n    ")
            lines.append(f"  {terms._meta.get_field(name).verbose_name}: {said}")
    return "\n".join([*lines, ""])


def _original(original: Original) -> Iterator[tuple[str, Iterable[bytes]]]:
    folder = f"originals/{original.number}"
    ending = _ENDINGS.get(original.content_type.partition(";")[0].strip().lower(), "bin")
    # Written past Django, a column of bytes may hold text; what is there is shown, and the seal says that it is broken.
    received: Any = original.received
    as_bytes = received.encode("utf-8", "surrogateescape") if isinstance(received, str) else bytes(received)
    yield f"{folder}/received.{ending}", [as_bytes]
    yield f"{folder}/cleaned.html", [original.html.encode()]
    yield f"{folder}/fields.json", _json(original.fields)
    try:
        recomputed: str | None = original.digest()
    except (TypeError, UnicodeError):
        recomputed = None
    sealed = _row(original, frozenset({"id", "article", "received", "html", "text", "fields", "sha256"}))
    sealed |= {"bytes": len(as_bytes), "sha256": original.sha256, "recomputed": recomputed}
    yield f"{folder}/seal.json", _json(sealed | {"intact": recomputed == original.sha256})


def _comparison(article: Article) -> dict[str, Any] | None:
    if article.original is None:
        return None
    return dataclasses.asdict(compare.compare(article.original.html, article.body_html))


def _pictures(article: Article) -> list[dict[str, Any]]:
    uses = article.article_pictures.select_related("picture__cleared_by").order_by("position", "id")
    return [
        {
            "role": use.role,
            "position": use.position,
            "address_in_the_text": use.source_url,
            **_row(use.picture),
            "file": use.picture.file.name,
            "may_show_on": [surface.value for surface in Surface if parts.may_show_picture(use.picture, surface)],
        }
        for use in uses
    ]


def _decisions(article: Article, at: dt.datetime) -> dict[str, Any]:
    said = []
    for surface in Surface:
        decision = may(article, surface, at=at)
        said.append(
            {
                "surface": surface.value,
                "name": str(surface.label),
                "allowed": decision.allowed,
                "reasons": [dataclasses.asdict(reason) for reason in decision.reasons],
                "changes_at": decision.changes_at,
                "whole_text": decision.allowed and parts.may_carry_whole_text(article, surface),
            }
        )
    return {"at": at, "opens_at": article.opens_at, "closes_at": article.closes_at, "surfaces": said}


def _event(row: Any) -> str:
    return "  ".join(
        one_line(part) for part in (moment(row.at), row.actor_name, row.verb, row.subject, row.reason) if part
    )


def _shown(article: Article, at: dt.datetime) -> str:
    context = {"story": present(article), "decision": may(article, Surface.PAGE, at=at), "at": moment(at)}
    return render_to_string("articles/evidence.html", context)
