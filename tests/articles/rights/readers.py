"""What readers get at every public address and feed, and what of it the terms forbid or lack.

Written from the terms' words and from what arrived: nothing here asks the gate, the clauses or what a page is made of.
"""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from collections import deque
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from articles.models import Article, FormerAddress, FormerPlace, Ruling, Section
from inbound.formats.arrival import Arrival
from pictures.models import Picture
from tests.articles.rights import plain_rule
from tests.articles.rights.newsroom_at_random import Newsroom
from tests.articles.rights.terms_at_random import EDITED, MARK, NOTICE, TAGLINE

OURS = "https://newsroom.example"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_NOT_PAGES = ("/media/", "/static/", "/admin/")


def flat(words: str) -> str:
    return " ".join(words.split())


@dataclasses.dataclass
class View:
    """One article as one page or feed item shows it."""

    surface: str
    where: str
    html: str
    title: str
    credit: str
    body: LexborNode | None
    """The text alone, on pages; the whole item in feeds."""
    usage: str = ""
    is_whole: bool = True

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)

    @cached_property
    def notice_links(self) -> set[str]:
        told = [node for node in self.tree.css("p") if NOTICE in node.text() or TAGLINE in node.text()]
        return {str(link.attributes.get("href")) for node in told for link in node.css("a")}

    @cached_property
    def pictures(self) -> list[str]:
        return [str(node.attributes.get("src")) for node in self.tree.css("img")]

    def links(self) -> set[str]:
        return {str(node.attributes.get("href")) for node in self.tree.css("a")}


class Crawl:
    """Every page and feed, once. ``complaints`` are what readers got that they may not, or not as they did."""

    def __init__(self, newsroom: Newsroom):
        self.newsroom = newsroom
        self.client = Client(raise_request_exception=True)
        self.articles = list(Article.objects.select_related("section", "outlet", "terms", "original").order_by("pk"))
        self.by_number = {newsroom.number_of[row.pk]: row for row in self.articles}
        self.by_address = {row.get_absolute_url(): row for row in self.articles if row.section}
        self.rulings = list(Ruling.objects.all())
        self.uncleared = {row.file.url for row in Picture.objects.exclude(rights="cleared").exclude(file="")}
        self.kept_here = {row.file.url for row in Picture.objects.exclude(file="").filter(onward="no")}
        self.whoever = plain_rule.Whoever(
            newsroom.settings.NEWSROOM_COMMERCIAL, newsroom.settings.NEWSROOM_ADS, newsroom.settings.NEWSROOM_PAYWALL
        )
        self.seen: dict[str, int] = {}
        self.met: set[str] = set()
        """The addresses of articles that lists and pages led to."""
        self.views = 0
        self.linked_of_pages: dict[int, set[str]] = {}

    def complaints(self) -> Iterator[str]:
        yield from self._follow(["/"])
        self.met = set(self.seen)
        yield from self._follow(self._known_otherwise())
        for article in self.articles:
            yield from self._where_it_belongs(article)
            yield from self._volume(article)
            yield from self._searched(article)
        yield from self._announced("sitemap", self._listed("/sitemap.xml"))
        yield from self._announced("news_sitemap", self._listed("/news-sitemap.xml"))

    def shut(self, article: Article, surface: str) -> str:
        return plain_rule.shut(article, surface, [self.whoever], self.newsroom.now, self.rulings)

    def said_yes(self, article: Article, clause: str, *, asked: bool = False) -> bool:
        return plain_rule.said_yes(article, clause, self.rulings, only_the_outlet=asked)

    # --- walking

    def _known_otherwise(self) -> list[str]:
        known = [f"/{slug}/rss.xml" for slug in Section.objects.values_list("slug", flat=True)]
        for row in self.articles:
            known += [row.get_absolute_url() + more for more in ("", "2/", "all/")] if row.section else []
            known.append(f"/preview/{row.uuid}/")
        known += [f"/{row.section_slug}/{row.slug}/" for row in FormerAddress.objects.all()]
        for place in FormerPlace.objects.all():
            known += [f"/{place.slug}/", f"/{place.slug}/rss.xml"] if place.kind == "section" else []
            known += [f"/{place.kind}s/{place.slug}/"] if place.kind != "section" else []
        return known

    def _follow(self, begin: list[str]) -> Iterator[str]:
        todo = deque(begin)
        while todo:
            address = todo.popleft()
            if address in self.seen:
                continue
            response = self.client.get(address)
            self.seen[address] = response.status_code
            text = response.content.decode()
            if address.startswith("/preview/"):
                if response.status_code != 302 or MARK.search(text):
                    yield f"{address}: the preview is open to the public"
                continue
            if response.status_code in (301, 302):
                if MARK.search(text):
                    yield f"{address}: words in a redirection"
                todo.append(urlsplit(response["Location"]).path)
            elif response.status_code in (404, 410):
                if MARK.search(text):
                    yield f"{address}: {response.status_code} with words of {MARK.search(text)[0]}"
            elif response.status_code != 200:
                yield f"{address}: {response.status_code}"
            elif address.endswith("rss.xml"):
                yield from self._feed(address, text)
            else:
                yield from self._page(address, text, response)
                for link in LexborHTMLParser(text).css("a[href], link[rel=alternate], link[rel=next]"):
                    target = urlsplit(urljoin(OURS + address, link.attributes.get("href") or ""))
                    if f"{target.scheme}://{target.netloc}" == OURS and not target.path.startswith(_NOT_PAGES):
                        todo.append(target.path + (f"?{target.query}" if target.query else ""))

    def _where_it_belongs(self, article: Article) -> Iterator[str]:
        """Readers find what they may have, and are told of what they had."""
        if article.section is None:
            return
        status = self.seen[article.get_absolute_url()]
        if why_not := self.shut(article, "page"):
            if status == 200:
                yield f"{article}: open although {why_not}"
            runs = plain_rule.stretch(article, self.rulings)
            if status == 410 and (runs is None or runs[0] > self.newsroom.now):
                yield f"{article}: “gone”, and it was never there"
        else:
            if status != 200:
                yield f"{article}: {status} although readers may have it"
            if article.get_absolute_url() not in self.met:
                yield f"{article}: no list leads to it"

    def _volume(self, article: Article) -> Iterator[str]:
        """So many a month and no more; who came first stays."""
        cap = article.terms.monthly_cap if article.terms else None
        if not cap or self.shut(article, "page") or self.said_yes(article, "monthly_cap", asked=True):
            return
        month = (article.opens_at.year, article.opens_at.month)
        others = [
            row
            for row in self.articles
            if row.outlet_id == article.outlet_id
            and row.opens_at
            and (row.opens_at, row.pk) < (article.opens_at, article.pk)
            and (row.opens_at.year, row.opens_at.month) == month
            and (row.status == "published" or (row.status == "withdrawn" and row.opens_at <= row.withdrawn_at))
        ]
        if len(others) >= cap:
            yield f"{article}: {len(others)} came before it in its month, and the terms allow {cap}"

    # --- what is found otherwise

    def _searched(self, article: Article) -> Iterator[str]:
        """Who asks for its words finds it where readers may, and nobody else's that they may not."""
        asked = f"/search/?q=zq{self.newsroom.number_of[article.pk]}*"
        text = self.client.get(asked).content.decode()
        yield from self._shows(asked, text, "search")
        links = {link.attributes.get("href") for link in LexborHTMLParser(text).css("main a")}
        if article.section and not self.shut(article, "search") and article.get_absolute_url() not in links:
            yield f"{asked}: does not find {article}"

    def _listed(self, address: str) -> set[str]:
        """The paths that a sitemap tells, and those that it leads to."""
        found = ElementTree.fromstring(self.client.get(address).content)
        paths = {urlsplit(str(loc.text)).path for loc in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        return paths.union(*(self._listed(path) for path in paths if path.endswith(".xml")))

    def _announced(self, surface: str, paths: set[str]) -> Iterator[str]:
        for article in self.articles:
            if article.section is None:
                continue
            why_not, told = self.shut(article, surface), article.get_absolute_url() in paths
            if told and why_not:
                yield f"{surface}: tells of {article}, and may not: {why_not}"
            if not told and not why_not and surface == "sitemap":
                yield f"{surface}: does not tell of {article}"

    # --- what is on a page

    def _shows(self, where: str, text: str, surface: str) -> Iterator[str]:
        for number in sorted({int(found[1]) for found in MARK.finditer(text)}):
            if why_not := self.shut(self.by_number[number], surface):
                yield f"{where}: shows {self.by_number[number]}, and may not: {why_not}"
        for address in sorted(address for address in self.uncleared if address in text):
            yield f"{where}: shows a picture that nobody cleared, {address}"
        if surface == "feed":
            for address in sorted(address for address in self.kept_here if address in text):
                yield f"{where}: passes a picture on that stays here, {address}"

    def _page(self, address: str, text: str, response: Any) -> Iterator[str]:
        yield from self._shows(address, text, "page")
        of_article = (
            re.sub(r"(?:\d+|all)/$", "", address) if re.fullmatch(r"/[^/]+/[^/]+/(\d+|all)/", address) else address
        )
        article = self.by_address.get(of_article)
        tree = LexborHTMLParser(text)
        if article is None or not tree.css_first(".story"):
            return
        body = tree.css_first(".body")
        view = View(
            "page", address, text, tree.css_first("h1").text(), tree.css_first(".byline").text(), body,
            usage=response.get("Content-Usage", ""),
            is_whole=address.endswith("/all/") or not tree.css_first(".pager-whole"),
        )  # fmt: skip
        yield from self._story(article, view)
        yield from self._for_machines(article, view, address == of_article)

    def _feed(self, address: str, text: str) -> Iterator[str]:
        yield from self._shows(address, text, "feed")
        told = set()
        for item in ElementTree.fromstring(text).iter("item"):
            path = urlsplit(item.findtext("link") or "").path
            article = self.by_address[path]
            told.add(article.pk)
            content = item.findtext(ENCODED)
            if content is None:
                if not self._counted_by_script(article):
                    yield f"{address}: {article} without its text"
                continue
            credit = ", ".join(node.text or "" for node in item.iter(CREATOR))
            whole = LexborHTMLParser(content)
            view = View("feed", f"{address} {path}", content, item.findtext("title") or "", credit, whole.body)
            yield from self._story(article, view)
        section = address.removesuffix("/rss.xml").strip("/")
        for article in self.articles:
            belongs = article.section and section in ("", "rss.xml", article.section.slug)
            if belongs and not self.shut(article, "feed") and article.pk not in told and len(told) < 30:
                yield f"{address}: {article} is missing"

    def _counted_by_script(self, article: Article) -> bool:
        return bool(article.terms and article.terms.tracker_required == "yes" and article.counter_kind == "script")

    def _story(self, article: Article, view: View) -> Iterator[str]:
        from tests.articles.rights import owed

        self.views += 1
        arrival: Arrival | None = self.newsroom.sealed.get(article.original_id or 0)
        for lack in owed.lacks(self, article, arrival, view):
            yield f"{view.where}: {article}: {lack}"

    def _for_machines(self, article: Article, view: View, is_first: bool) -> Iterator[str]:
        terms = article.terms
        canonical = [node.attributes.get("href") for node in view.tree.css("link[rel=canonical]")]
        robots = {
            node.attributes.get("name"): node.attributes.get("content")
            for node in view.tree.css("meta[content=noindex]")
        }
        wanted = terms.canonical if terms else "self"
        own = OURS + article.get_absolute_url()
        if wanted == "none" and canonical:
            yield f"{view.where}: names a canonical address, and the terms want none"
        if wanted == "original" and canonical != [article.source_url]:
            yield f"{view.where}: canonical {canonical} is not the outlet's"
        if wanted in ("self", "not_stated") and not (len(canonical) == 1 and str(canonical[0]).startswith(own)):
            yield f"{view.where}: canonical {canonical} is not ours"
        asked = {"noindex": {"robots": "noindex"}, "googlebot_news_noindex": {"Googlebot-News": "noindex"}}
        if robots != asked.get(terms.robots if terms else "", {}):
            yield f"{view.where}: tells robots {robots}"
        if terms and terms.ai_use != "yes" and "train-ai=n" not in view.usage:
            yield f"{view.where}: does not say that nobody may train on it"


__all__ = ["EDITED", "Crawl", "View", "flat"]
