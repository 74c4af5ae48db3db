"""The text itself in the evidence file: as received, as amended or adapted, and what stands beside it."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings

from articles import derivation
from articles.body import compare, text
from articles.evidence.writing import as_json, row
from articles.models import Article, Original
from articles.presentation import present
from articles.rights import Surface, crediting, parts
from articles.rights.clauses.words import is_approved, substance

_ADAPTING = ("adapt", "take_original_back")


def article(shown: Article) -> dict[str, Any]:
    outlet, site = shown.outlet, settings.NEWSROOM_URL.rstrip("/")
    former = shown.former_addresses.order_by("left_at", "id")
    return {
        "identity": shown.guid,
        "address": site + shown.get_absolute_url(),
        "former_addresses": [{"address": f"{site}{left}", "until": left.left_at} for left in former],
        "outlet": {"name": outlet.name, "slug": outlet.slug, "home_url": outlet.home_url} if outlet else None,
        "section": {"name": shown.section.name, "slug": shown.section.slug} if shown.section else None,
        "terms_version": shown.terms.number if shown.terms else None,
        "original_shown": shown.original.number if shown.original else None,
        "revision_shown": shown.live_revision.number if shown.live_revision else None,
        "translation_of": shown.translation_of.guid if shown.translation_of else None,
        "tags": sorted(shown.tags.names()),
        "related_links": list(shown.related_links.order_by("position", "id").values("title", "url")),
        "fields": row(shown, frozenset()),
    }


# --- the originals, each file of them read by itself: one is held at a time


def as_bytes(column: Any) -> bytes:
    """As it is stored. Past Django a column of bytes may be given text, and one of text bytes: the seal tells that."""
    return column.encode("utf-8", "surrogateescape") if isinstance(column, str) else bytes(column)


def _sealed(original: Original) -> dict[str, Any]:
    try:
        recomputed: str | None = original.digest()
    except (TypeError, UnicodeError):
        recomputed = None
    kept = row(original, frozenset({"id", "article", "received", "html", "text", "fields", "sha256"}))
    kept |= {"bytes": len(as_bytes(original.received)), "sha256": original.sha256, "recomputed": recomputed}
    return kept | {"intact": recomputed == original.sha256}


def _of(pk: int) -> Original:
    return Original.objects.select_related("received_by").get(pk=pk)


ORIGINAL = {
    "received.*": lambda pk: [as_bytes(_of(pk).received)],
    "cleaned.html": lambda pk: [as_bytes(_of(pk).html)],
    "fields.json": lambda pk: as_json(_of(pk).fields),
    "seal.json": lambda pk: as_json(_sealed(_of(pk))),
}


# --- what was made of it


def amendments(shown: Article) -> list[dict[str, Any]]:
    rows = shown.amendments.select_related("made_by", "original").order_by("position", "id")
    return [
        row(amendment)
        | {
            "made_against_original": amendment.original.number,
            "changes_as": substance(amendment),
            "approved": is_approved(amendment),
        }
        for amendment in rows
    ]


def adaptation(shown: Article) -> dict[str, Any]:
    events = shown.audit_events.filter(verb__in=_ADAPTING).order_by("at", "id")
    return {
        "is_adaptation": shown.is_adaptation,
        "credited_by": text.plain(present(shown).notice_html) if shown.is_adaptation else None,
        **{name: shown.beside[name] for name in ("translated_from", "translated_by") if name in shown.beside},
        "history": [
            {"at": event.at, "by": event.actor_name, "verb": event.verb, "reason": event.reason} for event in events
        ],
    }


def comparison(shown: Article) -> dict[str, Any] | None:
    if shown.original is None:
        return None
    compared = compare.compare(derivation.given(shown), shown.body_html)
    return {
        "original": shown.original.number,
        "paragraphs_given": parts.paragraphs_allowed(shown.terms),
        **dataclasses.asdict(compared),
    }


def pictures(shown: Article) -> list[dict[str, Any]]:
    uses = shown.article_pictures.select_related("picture__cleared_by").order_by("position", "id")
    return [
        {
            "role": use.role,
            "position": use.position,
            "address_in_the_text": use.source_url,
            **row(use.picture),
            "file": use.picture.file.name,
            "may_show_on": [surface.value for surface in Surface if parts.may_show_picture(use.picture, surface)],
        }
        for use in uses
    ]


def logo(shown: Article) -> bytes | None:
    """The bytes of the outlet's logo where the page prints it; None where it does not, or the file is gone."""
    if not (shown.outlet and shown.outlet.logo and crediting.wants_logo(shown.terms)):
        return None
    try:
        with shown.outlet.logo.open() as file:
            return file.read()
    except OSError:
        return None
