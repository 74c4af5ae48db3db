"""The structured data of a page, from what its template receives. Each page is about the thing in its context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.metadata import people, site, story
from articles.metadata.graph import Thing, ref, thing
from articles.metadata.known import Known
from articles.rights import Surface, parts

LISTED = 30
"""So many articles of a list are named; the rest stand on its further pages."""


def things(context: Mapping[str, Any]) -> list[Thing]:
    """Everything that the page tells of itself; nothing where it has no address that readers may pass on."""
    head = context.get("head")
    if not head or not getattr(head, "address", ""):
        return []
    split = urlsplit(head.address)
    base = f"{split.scheme}://{split.netloc}/"
    standing = {page.url.strip("/"): page.url for page in context.get("footer_pages") or ()}
    newsroom = site.newsroom(base, standing)
    website = site.website(base, newsroom)
    about = next((maker for name, maker in _MAKERS.items() if context.get(name)), _front)
    page = {"@id": head.address, "url": head.address, "isPartOf": ref(website), "inLanguage": settings.LANGUAGE_CODE}
    page |= {"name": head.title or settings.NEWSROOM_NAME, "description": head.description}
    return [newsroom, website, *about(context, base, page, newsroom, standing)]


def _article(
    context: Mapping[str, Any], base: str, page: Thing, newsroom: Thing, standing: dict[str, str]
) -> Iterable[Thing]:
    shown, pager, head = context["story"], context.get("pager"), context["head"]
    told = story.article(shown, head.known or Known(), base, newsroom, standing)
    steps = [(_("Home"), base)]
    if shown.section:
        steps.append((shown.section.name, urljoin(base, shown.section.get_absolute_url())))
    steps.append((shown.title, urljoin(base, shown.url)))
    if pager and pager.count > 1 and pager.number:
        told["pagination"] = f"{pager.number}/{pager.count}"
        if pager.number > 1:
            steps.append((_("Page %(number)d") % {"number": pager.number}, head.address))
    page |= {"inLanguage": shown.language, "breadcrumb": site.breadcrumbs(steps)}
    page |= {"primaryImageOfPage": ref(told["image"][0])} if "image" in told else {}
    told["mainEntityOfPage"] = {"@type": "WebPage", "@id": head.address}
    return [thing("WebPage", page), told]


def _author(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    shown = context["author"]
    address = urljoin(base, shown.get_absolute_url())
    if not people.is_person(shown.name, houses=(settings.NEWSROOM_NAME,), known=bool(shown.orcid or shown.title)):
        told = thing("Organization", {"name": shown.name, "url": address, "description": shown.bio})
    else:
        places = [
            people.institution(place.name, urljoin(base, place.url), getattr(place, "ror", ""))
            for place in context.get("affiliations") or ()
        ]
        posts = [shown.title, *(place.title for place in context.get("affiliations") or ())]
        ours = {"@id": f"{base}#newsroom"} if shown.title else None
        portrait = context.get("portrait")
        shows = portrait and parts.may_show_picture(portrait, Surface.SITEMAP)
        told = people.person(
            shown.name,
            url=address,
            orcid=shown.orcid,
            also=(shown.profile_url,),
            description=shown.bio,
            jobTitle=next(filter(None, posts), ""),
            worksFor=ours,
            image=urljoin(base, portrait.file.url) if portrait and shows else "",
            affiliation=places,
        )
    told["@id"] = f"{address}#author"
    return _profile(context, base, page, told, shown.name)


def _institution(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    shown = context["institution"]
    address = urljoin(base, shown.get_absolute_url())
    told = people.institution(shown.name, address, shown.ror, shown.url)
    told["@id"] = f"{address}#institution"
    return _profile(context, base, page, told, shown.name)


def _outlet(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    shown = context["outlet"]
    return _profile(context, base, page, site.outlet(shown, base), shown.name)


def _profile(context: Mapping[str, Any], base: str, page: Thing, about: Thing, name: str) -> Iterable[Thing]:
    page |= {"mainEntity": ref(about), "breadcrumb": site.breadcrumbs([(_("Home"), base), (name, page["url"])])}
    works = [_by_address(row, base) for row in context.get("rows") or ()][:LISTED]
    return [thing("ProfilePage", page | {"hasPart": works}), about]


def _list(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    page |= {"breadcrumb": site.breadcrumbs([(_("Home"), base), (page["name"], page["url"])])}
    return [thing("CollectionPage", page | {"mainEntity": _items(context.get("rows") or (), base)})]


def _front(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    """The front, and every page that is about nothing of its own."""
    if urlsplit(page["url"]).path != reverse("articles:home"):
        if "rows" in context:
            return _list(context, base, page)
        page |= {"breadcrumb": site.breadcrumbs([(_("Home"), base), (page["name"], page["url"])])}
        return [thing("WebPage", page)]
    rows = [context.get("lead"), *(row for name in ("top", "recent", "rows") for row in context.get(name) or ())]
    page |= {"about": {"@id": f"{base}#newsroom"}, "mainEntity": _items([row for row in rows if row], base)}
    return [thing("CollectionPage", page)]


def _standing(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    slug = getattr(context["page"], "slug", "")
    kind = {"about": "AboutPage", "contact": "ContactPage"}.get(slug, "WebPage")
    page |= {"inLanguage": getattr(context["page"], "language", "") or settings.LANGUAGE_CODE}
    page |= {"breadcrumb": site.breadcrumbs([(_("Home"), base), (page["name"], page["url"])])}
    return [thing(kind, page)]


def _search(context: Mapping[str, Any], base: str, page: Thing, *_rest: Any) -> Iterable[Thing]:
    page |= {"breadcrumb": site.breadcrumbs([(_("Home"), base), (page["name"], page["url"])])}
    return [thing("SearchResultsPage", page)]


def _items(rows: Iterable[Any], base: str) -> Thing:
    listed = [
        thing("ListItem", {"position": number, "url": urljoin(base, row.url), "name": row.title})
        for number, row in enumerate(list(rows)[:LISTED], 1)
    ]
    return thing("ItemList", {"itemListElement": listed}) if listed else {}


def _by_address(row: Any, base: str) -> Thing:
    address = urljoin(base, row.url)
    return thing("NewsArticle", {"@id": f"{address}#article", "url": address, "headline": row.title})


# By the name under which a page's template receives what it is about; the first one that is there counts.
_MAKERS: dict[str, Callable[..., Iterable[Thing]]] = {
    "story": _article,
    "author": _author,
    "institution": _institution,
    "outlet": _outlet,
    "tag": _list,
    "section": _list,
    "page": _standing,
    "asked": _search,
}
