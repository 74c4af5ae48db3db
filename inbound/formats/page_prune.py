"""What of the article's place on a page is its text.

Every paragraph is kept, unless its own box says that it is something else, or it is a line of the site's own ("Share
this article"). For the process that reads pages alone.
"""

from __future__ import annotations

import re

from inbound.formats.page_article import RUNNING, Weights, is_leaf, is_something_else, letters_of, most_of_page, weigh
from inbound.formats.page_tree import BLOCKS, Box

LINES = re.compile(
    r"(?:advertisement|anzeige|publicité|publicidad|werbung|reklame"
    r"|share(?: this)?(?: (?:article|story|post|page))?|share (?:this )?on \w+"
    r"|like this story\? share.{0,30}|read more:?|read next:?"
    r"|related(?: (?:stories|articles|posts|content|topics|coverage))?:?|more on this(?: story)?"
    r"|follow us(?: on)?.{0,40}|sign up.{0,60}newsletter.{0,40}|subscribe.{0,60}|tweet|e-?mail|print"
    r"|comments?(?: \(\d+\))?|leave a (?:comment|reply)|loading…?|loading\.\.\.|skip advertisement"
    r"|story continues below.{0,30}|close|copy link|facebook|twitter|whatsapp|linkedin|pinterest|reddit"
    r"|article continues after.{0,30}|show more|view comments|tags:?|mehr zum thema:?|lesen sie auch:?"
    r"|teilen|drucken|lire aussi.{0,5}|leer más:?|compartir|partager|\d+ (?:comments|shares)"
    r")",
    re.IGNORECASE,
)
HEADS_OTHERS = re.compile(
    r"(?:related|recommended|you (?:may|might) also|more (?:from|on|in|stories|news|articles|like)"
    r"|read (?:more|next|also)|most (?:read|popular|viewed)|popular|trending|latest|top stories"
    r"|comments?|leave a|share|about the author|tags|topics|sign up|subscribe|newsletter|follow us"
    r"|also on|don'?t miss|see also|up next|sponsored|promoted|around the web|mehr zum thema|das könnte"
    r"|ähnliche|kommentare|weitere artikel|à lire aussi|sur le même|artículos relacionados"
    r"|te puede interesar|noticias relacionadas|leggi anche|lees ook|läs mer|você pode gostar"
    r")\b.{0,60}",
    re.IGNORECASE,
)
OF_LITTLE = frozenset(
    "byline author authors date dates dateline timestamp meta time published updated kicker eyebrow".split()
)
LITTLE = 200
"""Characters up to which a box with such a name is left out: what it says has fields of its own."""
LONGEST_LINE = 90
SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\Z")
CREDITS = frozenset("credit credits copyright photographer attribution source bildnachweis".split())
CAPTIONS = frozenset({"caption", "captions", "legend"})
LISTS = ("ul", "ol", "div", "section", "table")


def prune(place: Box, headline: str = "") -> None:
    """Takes out of the article's box what is not its text, and makes its captions captions."""
    weights = weigh(place)
    total = max(1, weights.text[id(place)])
    for box in list(place.boxes()):
        if box is place or box.parent is None:
            continue
        if _is_not_text(box, weights, weights.text[id(box)] / total):
            _drop(box)
    _drop_headline(place, headline)
    _drop_repeated(place)
    _drop_tail(place)
    _make_captions(place)


def _is_not_text(box: Box, weights: Weights, share: float) -> bool:
    letters = weights.text[id(box)]
    if is_something_else(box):
        return share < most_of_page(box)
    if box.named & OF_LITTLE and letters < LITTLE and box.tag not in ("figure", "figcaption", "a"):
        return True
    if box.tag in LISTS and share < 0.2 and _is_list_of_links(box, weights):
        return True
    return (
        box.tag in BLOCKS
        and 0 < letters < LONGEST_LINE
        and not _has_picture(box)
        and LINES.fullmatch(box.words()) is not None
    )


def _drop(box: Box) -> None:
    if box.parent is not None:
        box.parent.children = [child for child in box.parent.children if child is not box]
        box.parent = None


def _has_picture(box: Box) -> bool:
    return next(box.find("img", "iframe", "figure", "picture", "video"), None) is not None


def _is_list_of_links(box: Box, weights: Weights) -> bool:
    """Nothing but links, two or more: the way to other articles."""
    letters = weights.text[id(box)]
    if not letters or weights.linked[id(box)] < 0.8 * letters:
        return False
    links = list(box.find("a"))
    headed = any(HEADS_OTHERS.match(one.words()) for one in box.find("h2", "h3", "h4"))
    return len(links) > 1 or (len(links) == 1 and headed)


def _drop_headline(place: Box, headline: str) -> None:
    """The headline above the text is a field of its own; a heading inside the text stays, whatever its rank."""
    wanted = letters_of(headline)
    before = True
    for box in list(place.boxes()):
        if box.tag in ("h1", "h2"):
            letters = letters_of(box.words())
            if (wanted and letters == wanted) or (before and box.tag == "h1"):
                _drop(box)
        elif box.tag == "p" and len(box.words()) > LONGEST_LINE:
            before = False


def _drop_repeated(place: Box) -> None:
    """A caption in its long and its short form, a paragraph shown again for another size of screen."""
    seen: set[str] = set()
    for box in list(place.boxes()):
        if box.tag not in BLOCKS or not is_leaf(box) or _has_picture(box):
            continue
        letters = letters_of(box.words())
        if len(letters) >= LONGEST_LINE // 2 and letters in seen and box.tag not in RUNNING:
            _drop(box)
        seen.add(letters)


def _drop_tail(place: Box) -> None:
    """Behind the last paragraph: links to other articles, with the heading over them."""
    links: list[Box] = []
    for box in reversed([box for box in place.boxes() if box.tag in BLOCKS and is_leaf(box)]):
        words = box.words()
        if not words:
            continue
        if len(words) < LONGEST_LINE and HEADS_OTHERS.fullmatch(words) and (links or not SENTENCE.search(words)):
            for one in [box, *links]:
                _drop(one)
            links = []
        elif _is_links(box):
            links.append(box)
        else:
            break
    if len(links) > 1:
        for one in links:
            _drop(one)


def _is_links(box: Box) -> bool:
    letters = len(box.words())
    return letters == 0 or sum(len(link.words()) for link in box.find("a")) >= 0.7 * letters


def _make_captions(place: Box) -> None:
    """A box with a picture and a caption is a figure, by whatever names its site calls the parts."""
    for box in list(place.boxes()):
        if box.tag in ("div", "p", "span", "dd", "li") and box.named & CAPTIONS and not _has_picture(box):
            around = next((one for one in box.above() if one.tag == "figure" or _has_picture(one)), None)
            if around is None or around is place or len(around.words()) > len(box.words()) + LITTLE:
                continue
            around.tag = "figure"
            if not any(one.tag == "figcaption" for one in [*box.above(), *box.boxes()]):
                box.tag = "figcaption"
    for caption in list(place.find("figcaption")):
        for box in list(caption.boxes()):
            if box is not caption and box.named & CREDITS and box.tag not in ("a", "img"):
                box.tag, box.attributes = "span", {"class": "source"}
