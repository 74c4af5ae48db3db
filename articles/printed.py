"""What our pages and feeds truly print of a licensed text, held against what its terms want printed.

Whether an article has everything that its terms demand is the business of its clauses. Here it is read on the finished
page, as readers get it, and in the finished feed: a template, a theme or a setting can lose what the article has.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from defusedxml import ElementTree
from django.urls import reverse
from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser

from articles import readers
from articles.models import Article, Section
from articles.presentation import present
from articles.rights import Surface, counters, crediting, indexing, may, parts
from articles.rights.clauses import said
from articles.rights.finding import Finding

if TYPE_CHECKING:
    from articles.presentation import Presented

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@dataclasses.dataclass(frozen=True)
class Lack:
    """What is wrong with what is printed, and at which of our addresses."""

    clause: str
    sentence: str


class Sheet:
    """A finished page, or a piece of one, as it is read: words without their spaces, addresses made whole."""

    def __init__(self, html: str, address: str):
        tree = LexborHTMLParser(html)

        def addresses(selector: str, attribute: str) -> list[str]:
            return [whole(node.attributes.get(attribute) or "", address) for node in tree.css(selector)]

        self.address = address
        self.sources = Counter(addresses("img[src], script[src]", "src"))
        self.links = set(addresses("a[href]", "href"))
        self.canonicals = addresses("link[rel~=canonical]", "href")
        self.metas = {
            ((node.attributes.get("name") or "").lower(), node.attributes.get("content") or "")
            for node in tree.css("meta[name]")
        }
        tree.strip_tags(["script", "style", "template", "noscript"])
        self.words = squeezed(tree.body.text() if tree.body else "")


def squeezed(words: str) -> str:
    """Without any space: where a template sets some says nothing."""
    return "".join(words.split())


def whole(href: str, address: str) -> str:
    try:
        return urljoin(address, href)
    except ValueError:
        return href


# --- the page


def on_pages(article: Article, story: Presented, hidden: set[str]) -> Iterator[Finding]:
    """What is wrong with the article's numbered pages and with the whole on one page; each thing once.

    ``hidden`` are the addresses of pictures that may not show there. Raises ``readers.Failed`` where a page cannot be
    made: readers see nothing then, and nothing is known of what it would print.
    """
    first = story.url
    numbered = [first, *(f"{first}{number}/" for number in range(2, len(story.pages) + 1))]
    everything = f"{first}all/"
    bodies = dict(zip(numbered, map(str, story.pages), strict=True)) | {everything: "".join(story.pages)}
    found: dict[Lack, list[str]] = {}
    for path, body in bodies.items():
        ends = path in (numbered[-1], everything)
        for lack in _on_a_page(article, story, readers.get(path), body, hidden, ends=ends):
            found.setdefault(lack, []).append(path)
    for lack, paths in found.items():
        yield _finding(lack, paths)


def _on_a_page(
    article: Article, story: Presented, answer: readers.Answer, body: str, hidden: set[str], *, ends: bool
) -> Iterator[Lack]:
    if answer.status != 200:
        yield Lack("page", _("Readers get no page but the answer %(status)d.") % {"status": answer.status})
        return
    sheet = Sheet(answer.text, answer.address)
    yield from lacking(article, story, sheet, body, ends=ends, counted=counters.may_run(article))
    if story.byline_line and squeezed(story.byline_line) not in sheet.words:
        yield Lack("author_required", _("The byline is not printed as it is kept."))
    yield from _in_the_head(article, sheet, answer)
    for address in sorted(hidden & sheet.sources.keys()):
        yield Lack("images", _("A picture shows that may not: %(address)s") % {"address": address[:200]})


def _in_the_head(article: Article, sheet: Sheet, answer: readers.Answer) -> Iterator[Lack]:
    """What machines are told: ``articles.rights.indexing`` says what the terms want."""
    wanted = indexing.canonical(article)
    named = sheet.canonicals
    ours = wanted.startswith("/") and len(named) == 1 and urlsplit(named[0]).path.startswith(wanted)
    if not ours and named != ([whole(wanted, sheet.address)] if wanted else []):
        told = _("The canonical address is %(named)s, and the terms want %(wanted)s.")
        yield Lack("canonical", told % {"named": ", ".join(named) or _("none"), "wanted": wanted or _("none")})
    for name, content in indexing.robots(article):
        if (name.lower(), content) not in sheet.metas:
            told = _("Search engines are not told what the terms want: %(name)s, %(content)s.")
            yield Lack("robots", told % {"name": name, "content": content})
    if any(value not in answer.headers.get(name, "") for name, value in indexing.headers(article).items()):
        yield Lack("ai_use", _("The page does not say that nobody may train on the text."))
    allowed = counters.policy_source(article)
    if allowed and not _lets_through(answer.headers.get("Content-Security-Policy", ""), *allowed):
        yield Lack("tracker_required", _("The page's own policy keeps the outlet's counter from running."))


def _lets_through(policy: str, directive: str, source: str) -> bool:
    if not policy:
        return True
    rules = [rule.split() for rule in policy.split(";") if rule.strip()]
    return any(rule[0] == directive and source in rule[1:] for rule in rules)


# --- what every copy of the text prints


def lacking(
    article: Article, story: Presented, sheet: Sheet, body: str, *, ends: bool, counted: bool
) -> Iterator[Lack]:
    """What has to stand with the text ``body`` on this sheet and does not.

    ``ends``: the text ends here; ``counted``: the outlet's counter belongs on it.
    """
    base = sheet.address
    text = Sheet(body, base).words
    begin = sheet.words.find(text)
    if begin < 0:
        yield Lack("body", _("The text does not stand there as it is kept."))
        begin, end = len(sheet.words), 0
    else:
        end = begin + len(text)
    yield from _the_notice(article, story, sheet, begin, end)
    for clause, html, sentence in (
        ("tagline_required", story.tagline_html, _("The outlet's tagline is not printed.")),
        ("disclosure_keep", story.disclosure_html, _("The authors' disclosure is not printed.")),
    ):
        if Sheet(html, base).words not in sheet.words:
            yield Lack(clause, sentence)
    if story.logo and whole(story.logo.url, base) not in sheet.sources:
        yield Lack("logo_required", _("The outlet's logo is not printed."))
    if ends and story.continues_at and story.continues_at not in sheet.links:
        yield Lack("excerpt_rule", _("Nothing links to the whole text."))
    times = sheet.sources[whole(story.counter_url, base)] if story.counter_url else 0
    expected = int(counted and story.counter_kind != "none")
    if times != expected:
        told = _("The outlet's counter is printed %(times)d times, and should be %(expected)d times.")
        yield Lack("tracker_required", told % {"times": times, "expected": expected})


def _the_notice(article: Article, story: Presented, sheet: Sheet, begin: int, end: int) -> Iterator[Lack]:
    notice = Sheet(story.notice_html, sheet.address)
    if not notice.words:
        return  # its clause tells that
    if notice.words not in sheet.words:
        yield Lack("credit_template", _("The notice is not printed."))
        return
    if left_out := sorted(notice.links - sheet.links):
        yield Lack("credit_link", _("Links of the notice are left out: %(which)s.") % {"which": ", ".join(left_out)})
    wanted = crediting.notice_wanted(article.terms)
    on_top = wanted.on_top and notice.words not in sheet.words[:begin]
    at_end = wanted.at_end and notice.words not in sheet.words[end:]
    if on_top or at_end:
        told = _("The notice does not stand where the terms want it (%(where)s).")
        yield Lack("credit_position", told % {"where": said(article, "credit_position")})


# --- the feeds


def feeds() -> list[str]:
    """The paths of our public feeds: the site's, and each section's."""
    sections = Section.objects.order_by("pk").values_list("slug", flat=True)
    return [reverse("outbound:feed"), *(reverse("outbound:section_feed", args=[slug]) for slug in sections)]


def in_feed(path: str) -> dict[int, list[Finding]]:
    """By the article's key, what is wrong with the items of this feed; {} where nothing is.

    Raises ``readers.Failed`` where it cannot be made, or is none.
    """
    answer = readers.get(path)
    if answer.status != 200:
        raise readers.Failed(_("%(path)s: the answer %(status)d") % {"path": path, "status": answer.status})
    try:
        items = {item.findtext("guid", ""): item for item in ElementTree.fromstring(answer.text.encode()).iter("item")}
    except ElementTree.ParseError as broken:
        raise readers.Failed(_("%(path)s: no XML (%(why)s)") % {"path": path, "why": broken}) from broken
    found: dict[int, list[Finding]] = {}
    for article in Article.objects.for_presentation().filter(uuid__in=filter(None, map(_identity, items))):
        item = items[article.guid]
        creators = [node.text or "" for node in item.iter(_CREATOR)]
        if lacks := list(_in_an_item(article, item.findtext(_ENCODED), creators)):
            found[article.pk] = [_finding(lack, [path]) for lack in lacks]
    return found


def _identity(guid: str) -> UUID | None:
    try:
        return UUID(guid)
    except ValueError:
        return None


def _in_an_item(article: Article, content: str | None, creators: list[str]) -> Iterator[Lack]:
    decision = may(article, Surface.FEED)
    if not decision:
        reason = decision.reasons[0]
        yield Lack(reason.clause, _("The feed holds it although it may not. %(why)s") % {"why": reason.sentence})
        return
    if article.terms is None:
        return
    story = present(article, Surface.FEED)
    printed = {_printable(name) for name in creators}
    if left_out := [credit.name for credit in story.credits if _printable(credit.name) not in printed]:
        yield Lack("author_required", _("The feed leaves out %(names)s.") % {"names": ", ".join(left_out)})
    if content is None:
        return
    if not parts.may_carry_whole_text(article, Surface.FEED):
        yield Lack("tracker_required", _("The feed carries the whole text, where nobody can count it."))
        return
    sheet = Sheet(content, readers.base() + story.url)
    if crediting.wants_institutions(article.terms):
        named = [credit.institution for credit in story.credits if credit.institution]
        if left_out := [institution for institution in named if squeezed(institution) not in sheet.words]:
            yield Lack("institution_required", _("The feed leaves out %(names)s.") % {"names": ", ".join(left_out)})
    yield from lacking(article, story, sheet, "".join(story.pages), ends=True, counted=story.counter_kind == "img")


def _printable(name: str) -> str:
    """As it can stand in XML, which holds no control characters."""
    return "".join(character for character in squeezed(name) if character.isprintable())


def _finding(lack: Lack, paths: list[str]) -> Finding:
    return Finding(
        lack.clause,
        f"{', '.join(paths)}: {lack.sentence}",
        _("Tell the administrator: what our templates print is not what the article has."),
    )
