"""We look at our own pages as a reader would: is the counter there once, and everything else that was promised?

Templates, caches, proxies and editors' themes stand between what we render and what readers get; “some CMS will strip
it out so please check after publication”, as The Conversation's guidelines put it. Each look is kept, with its date.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from selectolax.lexbor import LexborHTMLParser

from articles.body import text
from articles.body.links import links
from articles.models import Article
from articles.presentation import Presented, present
from articles.queries import ArticleQuerySet
from articles.rights import Surface, counters, indexing
from inbound.fetch import Failed, Refused, fetch
from inbound.models import Sighting
from work import jobs

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

log = logging.getLogger(__name__)

EVERY = dt.timedelta(days=1)
CHECKED = gettext_lazy(
    "Looked for on every view: the counter, once; headline, byline with institutions, disclosure; the notice with its "
    "links; the canonical address and what search engines are told."
)
# What to do about what is amiss: the article is right, or it could not have been cleared; so is our own template.
_LOST = gettext_lazy("Our own templates print it: put back what a theme, a cache or a proxy has taken away.")
_HEAD = gettext_lazy("The head of the page comes from our base template: undo what a theme or a proxy changed there.")


def due(at: dt.datetime | None = None) -> ArticleQuerySet:
    """The licensed articles before readers that changed since we looked, or had no look for a day; oldest first."""
    at = at or timezone.now()
    last = Sighting.objects.filter(article=OuterRef("pk")).order_by("-at").values("at")[:1]
    shown = Article.objects.licensed().visible_on(Surface.PAGE, at=at).annotate(seen_at=Subquery(last))
    old = Q(seen_at__isnull=True) | Q(seen_at__lte=at - EVERY)
    changed = Q(seen_at__lt=F("content_changed_at")) | Q(seen_at__lt=F("opens_at"))
    return shown.filter(old | changed).order_by(F("seen_at").asc(nulls_first=True), "pk")


def amiss() -> models.QuerySet[Sighting]:
    """The newest look at each article, where it was not as promised and readers can still see it."""
    newest = Sighting.objects.filter(article=OuterRef("article")).order_by("-at", "-pk").values("pk")[:1]
    shown = Article.objects.licensed().visible_on(Surface.PAGE)
    return Sighting.objects.filter(good=False, pk=Subquery(newest), article__in=shown).select_related("article")


def is_watched(article: Article) -> bool:
    """Whether its page is one that we look at: licensed, and before readers now."""
    return Article.objects.licensed().visible_on(Surface.PAGE).filter(pk=article.pk).exists()


def base() -> str:
    """Where readers find us, as the settings say; "" where they do not."""
    return str(settings.NEWSROOM_URL)


def look(article: Article, *, base: str = "") -> Sighting:
    """Fetch every view of the article under ``base`` (NEWSROOM_URL, unless told) and keep what was seen."""
    base = base or settings.NEWSROOM_URL
    article = Article.objects.for_presentation().select_related("original").get(pk=article.pk)
    story = present(article)
    pages = [_page(urljoin(base + "/", path.lstrip("/")), path, article, story, base) for path in _views(story)]
    return Sighting.objects.create(article=article, good=not any(page["faults"] for page in pages), pages=pages)


def look_over() -> list[Sighting]:
    """Look at every article that is due; one that cannot be shown is noted as such, and its neighbours are looked at.

    Ends early where this process is told to stop: what was not looked at is still due. Raises Failed where our site
    does not answer at all: that is no article's fault.
    """
    try:
        fetch(settings.NEWSROOM_URL)
    except Failed as error:
        if error.status is None:
            raise
    looks = []
    for pk in list(due().values_list("pk", flat=True)):
        if jobs.stopping.is_set():
            break
        article = Article.objects.get(pk=pk)
        try:
            looks.append(look(article))
        except (TypeError, ValueError, LookupError, AttributeError):
            log.exception("looking at article %s", pk)
            page = {"address": "", "status": None, "faults": [_("It could not be looked at; the log says why.")]}
            looks.append(Sighting.objects.create(article=article, good=False, pages=[page]))
    return looks


def _views(story: Presented) -> Iterator[str]:
    yield story.url
    if len(story.pages) > 1:
        yield from (f"{story.url}{number}/" for number in range(2, len(story.pages) + 1))
        yield f"{story.url}all/"


def _page(address: str, path: str, article: Article, story: Presented, base: str) -> dict[str, object]:
    try:
        answer = fetch(address)
    except (Refused, Failed) as error:
        status = getattr(error, "status", None)
        told = _("It could not be read: %(why)s") % {"why": error}
        remedy = _("Open it as a reader does. If it is there, our own server is kept from asking for it.")
        return {"address": address, "status": status, "faults": [f"{told} {remedy}"]}
    html = answer.body.decode("utf-8", "replace")
    faults = list(_faults(LexborHTMLParser(html), path, article, story, base))
    return {"address": answer.url, "status": answer.status, "faults": faults}


def _faults(page: LexborHTMLParser, path: str, article: Article, story: Presented, base: str) -> Iterator[str]:
    words = _flat(text.plain(page.body.html or "") if page.body else "")
    yield from _of_the_counter(page, article, story)
    if story.title and _flat(story.title) not in words:
        yield _told(_("The headline is not on the page."), _LOST)
    notice = text.plain(story.notice_html)
    if notice and _flat(notice) not in words:
        yield _told(_("The notice is not on the page, or not in its words."), _LOST)
    there = {node.attributes.get("href") for node in page.css("a[href]")}
    lost = [link.href for link in links(str(story.notice_html)) if link.href not in there]
    if lost:
        yield _told(_("Links of the notice are gone: %(which)s.") % {"which": ", ".join(lost)}, _LOST)
    for row in story.credits:
        if any(part and _flat(part) not in words for part in (row.name, row.institution)):
            who = ", ".join(filter(None, (row.name, row.institution)))
            yield _told(_("The byline leaves out %(who)s.") % {"who": who}, _LOST)
    disclosure = text.plain(story.disclosure_html)
    if disclosure and not all(_flat(part) in words for part in disclosure.split("\n\n")):
        yield _told(_("The authors' disclosure is not on the page."), _LOST)
    yield from _of_the_head(page, path, article, story, base)


def _of_the_counter(page: LexborHTMLParser, article: Article, story: Presented) -> Iterator[str]:
    if story.counter_kind == "none" or not counters.may_run(article):
        return
    element = "script" if story.counter_kind == "script" else "img"
    found = sum(node.attributes.get("src") == story.counter_url for node in page.css(f"{element}[src]"))
    if found == 0:
        yield _told(_("The outlet's counter is not on the page."), _LOST)
    elif found > 1:
        told = _("The outlet's counter is on the page %(times)d times, so readers are counted too often.")
        yield _told(
            told % {"times": found}, _("Take the other one out of the theme, or out of the text by an amendment.")
        )


def _of_the_head(page: LexborHTMLParser, path: str, article: Article, story: Presented, base: str) -> Iterator[str]:
    wanted = indexing.canonical(article)
    said = [node.attributes.get("href") or "" for node in page.css("link[rel=canonical]")]
    # Numbered pages of a text that counts as ours name themselves; only another's address, or none, is a promise.
    if wanted and wanted != story.url and said != [wanted]:
        told = _("The canonical address should be %(wanted)s and is %(said)s.")
        yield _told(told % {"wanted": wanted, "said": ", ".join(said) or _("not there")}, _HEAD)
    elif not wanted and said:
        yield _told(_("A canonical address is named, and the terms want none."), _HEAD)
    elif wanted == story.url and not all(one.startswith((base, "/")) for one in said):
        yield _told(_("The canonical address is not ours: %(said)s.") % {"said": ", ".join(said)}, _HEAD)
    for name, content in indexing.robots(article):
        if not _meta(page, name, content):
            told = _("Search engines are not told “%(name)s: %(content)s”.") % {"name": name, "content": content}
            yield _told(told, _HEAD)
    if not indexing.robots(article) and _meta(page, "robots", "noindex"):
        yield _told(_("Search engines are told not to keep the page, though the terms let them."), _HEAD)


def _meta(page: LexborHTMLParser, name: str, content: str) -> bool:
    nodes: list[LexborNode] = page.css("meta[name]")
    return any(
        (node.attributes.get("name") or "").lower() == name.lower()
        and content in (node.attributes.get("content") or "").lower()
        for node in nodes
    )


def _told(fault: str, remedy: object) -> str:
    return f"{fault} {remedy}"


def _flat(words: str) -> str:
    return " ".join(words.split())
