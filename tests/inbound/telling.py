"""A source on this machine that tells one story in a format, changes it, and is polled; and the desk that picked it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.rights import Surface
from inbound import arriving, polling
from inbound.models import Feed, Item, Run
from tests.builders import make_outlet, make_section, make_terms, make_user
from tests.inbound.servers import Server

ADDRESS = "https://commons.example/ferries-7"
WORDS = " ".join(f"word{number}" for number in range(60))
TEXT = f"<p>The ferry leans by four degrees.</p><p>{WORDS}.</p><p>Nobody waved.</p>"
CORRECTED = TEXT.replace("four degrees", "five degrees") + "<p>Correction: an earlier version said four degrees.</p>"
TITLE = "Why ferries lean"
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def moment(minutes: float = 0) -> str:
    return (timezone.now() + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def rss(body: str = TEXT, title: str = TITLE, more: str = "", others: str = "") -> bytes:
    return (
        f'<rss version="2.0" {_SPACES}><channel><title>Commons</title><link>https://commons.example</link>'
        f"<item><title>{title}</title><guid isPermaLink='false'>7</guid><link>{ADDRESS}</link>"
        f"<dc:creator>Ada Lind</dc:creator>{more}<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        f"{others}</channel></rss>"
    ).encode()


def atom(body: str = TEXT, title: str = TITLE, more: str = "", updated: str = "", entry: bool = True) -> bytes:
    updated = updated or "2026-01-02T10:00:00Z"
    told = (
        f"<entry><id>tag:commons.example,2026:7</id><title>{title}</title><link href='{ADDRESS}'/>"
        f"<author><name>Ada Lind</name></author><published>2026-01-02T10:00:00Z</published><updated>{updated}</updated>"
        f"<content type='html'><![CDATA[{body}]]></content></entry>"
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"<id>tag:commons.example,2026:feed</id><title>Commons</title><updated>{updated}</updated>"
        f"{told if entry else ''}{more}</feed>"
    ).encode()


def tombstone(when: str = "2026-01-03T10:00:00Z", ref: str = "tag:commons.example,2026:7") -> str:
    return f'<at:deleted-entry ref="{ref}" when="{when}"><at:comment>Names a minor.</at:comment></at:deleted-entry>'


def ninjs(body: str = TEXT, **members: Any) -> bytes:
    item = {"uri": "urn:commons:7", "type": "text", "version": "1", "headline": TITLE, "body_xhtml": body}
    item |= {"byline": "Ada Lind", "language": "en", "versioncreated": "2026-01-02T10:00:00Z"}
    return json.dumps(item | members).encode()


def newsml_g2(body: str = TEXT, version: int = 1, status: str = "", meta: str = "") -> bytes:
    status = f'<pubStatus qcode="stat:{status}"/>' if status else ""
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        f'<newsItem guid="urn:commons:7" version="{version}" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider literal="Commons"/><versionCreated>2026-01-02T10:0{version}:00Z</versionCreated>{status}{meta}'
        f"</itemMeta><contentMeta><headline>{TITLE}</headline><by>Ada Lind</by></contentMeta><contentSet>"
        f'<inlineXML contenttype="application/xhtml+xml">{html}</inlineXML></contentSet></newsItem>'
        "</itemSet></newsMessage>"
    ).encode()


def newsml(body: str = TEXT, revision: int = 1, status: str = "Usable") -> bytes:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>commons.example</ProviderId>"
        "<DateId>20260102</DateId><NewsItemId>7</NewsItemId>"
        f'<RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId></NewsIdentifier></Identification>'
        f'<NewsManagement><FirstCreated>20260102T100000Z</FirstCreated><Status FormalName="{status}"/></NewsManagement>'
        f"<NewsComponent><NewsLines><HeadLine>{TITLE}</HeadLine><ByLine>Ada Lind</ByLine></NewsLines><ContentItem>"
        f"<DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    ).encode()


def json_feed(body: str = TEXT, **members: Any) -> bytes:
    item = {"id": "7", "url": ADDRESS, "title": TITLE, "content_html": body, "authors": [{"name": "Ada Lind"}]}
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Commons", "items": [item | members]}
    ).encode()


class Telling:
    """One feed of one outlet whose terms are as said; ``tell`` answers anew and polls."""

    def __init__(self, server: Server, **clauses: Any):
        self.server = server
        self.outlet = make_terms(make_outlet("The Commons"), licence_code="CC BY-ND 4.0", **clauses).outlet
        self.feed = Feed.objects.create(outlet=self.outlet, name="All", address=server.address("/feed"))

    def tell(self, body: bytes, status: int = 200, **headers: str) -> Run:
        self.server.says("/feed", body, status, **headers)
        run = polling.poll(self.feed)
        assert run is not None
        return run

    def picked(self) -> Article:
        section = make_section()
        return arriving.pick(Item.objects.get(), by=make_user("editor"), because="for our readers", section=section)

    def live(self) -> Article:
        article = self.picked()
        publishing.clear(article, by=None)
        publishing.publish(article, by=None, at=timezone.now() - dt.timedelta(minutes=1))
        return article


def is_read(article: Article) -> bool:
    return Article.objects.visible_on(Surface.PAGE).filter(pk=article.pk).exists()
