"""The newsroom itself, its site, and the outlets whose work it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from articles.metadata.graph import Thing, ref, thing

if TYPE_CHECKING:
    from outlets.models import Outlet

# What a standing page tells of a newsroom, by its slug; properties of NewsMediaOrganization.
POLICIES = {
    "about": "publishingPrinciples",
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "contact": "actionableFeedbackPolicy",
    "masthead": "masthead",
    "staff": "masthead",
    "team": "masthead",
    "funding": "ownershipFundingInfo",
    "ownership": "ownershipFundingInfo",
    "fact-checking": "verificationFactCheckingPolicy",
    "diversity": "diversityPolicy",
    "sources": "unnamedSourcesPolicy",
}
LICENSING = "republishing"
"""The standing page that says who may take what of ours."""


def newsroom(base: str, pages: Mapping[str, str]) -> Thing:
    """``pages`` are the addresses of the standing pages to which the foot of each page leads, by slug."""
    said: dict[str, Any] = {}
    for slug, name in POLICIES.items():
        if slug in pages:
            said.setdefault(name, urljoin(base, pages[slug]))
    icon = urljoin(base, reverse("icon", args=[512]))
    return thing(
        "NewsMediaOrganization",
        {
            "@id": f"{base}#newsroom",
            "name": settings.NEWSROOM_NAME,
            "url": base,
            "slogan": settings.NEWSROOM_TAGLINE,
            "logo": thing("ImageObject", {"url": icon, "contentUrl": icon, "width": "512 px", "height": "512 px"}),
            **said,
        },
    )


def website(base: str, publisher: Thing) -> Thing:
    """The site as a whole; with a search, where it has one."""
    return thing(
        "WebSite",
        {
            "@id": f"{base}#website",
            "url": base,
            "name": settings.NEWSROOM_NAME,
            "description": settings.NEWSROOM_TAGLINE,
            "inLanguage": settings.LANGUAGE_CODE,
            "publisher": ref(publisher),
            "potentialAction": _search(base),
        },
    )


def _search(base: str) -> Thing:
    try:
        address = urljoin(base, reverse("articles:search"))
    except NoReverseMatch:
        return {}
    target = thing("EntryPoint", {"urlTemplate": f"{address}?q={{search_term_string}}"})
    return thing("SearchAction", {"target": target, "query-input": "required name=search_term_string"})


def outlet(source: Outlet, base: str) -> Thing:
    """An outlet as it names itself. Its logo is not ours to hand on: it stands where its terms want it."""
    return thing(
        "NewsMediaOrganization",
        {
            "@id": f"{urljoin(base, source.get_absolute_url())}#outlet",
            "name": source.name,
            "url": source.home_url,
            "description": source.description,
        },
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """Where a page stands: names and addresses from the front page down."""
    items = [
        thing("ListItem", {"position": number, "name": name, "item": {"@type": "WebPage", "@id": address}})
        for number, (name, address) in enumerate(steps, 1)
    ]
    return thing("BreadcrumbList", {"itemListElement": items}) if len(items) > 1 else {}
