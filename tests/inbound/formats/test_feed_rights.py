"""What feeds state of rights: licences, holders, ends of use, states, restrictions, tombstones."""

import datetime as dt

import pytest

from inbound import formats
from inbound.formats import Withdrawn
from inbound.formats.arrival import Hints

SPACES = """xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:mi="http://schemas.ingestion.microsoft.com/common/"
 xmlns:cC="http://backend.userland.com/creativeCommonsRssModule"
 xmlns:cc2="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html" xmlns:rsl="https://rslstandard.org/rsl" """
BY, BY_SA = "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by-sa/4.0/"


def rss(*items: str, channel: str = "") -> bytes:
    inner = "".join(
        f"<item><title>Item {n}</title><guid>g{n}</guid><link>https://f.example/{n}</link>"
        f"<description>&lt;p&gt;Words of it.&lt;/p&gt;</description>{item}</item>"
        for n, item in enumerate(items, start=1)
    )
    return f'<rss version="2.0" {SPACES}><channel><title>F</title>{channel}{inner}</channel></rss>'.encode()


def atom(*entries: str, feed: str = "") -> bytes:
    inner = "".join(
        f"<entry><id>tag:f.example,2025:{n}</id><title>Entry {n}</title><updated>2025-03-01T00:00:00Z</updated>"
        f'<content type="html">&lt;p&gt;Words of it.&lt;/p&gt;</content>{entry}</entry>'
        for n, entry in enumerate(entries, start=1)
    )
    spaces = f'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" {SPACES}'
    return f"<feed {spaces}><title>F</title>{feed}{inner}</feed>".encode()


def read(data: bytes) -> formats.Reading:
    return formats.read(data, Hints())


def one(item: str = "", channel: str = ""):
    (arrival,) = read(rss(item, channel=channel)).arrivals
    return arrival


@pytest.mark.parametrize("prefix", ["cC", "cc2"])
def test_the_licence_of_the_item_comes_before_that_of_its_channel(prefix):
    channel = f"<{prefix}:license>{BY_SA}</{prefix}:license>"
    assert one(f"<{prefix}:license>{BY}</{prefix}:license>", channel).licence_stated == BY
    assert one("", channel).licence_stated == BY_SA


def test_atom_links_its_licence():
    link = '<link rel="license" href="{}"/>'
    first, second = read(atom(link.format(BY), "", feed=link.format(BY_SA))).arrivals
    assert (first.licence_stated, second.licence_stated) == (BY, BY_SA)


def test_dublin_core_states_rights_holder_and_licence():
    item = f"<dc:rights>© Ada Roe</dc:rights><dcterms:license>{BY}</dcterms:license>"
    item += "<dc:rightsHolder>Ada Roe</dc:rightsHolder>"
    found = one(item + "<dcterms:accessRights>Subscribers alone</dcterms:accessRights>", "<copyright>© F</copyright>")
    assert found.licence_stated == BY
    assert found.rights.copyright_notice == "© Ada Roe"
    assert found.rights.copyright_holder == "Ada Roe"
    assert found.rights.usage_terms == "Subscribers alone"
    assert one(channel="<copyright>© F</copyright>").rights.copyright_notice == "© F"


@pytest.mark.parametrize(
    ("item", "begins", "ends"),
    [
        ("<dcterms:valid>start=2025-01-02T00:00:00Z; end=2031-05-04T10:00:00+02:00; scheme=W3C-DTF</dcterms:valid>",
         dt.datetime(2025, 1, 2), dt.datetime(2031, 5, 4, 8)),
        ("<dcterms:valid>end=2031-05-04</dcterms:valid>", None, dt.datetime(2031, 5, 4)),
        ("<dcterms:valid>2031-05-04T00:00:00Z</dcterms:valid>", None, dt.datetime(2031, 5, 4)),
        ("<mi:expirationDate>2031-05-04T00:00:00Z</mi:expirationDate>", None, dt.datetime(2031, 5, 4)),
        ('<x:expirationDate xmlns:x="urn:x">Sun, 04 May 2031 00:00:00 GMT</x:expirationDate>',
         None, dt.datetime(2031, 5, 4)),
        ("<dcterms:valid>end=2031-05-04</dcterms:valid><mi:expirationDate>2030-01-01T00:00:00Z</mi:expirationDate>",
         None, dt.datetime(2030, 1, 1)),
        ("", None, None),
    ],
)  # fmt: skip
def test_how_long_an_item_may_be_used(item, begins, ends):
    found = one(item)
    assert found.embargo_until == (begins and begins.replace(tzinfo=dt.UTC))
    assert found.rights.expires == (ends and ends.replace(tzinfo=dt.UTC))
    assert found.rights.status == "usable"


def test_an_end_that_cannot_be_read_is_told():
    found = one("<dcterms:valid>end=next week</dcterms:valid>")
    assert found.rights.expires is None
    assert any("“next week” could not be read" in warning for warning in found.warnings)


def test_an_item_that_expired_says_so():
    found = one("<mi:expirationDate>2020-01-01T00:00:00Z</mi:expirationDate>")
    assert "The item expired on 2020-01-01 00:00 UTC." in found.warnings


def test_a_deleted_item_with_its_text_arrives_canceled_and_is_withdrawn():
    item = '<media:status state="deleted" reason="error of fact"/><pubDate>Mon, 03 Mar 2025 00:00:00 GMT</pubDate>'
    reading = read(rss(item, ""))
    assert [arrival.rights.status for arrival in reading.arrivals] == ["canceled", "usable"]
    at = dt.datetime(2025, 3, 3, tzinfo=dt.UTC)
    assert reading.withdrawn == [Withdrawn("g1", "https://f.example/1", at, "error of fact")]


def test_a_deleted_item_without_a_text_is_only_withdrawn():
    data = rss("").replace(b"</channel>", b"<item><guid>g9</guid><media:status state='deleted'/></item></channel>")
    reading = read(data)
    assert [arrival.source_id for arrival in reading.arrivals] == ["g1"]
    assert (reading.withdrawn, reading.errors) == ([Withdrawn("g9")], [])


@pytest.mark.parametrize(("state", "status"), [("blocked", "withheld"), ("active", "usable"), ("odd", "withheld")])
def test_other_states_of_an_item(state, status):
    found = one(f'<media:status state="{state}"/>')
    assert found.rights.status == status
    assert ("The source withholds this item" in " ".join(found.warnings)) == (status == "withheld")


def test_a_draft_is_withheld():
    draft = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'
    (found,) = read(atom(draft)).arrivals
    assert found.rights.status == "withheld"


def test_tombstones_are_withdrawals_and_no_articles():
    stones = (
        '<at:deleted-entry ref="tag:f.example,2025:7" when="2025-03-02T10:00:00Z"><at:by><name>Ida</name></at:by>'
        "<at:comment>Wrong &amp; withdrawn</at:comment></at:deleted-entry>"
        "<at:deleted-entry ref='tag:f.example,2025:8'/>"
    )
    reading = read(atom("", feed=stones))
    assert [arrival.title for arrival in reading.arrivals] == ["Entry 1"]
    at = dt.datetime(2025, 3, 2, 10, tzinfo=dt.UTC)
    assert reading.withdrawn == [
        Withdrawn("tag:f.example,2025:7", at=at, reason="Wrong & withdrawn"),
        Withdrawn("tag:f.example,2025:8"),
    ]


def test_a_feed_of_tombstones_alone_is_no_error():
    reading = read(atom(feed='<at:deleted-entry ref="tag:f.example,2025:7"/>'))
    assert (reading.arrivals, reading.errors, len(reading.withdrawn)) == ([], [], 1)


def test_a_shorter_feed_withdraws_nothing():
    assert read(rss()).withdrawn == []
    assert read(atom("")).withdrawn == []


# --- pictures


def pictured(inner: str, outer: str = ""):
    return one(f'{outer}<media:content url="https://f.example/a.jpg" medium="image">{inner}</media:content>').pictures


def test_what_is_said_inside_a_picture_comes_before_what_is_said_outside():
    outer = (
        "<media:credit>Agency</media:credit><media:copyright>© Agency</media:copyright>"
        f'<media:license href="{BY_SA}">BY-SA</media:license>'
    )
    inner = f'<media:credit>Ada Roe</media:credit><media:license href="{BY}">BY</media:license>'
    (picture,) = pictured(inner, outer)
    assert (picture.credit, picture.licence, picture.rights) == ("Ada Roe", BY, "© Agency")
    (picture,) = pictured("", outer)
    assert (picture.credit, picture.licence, picture.rights) == ("Agency", BY_SA, "© Agency")


def test_a_copyright_may_be_an_address():
    (picture,) = pictured('<media:copyright url="https://f.example/terms"/>')
    assert picture.rights == "https://f.example/terms"


@pytest.mark.parametrize(
    ("restriction", "said"),
    [
        (
            '<media:restriction relationship="deny" type="country">gb us</media:restriction>',
            "not to be shown in GB, US",
        ),
        ('<media:restriction relationship="allow" type="country">de</media:restriction>', "to be shown only in DE"),
    ],
)
def test_where_a_picture_may_not_be_shown_stands_with_its_rights(restriction, said):
    (picture,) = pictured(f"<media:copyright>© A</media:copyright>{restriction}")
    assert picture.rights == f"© A · {said}"


def test_a_deleted_picture_is_left_out_and_its_text_stays():
    found = one(
        '<media:content url="https://f.example/a.jpg" medium="image"><media:status state="deleted"/></media:content>'
    )
    assert found.pictures == []
    assert found.rights.status == "usable"


# --- what machines are told


def test_really_simple_licensing_is_kept_and_told():
    found = one(
        '<rsl:content url="/1"><rsl:license><rsl:prohibits type="usage">train-ai ai-index</rsl:prohibits>'
        '<rsl:permits type="geo">DE AT</rsl:permits></rsl:license></rsl:content>'
    )
    assert found.rights.prohibits == ["train-ai", "ai-index", "use, but in DE, AT"]
    (expression,) = found.rights.expressions
    assert expression.startswith("<rsl:content") and "train-ai ai-index" in expression


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:cc="http://web.resource.org/cc/">
<channel rdf:about="https://old.example/"><title>Old</title><link>https://old.example/</link>
<cc:license rdf:resource="https://creativecommons.org/licenses/by-nc/1.0/"/></channel>
<item rdf:about="https://old.example/1"><title>Tides</title><link>https://old.example/1</link>
<dc:creator>Ida Holm</dc:creator><dc:date>2003-05-06T07:08:09+02:00</dc:date><dc:rights>© 2003 Ida Holm</dc:rights>
<description>Of tides.</description>{text}</item>
<cc:License rdf:about="https://creativecommons.org/licenses/by-nc/1.0/">
<cc:permits rdf:resource="http://web.resource.org/cc/Distribution"/>
<cc:prohibits rdf:resource="http://web.resource.org/cc/CommercialUse"/></cc:License></rdf:RDF>"""
ITEMS = """<content:items><rdf:Bag><rdf:li><content:item><content:format rdf:resource="http://www.w3.org/1999/xhtml"/>
{value}</content:item></rdf:li></rdf:Bag></content:items>"""


@pytest.mark.parametrize(
    "text",
    [
        "<content:encoded><![CDATA[<p>The <em>tide</em> comes in.</p>]]></content:encoded>",
        ITEMS.format(value="<rdf:value><![CDATA[<p>The <em>tide</em> comes in.</p>]]></rdf:value>"),
        ITEMS.format(
            value='<rdf:value rdf:parseType="Literal" xmlns:h="http://www.w3.org/1999/xhtml">'
            "<h:p>The <h:em>tide</h:em> comes in.</h:p></rdf:value>"
        ),
    ],
)
def test_rss_1_0_with_its_content_module_and_its_described_licence(text):
    reading = read(RDF.format(text=text).encode())
    (found,) = reading.arrivals
    assert reading.format == "rss"
    assert found.body_html == "<p>The <em>tide</em> comes in.</p>"
    assert (found.title, found.standfirst, found.source_id) == ("Tides", "Of tides.", "https://old.example/1")
    assert [author.name for author in found.authors] == ["Ida Holm"]
    assert found.published == dt.datetime(2003, 5, 6, 5, 8, 9, tzinfo=dt.UTC)
    assert found.rights.copyright_notice == "© 2003 Ida Holm"
    assert found.rights.prohibits == ["commercial use"]
