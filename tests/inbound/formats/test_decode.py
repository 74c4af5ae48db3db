import codecs

import pytest

from inbound.formats.decode import binary, decode

TEXT = "Größe “Ünï” – naïve café"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><rss>', "cp1252"),
        ("<?xml version='1.0' encoding='windows-1252'?><rss>", "cp1252"),
        ('<?xml version="1.0" encoding="utf-8"?><rss>', "utf-8"),
        ('<?xml version="1.0"?><rss>', "utf-8"),
        ('<html><head><meta charset="windows-1252"></head>', "cp1252"),
        ('<html><meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_states(head, encoding):
    decoded = decode((head + TEXT).encode(encoding))
    assert decoded.text.endswith(TEXT)
    assert decoded.encoding == encoding
    assert not decoded.warnings


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_outranks_what_the_file_states(mark, encoding):
    head = '<?xml version="1.0" encoding="iso-8859-1"?>'
    assert decode(mark + (head + TEXT).encode(encoding)).text == head + TEXT


def test_utf16_without_a_mark_is_known_by_its_first_characters():
    assert decode("<rss>Ö</rss>".encode("utf-16-le")).text == "<rss>Ö</rss>"
    assert decode("<?xml?><rss>Ö</rss>".encode("utf-16-be")).text == "<?xml?><rss>Ö</rss>"


def test_what_is_not_utf8_is_read_as_windows_1252_and_says_so():
    decoded = decode("“Größe”".encode("cp1252"))
    assert decoded.text == "“Größe”"
    assert "Windows-1252" in decoded.warnings[0]


def test_a_file_that_is_wrong_about_itself_is_read_as_what_it_is():
    decoded = decode(b'<?xml version="1.0" encoding="ISO-8859-1"?>' + TEXT.encode())
    assert decoded.text.endswith(TEXT)
    assert "says that it is in" in decoded.warnings[0]
    assert decode(b'<?xml version="1.0" encoding="utf-16"?>' + TEXT.encode()).text.endswith(TEXT)


@pytest.mark.parametrize("named", ["punycode", "utf-7", "idna", "unicode_escape", "rot13", "hex", "zip", "no-such"])
def test_codecs_that_are_no_encodings_of_articles_are_not_used(named):
    data = f'<?xml version="1.0" encoding="{named}"?>'.encode() + TEXT.encode()
    assert decode(data).text.endswith(TEXT)


def test_the_meta_element_of_an_article_is_not_the_encoding_of_its_feed():
    feed = '<rss><item><description><![CDATA[<meta charset="shift_jis">Größe'
    assert decode(feed.encode()).text == feed


def test_nuls_controls_and_lone_surrogates_are_dropped():
    assert decode("a\0b\x0bc\ufffed".encode()).text == "abcd"
    assert decode(b"a\xed\xa0\x80b").text.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x1f\x8b\x08\0\0\0\0\0", "compressed"),
        (b"PK\x03\x04rest", "ZIP archive or an office document"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 20, "not text"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data, what):
    assert what in binary(data)


@pytest.mark.parametrize("data", [TEXT.encode(), TEXT.encode("utf-16"), b"<rss>\0\0</rss>", b"", b"a" * 9000])
def test_text_is_not_taken_for_something_else(data):
    assert binary(data) is None
