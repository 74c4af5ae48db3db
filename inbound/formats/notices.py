"""The notice that a text is republished: recognised by its sentences, in the languages of The Conversation's editions.

Only the sentences of the notice are taken. What else stands in their paragraph (a credit, a note that the article is
an updated version of another, the last words of the article) stays. Forms: the button's of before and after autumn
2018, its Spanish, French, Portuguese and Indonesian ones, and what editors made of them by hand.
"""

from __future__ import annotations

import dataclasses
import re

from inbound.formats.outlet_links import OutletLinks
from inbound.formats.passages import Link, Passage

# How each language opens the sentence that says where the article comes from …
_OPENINGS = {
    "en": r"""
        (?:(?:Editor|Publisher)(?:[’']s|s[’'])?\s+note\s*:\s*)?
        (?: (?:This|The)\s+(?:following\s+|above\s+)?
            (?:article|story|piece|essay|post|column|commentary|analysis|interview|text|explainer|feature|report|op-ed)\b
            [^.!?\n]{0,90}? \b(?:re-?|cross-?)?(?:publish|post|print|appear|reproduc|syndicat|provided)
          | (?:Re-?published|Reprinted|Reposted|Cross-?posted|(?:Originally|First)\s+(?:published|posted|appeared)) \b
          | This\s+(?:was|is)\s+(?:originally\s+|first\s+)?(?:re-?)?(?:published|posted|printed) \b )""",
    "es": r"""
        (?: (?:Este|Esta|El|La)\s+(?:artículo|articulo|texto|nota|entrada|pieza|análisis|versión\s+original)\b
            [^.!?\n]{0,90}? \b(?:publicad|publicó|republicad|apareci|reproduc)
          | (?:Artículo\s+)?(?:re)?publicad[oa]\s+(?:originalmente|en|de|con)\b )""",
    "fr": r"""
        (?: (?:Cet|Cette|L[’']|Le|La)\s*(?:article|texte|tribune|analyse|billet|version\s+originale)\b
            [^.!?\n]{0,90}? \b(?:re)?(?:publiée?|paru|parue|reproduite?)\b
          | (?:Article\s+)?(?:re)?publié\b )""",
    "pt": r"""
        (?: (?:Este|Esta|Esse|O|A)\s+(?:artigo|texto|reportagem|matéria|análise|ensaio)\b
            [^.!?\n]{0,90}? \b(?:publicad|republicad|apareceu|reproduz)
          | (?:Artigo\s+)?(?:re)?publicad[oa]\s+(?:originalmente|no|na|em|do|de)\b )""",
    "id": r"""
        (?: (?:Artikel|Tulisan|Esai)\s+ini\b [^.!?\n]{0,90}? \b(?:terbit|diterbitkan|dipublikasikan|tayang)\b
          | Diterbitkan\s+ulang\b )""",
    "de": r"""(?:Dieser|Der)\s+(?:Artikel|Beitrag|Text)\b [^.!?\n]{0,120}? \b(?:veröffentlicht|erschien)""",
    "it": r"""(?:Questo|Il)\s+(?:articolo|testo)\b [^.!?\n]{0,90}? \b(?:ri)?pubblicat""",
    "ca": r"""Aquest\s+article\b [^.!?\n]{0,90}? \b(?:re)?publicat""",
}
# … and the one that leads to the original.
_READ = {
    "en": r"""
        (?: (?:(?:You|Readers)\s+(?:can|may)\s+(?:also\s+)?|Please\s+|To\s+|Click\s+here\s+to\s+)?
            (?:read|view|see|find|visit|access)\b [^.!?\n]{0,70}? \boriginal\b
          | (?:The\s+)?original\s+(?:article|version|piece|post|story|text)\b
            [^.!?\n]{0,60}? (?:\bhere\b|:|\bis\b) )""",
    "es": r"""(?:Pued[ea]s?\s+)?(?:Lea|Lee|Leer|Ver|Vea|Consulte|Consultar)\b [^.!?\n]{0,70}? \boriginal\b""",
    "fr": r"""(?:Vous\s+pouvez\s+)?(?:Lire|Lisez|Retrouve[rz]|Voir)\b [^.!?\n]{0,70}? \boriginale?\b""",
    "pt": r"""(?:Você\s+pode\s+)?(?:Leia|Ler|Confira|Veja|Clique)\b [^.!?\n]{0,70}? \boriginal\b""",
    "id": r"""(?:Baca|Lihat)\b [^.!?\n]{0,70}? \b(?:sumber|asli(?:nya)?)\b""",
    "de": r"""(?:Lesen|Hier)\b [^.!?\n]{0,90}? \bOriginal""",
    "it": r"""Legg[ai]\b [^.!?\n]{0,70}? \boriginale\b""",
    "ca": r"""Llegiu\b [^.!?\n]{0,70}? \boriginal\b""",
}
OPENING = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _OPENINGS.items()) + ")",
    re.VERBOSE | re.IGNORECASE,
)
READ = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _READ.items()) + ")",
    re.VERBOSE | re.IGNORECASE,
)
# The article's own note about an earlier text. It belongs to the article, and its link leads to the other one.
_UPDATE = re.compile(
    r"\b(?:updated?|revised|edited|longer|shorter|earlier|adapted)\s+version\b|\bversion\s+of\s+(?:an|this|the)\s"
    r"|\bupdate\s+(?:of|to)\s+an?\b|\bversión\s+(?:actualizada|revisada)|\bactualización\s+de\b|\bversion\s+(?:actualisée|mise\s+à\s+jour)"
    r"|\bversão\s+(?:atualizada|revista)",
    re.IGNORECASE,
)
_STEM = re.compile(r"publi|poste?d|print|appear|parue?\b|terbit|apareci|veröffentlich", re.IGNORECASE)
_SHORT_FORM = re.compile(
    r"(?:\b[A-Z]|\b(?:U\.S|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|Nov|Dec|Oct|Sept?|Aug|Jan|Feb|Mar|Apr|vs))$"
)
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]_*]*|\n")
_LICENCE = re.compile(
    r"(?:(?:under|with|through|via|bajo|con|sous|sob|com|di\s+bawah|unter|sotto|amb)\s+(?:an?\s+|the\s+|una?\s+|la\s+|les\s+|eine[rm]?\s+|uma\s+)?"
    r"(?:licencia|licence|license|licença|lisensi|licenza|Lizenz|llicència)?\s*)?"
    r"(?:(?:de\s+)?Creative\s+Commons|\bCC\s+BY)(?:[-\s](?:BY|NC|ND|SA)\b)*(?:\s+\d\.\d)?(?:\s+(?:licen[cs]e|Lizenz))?",
    re.IGNORECASE,
)
LONGEST = 500
HEAD, TAIL = 8, 25
"""In how many passages at the beginning and at the end a notice is looked for that names no number of this article."""


@dataclasses.dataclass
class Notice:
    passage: int
    """Which passage of the text it stands in."""
    start: int
    end: int
    language: str
    html: str
    links: list[Link]
    licence: str | None
    usual: bool = True
    """Worded as notices are; else found by nothing but its link to the original."""

    def canonical(self, links: OutletLinks, number: str | None) -> str | None:
        """The article that the notice links: the one with the counter's number, where a counter says it."""
        for link in reversed(self.links):
            linked = links.article_number(link.href)
            if linked and (number is None or linked == number):
                return link.href
        return None


def find(passages: list[Passage], links: OutletLinks, number: str | None) -> list[Notice]:
    """Every notice of the text, in order. Nothing is taken out yet; ``number`` is what the counter counts, if there is
    one.
    """
    order = [index for index, one in enumerate(passages) if not one.aside and one.text.strip()]
    near = set(order[:HEAD]) | set(order[-TAIL:])
    found: list[Notice] = []
    last = -3
    for place, index in enumerate(order):
        passage = passages[index]
        if index not in near and not (number and _links_number(passage.links, links, number)):
            continue
        follows = place - last <= 2
        mentions = bool(links.name.search(passage.text)) or any(links.is_here(link.href) for link in passage.links)
        if mentions or follows:
            here = _in_passage(index, passage, links, number, follows)
            found += here
            last = place if here else last
    return found or _by_link(order, near, passages, links, number)


def _links_number(linked: list[Link], links: OutletLinks, number: str) -> bool:
    return any(links.article_number(link.href) == number for link in linked)


def _in_passage(index: int, passage: Passage, links: OutletLinks, number: str | None, follows: bool) -> list[Notice]:
    text = passage.text
    spans: list[tuple[int, int, str]] = []
    at = 0
    for opening in OPENING.finditer(text):
        if opening.start() < at or not text[opening.start()].isupper():
            continue
        end = sentence_end(text, opening.end())
        if end - opening.start() > LONGEST or not _is_notice(passage, opening.start(), end, links, number):
            continue
        start, language = opening.start(), opening.lastgroup or ""
        while again := READ.match(text, _next_word(text, end)):
            end = sentence_end(text, again.end())
        at = end
        spans.append((start, end, language))
    # "Read the original article." by itself: after a notice, or with the link to this article.
    for reading in READ.finditer(text):
        start, end = reading.start(), sentence_end(text, reading.end())
        if any(begin <= start < finish for begin, finish, _ in spans) or end - start > LONGEST // 2:
            continue
        inside = _links_within(passage, start, end)
        if any(links.article_number(link.href) == number for link in inside) if number else (follows and inside):
            spans.append((start, end, reading.lastgroup or ""))
    return [_notice(index, passage, start, end, language) for start, end, language in sorted(spans)]


def _is_notice(passage: Passage, start: int, end: int, links: OutletLinks, number: str | None) -> bool:
    sentence = passage.text[start:end]
    inside = _links_within(passage, start, end)
    of_this = number is not None and _links_number(inside, links, number)
    if _UPDATE.search(sentence) and not of_this:
        return False
    return of_this or bool(links.name.search(sentence)) or any(links.is_front_page(link.href) for link in inside)


def _by_link(
    order: list[int], near: set[int], passages: list[Passage], links: OutletLinks, number: str | None
) -> list[Notice]:
    """No sentence reads like a notice: then the sentence at either end that links this article and speaks of
    publishing.
    """
    for index in reversed(order):
        passage = passages[index]
        if number is None or index not in near or len(passage.text) > 4000:
            continue
        for link in passage.links:
            if links.article_number(link.href) == number:
                start, end = _sentence_around(passage.text, link.start, link.end)
                sentence = passage.text[start:end]
                if end - start <= LONGEST and _STEM.search(sentence) and not _UPDATE.search(sentence):
                    notice = _notice(index, passage, start, end, "")
                    notice.usual = False
                    return [notice]
    return []


def _notice(index: int, passage: Passage, start: int, end: int, language: str) -> Notice:
    inside = _links_within(passage, start, end)
    licence = next((link.href for link in inside if "creativecommons.org/licenses" in link.href.lower()), None)
    if not licence and (phrase := _LICENCE.search(passage.text, start, end)):
        licence = " ".join(phrase[0].split())
    return Notice(index, start, end, language, passage.fragment(start, end), inside, licence)


def _links_within(passage: Passage, start: int, end: int) -> list[Link]:
    return [link for link in passage.links if link.start < end and link.end > start]


def sentence_end(text: str, at: int) -> int:
    """Where the sentence ends that goes on at ``at``: after its full stop and closing quotes, before the next one
    begins.
    """
    for stop in _STOP.finditer(text, at, at + LONGEST + 100):
        if stop[0] == "\n":
            following = _next_word(text, stop.end())
            if following >= len(text) or not text[following].islower():
                return stop.start()
            continue
        after = stop.end()
        following = _next_word(text, after)
        if following >= len(text):
            return after
        if READ.match(text, following):
            return after
        if following == after or _SHORT_FORM.search(text, max(0, stop.start() - 8), stop.start()):
            continue
        if text[following].isupper() or text[following] in "“\"‘'«([¿¡—–-*@#|•":
            return after
    return len(text.rstrip())


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((stop.end() for stop in _STOP.finditer(text, max(0, start - LONGEST), start)), default=0)
    return _next_word(text, begin), sentence_end(text, end)


def _next_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
