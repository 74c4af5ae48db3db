"""The outlet's "Read more" lists inside an article: links to its other articles, which get a place of their own.

A list is a passage that begins with the words, holds links and nothing else, or is followed by a list or by paragraphs
of nothing but links. It mostly stands between two rules. "People actually read more books" is a sentence and stays.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from inbound.formats.arrival import Related
from inbound.formats.passages import Copy, Link, Passage

_BEGINS = re.compile(
    r"[\W_]*(?:read\s+more|leer\s+más|lee\s+más|lea\s+más|lea\s+también|lire\s+(?:plus|aussi)|(?:à|a)\s+lire\s+aussi"
    r"|pour\s+aller\s+plus\s+loin|leia\s+(?:mais|também)|saiba\s+mais|baca\s+(?:juga|selengkapnya|lebih\s+lanjut)|llegiu\s+més"
    r"|lesen\s+sie\s+(?:auch|mehr)|mehr\s+lesen|leggi\s+(?:anche|di\s+più))"
    r"(?P<of>\s[^:\n]{1,120})?(?P<colon>\s*[:：])?",
    re.IGNORECASE,
)
_JOINING = re.compile(r"(?:[\W_]|\b(?:and|or|y|o|et|ou|e|dan|atau|und|i)\b)*", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?:here|more|this|aquí|aqui|ici|sini|di sini|hier|qui)?[\s.…»→]*", re.IGNORECASE)
MOST = 50
"""Links of one list. A page with more is no article's list."""


def take_out(copy: Copy, until: int) -> list[Related]:
    """Every link of every list, in order, each once; the lists leave the text with the rules that fence only them.

    ``until`` is the passage where the outlet's notice stands at the end: what a republisher put behind it is not the
    outlet's list.
    """
    found: list[Related] = []
    passages = copy.passages
    at = 0
    while at < min(until, len(passages)):
        run = _list_at(passages, at)
        if not run:
            at += 1
            continue
        for index, linked in run:
            passage = passages[index]
            for link in linked:
                related = Related(_title(passage, link), link.href)
                if related.title and related not in found:
                    found.append(related)
            passage.remove("related")
        at = run[-1][0] + 1
    _drop_fences(passages)
    return found


def _list_at(passages: list[Passage], at: int) -> list[tuple[int, list[Link]]]:
    """The passages of the list that begins here, each with its links; empty if none begins."""
    first = passages[at]
    if first.aside or first.is_blank or not first.text:
        return []
    begins = _begins(first)
    if begins is None:
        return []
    linked = [link for link in first.links if link.end > begins and _is_web(link.href)]
    words_left = first.outside_links(begins)
    if not _JOINING.fullmatch(words_left) or any(_NO_TITLE.fullmatch(_title(first, link)) for link in linked):
        return []
    following = _links_only(passages, at + 1, in_list=None)
    run = [(at, linked)] if linked else []
    if linked and following and not _is_fenced(passages, at, following[-1][0]):
        following = []
    if not linked:
        if not following:
            return []
        run = [(at, [])]
    return run + following


def _begins(passage: Passage) -> int | None:
    """Where the words "Read more:" end, if the passage begins with them."""
    begins = _BEGINS.match(passage.text)
    if begins is None:
        return None
    if begins["colon"] is None and begins["of"] is not None:
        # "Read more" and then a title without a colon, or a sentence that begins so.
        return begins.start("of") if any(link.start <= begins.start("of") + 1 for link in passage.links) else None
    return begins.end()


def _links_only(passages: list[Passage], at: int, in_list: object) -> list[tuple[int, list[Link]]]:
    """The passages from here on that hold links and nothing else: the items of one list, or paragraphs."""
    run: list[tuple[int, list[Link]]] = []
    for index in range(at, min(len(passages), at + 2 * MOST)):
        passage = passages[index]
        if passage.is_blank and not passage.pictures:
            continue
        around = passage.containers[0] if passage.containers else None
        if passage.is_rule or passage.aside or passage.pictures or (run and around is not in_list):
            break
        linked = [link for link in passage.links if _is_web(link.href)]
        if not linked or not _JOINING.fullmatch(passage.outside_links()):
            # A list with one item that says something else is no list of links: none of it goes.
            if around is not None and around is in_list:
                return []
            break
        in_list = around
        run.append((index, linked))
    return run if len(run) < MOST else []


def _is_fenced(passages: list[Passage], first: int, last: int) -> bool:
    before, after = _neighbour(passages, first, -1), _neighbour(passages, last, 1)
    return before is not None and after is not None and before.is_rule and after.is_rule


def _neighbour(passages: list[Passage], at: int, step: int) -> Passage | None:
    at += step
    while 0 <= at < len(passages):
        if passages[at].is_rule or passages[at].removed == "divider" or not passages[at].is_blank:
            return passages[at]
        at += step
    return None


def _drop_fences(passages: list[Passage]) -> None:
    """Rules with nothing between them but lists that were taken out."""
    fence: Passage | None = None
    taken = 0
    for passage in passages:
        if passage.is_rule:
            if fence is not None and taken:
                fence.remove("divider")
                passage.remove("divider")
            fence, taken = passage, 0
        elif passage.removed == "related":
            taken += 1
        elif not passage.is_blank:
            fence, taken = None, 0


def _title(passage: Passage, link: Link) -> str:
    words = passage.words_of(link)
    begins = _BEGINS.match(words)
    if begins and begins["colon"]:
        words = words[begins.end() :]
    return words.strip(" \u00a0:–—-")


def _is_web(href: str) -> bool:
    try:
        return urlsplit(href.strip()).scheme in ("http", "https", "") and not href.startswith("#")
    except ValueError:
        return False
