"""The Conversation's Atom feed: one entry becomes an arrival."""

# ruff: noqa: E501 - a sample reads best on one line

import dataclasses
import datetime as dt

import pytest

from articles.body import text
from inbound.formats import conversation_atom
from inbound.formats.arrival import Arrival, Unreadable
from inbound.formats.feed_entry import Feed, FeedEntry
from tests.inbound.formats.conversation import HINTS, words

LEAD = (
    '<figure><img src="https://images.theconversation.com/files/1/original/a.jpg?w=1050&amp;h=700&amp;fit=crop" />'
    '<figcaption><span class="caption">A bell in its yard.</span> <span class="attribution">'
    '<a class="source" href="https://example.org">Una Link/Shutterstock</a></span></figcaption></figure>'
)
BODY = (
    "<p>A new bell sounds wrong.</p>\n\n<p>The founder knows it.</p>\n\n"
    '<figure class="align-center "><img alt="A lathe" src="https://images.theconversation.com/files/2/original/b.jpg">'
    '<figcaption><span class="caption">Metal off.</span> <span class="attribution"><span class="source">Bo Vance</span>, '
    '<a class="license" href="http://creativecommons.org/licenses/by/4.0/">CC BY</a></span></figcaption></figure>\n\n'
    '<hr>\n\n<p><em><strong>Read more: <a href="https://theconversation.com/bronze-990501">Bronze forgives nothing</a>'
    "</strong></em></p>\n\n<hr>\n\n<p></p>\n\n<p>So he takes metal away.</p>"
)
COUNTER = '<img src="https://counter.theconversation.com/content/990500/count.gif" alt="The Conversation" width="1" height="1" />'
SMALL_PRINT = (
    '\n<p class="fine-print"><em><span>Ida Roe receives funding from the Bell Fund.</span></em></p>'
    '<p class="fine-print"><em><span>Bo Vance and Cy Marr do not work for, consult, own shares in or receive funding from '
    "any company that would benefit from this article. </span></em></p>"
)
PAGE = "https://theconversation.com/how-a-bell-is-tuned-990500"
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def entry(*names: str, **changes) -> FeedEntry:
    authors = [(name, f"https://theconversation.com/profiles/{number}") for number, name in enumerate(names, 1)]
    given = {
        "id": "tag:theconversation.com,2011:article/990500",
        "title": "How a bell is tuned",
        "link": PAGE,
        "summary_html": "By taking away, never\n by adding.",
        "content_html": LEAD + BODY + COUNTER + SMALL_PRINT,
        "authors": authors
        or [("Ida Roe, Reader in Bells, Ennet University", "https://theconversation.com/profiles/ida-1")],
        "rights": "Licensed as Creative Commons – attribution, no derivatives.",
        "published": NOON,
        "updated": NOON,
        "raw": b"<entry/>",
    }
    return FeedEntry(**{**given, **changes})


def arrive(one: FeedEntry, hints=HINTS, *others: FeedEntry) -> Arrival:
    feed = Feed(
        version="atom10", id="tag:theconversation.com,2011:/uk/articles", language="en-US", entries=[one, *others]
    )
    assert conversation_atom.recognises_feed(feed)
    return conversation_atom.to_arrival(one, feed, hints)


def names(*lines: str, known: tuple[str, ...] = ()):
    hints = dataclasses.replace(HINTS, institutions={name: name for name in known})
    arrival = arrive(entry(*lines), hints)
    return [(one.name, one.title, one.institution) for one in arrival.authors], arrival.warnings


def test_entry_comes_apart_into_its_fields():
    arrival = arrive(entry())
    assert arrival.title == "How a bell is tuned"
    assert arrival.standfirst == "By taking away, never by adding."
    assert arrival.canonical_url == PAGE
    assert arrival.source_id == "tag:theconversation.com,2011:article/990500"
    assert arrival.counter_url == "https://counter.theconversation.com/content/990500/count.gif"
    assert (arrival.published, arrival.updated) == (NOON, NOON)
    assert arrival.licence_stated == "Licensed as Creative Commons – attribution, no derivatives."
    assert arrival.language == "en-US"
    assert arrival.notice_html is None
    assert arrival.raw == b"<entry/>"
    assert [(one.title, one.url) for one in arrival.related] == [
        ("Bronze forgives nothing", "https://theconversation.com/bronze-990501")
    ]


def test_body_is_the_article_without_lead_counter_list_and_disclosure():
    arrival = arrive(entry())
    assert text.plain(arrival.body_html) == (
        "A new bell sounds wrong.\n\nThe founder knows it.\n\nMetal off. Bo Vance, CC BY\n\nSo he takes metal away."
    )
    assert "<hr>" not in arrival.body_html and "count.gif" not in arrival.body_html


def test_lead_picture_stands_apart_with_its_caption():
    lead, inner = arrive(entry()).pictures
    assert lead.lead and not inner.lead
    assert lead.url == "https://images.theconversation.com/files/1/original/a.jpg?w=1050&h=700&fit=crop"
    assert (lead.caption, lead.credit, lead.licence) == ("A bell in its yard.", "Una Link/Shutterstock", None)
    assert (inner.alt, inner.caption, inner.credit) == ("A lathe", "Metal off.", "Bo Vance")
    assert inner.licence == "http://creativecommons.org/licenses/by/4.0/"


def test_lead_picture_without_a_caption_has_none():
    bare = LEAD.replace("A bell in its yard.", "")
    assert arrive(entry(content_html=bare + BODY + COUNTER)).pictures[0].caption is None


def test_film_before_the_article_stays_in_it():
    film = '<figure><iframe src="https://www.youtube.com/embed/x"></iframe><figcaption>A film.</figcaption></figure>'
    arrival = arrive(entry(content_html=film + BODY + COUNTER))
    assert not any(picture.lead for picture in arrival.pictures)
    assert "A film." in arrival.body_html and 'data-src="https://www.youtube.com/embed/x"' in arrival.body_html


def test_disclosures_keep_their_order_and_none_is_dropped():
    assert text.plain(arrive(entry()).disclosure_html).split("\n\n") == [
        "Ida Roe receives funding from the Bell Fund.",
        "Bo Vance and Cy Marr do not work for, consult, own shares in or receive funding from any company that would benefit from this article.",
    ]


def test_no_word_of_an_entry_is_lost():
    arrival = arrive(entry())
    came = words(LEAD + BODY + SMALL_PRINT)
    kept = words(arrival.body_html) + words(arrival.disclosure_html)
    kept += words(" ".join(one.title for one in arrival.related)) + words("A bell in its yard Una Link Shutterstock")
    assert came - kept == words("Read more")


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("Ida Roe, Reader in Bells, Ennet University", ("Ida Roe", "Reader in Bells", "Ennet University")),
        ("Ida Roe, Reader in Bells, Ennet University ", ("Ida Roe", "Reader in Bells", "Ennet University")),
        ("Ida Roe, Ennet University", ("Ida Roe", None, "Ennet University")),
        ("Ida Roe", ("Ida Roe", None, None)),
        ("Ida Roe, PhD candidate", ("Ida Roe", "PhD candidate", None)),
        (
            "Ida Roe, Professor of Bells; Director of the Yard, University of California, Santa Barbara",
            ("Ida Roe", "Professor of Bells; Director of the Yard", "University of California, Santa Barbara"),
        ),
        (
            "Ida Roe, Professor of Bells, Gongs and Chimes, University of Northmere, Kell Campus",
            ("Ida Roe", "Professor of Bells, Gongs and Chimes", "University of Northmere, Kell Campus"),
        ),
        (
            "Ida Roe, Director of Tone, the Research Centre for Bells, hosted at EIT University of Metal, EIT University of Metal",
            (
                "Ida Roe",
                "Director of Tone, the Research Centre for Bells, hosted at EIT University of Metal",
                "EIT University of Metal",
            ),
        ),
        (
            "Ida Roe, Fellow at the University of Sands, Grattan Institute",
            ("Ida Roe", "Fellow at the University of Sands", "Grattan Institute"),
        ),
        (
            "Ida Roe, Distinguished University Professor, Bell Museum",
            ("Ida Roe", "Distinguished University Professor", "Bell Museum"),
        ),
        (
            "Ida Roe, Head of the Laboratory of Tone, Department of Metal, Negri Institute for Bells NIB",
            ("Ida Roe", "Head of the Laboratory of Tone, Department of Metal", "Negri Institute for Bells NIB"),
        ),
        ("Ida Roe, Researcher, Bell Works, Inc.", ("Ida Roe", "Researcher", "Bell Works, Inc.")),
        ("Ida Roe, Jr., Reader, Ennet University", ("Ida Roe, Jr.", "Reader", "Ennet University")),
        (
            "Íñigo Lasarte, Profesor titular, Universidad de Puertomar",
            ("Íñigo Lasarte", "Profesor titular", "Universidad de Puertomar"),
        ),
    ],
)
def test_first_comma_ends_the_name_and_the_institution_is_guessed_with_care(line, split):
    found, warnings = names(line)
    assert found == [split]
    assert bool(split[2]) == any("Ida Roe" in one or "Lasarte" in one for one in warnings if "guess" in one)


def test_longest_known_institution_wins_and_is_no_guess():
    known = ("Sea", "Sands, Salt and Sea")
    found, warnings = names("Ida Roe, Reader, Sands,  salt and SEA", known=known)
    assert found == [("Ida Roe", "Reader", "Sands, salt and SEA")]
    assert not any("guess" in warning for warning in warnings)


def test_every_guess_is_said_and_names_its_author():
    _, warnings = names("Ida Roe, A, Ennet University", "Bo Vance, B, Marrow College", known=("Marrow College",))
    assert [one.split(":")[0] for one in warnings if "guess" in one] == ["Ida Roe"]


def test_institution_that_repeats_among_authors_helps():
    found, _ = names("Ida Roe, Reader, School of Bells, Sands", "Bo Vance, Caster, School of Bells, Sands")
    assert [one[2] for one in found] == ["School of Bells, Sands"] * 2


def test_authors_keep_their_profiles():
    assert [one.profile_url for one in arrive(entry("A B, C, D", "E F, G, H")).authors] == [
        "https://theconversation.com/profiles/1",
        "https://theconversation.com/profiles/2",
    ]


def test_root_relative_counter_of_another_outlet_is_kept_verbatim():
    hints = dataclasses.replace(
        HINTS, hosts=frozenset({"commons.example"}), counter_patterns=(r"/demo/content/\d+/count\.gif",)
    )
    content = '<p>A word.</p><img src="/demo/content/990500/count.gif"><p><a href="/x">on</a></p>'
    arrival = arrive(entry(content_html=content, link="https://commons.example/a-990500"), hints)
    assert arrival.counter_url == "/demo/content/990500/count.gif"
    assert 'href="https://commons.example/x"' in arrival.body_html


def test_missing_counter_and_a_counter_of_another_article_are_said():
    assert any("no counter" in one for one in arrive(entry(content_html=BODY)).warnings)
    strange = arrive(entry(content_html=BODY + COUNTER.replace("990500", "1")))
    assert any("counts article 1" in one for one in strange.warnings)


def test_address_behind_a_redirect_is_the_original():
    arrival = arrive(entry(link="https://feeds.example/1", source_link=PAGE))
    assert arrival.canonical_url == PAGE


def test_entry_without_anything_is_unreadable():
    with pytest.raises(Unreadable):
        arrive(entry(title=None, content_html="", summary_html=""))


def test_entry_that_is_too_large_is_unreadable():
    with pytest.raises(Unreadable):
        arrive(entry(content_html="<p>word</p>" * 200_000))


def test_plain_atom_is_left_to_its_own_adapter():
    plain = FeedEntry(id="https://example.org/1", title="A")
    assert not conversation_atom.recognises_feed(Feed(version="atom10", id="urn:x", entries=[plain]))
    assert not conversation_atom.recognises_feed(Feed(version="rss20", entries=[entry()]))
    assert conversation_atom.recognises_feed(Feed(version="atom10", id="tag:theconversation.com,2011:/us/articles"))
