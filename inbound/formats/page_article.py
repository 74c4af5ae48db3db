"""Where on a web page the article stands: a guess, made with care.

What the page marks as the article's text (``itemprop="articleBody"``) is believed where it is not a mere part; else the
words decide: the text is where most paragraphs are that are no links and stand in no box for menus, comments or
advertisements. ``page_prune`` says what of that place is the text.
"""

from __future__ import annotations

import dataclasses
import re

from inbound.formats.page_tree import BLOCKS, Box, words_of

# Words in the class, id or role of a box that say what is in it is not the article.
NOT_THE_ARTICLE = frozenset(
    "nav navigation navbar menu menus submenu breadcrumb breadcrumbs share shares sharing sharebar"
    " sharedaddy social newsletter newsletters subscribe subscription signup optin cookie cookies consent"
    " gdpr cli privacy comment comments commentlist disqus respond replies related recommended"
    " recommendation recommendations recirc recirculation promo promos promotion advert adverts"
    " advertisement advertising ad ads adv adsense dfp sponsor sponsored sponsors sidebar widget widgets"
    " footer pagination pager paging toolbar tags taglist popup modal overlay lightbox paywall donate"
    " donation trending popular outbrain taboola rss feedback toc skip masthead login signin search alert"
    " breadcrumblist complementary contentinfo banner mostread readmore jp bio authorbio bookmark print"
    " tooltip hidden teaser teasers upsell ticker noprint addthis addtoany flickity metadata jumplink"
    " shoutbox rating ratings poll".split()
)
NOT_BY_TAG = frozenset({"nav", "form", "dialog", "noscript", "aside", "footer", "menu"})
# Names by which systems of many newsrooms call the box of the article's text.
THE_TEXT = re.compile(
    r"\b(?:article|entry|post|story|news|blog|detail|content)[-_]{0,2}(?:body|content|text|copy|entry|article)\b|\bhentry\b"
    r"|\b(?:articleBody|storyBody|postBody|body-copy|bodytext|body-text|single-content|main-content__body|richtext"
    r"|storytext|article__text|zn-body__paragraph|StoryBodyCompanionColumn|td-post-content|post__content|field-name-body)\b",
    re.IGNORECASE,
)
# "content has-sidebar", "with-comments": what follows is not what the box is.
OTHER_THINGS = re.compile(
    r"\b(?:has|with|w|no|without|is-not|hide|show)[-_][\w-]+|\b(?:tag|category|postid|page)-[\w-]+"
)
EMBEDDED = frozenset({"embed", "embedded", "tweet", "oembed"})
PLAIN_TAGS = frozenset("p a span em strong b i figure img h1 h2 blockquote body html main article".split())
RUNNING = frozenset({"p", "blockquote", "ul", "ol", "pre"})
SHORTEST = 25
"""Characters of a paragraph that counts when boxes are weighed."""
LONG = 80
"""Characters from which on a paragraph counts in full."""
MOST_OF_IT = 0.30
"""A box that holds more than this part of all running text of the page is never left out for its name."""
TALK = ("comment", "kommentar", "disqus", "respond", "replies", "responses", "forum")
MOST_OF_TALK = 0.85
SHORT_TEXT = 300
PLAIN = 0.25
ENOUGH, PART = 200, 0.05
"""Letters, and the part of all running text, that must be left when boxes are left out for their names."""


@dataclasses.dataclass
class Weights:
    """For each box, the letters of its running text, and of those inside links."""

    text: dict[int, int]
    linked: dict[int, int]
    good: dict[int, int]
    """Letters in paragraphs that read like running text and stand in no box that says it is something else."""


def find(body: Box, said: str = "", headline: str = "") -> Box | None:
    """The box that holds the article's text. ``said`` is the text as the page's own data gives it, if it does."""
    weights = weigh(body, headline)
    if not weights.good[id(body)]:
        return None
    if said and (place := _where_it_says(body, said)):
        return place
    marked = [box for box in body.boxes() if "articlebody" in box.attributes.get("itemprop", "").lower().split()]
    dense = _densest(body, weights)
    enough = 0.2 * weights.good[id(dense)]
    for chosen in (marked, _named_as_text(body)):
        best = max(chosen, key=lambda box: (weights.good[id(box)], weights.text[id(box)]), default=None)
        if best is None:
            continue
        short = (
            weights.good[id(dense)] < SHORT_TEXT and weights.text[id(best)] - weights.linked[id(best)] > SHORT_TEXT // 3
        )
        if short or weights.good[id(best)] >= enough:
            return _densest(_with_its_like(best, body, weights), weights)
    return dense


def _with_its_like(best: Box, body: Box, weights: Weights) -> Box:
    """The box, or the one around it and others of its name: some texts are set in several boxes."""
    good = weights.good
    alike = [
        box
        for box in body.boxes()
        if box.tag == best.tag
        and (box.attributes.get("class", "").split()[:1], box.attributes.get("itemprop"))
        == (best.attributes.get("class", "").split()[:1], best.attributes.get("itemprop"))
        and not box.within(best)
        and not best.within(box)
    ]
    whole = good[id(best)] + sum(
        good[id(box)] for box in alike if not any(box.within(one) for one in alike if one is not box)
    )
    if whole < 1.1 * good[id(best)]:
        return best
    for around in best.above():
        inside = sum(good[id(box)] for box in alike if good[id(box)] and box.within(around))
        if inside >= 0.8 * (whole - good[id(best)]):
            return around if good[id(around)] < 1.6 * whole and around is not body else best
    return best


def _named_as_text(body: Box) -> list[Box]:
    return [
        box
        for box in body.boxes()
        if box.tag in ("div", "section", "article", "main", "td")
        and THE_TEXT.search(f"{box.attributes.get('class', '')} {box.attributes.get('id', '')}")
    ]


def weigh(body: Box, headline: str = "") -> Weights:
    order = list(body.boxes())
    weights = Weights({}, {}, {})
    text, linked, good = weights.text, weights.linked, weights.good
    inside: dict[int, int] = {}
    inside_linked: dict[int, int] = {}
    running: dict[int, int] = {}
    in_link: dict[int, bool] = {}
    for box in order:
        in_link[id(box)] = in_link.get(id(box.parent), False) or box.tag == "a"
    for box in reversed(order):
        here = id(box)
        below = [child for child in box.children if isinstance(child, Box)]
        phrases = [child for child in below if child.tag not in BLOCKS]
        own = sum(len(child.strip()) for child in box.children if isinstance(child, str))
        text[here] = own + sum(text[id(child)] for child in below)
        linked[here] = text[here] if in_link[here] else sum(linked[id(child)] for child in below)
        # Of its own running text alone: what stands in it and in elements of phrases, not in blocks inside it.
        inside[here] = own + sum(inside[id(child)] for child in phrases)
        inside_linked[here] = inside[here] if box.tag == "a" else sum(inside_linked[id(child)] for child in phrases)
        reads = box.tag in BLOCKS and inside[here] >= SHORTEST and inside_linked[here] * 2 < inside[here]
        counted = inside[here] if inside[here] >= LONG else inside[here] // 3
        running[here] = sum(running[id(child)] for child in below) + (counted if reads else 0)
    named = {id(box) for box in order if box is not body and is_something_else(box)} - _around(body, headline)
    _keep_good(order, running, good, named)
    if good[id(body)] < max(ENOUGH, PART * running[id(body)]):
        # The names leave next to nothing, so the article stands in a box that has one of them.
        most = {id(box): most_of_page(box) * running[id(body)] for box in order if id(box) in named}
        _keep_good(order, running, good, {here for here, at_most in most.items() if running[here] < at_most})
    if not good[id(body)]:
        _keep_good(order, running, good, set())
    return weights


def _keep_good(order: list[Box], running: dict[int, int], good: dict[int, int], left_out: set[int]) -> None:
    outside: set[int] = set()
    for box in order:
        if id(box) in left_out or id(box.parent) in outside:
            outside.add(id(box))
    for box in reversed(order):
        here = id(box)
        below = [child for child in box.children if isinstance(child, Box)]
        own = running[here] - sum(running[id(child)] for child in below)
        good[here] = sum(good[id(child)] for child in below) + (0 if here in outside else own)


def _around(body: Box, headline: str) -> set[int]:
    """The boxes around the headline, none of which is a menu or a margin, whatever it is called."""
    wanted = letters_of(headline)
    heads = list(body.find("h1"))
    if wanted:
        alike = [box for box in heads if letters_of(box.words()) and letters_of(box.words()) in wanted]
        heads = alike or heads
    if not heads or (len(heads) > 1 and not wanted):
        return set()
    return {id(box) for box in heads[0].above()}


def most_of_page(box: Box) -> float:
    return MOST_OF_TALK if is_talk(box) else MOST_OF_IT


def is_talk(box: Box) -> bool:
    return any(word.startswith(TALK) for word in box.named)


def is_something_else(box: Box) -> bool:
    """By its tag, its name, or because no reader sees it."""
    if box.tag in NOT_BY_TAG or "hidden" in box.attributes or box.attributes.get("aria-hidden") == "true":
        return True
    style = box.attributes.get("style", "")
    if "none" in style and re.search(r"display\s*:\s*none", style):
        return True
    if box.tag in PLAIN_TAGS or not (box.named & NOT_THE_ARTICLE or is_talk(box)):
        return False
    called = f"{box.attributes.get('class', '')} {box.attributes.get('id', '')} {box.attributes.get('role', '')}"
    if THE_TEXT.search(called) or box.named & EMBEDDED:
        return False
    words = words_of(OTHER_THINGS.sub(" ", called))
    return bool(words & NOT_THE_ARTICLE) or any(word.startswith(TALK) for word in words)


def _densest(body: Box, weights: Weights) -> Box:
    """Down from the body, as long as a single box below holds nearly all there is."""
    good = weights.good
    box = body
    while True:
        inner = [child for child in box.children if isinstance(child, Box) and good[id(child)]]
        best = max(inner, key=lambda child: good[id(child)], default=None)
        if best is None or best.tag in ("p", "li", "ul", "ol", "dl", "td", "blockquote", "pre"):
            return box
        rest = good[id(box)] - good[id(best)]
        if rest > 0 and not _leads_on(box, best, inner, rest, weights):
            return box
        box = best


def _leads_on(box: Box, best: Box, inner: list[Box], rest: int, weights: Weights) -> bool:
    """Whether what stands beside the heaviest box may be left: not the article's own paragraphs or sections."""
    good = weights.good
    if good[id(best)] < 0.5 * good[id(box)]:
        return False
    paragraphs = sum(
        good[id(child)] for child in inner if child is not best and (child.tag in RUNNING or is_leaf(child))
    )
    own = rest - sum(good[id(child)] for child in inner if child is not best)
    if (paragraphs + own) > 0.1 * good[id(box)]:
        return False
    alike = [
        child for child in inner
        if child is not best and child.tag == best.tag and child.attributes.get("class") == best.attributes.get("class")
    ]  # fmt: skip
    return sum(good[id(child)] for child in alike) <= (0.1 if best.attributes.get("class") else PLAIN) * good[id(box)]


def is_leaf(box: Box) -> bool:
    """A box with text and phrases alone: whatever its tag, a paragraph."""
    return not any(isinstance(child, Box) and child.tag in BLOCKS for child in box.children)


def _where_it_says(body: Box, said: str) -> Box | None:
    """The smallest box that holds the paragraphs which the page's data quotes as its article."""
    wanted = letters_of(said)
    if len(wanted) < 200:
        return None
    held: dict[int, int] = {}
    order = list(body.boxes())
    total = 0
    for box in order:
        if box.tag not in ("p", "li", "h2", "h3", "h4", "blockquote", "div", "td", "pre"):
            continue
        if not is_leaf(box):
            continue
        letters = letters_of(box.words())
        if len(letters) >= 30 and letters in wanted:
            held[id(box)] = len(letters)
            total += len(letters)
    if total < 0.6 * len(wanted):
        return None
    inside: dict[int, int] = {}
    for box in reversed(order):
        inside[id(box)] = held.get(id(box), 0) + sum(inside[id(c)] for c in box.children if isinstance(c, Box))
    place = body
    while True:
        inner = next(
            (c for c in place.children if isinstance(c, Box) and inside[id(c)] >= 0.97 * inside[id(place)]), None
        )
        if inner is None or id(inner) in held:
            return place
        place = inner


def letters_of(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
