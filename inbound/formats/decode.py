"""Bytes of unknown making become text, and what is no text at all is refused.

The order is that of the sources themselves: a byte order mark, then what the file says of itself (XML declaration, HTML
meta), then UTF-8, then Windows-1252, which decodes everything that older tools wrote without saying so.
"""

from __future__ import annotations

import codecs
import dataclasses
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Names as the web uses them, with what browsers take them to mean. Python's other codecs (punycode, utf-7, idna, …)
# are no encodings of articles, and some of them take quadratic time.
ENCODINGS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
} | {
    name: name
    for name in (
        *(f"cp{number}" for number in (866, 874, 932, 949, *range(1250, 1259))),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
        ),
        *("euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "hz"),
    )
}

XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)

# What XML and HTML do not allow in text: controls except tab and line ends, lone surrogates, the two non-characters.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

MAGIC = (
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"PK\x03\x04", "a ZIP archive or an office document; save the article as HTML first"),
    (b"%PDF", "a PDF document; paste the article as HTML instead"),
    (b"\xd0\xcf\x11\xe0", "an office document; save the article as HTML first"),
    (b"{\\rtf", "an RTF document; save the article as HTML first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"ID3", "a sound"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "compressed (xz); unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd); unpack it first"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)


@dataclasses.dataclass(frozen=True)
class Decoded:
    """``text`` has no NUL, control or lone surrogate; ``encoding`` is the codec that turns it back into the bytes."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def binary(data: bytes) -> str | None:
    """What the bytes are where they are no text, in words that follow "The file is …"; None for text."""
    for magic, what in MAGIC:
        if data.startswith(magic):
            return what
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) or _unmarked_utf16(data):
        return None
    head = data[:4096]
    strange = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "not text" if strange > len(head) // 20 + 2 else None


def decode(data: bytes) -> Decoded:
    """Never fails: what no encoding explains is read as Windows-1252, with a warning."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding, ())
    if unmarked := _unmarked_utf16(data):
        return _read(data, unmarked, ())
    stated = _stated(data)
    is_utf8 = _decodes(data, "utf-8")
    if stated in (None, "utf-8") or stated.startswith(("utf-16", "utf-32")):
        # A file that says UTF-16 in single bytes is wrong about itself.
        if is_utf8:
            return _read(data, "utf-8", ())
        return _read(
            data,
            "cp1252",
            ("The file is not valid UTF-8 and was read as Windows-1252; check accents and quotation marks.",),
        )
    if is_utf8 and not data.isascii() and stated.startswith(("cp125", "iso8859")):
        # Bytes of a one-byte encoding are practically never valid UTF-8 by chance; a wrong declaration is common.
        return _read(data, "utf-8", (f"The file says that it is in {stated} but is in UTF-8; it was read as UTF-8.",))
    if _decodes(data, stated):
        return _read(data, stated, ())
    fallback = "utf-8" if is_utf8 else "cp1252"
    return _read(
        data,
        fallback,
        (f"The file is not in {stated}, as it says, and was read as {fallback}; check the accents.",),
    )


def without_controls(text: str) -> str:
    return NOT_TEXT.sub("", text)


def _read(data: bytes, encoding: str, warnings: tuple[str, ...]) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        if not warnings:
            warnings = (f"Some characters could not be read as {encoding} and show as \N{REPLACEMENT CHARACTER}.",)
    return Decoded(without_controls(text), encoding, warnings)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _stated(data: bytes) -> str | None:
    head = data[:4096].lstrip()
    # In a feed, a meta element belongs to some article's HTML.
    is_feed = head[:8].lower().startswith((b"<?xml", b"<rss", b"<feed", b"<rdf"))
    found = XML_ENCODING.match(head) if is_feed else META_CHARSET.search(head)
    if not found:
        return None
    try:
        return ENCODINGS.get(codecs.lookup(found[1].decode("ascii")).name)
    except LookupError:
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """What begins as XML or HTML in two bytes for each letter: <? <! or a tag."""
    if re.match(rb"<\x00[?!A-Za-z]\x00", data):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"\x00<\x00[?!A-Za-z]", data) else None
