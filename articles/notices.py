"""The notice under a republished text, made from the wording of the outlet's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from articles import bylines
from articles.body import clean, figures, markup
from articles.rights import adaptations, crediting, linkback
from records.moments import local

if TYPE_CHECKING:
    from articles.models import Article

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BRACES = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])([\"”’»)]*)(?=\s|$)")
_BREAKS = frozenset("p br hr div li ul ol blockquote h2 h3 h4 h5 h6".split())


def words(html: str) -> str:
    """Words that came with a text, cleaned; a picture in them is another site's and is left out."""
    if not html.strip():
        return ""
    cleaned = clean.clean(html)
    return figures.replace(cleaned, lambda _src: None) if "<img" in cleaned else cleaned


def worded(article: Article, names: Iterable[str], *, edited: bool = False) -> str:
    """The notice in the terms' wording with its placeholders filled in, to be cleaned; "" where the terms have none.

    What is not known never becomes a dead link: a sentence that only points to the unknown original falls away, and
    any other link without an address loses its link and keeps its words.
    """
    template, licence = crediting.wording(article.terms, edited=edited), crediting.licence(article)
    moment = bylines.dateline(article)
    values = {
        "outlet": article.outlet.name,
        "home": article.outlet.home_url,
        "original": article.source_url,
        "authors": listed(list(names), article.language),
        "title": article.title,
        "date": formats.date_format(local(moment), "DATE_FORMAT") if moment else "",
        "licence": licence.name,
        "licence_url": licence.url,
        "newsroom": settings.NEWSROOM_NAME,
    }
    return fill(template, values)


def printed(article: Article, stored: Mapping[str, Any], names: list[str]) -> str:
    """As received where that links back as the terms want it, else in their wording.

    A text that we amended takes the wording for edited texts. Where the terms have none, an adaptation says so in our
    words, and so does any amended text whose terms allow every edit “said to be so” (CC BY). A translation says that it
    is one, and whose, under either wording (openDemocracy).
    """
    if not article.outlet_id:
        return ""
    changed = bool(stored.get("amended")) or article.is_adaptation
    translated = _said_to_be_translated(stored)
    if changed and crediting.words_edited_texts(article.terms):
        return worded(article, names, edited=True) + translated
    notice = article.notice_html
    if not notice.strip() or not linkback.keeps(article, notice):
        notice = worded(article, names) or notice
    if translated:
        return notice + translated
    return notice + _said_to_be_edited() if adaptations.readers_are_told(article, amended=changed) else notice


def _said_to_be_edited() -> str:
    said = _("This version was edited by %(newsroom)s; what was changed is not the outlet's.")
    return f"<p>{escape(said % {'newsroom': settings.NEWSROOM_NAME})}</p>"


def _said_to_be_translated(stored: Mapping[str, Any]) -> str:
    """In our words, for terms give none; "" for what is no translation."""
    language = stored.get("translated_from")
    if not language:
        return ""
    said = _("Translated from %(language)s by %(who)s, for %(newsroom)s.")
    if not (who := stored.get("translated_by")):
        said = _("Translated from %(language)s by %(newsroom)s.")
    named = {"language": _in_words(language), "who": who, "newsroom": settings.NEWSROOM_NAME}
    return f"<p>{escape(said % named)}</p>"


def _in_words(language: str) -> str:
    """The name of the language in the one being spoken; its code, where nobody has a name for it."""
    try:
        return translation.get_language_info(language)["name_translated"]
    except KeyError:
        return language


def listed(names: list[str], language: str) -> str:
    """Names in running text: “Ann Lee, Bo Ek and Cy Fox”."""
    if len(names) < 2:
        return "".join(names)
    return bylines.joined([", ".join(names[:-1]), names[-1]], language)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with every value escaped and put in its place, and without links that lead nowhere."""
    unknown = {name for name in _PLACEHOLDER.findall(template) if not values.get(name)}
    if unknown:
        template = "".join(_mended(sentence, unknown) for sentence in _sentences(template))

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return escape(values.get(match[1], ""))

    return _BRACES.sub(one, template)


def _sentences(template: str) -> list[list[tuple[str, str]]]:
    """The template as sentences, each a list of (name of the tag or "", markup or text). Nothing is lost."""
    sentences: list[list[tuple[str, str]]] = [[]]
    links = 0

    def text(words: str) -> None:
        at = 0
        for end in _SENTENCE_END.finditer(words) if not links else ():
            sentences[-1].append(("", words[at : end.end()]))
            sentences.append([])
            at = end.end()
        if words[at:]:
            sentences[-1].append(("", words[at:]))

    at = 0
    for token in markup.scan(template):
        text(template[at : token.start])
        at = token.end
        if token.name == "a":
            links += -links if token.closing else 1
        name = f"/{token.name}" if token.closing else token.name
        if token.name in _BREAKS and not token.closing:
            sentences.append([])
        sentences[-1].append((name or "!", template[token.start : token.end]))
        if token.name in _BREAKS and token.closing:
            sentences.append([])
    text(template[at:])
    return sentences


def _mended(sentence: list[tuple[str, str]], unknown: set[str]) -> str:
    named = {name for _tag, piece in sentence for name in _PLACEHOLDER.findall(piece)}
    if named == {"original"} and "original" in unknown:
        return "".join(_unpaired(sentence))
    out, dead = [], False
    for tag, piece in sentence:
        if tag == "a" and unknown & set(_PLACEHOLDER.findall(piece)):
            dead = True
        elif tag == "/a" and dead:
            dead = False
        else:
            out.append(piece)
    return "".join(out)


def _unpaired(sentence: list[tuple[str, str]]) -> Iterable[str]:
    """The tags that open or close outside the sentence: without them what stands around it would lose its form."""
    opened: list[tuple[str, str]] = []
    for tag, piece in sentence:
        if tag.startswith("/"):
            if opened and opened[-1][0] == tag[1:]:
                opened.pop()
            else:
                yield piece
        elif tag and tag != "!" and tag not in markup.VOID:
            opened.append((tag, piece))
    yield from (piece for _tag, piece in opened)
