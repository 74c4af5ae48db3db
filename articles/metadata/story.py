"""An article as schema.org's NewsArticle: who wrote it, for whom, on what it is based and whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings

from articles.metadata import cards, people, site
from articles.metadata.graph import Thing, thing
from articles.metadata.known import Known
from articles.rights import crediting, licences, parts
from records.moments import local

if TYPE_CHECKING:
    import datetime as dt

    from articles.presentation import Note, Presented, Shown
    from pictures.models import Picture

# What kind of article it is, where its kicker or its section says so.
_KINDS = {
    "OpinionNewsArticle": "opinion opinions comment commentary editorial editorials op-ed column columns perspective"
    " perspectives viewpoint opinión opinion meinung kommentar opinião tribune",
    "AnalysisNewsArticle": "analysis análisis analyse análise",
    "ReviewNewsArticle": "review reviews reseña reseñas critique kritik resenha",
    "BackgroundNewsArticle": "explainer background explicador contexto hintergrund",
    "ReportageNewsArticle": "reportage reportaje investigation investigación reportagem",
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_DEED = re.compile(r"(?<!\d)(\d\.\d)(?!\d)")
_CORRECTS = ("correction", "clarification", "retraction")


def kind(story: Presented) -> str:
    named = (story.kicker, story.section.name if story.section else "")
    return next(
        (_BY_WORD[word] for word in (name.strip().casefold() for name in named) if word in _BY_WORD), "NewsArticle"
    )


def article(story: Presented, known: Known, base: str, publisher: Thing, pages: dict[str, str]) -> Thing:
    """The whole article, whichever of its numbered pages is open; ``base`` is our site's address."""
    address = urljoin(base, story.url)
    source = site.outlet(story.outlet, base) if story.outlet else None
    houses = (settings.NEWSROOM_NAME, story.outlet.name if story.outlet else "")
    year = local(story.date).year if story.date else None
    holder = source or publisher
    said: Thing = {
        "@id": f"{address}#article",
        "url": address,
        "headline": story.title,
        "alternativeHeadline": story.kicker,
        "description": story.summary,
        "inLanguage": story.language,
        "datePublished": when(cards.first_shown(story)),
        "dateModified": when(cards.changed(story)),
        "author": [people.contributor(row, base, houses, known.orcids, known.rors) for row in story.credits]
        or [_by_name(holder)],
        "publisher": publisher,
        "isPartOf": {"@id": f"{base}#website"},
        "articleSection": story.section.name if story.section else "",
        "keywords": [tag.name for tag in story.tags],
        "wordCount": story.article.word_count or None,
        "image": [image(lead, base, pages)] if (lead := cards.picture(story)) else [],
        "isAccessibleForFree": not settings.NEWSROOM_PAYWALL,
        "copyrightHolder": _by_name(holder),
        "copyrightYear": year,
        "copyrightNotice": " ".join(filter(None, ("©", str(year or ""), holder["name"]))),
        "creditText": story.byline_line,
        "correction": [_correction(note) for note in story.corrections if note.kind in _CORRECTS],
    }
    said |= _taken_from(story, source, base) if source else _ours(base, pages)
    return thing(kind(story), said | _languages(story, known, base))


def _taken_from(story: Presented, source: Thing, base: str) -> Thing:
    stored = story.article.beside or {}
    original = thing(
        "CreativeWork",
        {
            "@id": story.source_url,
            "url": story.source_url,
            "publisher": _by_name(source),
            "datePublished": when(story.article.source_published_at),
            "inLanguage": stored.get("translated_from", ""),
        },
    )
    said: Thing = {
        "isBasedOn": original if story.source_url else None,
        "sourceOrganization": _by_name(source),
        "license": story.licence_url
        or deed(story.licence)
        or crediting.licence(story.article).page
        or deed(story.licence, any_version=True),
        "usageInfo": urljoin(base, story.outlet.get_absolute_url()) if story.outlet else "",
    }
    if stored.get("translated_from"):
        said["translationOfWork"] = original if story.source_url else None
        said["translator"] = people.named(stored.get("translated_by", ""))
    return said


def _ours(base: str, pages: dict[str, str]) -> Thing:
    return {"usageInfo": urljoin(base, pages[site.LICENSING])} if site.LICENSING in pages else {}


def _languages(story: Presented, known: Known, base: str) -> Thing:
    mine = story.article.pk
    others = [
        (each, {"@id": f"{urljoin(base, each.url)}#article", "@type": "NewsArticle", "headline": each.title,
                "url": urljoin(base, each.url), "inLanguage": each.language})
        for each in known.languages if each.key != mine
    ]  # fmt: skip
    first = [other for each, other in others if each.is_first]
    if first:
        said: Thing = {"translationOfWork": first[0]}
        if story.article.translated_by:
            said["translator"] = people.named(story.article.translated_by)
        return said
    return {"workTranslation": [other for _each, other in others]} if others else {}


def _correction(note: Note) -> Thing:
    return thing("CorrectionComment", {"text": note.text, "name": note.label, "datePublished": when(note.at)})


def _by_name(house: Thing) -> Thing:
    """The house with its address, where the whole of it stands elsewhere on the page."""
    return thing(house["@type"], {name: house.get(name) for name in ("@id", "name", "url")})


def image(shown: Shown, base: str, pages: dict[str, str]) -> Thing:
    """A picture with what Google asks for to show whose it is (“Image metadata in Google Images”)."""
    picture, address = shown.picture, urljoin(base, shown.url)
    ours = parts.is_ours_to_license(picture) and site.LICENSING in pages
    return thing(
        "ImageObject",
        {
            "@id": address,
            "url": address,
            "contentUrl": address,
            "width": f"{shown.width} px" if shown.width else "",
            "height": f"{shown.height} px" if shown.height else "",
            "caption": shown.caption or shown.alt,
            "creditText": shown.credit,
            "creator": people.named(shown.credit),
            "copyrightNotice": shown.rights_line,
            "license": _licence_of(picture),
            "acquireLicensePage": urljoin(base, pages[site.LICENSING]) if ours else "",
        },
    )


def _licence_of(picture: Picture) -> str:
    found = re.search(r"https?://[^\s<>\"']+", picture.licence)
    return found[0] if found else deed(picture.licence)


def deed(stated: str, *, any_version: bool = False) -> str:
    """The address of the Creative Commons licence that is named with its version; "" for any other.

    ``any_version``: of one that is named without it too, the address without a version, which says no more than its
    name does.
    """
    parts, version = licences.restrictions(stated), _DEED.search(stated)
    if parts is None or licences.RESERVED in parts or not (version or any_version):
        return ""
    code = "-".join(["by", *(part for part in ("nc", "nd", "sa") if part in parts)])
    return f"https://creativecommons.org/licenses/{code}/" + (f"{version[1]}/" if version else "")


def when(moment: dt.datetime | None) -> Any:
    """In the newsroom's own zone, with its offset; None of none."""
    return local(moment).isoformat(timespec="seconds") if moment else None
