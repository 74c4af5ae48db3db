"""Texts as real outlets give them, under their real presets, and what the rights desk is told of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from articles import derivation
from articles.models import Article
from articles.rights import panel
from articles.rights.finding import Finding
from articles.rights.findings import findings
from outlets import adoption, presetting
from outlets.models import Outlet, Terms
from tests.builders import NOTICE, make_licensed_article, make_user

DAY = dt.timedelta(days=1)
NUMBER = "289335"
NOBODY_ELSE = "The authors work for nobody else."
# Counters as these outlets' own buttons and feeds write them; where their form is not known, one on their own host.
COUNTERS = {
    "the-conversation-us": f"https://counter.theconversation.com/content/{NUMBER}/count.gif",
    "the-conversation-uk": f"https://counter.theconversation.com/content/{NUMBER}/count.gif",
    "the-conversation-au": f"https://counter.theconversation.com/content/{NUMBER}/count.gif",
    "the-conversation-es": f"https://counter.theconversation.com/content/{NUMBER}/count.gif",
    "kff-health-news": f"https://kffhealthnews.org/?republication-pixel=true&post={NUMBER}&ga4=G-J74WWTKFM0",
    "aeon": "https://metrics.aeon.co/count/0b6d42d4-2d36-4a43-9e6c-0ad6b4b0a5a1.gif",
    "groundup": f"https://republish.groundup.org.za/counter/hit/{NUMBER}/ferries",
    "propublica": "https://pixel.propublica.org/pixel.js",
    "19th-news": "https://19thnews.org/pixel.gif",
    "calmatters": "https://pixel.calmatters.org/count.gif",
    "side-effects": "https://www.sideeffectspublicmedia.org/tracker.gif",
}
SAID = {
    "basis": "outlet",
    "given_by": "Ida Holm, syndication",
    "given_at": timezone.now(),
    "evidence": "Yes, please do.",
}


def adopted(slug: str, **entered: Any) -> Outlet:
    """The preset's outlet, in force, its terms read today. ``entered`` is what the desk read beyond the preset."""
    outlet = adoption.adopt(presetting.get(slug))
    terms = outlet.current_terms()
    if not terms.credit_template:
        entered = {"credit_template": NOTICE, **entered}
    if entered:
        terms = terms.next_version()
        for clause, value in entered.items():
            setattr(terms, clause, value)
        terms.adopted = True
        terms.full_clean()
        terms.save()
    if "terms_checked_on" not in entered:
        Terms.objects.filter(pk=terms.pk).update(terms_checked_on=timezone.localdate())
    return outlet


def taken(outlet: str | Outlet, **said: Any) -> Article:
    """A draft with everything that the outlet gives with its texts, picked by a person."""
    if isinstance(outlet, str):
        outlet = adopted(outlet)
    title, names = said.pop("title", "Why ferries lean"), said.pop("received", {})
    counter = said.pop("counter_url", COUNTERS.get(outlet.slug, ""))
    address = f"{outlet.home_url.rstrip('/')}/why-ferries-lean-{NUMBER}"
    received = {
        "title": title,
        "authors": [{"name": "Amira Jadoon", "title": "Assistant Professor", "institution": "Clemson University"}],
        "counter_url": counter or None,
        "language": outlet.language,
        **names,
    }
    fields = {
        "source_url": address,
        "source_number": "",
        "language": outlet.language,
        "created_by": make_user("rights"),
        "counter_kind": "script" if counter.endswith(".js") else "img" if counter else "none",
        **said,
    }
    return make_licensed_article(title, outlet=outlet, counter_url=counter, fields_received=received, **fields)


def again(article: Article) -> Article:
    """Saved, and read anew as the desk reads it."""
    derivation.derive(article)
    article.save()
    return Article.objects.for_presentation().select_related("original").get(pk=article.pk)


def against(article: Article, clause: str = "", at: dt.datetime | None = None) -> list[Finding]:
    """What the rights desk is told of it now, but for its clearing; of one clause alone, where that is named."""
    found = [one for one in findings(again(article), at) if one.clause not in panel.NOT_OF_RIGHTS]
    return [one for one in found if one.clause == clause] if clause else found


def only(article: Article, at: dt.datetime | None = None) -> Finding:
    """The one thing that speaks against it."""
    found = against(article, at=at)
    assert len(found) == 1, found
    return found[0]
