"""What those read who show a card in place of a link: OpenGraph (ogp.me, with its types for articles)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from articles.metadata.known import hreflang
from articles.rights import Surface, parts

if TYPE_CHECKING:
    import datetime as dt

    from articles.metadata.known import Known
    from articles.presentation import Presented, Shown

# OpenGraph wants a territory; where a text names none, the one that Facebook lists for the language.
_TERRITORIES = dict(
    pair.split("_")
    for pair in "en_US es_ES fr_FR de_DE it_IT pt_PT nl_NL sv_SE da_DK nb_NO fi_FI pl_PL ru_RU uk_UA tr_TR el_GR"
    " cs_CZ hu_HU ro_RO bg_BG id_ID ar_AR fa_IR he_IL hi_IN bn_IN ur_PK ja_JP ko_KR vi_VN th_TH ca_ES sw_KE".split()
)


def territory(language: str) -> str:
    """The language as og:locale has it (“en-GB”: en_GB); "" where its territory is not known."""
    parts = language.replace("_", "-").split("-")
    named = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    found = named or _TERRITORIES.get(parts[0].lower(), "")
    return f"{parts[0].lower()}_{found}" if found else ""


def first_shown(story: Presented) -> dt.datetime | None:
    """When readers could first read it here; the byline may name an earlier day, on which its outlet published it."""
    return story.article.opens_at or story.published_at


def changed(story: Presented) -> dt.datetime | None:
    """When its words last changed here, which is never before readers could read them."""
    return max((moment for moment in (first_shown(story), story.changed_at) if moment), default=None)


def picture(story: Presented) -> Shown | None:
    """The lead picture, where others may show it beside a link to us."""
    lead = story.lead
    return lead if lead and parts.may_show_picture(lead.picture, Surface.SITEMAP) else None


def of_story(story: Presented, base: str, known: Known, *, is_first_page: bool) -> dict[str, object]:
    """What a ``Head`` says of an article beyond its words; addresses are absolute."""
    lead = picture(story)
    return {
        "kind": "article",
        "image": urljoin(base, lead.url) if lead else "",
        "image_alt": (lead.alt or lead.caption) if lead else "",
        "image_width": lead.width if lead else None,
        "image_height": lead.height if lead else None,
        "language": story.language,
        "published": first_shown(story),
        "modified": changed(story),
        "section": story.section.slug if story.section else "",
        "section_name": story.section.name if story.section else "",
        "authors": [urljoin(base, row.author_url) for row in story.credits if row.author_url],
        "tags": [tag.name for tag in story.tags],
        # Only on the page whose address counts: on any other, search engines leave it unread.
        "languages": hreflang(known.languages, base) if is_first_page else [],
        "known": known,
    }
