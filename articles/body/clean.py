"""The allow-list: what may stand in a body. HTML exists in this newsroom only if it went through `clean`.

Three steps, each simple: `_simplify` keeps the tags and attributes of the table and drops code; nh3 reads what is left as a
browser would and is the gate; `nesting.settle` makes it a sequence of valid blocks.
"""

import re

import nh3

from articles.body import markup, nesting

# What may stand in a body, with the attributes each element may carry. Read it aloud to an editor.
ALLOWED: dict[str, frozenset[str]] = {
    # Paragraphs, headings and breaks. A text's h1 becomes h2: the page has its headline already.
    **dict.fromkeys("p h2 h3 h4 h5 h6 blockquote pre hr br".split(), frozenset()),
    # Lists
    "ul": frozenset(),
    "ol": frozenset({"start", "reversed"}),
    "li": frozenset({"value"}),
    **dict.fromkeys("dl dt dd".split(), frozenset()),
    # Words
    **dict.fromkeys("em i strong b sub sup s del ins small code q cite mark span".split(), frozenset()),
    "abbr": frozenset({"title"}),
    "time": frozenset({"datetime"}),
    "a": frozenset({"href", "title", "hreflang"}),
    # Tables
    **dict.fromkeys("table caption thead tbody tfoot tr".split(), frozenset()),
    **dict.fromkeys(("colgroup", "col"), frozenset({"span"})),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "td": frozenset({"colspan", "rowspan"}),
    # Pictures, and the place where a chart or a film stands
    **dict.fromkeys("figure figcaption".split(), frozenset()),
    "img": frozenset({"src", "alt", "width", "height"}),
    "div": frozenset({"data-src"}),  # only as <div class="embed" data-src="https://…"></div>
}
CLASSES = frozenset(
    "caption attribution source license embed align-left align-right align-center zoomable pull-quote fine-print".split()
)
CLASSED = frozenset("p blockquote figure figcaption img table span a div".split())
SCHEMES = frozenset({"http", "https", "mailto"})

# Unwrapped: their text stays, and their edges end a paragraph.
WRAPPERS = frozenset(
    "div section article main header footer aside nav address center form fieldset legend details summary dialog "
    "hgroup search menu dir option".split()
)
# Dropped with what is in them, because it is code or shown by no browser.
DROPPED = frozenset("script style noscript noembed noframes title template".split())
RENAMED = {"h1": "h2", "strike": "s", "image": "img", "listing": "pre", "acronym": "abbr"}
OUR_CLASS_FOR = {"align-centre": "align-center"}

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100


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
    text = markup.without_controls(html)
    passed = _CLEANER.clean(_simplify(text))
    # Character references (&#1;) are only known after the parser has read them.
    passed = markup.without_controls(passed)
    try:
        result = nesting.settle(passed, _Judge(), MAX_DEPTH)
    except nesting.TooDeep:
        raise _too_deep() from None
    _check_size(result)
    return result


def _check_size(html: str) -> None:
    if len(html) * 4 > MAX_BYTES and len(html.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TooLarge(
            "This text is longer than 2 MB, so it is not a single article. Take the article alone out of it and try again."
        )


def _too_deep() -> TooLarge:
    return TooLarge(
        f"The elements of this text are nested more than {MAX_DEPTH} deep, so it cannot be read safely. "
        "Paste the article's text without the page around it."
    )


_TABLE_CELLS = frozenset({"td", "th", "caption"})
_BLOCKS = nesting.BLOCKS | WRAPPERS
_OPTIONAL_END = frozenset("p li dt dd tr td th thead tbody tfoot colgroup caption option".split())
_FORMATTING = frozenset("a b code em i s small strong".split())


def _simplify(html: str) -> str:
    """`html` with the tags and attributes of the tables alone, and nothing that makes a parser slow or change its mode.

    Parsers take quadratic time over thousands of attributes and deep nesting, and turn to other rules inside svg and math.
    So nothing of that reaches nh3. A comment marks what was left out, for two pieces of text must not join to a new tag.
    """
    out: list[str] = []
    at = 0
    skipping = 0  # depth inside <template>
    stack: list[str] = []
    for token in markup.scan(html):
        name = RENAMED.get(token.name, token.name)
        if not skipping and token.start > at:
            out.append(html[at : token.start].replace("<", "&lt;"))
        at = token.end
        if name == "template":
            skipping = max(0, skipping + (-1 if token.closing else 1))
        if skipping:
            continue
        _follow(stack, name, token)
        if name == "iframe" and not token.closing:
            source = markup.raw_attributes(token.attributes).get("src", "")
            out.append(f'<div class="embed" data-src="{_quote(source)}"></div>')
        elif name in ("textarea", "xmp", "plaintext") and not token.closing:
            words = token.raw if name == "textarea" else token.raw.replace("&", "&amp;")
            out.append(f"<div><!---->{words.replace('<', '&lt;')}</div>")
        elif name not in ALLOWED and name not in WRAPPERS:
            out.append("<!---->")
        elif token.closing:
            out.append(f"</{name}>")
        elif token.attributes and (name in CLASSED or ALLOWED.get(name)):
            out.append(f"<{name}{_kept_attributes(name, token.attributes)}>")
        else:
            out.append(f"<{name}>")
    if not skipping:
        out.append(html[at:].replace("<", "&lt;"))
    return "".join(out)


def _kept_attributes(name: str, text: str) -> str:
    kept = ALLOWED.get(name, frozenset())
    return "".join(
        f' {attribute}="{_quote(value)}"'
        for attribute, value in markup.raw_attributes(text).items()
        if attribute in kept or (attribute == "class" and name in CLASSED)
    )


def _quote(raw: str) -> str:
    return raw.replace('"', "&quot;")


def _follow(stack: list[str], name: str, token: markup.Token) -> None:
    """Keep count of the elements open at this point, as a parser would, or a little above; raise TooLarge past the limit."""
    if not name or name == "a" or name in markup.VOID or token.raw or name in markup.RAW_TEXT:
        return
    if not token.closing:
        if name in _OPTIONAL_END and name not in _TABLE_CELLS:
            return  # the next one closes it: they do not nest without something that is counted between them
        if token.attributes.endswith("/") and name not in ALLOWED and name not in WRAPPERS:
            return  # <path/> of an svg, <o:p/> of a word processor
        stack.append(name)
        if len(stack) > MAX_DEPTH * 2:
            raise _too_deep()
        return
    for index in range(len(stack) - 1, -1, -1):
        if stack[index] == name:
            if name in _FORMATTING:
                del stack[index]
            else:
                del stack[index:]
            return
        if name != "table" and (stack[index] in _TABLE_CELLS or (name not in _BLOCKS and stack[index] in _BLOCKS)):
            if not (name in _FORMATTING and stack[index] not in _TABLE_CELLS):
                return


class _Judge:
    """Decides on each tag that passed nh3; remembers, for most tags of a text are alike."""

    def __init__(self):
        self.known: dict[tuple[str, str], str | None] = {}

    def __call__(self, name: str, attributes: str) -> str | None:
        key = name, attributes
        if key not in self.known:
            self.known[key] = _tag(name, markup.attributes(attributes) if attributes else {})
        return self.known[key]


_DIGITS = re.compile(r"[0-9]{1,5}\Z")
_INTEGER = re.compile(r"-?[0-9]{1,5}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,4}\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CHECKS = {
    **dict.fromkeys(("width", "height", "colspan", "rowspan", "span"), _DIGITS),
    **dict.fromkeys(("start", "value"), _INTEGER),
    "hreflang": _LANGUAGE,
    "scope": re.compile(r"(?:row|col|rowgroup|colgroup)\Z"),
    "reversed": re.compile(r""),
}


def _tag(name: str, found: dict[str, str]) -> str | None:
    """The start tag to write; None to unwrap; "" to unwrap as a wrapper."""
    classes = _classes(found.get("class", "")) if name in CLASSED else []
    if name == "div":
        source = _address(found.get("data-src", ""))
        if source.startswith("//"):
            source = f"https:{source}"
        if "embed" in classes and re.match(r"https?://[^/]", source, re.IGNORECASE):
            return f'<div class="embed" data-src="{markup.escape_value(source)}">'
        return ""
    if name in WRAPPERS:
        return ""
    classes = [one for one in classes if one != "embed"]
    kept = {"class": " ".join(classes)} if classes else {}
    for attribute in ALLOWED[name]:
        value = found.get(attribute)
        if value is None:
            continue
        if attribute in ("href", "src"):
            value = _address(value, mail=attribute == "href")
        elif attribute in _CHECKS:
            value = value.strip()
            if not _CHECKS[attribute].match(value):
                continue
        if value or attribute in ("alt", "reversed"):
            kept[attribute] = "" if attribute == "reversed" else value
    if (
        (name == "span" and not classes)
        or (name == "a" and "href" not in kept)
        or (name == "img" and "src" not in kept)
    ):
        return None
    order = sorted(kept, key=_ORDER.index)
    written = "".join(f' {one}="{markup.escape_value(kept[one])}"' for one in order)
    return f"<{name}{written}>"


_ORDER = ["class", "href", "hreflang", "src", "alt", "title", "width", "height"]
_ORDER += sorted({name for names in ALLOWED.values() for name in names} - set(_ORDER))


def _classes(value: str) -> list[str]:
    names = (OUR_CLASS_FOR.get(name, name) for name in value.split())
    return list(dict.fromkeys(name for name in names if name in CLASSES))


def _address(value: str, mail: bool = False) -> str:
    """The address if it is one a reader may follow, else nothing. Browsers ignore tabs, line ends and outer space in it."""
    address = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33))))
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]", "", address)
    scheme = _SCHEME.match(bare)
    if scheme and scheme[1].lower() not in (SCHEMES if mail else SCHEMES - {"mailto"}):
        return ""
    return address
