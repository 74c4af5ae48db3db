"""The text of a WordPress post as HTML: paragraphs that were empty lines, shortcodes, blocks.

WordPress keeps a text as it was typed and makes HTML of it on every visit. What is derived here:

- Texts of the classic editor have no paragraphs, only empty lines ("wpautop"). Words that stand outside of any block
  element become paragraphs at empty lines, a single line end becomes a break, and an address alone on its line is
  the place of a film. Inside a blockquote or a div the same holds where an empty line divides the words. Nothing
  that is marked up as a block is touched, so a text of the block editor passes unchanged.
- ``[caption]``, ``[gallery]``, ``[media-credit]``, ``[embed]``, ``[video]``, ``[audio]`` become figures and the places
  of films. The tags of other shortcodes go, the words between them stay, and their names are told. ``[sic]`` and the
  like are words: a tag in brackets counts as a shortcode only with attributes, or with its end tag.
- What a reusable block refers to is put in its place. A block without a text of its own is told and left out.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from html import escape, unescape

from articles.body import markup
from inbound.formats.arrival import Picture

BLOCKS = frozenset(
    """address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hgroup hr legend li main map menu nav ol optgroup option p pre section summary table tbody td tfoot
    th thead tr ul video audio object style script textarea""".split()
)
DIVIDED = frozenset("article aside blockquote center div section main".split())
"""Block elements that hold paragraphs, if need be by empty lines."""
DEEPEST = 5
MOST_UNCLOSED = 3
MOST_REUSED = 50

_EMPTY_LINE = re.compile(r"\n[ \t\r\f\xa0]*\n\s*")
_BREAK = re.compile(r"<br\s{0,5}/?>\s*\Z", re.IGNORECASE)
_ALONE = re.compile(r"https?://[^\s<>\"']{4,1000}")

_SHORTCODE = re.compile(
    r"(\[?)\[(/?)([A-Za-z][\w-]{0,60})"
    r"((?:[\s=](?:[^\[\]\"'<>]++|\"[^\"]{0,3000}+\"|'[^']{0,3000}+')*+)?+)\](\]?)"
)
_PAIR = re.compile(r"""([\w-]{1,60})\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))|"([^"]*+)"|([^\s"'=]++)""")
_IMAGE = re.compile(r"(?:<a\b[^<>]{0,2000}>\s*)?<img\b[^<>]{0,4000}>(?:\s*</a>)?", re.IGNORECASE)
_CREDITED = re.compile(r"\[/?media-credit[^\[\]]{0,1000}\]")
_REUSED = re.compile(r"<!--\s+wp:block\s+\{[^{}]{0,200}\"ref\":\s*(\d{1,12})[^{}]{0,200}\}\s*/?-->")
_DYNAMIC = re.compile(r"<!--\s+wp:([a-z][a-z0-9/-]{0,80})\s(?:\{[^<>]{0,2000}\}\s)?/-->")
_BLOCK_MARK = re.compile(r"<!--\s/?wp:[a-z][^<>]{0,20000}?-->")
_FILM = re.compile(
    r"<div class=\"wp-block-embed__wrapper\">\s*(https?://[^\s<>\"]{4,1000})\s*</div>|\[embed[^\[\]]{0,200}\]\s*"
    r"(https?://[^\s<>\"\[\]]{4,1000})\s*\[/embed\]"
)
_SHOWS_NOTHING = {"more", "nextpage", "separator", "spacer", "block", "page-break"}
_FILES = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "url", "id", "link")


@dataclasses.dataclass
class Text:
    html: str
    left_out: list[str] = dataclasses.field(default_factory=list)
    """Names of shortcodes and blocks whose tags went, or that have no text of their own."""


def to_html(
    content: str,
    gallery: Callable[[list[str], str], Iterable[Picture]],
    block: Callable[[str], str],
) -> Text:
    """``gallery`` gives the pictures with these numbers ("" for: all that belong to the post), in the order asked for;
    ``block`` the content of a reusable block.
    """
    text = Text(content.replace("\r\n", "\n").replace("\r", "\n"))
    _put_blocks_in(text, block)
    text.html = _FILM.sub(lambda found: _film(found[1] or found[2]), text.html)
    _Shortcodes(text, gallery).take()
    text.html = paragraphs(text.html)
    text.left_out = list(dict.fromkeys(text.left_out))
    return text


def _put_blocks_in(text: Text, block: Callable[[str], str]) -> None:
    reused = 0

    def inserted(found: re.Match[str]) -> str:
        nonlocal reused
        reused += 1
        words = block(found[1]) if reused <= MOST_REUSED else ""
        if not words:
            text.left_out.append(f"reusable block {found[1]}")
        return f"\n\n{words}\n\n"

    text.html = _REUSED.sub(inserted, text.html)
    text.left_out += [name for name in _DYNAMIC.findall(text.html) if name not in _SHOWS_NOTHING]
    text.html = _BLOCK_MARK.sub("", text.html)


# --- shortcodes


class _Shortcodes:
    def __init__(self, text: Text, gallery: Callable[[list[str], str], Iterable[Picture]]):
        self.text, self.gallery = text, gallery

    def take(self) -> None:
        html = self.text.html
        found = list(_SHORTCODE.finditer(html))
        last = {one[3]: one.start() for one in found if one[2]}
        opened: set[str] = set()
        out: list[str] = []
        at = 0
        for one in found:
            if one.start() < at:
                continue
            name, written = one[3], one[4]
            if one[1] and one[5]:  # [[name]] is how WordPress writes [name] without meaning it
                out += [html[at : one.start()], one[0][1:-1]]
                at = one.end()
                continue
            start, end = one.start() + len(one[1]), one.end() - len(one[5])
            known = name.lower() in _KNOWN
            if one[2]:
                if not known and name not in opened:
                    continue
                out.append(html[at:start])
                at = end
                continue
            has_end = last.get(name, -1) > end
            if not (known or has_end or "=" in written):
                continue
            out.append(html[at:start])
            at = end
            inside = ""
            if name.lower() in _ENCLOSING and has_end and (close := html.find(f"[/{name}]", end)) >= 0:
                inside = html[end:close]
                at = close + len(name) + 3
            opened.add(name)
            out.append(self.shown(name.lower(), _attributes(written), inside))
        self.text.html = "".join([*out, html[at:]])

    def shown(self, name: str, said: dict[str, str], inside: str) -> str:
        if name in ("caption", "wp_caption", "media-credit"):
            return _captioned(said, inside)
        if name in ("gallery", "playlist"):
            numbers = re.findall(r"\d{1,12}", said.get("ids", "") or said.get("include", ""))
            pictures = list(self.gallery(numbers, said.get("id", ""))) if name == "gallery" else []
            if not pictures:
                self.text.left_out.append(name)
            return "".join(figure(picture) for picture in pictures)
        if name in _FILMS:
            addresses = [*(said.get(key, "") for key in _FILES), *said.get("", "").split(), unescape(inside).strip()]
            address = next((one for one in addresses if _ALONE.fullmatch(one)), "")
            if not address and name == "vimeo" and (number := re.search(r"\d{5,12}", " ".join(addresses))):
                address = f"https://vimeo.com/{number[0]}"
            if address:
                return _film(address)
        self.text.left_out.append(name)
        return inside


_FILMS = {"embed", "video", "audio", "youtube", "vimeo", "wpvideo", "tweet", "twitter", "instagram", "soundcloud"}
_ENCLOSING = _FILMS | {"caption", "wp_caption", "media-credit"}
_KNOWN = _ENCLOSING | {"gallery", "playlist"}


def _attributes(written: str) -> dict[str, str]:
    """Its attributes by name; what has no name stands under ""."""
    straight = re.sub("[“”″]", '"', written)
    said: dict[str, str] = {}
    for name, double, single, bare, quoted, alone in _PAIR.findall(straight):
        if name:
            said.setdefault(name.lower(), double or single or bare)
        else:
            said[""] = f"{said.get('', '')} {quoted or alone}".strip()
    return said


def _captioned(said: dict[str, str], inside: str) -> str:
    image = _IMAGE.search(inside)
    credit = said.get("name", "") if "credit" not in said else said["credit"]
    if within := re.search(r"\[media-credit([^\[\]]{0,1000})\]", inside):
        credit = credit or _attributes(within[1]).get("name", "")
    inside_plain = _CREDITED.sub("", inside)
    if not image:
        return inside_plain
    image_html = image[0]
    caption = said.get("caption") or inside_plain.replace(image_html, " ", 1).strip()
    return _figure(image_html, caption, escape(credit, quote=False), said.get("align", ""))


def _figure(image_html: str, caption_html: str, credit_html: str, align: str = "") -> str:
    side = align.removeprefix("align")
    kind = f' class="align-{side}"' if side in ("left", "right", "center") else ""
    caption = f'<span class="caption">{caption_html}</span>' if credit_html and caption_html else caption_html
    if credit_html:
        caption += f' <span class="attribution"><span class="source">{credit_html}</span></span>'
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"\n\n<figure{kind}>{image_html}{said}</figure>\n\n"


def figure(picture: Picture) -> str:
    """The figure of a picture that is known by its number alone."""
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt or "")}">'
    return _figure(image, escape(picture.caption or "", quote=False), escape(picture.credit or "", quote=False))


def _film(address: str) -> str:
    return f'\n\n<div class="embed" data-src="{escape(unescape(address))}"></div>\n\n'


# --- paragraphs


def paragraphs(html: str, depth: int = 0) -> str:
    """The text with its empty lines as paragraphs, where no block element says otherwise."""
    out: list[str] = []
    unclosed = 0
    while html:
        done, html = _until_unclosed(html, out, depth)
        unclosed += 1
        if done:
            break
        if unclosed > MOST_UNCLOSED:
            out.append(html)
            break
    return "".join(out)


def _until_unclosed(html: str, out: list[str], depth: int) -> tuple[bool, str]:
    """Writes out what can be; else what follows the start tag of an element that has no end, for the next round."""
    run = begin = inner = level = 0
    name = ""
    for token in markup.scan(html):
        if token.name not in BLOCKS:
            continue
        opens = not token.closing
        if level and name == "p" and opens:
            out.append(html[begin : token.start])
            level, run = 0, token.start
        if level == 0:
            out.append(_lines(html[run : token.start]))
            run = token.end
            if opens and token.name not in markup.VOID and token.name not in markup.RAW_TEXT:
                name, begin, inner, level = token.name, token.start, token.end, 1
            else:
                out.append(html[token.start : token.end])
        elif token.name == name:
            level += 1 if opens else -1
            if level == 0:
                inside = html[inner : token.start]
                if name in DIVIDED and depth < DEEPEST and _EMPTY_LINE.search(inside.strip()):
                    inside = paragraphs(inside, depth + 1)
                out.append(html[begin:inner] + inside + html[token.start : token.end])
                run = token.end
    if level and name != "p":
        out.append(html[begin:inner])
        return False, html[inner:]
    out.append(html[begin:] if level else _lines(html[run:]))
    return True, ""


def _lines(words: str) -> str:
    """Words outside of any block: paragraphs at empty lines, breaks at the ends of single ones."""
    if not words.strip():
        return words
    made = []
    for part in _EMPTY_LINE.split(words):
        part = part.strip()
        if not part:
            continue
        if _ALONE.fullmatch(part):
            made.append(_film(part).strip())
        elif not _is_comment(part):
            made.append(f"<p>{_breaks(part)}</p>")
        else:
            made.append(part)
    return "\n" + "\n".join(made) + "\n"


def _is_comment(part: str) -> bool:
    """One that stands alone between empty lines."""
    return part.startswith("<!--") and part.endswith("-->") and part.count("<") == 1


def _breaks(part: str) -> str:
    if "\n" not in part:
        return part
    out: list[str] = []
    at = 0
    for token in markup.scan(part):
        out += [_broken(part[at : token.start], "".join(out[-1:])), part[token.start : token.end]]
        at = token.end
    return "".join([*out, _broken(part[at:], "".join(out[-1:]))])


def _broken(words: str, before: str) -> str:
    if "\n" not in words:
        return words
    lines = words.split("\n")
    if not lines[0].strip() and _BREAK.search(before[-10:]):
        return lines[0] + "\n" + "<br>\n".join(lines[1:])
    return "<br>\n".join(lines)
