"""What is owed wherever a text shows, held against one page or feed item, clause by clause in the terms' own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from articles.models import Amendment, Article
from inbound.formats.arrival import Arrival
from tests.articles.rights.terms_at_random import EDITED, MARK, NOTICE, TAGLINE

if TYPE_CHECKING:
    from outlets.models import Terms
    from tests.articles.rights.readers import Crawl, View


def flat(words: str) -> str:
    return " ".join(words.split())


def lacks(crawl: Crawl, article: Article, arrival: Arrival | None, view: View) -> Iterator[str]:
    """Each obligation that this view does not keep, in words."""
    for correction in article.corrections.all():
        if correction.text not in view.html:
            yield f"a correction is not shown: {correction.text}"
    if view.html.count("<img") != len(view.pictures) or any("images." in address for address in view.pictures):
        yield f"a picture from elsewhere: {view.pictures}"
    if flat(view.title) != flat(article.title):
        yield f"the headline reads {view.title}"
    if arrival is None or article.terms is None:
        return
    terms = article.terms
    for clause in (_words, _headline, _authors, _notice, _beside, _counter, _links):
        yield from clause(crawl, article, terms, arrival, view)


def _paragraphs(html: str, terms: Terms) -> list[str]:
    """The words of each block but figures; only the first paragraphs where the terms give no more."""
    most = terms.excerpt_paragraphs if terms.excerpt_rule == "first_paragraphs" else None
    kept: list[tuple[str, str]] = []
    for node in LexborHTMLParser(html).body.iter():
        if node.tag == "figure":
            continue
        if node.tag == "p" and most and sum(tag == "p" for tag, _words in kept) == most:
            break
        kept.append((node.tag, flat(node.text())))
    while most and kept and kept[-1][0] != "p":
        kept.pop()
    return [words for _tag, words in kept]


def _changed(words: str, amendment: Amendment) -> str | None:
    said = amendment.prefix + amendment.exact + amendment.suffix
    instead = amendment.prefix + amendment.replacement + amendment.suffix
    return words.replace(said, instead) if words.count(said) == 1 else None


def _words(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    """The sealed text and what the terms let be changed of it; nothing more, nothing less."""
    given = _paragraphs(arrival.body_html, terms)
    shown = {found[0] for found in MARK.finditer(view.html) if found[2] == "p"}
    if article.is_adaptation:
        if terms.edits != "any":
            yield "an adaptation, and the terms allow none"
        if "dited by" not in view.html and EDITED not in view.html:
            yield "an adaptation that does not say that it is one"
        return
    allowed = {found[0] for words in given for found in MARK.finditer(words)}
    if more := shown - allowed:
        yield f"words that are not given: {sorted(more)}"
    if terms.excerpt_rule == "first_paragraphs" and terms.excerpt_paragraphs and article.source_url not in view.links():
        yield "no link to the whole of which it shows the first paragraphs"
    whole = " ".join(given)
    amendments = [row for row in article.amendments.all() if row.state == "applied" and row.kind != "headline"]
    for amendment in amendments:
        if not _may_amend(crawl, article, terms, amendment):
            yield f"an amendment that the terms forbid ({amendment.kind}, {terms.edits})"
        changed = _changed(whole, amendment)
        if changed is None:
            yield f"an amendment that does not fit: {amendment.exact}"
        else:
            whole = changed
    if terms.excerpt_rule == "entire_only" and any(_is_cut(row) for row in amendments):
        yield "cut, and the terms want the entire text"
    if view.is_whole and view.body is not None:
        for node in view.body.css("figure"):
            node.decompose()
        text = flat(view.body.text(separator=" "))
        if flat(whole).replace(" ", "") not in text.replace(" ", ""):
            yield f"not the words that are sealed: {text[:2000]} instead of {flat(whole)}"


def _more(amendment: Amendment) -> int:
    return len(amendment.replacement.split()) - len(amendment.exact.split())


def _is_cut(amendment: Amendment) -> bool:
    return amendment.kind == "cut" or (amendment.kind != "insertion" and _more(amendment) <= -5)


def _may_amend(crawl: Crawl, article: Article, terms: Terms, amendment: Amendment) -> bool:
    """Time, place and style as they are; cuts and insertions as the terms say; approved ones where one may ask."""
    approved = bool(amendment.approved_by and amendment.approved_at and amendment.approval)
    if terms.edits == "not_stated":
        return approved or crawl.said_yes(article, "edits")
    if terms.edits in ("none", "any"):
        return terms.edits == "any"
    if _is_cut(amendment):
        return approved or terms.edits in ("minor", "shorten_ok")
    return approved or (amendment.kind != "insertion" and _more(amendment) < 5)


def _headline(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    if flat(view.title) == flat(arrival.title or "") or terms.headline_change == "yes":
        return
    asked = terms.headline_change == "ask"
    approved = any(
        row.kind == "headline" and row.state == "applied" and row.approved_by and row.approved_at and row.approval
        for row in article.amendments.all()
    )
    if terms.headline_change == "no" or not (approved or crawl.said_yes(article, "headline_change", asked=asked)):
        yield f"another headline than the outlet's ({terms.headline_change}): {view.title}"


def _authors(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    wanted = terms.author_required == "yes" or (
        terms.author_required == "not_stated" and not crawl.said_yes(article, "author_required")
    )
    if terms.author_required == "yes" and not view.credit:
        yield "no author"
    for author in arrival.authors:
        if wanted and author.name not in view.credit:
            yield f"{author.name} is not credited, only {view.credit}"
    if terms.institution_required == "yes":
        for row in article.bylines.all():
            if not row.institution_name or row.institution_name not in view.tree.body.text():
                yield f"the institution of {row.name} is not credited"
        for author in arrival.authors:
            if author.institution and author.institution not in view.tree.body.text():
                yield f"{author.institution} is not credited"


def _notice(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    begins = max(view.html.find("<body"), 0)  # the head describes the page in words of the text
    places = [at for at in range(begins, len(view.html)) if view.html.startswith(NOTICE, at)]
    words = [found.start() for found in MARK.finditer(view.html, begins) if found[2] == "p"]
    if not places:
        yield "no notice"
    elif words:
        on_top, at_end = min(places) < min(words), max(places) > max(words)
        position = terms.credit_position
        if (position in ("top", "both") and not on_top) or (position in ("bottom", "both") and not at_end):
            yield f"the notice is not at its place ({position})"
    home, original = article.outlet.home_url in view.notice_links, article.source_url in view.notice_links
    kept = {"home": home, "article": original, "either": home or original, "both": home and original}
    if not kept.get(terms.credit_link, True):
        yield f"the notice does not link back ({terms.credit_link}): {sorted(view.notice_links)}"
    if terms.logo_required == "yes" and not any("/outlets/" in address for address in view.pictures):
        yield "no logo"
    if terms.tagline and TAGLINE not in view.html:
        yield "no tagline"


def _beside(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    """The disclosure that came with the text."""
    if not arrival.disclosure_html or terms.disclosure_keep == "no":
        return
    told = flat(LexborHTMLParser(arrival.disclosure_html).body.text())
    if told in flat(view.tree.body.text()):
        return
    if terms.disclosure_keep == "yes" or not crawl.said_yes(article, "disclosure_keep"):
        yield "the disclosure is not shown"


def _counter(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    times = view.html.count(f"/content/{crawl.newsroom.number_of[article.pk]}/count.")
    address = arrival.counter_url or ""
    is_script = address.endswith(".js")
    if is_script and (view.surface == "feed" or terms.tracker_kind != "script" or not terms.tracker_pattern):
        wanted = 0  # what merely arrived is never run, and a feed runs nothing
    else:
        wanted = 1 if address else 0
    if terms.tracker_required == "yes" and times != 1:
        yield f"the counter that the terms demand stands there {times} times"
    elif times != wanted:
        yield f"the counter stands there {times} times"


def _links(crawl: Crawl, article: Article, terms: Terms, arrival: Arrival, view: View) -> Iterator[str]:
    if terms.keep_all_links == "no" or not view.is_whole:
        return
    if terms.keep_all_links == "not_stated" and crawl.said_yes(article, "keep_all_links"):
        return
    given = _given_html(arrival.body_html, terms)
    base = article.source_url or article.outlet.home_url
    for link in LexborHTMLParser(given).css("a"):
        address = urljoin(base, link.attributes.get("href") or "")
        if address not in view.links() and not _went_with_its_words(article, terms, flat(link.text())):
            yield f"a link of the original is gone ({terms.keep_all_links}): {address}"


def _went_with_its_words(article: Article, terms: Terms, words: str) -> bool:
    """Cut, or taken out with the author's word, with the words that it stood on, where no term says it stays."""
    return terms.keep_all_links == "not_stated" and any(
        row.state == "applied" and words in flat(row.exact) and (row.kind == "cut" or row.approval)
        for row in article.amendments.all()
    )


def _given_html(html: str, terms: Terms) -> str:
    most = terms.excerpt_paragraphs if terms.excerpt_rule == "first_paragraphs" else None
    paragraphs = [node.html or "" for node in LexborHTMLParser(html).css("p")]
    return "".join(paragraphs[:most] if most else paragraphs)
