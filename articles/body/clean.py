"""The allow-list: what may stand in a body. HTML exists in this newsroom only if it went through `clean`.

Three steps, each simple: `_simplify` keeps the tags and attributes of the table and drops code; nh3 reads what is left
as a browser would and is the gate; `nesting.settle` makes it a sequence of valid blocks.
"""

import re

import nh3

from articles.body import markup, nesting
from articles.body.depth import Depth, TooDeep, TooMany

# What may stand in a body, with the attributes each element may carry, in the order they are written.
# Read it aloud to an editor.
ALLOWED: dict[str, tuple[str, ...]] = {
    # Paragraphs, headings and breaks. A text's h1 becomes h2: the page has its headline already.
    **dict.fromkeys(("p", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "br"), ()),
    # Lists
    "ul": (),
    "ol": ("start", "reversed"),
    "li": ("value",),
    **dict.fromkeys(("dl", "dt", "dd"), ()),
    # Words
    **dict.fromkeys(("em", "i", "strong", "b", "sub", "sup", "s", "del", "ins", "small", "mark"), ()),
    **dict.fromkeys(("code", "q", "cite", "span"), ()),
    "abbr": ("title",),
    "time": ("datetime",),
    "a": ("href", "hreflang", "title"),
    # Tables
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr"), ()),
    **dict.fromkeys(("colgroup", "col"), ("span",)),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
    # Pictures, and the place where a chart or a film stands: <div class="embed" data-src="https://…"></div>
    **dict.fromkeys(("figure", "figcaption"), ()),
    "img": ("src", "alt", "width", "height"),
    "div": ("data-src",),
}
CLASSES = frozenset(
    {"caption", "attribution", "source", "license", "embed", "align-left", "align-right", "align-center", "zoomable"}
    | {"pull-quote", "fine-print"}
)
CLASSED = frozenset({"p", "blockquote", "figure", "figcaption", "img", "table", "span", "a", "div"})
SCHEMES = frozenset({"http", "https", "mailto"})

# Unwrapped: their text stays, and their edges end a paragraph.
WRAPPERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "center", "hgroup", "search"}
    | {"form", "fieldset", "legend", "details", "summary", "dialog", "menu", "dir", "option"}
)
# Dropped with what is in them, because it is code or shown by no browser.
DROPPED = frozenset({"script", "style", "noscript", "noembed", "noframes", "title", "template"})
RENAMED = {"h1": "h2", "strike": "s", "image": "img", "listing": "pre", "acronym": "abbr"}
OUR_CLASS_FOR = {"align-centre": "align-center"}

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100
MAX_TAGS = 150_000


class TooLarge(ValueError):
    """The text is too long or too deeply nested to be an article. The message is for an editor."""


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED) | set(WRAPPERS),
    clean_content_tags=set(DROPPED),
    attributes={tag: set(names) for tag, names in ALLOWED.items()},
    allowed_classes={tag: set(CLASSES) | set(OUR_CLASS_FOR) for tag in CLASSED},
    url_schemes=set(SCHEMES),
    strip_comments=True,
    link_rel=None,
)


def clean(html: str) -> str:
    """`html` reduced to the allow-list, as a sequence of blocks with nothing but whitespace between them.

    - Safe: no element, attribute, class or address scheme but those in the tables above, for any input.
    - Faithful: no visible word is lost or changed, and their order stays; code, comments and fallbacks go.
    - Stable: clean(clean(x)) == clean(x).
    - Valid: every block stands where it may, so that it can be split, paged and put into a feed.

    Raises TooLarge for more than 2 MB or elements nested more than 100 deep.
    """
    _check_size(html)
    try:
        passed = _CLEANER.clean(_simplify(markup.without_controls(html)))
        # What a character reference (&#1;) stands for is only known after the parser has read it.
        result = nesting.settle(markup.without_controls(passed), _judge, MAX_DEPTH)
        if result.count("<") > MAX_TAGS:  # end tags were added
            raise TooMany
    except TooDeep:
        raise TooLarge(
            f"The elements of this text are nested more than {MAX_DEPTH} deep, so it cannot be read safely. "
            "Paste the article's text without the page around it."
        ) from None
    except TooMany:
        raise TooLarge(
            f"This text has more than {MAX_TAGS:,} tags, so it is not a single article. "
            "Take the article alone out of it and try again."
        ) from None
    _check_size(result)
    return result if result.strip() else ""


def _check_size(html: str) -> None:
    if len(html) * 4 > MAX_BYTES and len(html.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _too_long()


def _too_long() -> TooLarge:
    return TooLarge(
        "This text is longer than 2 MB, so it is not a single article. Take the article alone out of it and try again."
    )


def _simplify(html: str) -> str:
    """`html` with the tags and attributes of the tables alone, and nothing that makes a parser slow.

    Parsers take quadratic time over thousands of attributes, deep nesting and long runs of references, and turn to
    other rules inside svg and math (where nh3 drops the words, too): nothing of that reaches nh3. A comment marks the
    place of what was left out, for two pieces of text must not join to a new tag or reference.
    """
    out: list[str] = []
    at = templates = size = 0
    depth = Depth(MAX_DEPTH * 2, MAX_TAGS)
    known: dict[str, tuple[str, str, bool]] = {}  # most tags of a text are alike
    for found in markup.matches(html):
        begin, end = found.span()
        if begin > at and not templates:
            out.append(_text(html[at:begin]))
            size += len(out[-1])
            if size > MAX_BYTES:
                raise _too_long()
        at = end
        written = found[0]
        if written in known:
            kept, name, closing = known[written]
        else:
            kept, name, closing = _kept(found)
            if len(written) < 200:
                known[written] = kept, name, closing
        if name == "template":
            templates = max(0, templates + (-1 if closing else 1))
            out.append(kept)
        elif found.lastindex == markup.UNFINISHED:
            at = len(html)
            break
        elif not templates:
            out.append(kept)
            if not name:
                depth.tag()
            elif closing:
                depth.end(name)
            else:
                depth.start(name)
    if at < len(html) and not templates:
        out.append(_text(html[at:]))
        if size + len(out[-1]) > MAX_BYTES:
            raise _too_long()
    return "".join(out)


_LEFT_OUT = "<!---->"
# nh3 takes time with the square of the references in one text, or one value.
_REFERENCE = re.compile("&#?[a-zA-Z0-9]*;?|\xa0")
_MAX_REFERENCES = 200
_MAX_VALUE = 16 * 1024


def _text(text: str) -> str:
    if "<" in text:
        text = text.replace("<", "&lt;")
    if text.count("&") + text.count("\xa0") <= _MAX_REFERENCES:
        return text
    parts, at = [], 0
    for number, reference in enumerate(_REFERENCE.finditer(text), start=1):
        if number % _MAX_REFERENCES == 0:
            parts += [text[at : reference.end()], _LEFT_OUT]
            at = reference.end()
    return "".join([*parts, text[at:]])


def _kept(found: re.Match[str]) -> tuple[str, str, bool]:
    """What to hand on of a tag; its name if it then counts as an element; whether it is an end tag."""
    kind = found.lastindex
    if kind == markup.TAG:
        name = found[6].lower()
        name, closing = RENAMED.get(name, name), found[5] == "/"
        if name == "template":
            return _LEFT_OUT, name, closing
        if name == "iframe" and not closing:
            return _embed(found[7]), "", False
        if name not in ALLOWED and name not in WRAPPERS:
            return _LEFT_OUT, "", False
        if closing:
            return f"</{name}>", name, True
        return f"<{name}{_kept_attributes(name, found[7])}>", "" if name in nesting.VOID else name, False
    if kind == markup.PLAINTEXT:
        return _literal(found[10].replace("&", "&amp;")), "", False
    if kind == markup.RAW:
        name = found[1].lower()
        if name == "iframe":
            return _embed(found[2]), "", False
        if name == "textarea":  # what stands in it may hold references, though no tags
            return _literal(found[3]), "", False
        if name == "xmp":
            return _literal(found[3].replace("&", "&amp;")), "", False
    return _LEFT_OUT, "", False


def _embed(attributes: str) -> str:
    source = markup.raw_attributes(attributes).get("src", "")
    return f'<div class="embed" data-src="{_quote(source)}"></div>'


def _literal(text: str) -> str:
    return f"<div>{_LEFT_OUT}{_text(text)}</div>"


def _kept_attributes(name: str, text: str) -> str:
    kept = ALLOWED.get(name, ())
    if not text or not (kept or name in CLASSED):
        return ""
    return "".join(
        f' {attribute}="{_quote(value)}"'
        for attribute, value in markup.raw_attributes(text).items()
        if (attribute in kept or (attribute == "class" and name in CLASSED)) and len(value) <= _MAX_VALUE
    )


def _quote(raw: str) -> str:
    return raw.replace('"', "&quot;")


def _judge(name: str, attributes: str) -> str | None:
    return _tag(name, markup.attributes(attributes) if attributes else {})


_DIGITS = re.compile(r"[0-9]{1,5}\Z")
_INTEGER = re.compile(r"-?[0-9]{1,5}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,4}\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[!#-;=?-_a-~]+\Z")
_UNSAFE = re.compile('[<>"`]')  # parsers of less care than a browser end an attribute there
_LINE_ENDS = re.compile(r"[\t\n\r]+")
_INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028\u2029\u2060\ufeff]+")
_CHECKS = {
    **dict.fromkeys(("width", "height", "colspan", "rowspan", "span"), _DIGITS),
    **dict.fromkeys(("start", "value"), _INTEGER),
    "hreflang": _LANGUAGE,
    "scope": re.compile(r"(?:row|col|rowgroup|colgroup)\Z"),
}


def _tag(name: str, found: dict[str, str]) -> str | None:
    """The start tag to write, with what is allowed of the attributes, or how else to treat it."""
    classes = _classes(found["class"]) if "class" in found and name in CLASSED else []
    if name == "div":
        source = _address(found.get("data-src", ""))
        if source.startswith("//"):
            source = f"https:{source}"
        if "embed" in classes and _WEB.match(source):
            return f'<div class="embed" data-src="{markup.escape_value(source)}">'
        return nesting.WRAPPER
    if name in WRAPPERS:
        return nesting.WRAPPER
    kept = {}
    if classes := [one for one in classes if one != "embed"]:
        kept["class"] = " ".join(classes)
    for attribute in ALLOWED[name]:
        if attribute in found and (value := _value(attribute, found[attribute])) is not None:
            kept[attribute] = markup.escape_value(value)
    if name in _NEEDS and _NEEDS[name] not in kept:
        return nesting.UNWRAP
    # Written out, a value may be longer than it was; what is too long now would be too long next time.
    written = "".join(f' {attribute}="{value}"' for attribute, value in kept.items() if len(value) <= _MAX_VALUE)
    return f"<{name}{written}>"


# An element that is nothing without this attribute.
_NEEDS = {"a": "href", "img": "src", "span": "class"}


def _value(attribute: str, value: str) -> str | None:
    """The value as it may be written, or None to leave the attribute out."""
    if attribute in ("href", "src"):
        return _address(value, mail=attribute == "href") or None
    if attribute in _CHECKS:
        value = value.strip()
        return value if _CHECKS[attribute].match(value) else None
    if attribute == "reversed":
        return ""
    return value if value or attribute == "alt" else None


def _classes(value: str) -> list[str]:
    names = (OUR_CLASS_FOR.get(name, name) for name in value.split())
    return list(dict.fromkeys(name for name in names if name in CLASSES))


_WEB_SCHEMES = SCHEMES - {"mailto"}
_OUTER_SPACE = "".join(map(chr, range(33)))


def _address(value: str, mail: bool = False) -> str:
    """The address if a reader may follow it, else nothing. Browsers ignore tabs, line ends and outer space in it."""
    if _PLAIN_ADDRESS.match(value):
        return value
    address = _LINE_ENDS.sub("", value).strip(_OUTER_SPACE)
    scheme = _SCHEME.match(_INVISIBLE.sub("", address))
    if scheme and scheme[1].lower() not in (SCHEMES if mail else _WEB_SCHEMES):
        return ""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", address)
