"""The Republish block as a whole: samples in the forms of several years, headline, counter, pictures."""

# ruff: noqa: E501 - a sample reads best on one line

import dataclasses

import pytest

from articles.body import text
from inbound.formats import conversation_block
from inbound.formats.arrival import Unreadable
from tests.inbound.formats.conversation import (
    BODY,
    COUNTER,
    COUNTER_URL,
    CREDIT,
    HINTS,
    NOTICE,
    NUMBER,
    ORIGINAL,
    block,
    people,
    read,
    sample,
)


def test_block_of_the_button_comes_apart_into_its_fields():
    arrival = read(sample("button.html"))
    assert arrival.title == "Rivers remember where they used to run, and so should we"
    assert people(arrival) == [
        (
            "Ottoline Vane",
            "Professor of Rivers, Deltas and Coasts and Director, Centre for Slow Water",
            "University of Ennet, Sands",
        ),
        ("Bram Oduya", None, "Marrow College"),
        (
            "Lise Quill",
            "Fellow at the Map Room, University of Ennet, and Lecturer in Photography",
            "St. Aldhelm’s",
        ),
    ]
    assert arrival.authors[0].profile_url == "https://theconversation.com/profiles/ottoline-vane-9900011"
    assert arrival.authors[2].institution_url == "https://theconversation.com/institutions/st-aldhelms-99003"
    assert arrival.canonical_url == (
        "https://theconversation.com/rivers-remember-where-they-used-to-run-and-so-should-we-990100"
    )
    assert arrival.counter_url == (
        "https://counter.theconversation.com/content/990100/count.gif?distributor=republish-lightbox-basic"
    )
    assert arrival.source_id == "990100"
    assert [(one.title, one.url) for one in arrival.related] == [
        ("Why ditches matter more than dams", "https://theconversation.com/why-ditches-matter-more-than-dams-990150")
    ]
    assert text.plain(arrival.notice_html) == (
        "This article is republished from The Conversation under a Creative Commons license. Read the original article."
    )
    assert arrival.notice_html.count("<a href=") == 2
    assert arrival.licence_stated == "under a Creative Commons license"
    assert arrival.language == "en-US"
    assert arrival.standfirst is None and arrival.disclosure_html is None
    assert arrival.warnings == []


def test_body_of_the_button_begins_and_ends_with_the_article():
    body = read(sample("button.html")).body_html
    assert body.startswith("<p>When the Ennet burst its banks")
    assert body.endswith("ask what the ground was before it was a street.</p>")
    assert "Mara Tench" in body, "a profile in running text is part of the article"
    assert "People who read more maps" in body
    assert "<hr>" not in body


def test_pictures_carry_the_licence_their_captions_state():
    [picture] = read(sample("button.html")).pictures
    assert picture.alt == "A brown river across a football pitch."
    assert picture.caption == "The pitch at Sands, which was a meander until 1811."
    assert picture.credit == "Lise Quill"
    assert picture.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert not picture.lead


def test_archive_in_markdown_comes_apart():
    arrival = read(sample("kept-2018.md"))
    assert people(arrival) == [
        ("Rosalind Peake", "Senior Lecturer in Dress, Cloth and Fastening", "University of Harrow Sound"),
        ("Piet Anselm", "PhD candidate", "Kellmoor University"),
    ]
    assert arrival.canonical_url == "https://theconversation.com/what-heavy-buttons-say-about-light-coats-990200"
    assert [one.title for one in arrival.related] == ["The zip that won a war"]
    assert arrival.content_type == "text/markdown"
    assert "—" not in arrival.body_html
    assert "None of this would matter if coats had not changed with them." in arrival.body_html


def test_headline_of_front_matter_is_taken_with_a_warning_and_its_author_never():
    arrival = read(sample("kept-2018.md"))
    assert arrival.title == "Why Your Granny’s Buttons Were Heavier"
    assert any("headline" in warning and "republisher" in warning for warning in arrival.warnings)
    assert "Rosalind Peake Et al." not in [author.name for author in arrival.authors]


def test_words_of_the_republisher_behind_the_notice_stay_with_one_warning():
    arrival = read(sample("kept-2018.md"))
    assert "Help us to go on" in arrival.body_html and "Image Credit" in arrival.body_html
    [warning] = [one for one in arrival.warnings if "behind the notice" in one]
    assert "“Dear Readers,”" in warning and "Image Credit" in warning


def test_form_of_2014_has_institutions_in_italics():
    arrival = read(sample("form-2014.md"))
    assert people(arrival) == [
        ("Ansa Marlow", None, "Ennet College London"),
        ("Jory Pell", None, "Ennet College London"),
    ]
    assert arrival.authors[0].profile_url == "http://theconversation.com/profiles/ansa-marlow-990041"
    assert arrival.counter_url == "https://counter.theconversation.edu.au/content/27990/count.gif"
    assert arrival.canonical_url == "http://theconversation.com/why-nobody-waves-from-the-third-carriage-27990"
    assert "UPDATE: a note on method" in arrival.body_html
    assert sum("italics" in warning for warning in arrival.warnings) == 2


def test_spanish_block_with_two_counters_keeps_the_basic_one():
    arrival = read(sample("hugo-es.md"))
    assert people(arrival) == [("Íñigo Lasarte", None, "Universidad de Puertomar (UPM)")]
    assert arrival.counter_url.endswith("/990300/count.gif?distributor=republish-lightbox-basic")
    assert any("2 counters" in warning for warning in arrival.warnings)
    assert arrival.language == "es"
    assert arrival.canonical_url == "https://theconversation.com/como-se-afina-una-campana-990300"
    assert [one.title for one in arrival.related] == ["El bronce no perdona"]


def test_earlier_publication_elsewhere_is_no_notice():
    assert "en la revista Torno" in text.plain(read(sample("hugo-es.md")).body_html)


# --- the counter, wherever it stands


@pytest.mark.parametrize(
    "received",
    [
        block(),
        block(body=[*BODY[:-1], COUNTER + BODY[-1]], counter=""),
        block(counter="", bottom=f"<p>{COUNTER}</p><p>{CREDIT}</p><p>{NOTICE}</p>"),
        block(counter="", bottom=f"<p>{CREDIT}{COUNTER} {NOTICE}</p>"),
        block(counter="", bottom=f"<p>{CREDIT}</p><p>{NOTICE.removesuffix('.')}{COUNTER}.</p>"),
        block(counter="", bottom=f"<p>{CREDIT}</p><p>{NOTICE}</p><p>Support us.{COUNTER} Every penny helps.</p>"),
        block(counter="", bottom=f"<p>{CREDIT}</p><p>{NOTICE}</p>{COUNTER}"),
        block(counter="", body=["A kettle " + COUNTER + "sings before it boils.", *BODY[1:]]),
        COUNTER + block(counter=""),
    ],
    ids=["end", "start", "alone", "in credit", "in notice", "in an appeal", "bare", "in a sentence", "first of all"],
)
def test_counter_is_found_and_leaves_wherever_it_stands(received):
    arrival = read(received)
    assert arrival.counter_url == COUNTER_URL
    assert arrival.source_id == NUMBER
    assert people(arrival) == [("Ida Roe", "Lecturer in Steam", "Ennet University")]
    assert text.plain(arrival.body_html).startswith("\n\n".join(BODY))
    assert text.plain(arrival.notice_html).endswith("Read the original article.")


@pytest.mark.parametrize(
    "tag",
    [
        f'<img src="{COUNTER_URL.replace("https:", "http:")}">',
        f'<img data-src="{COUNTER_URL}" src="data:image/gif;base64,R0lG">',
        f'<noscript><img src="{COUNTER_URL}"></noscript>',
        f'<amp-pixel src="{COUNTER_URL}"></amp-pixel>',
        f'<iframe src="{COUNTER_URL}" width="1" height="1"></iframe>',
        f"<IMG ALT=x SRC={COUNTER_URL}>",
    ],
)
def test_counter_of_any_tool_is_found(tag):
    arrival = read(block(counter=tag))
    assert arrival.counter_url.partition(":")[2] == COUNTER_URL.partition(":")[2]
    assert "theconversation.com/content" not in arrival.body_html


def test_late_loading_counter_with_its_fallback_is_one_counter():
    late = f'<img data-src="{COUNTER_URL}"><noscript><img src="{COUNTER_URL}"></noscript>'
    assert not [one for one in read(block(counter=late)).warnings if "counter" in one]


def test_counter_address_is_kept_verbatim_with_entities_decoded():
    tag = '<img src="https://counter.theconversation.com/content/990400/count.gif?distributor=a&amp;b=c">'
    assert read(block(counter=tag)).counter_url.endswith("?distributor=a&b=c")


def test_counter_of_another_outlet_is_known_by_its_pattern():
    hints = dataclasses.replace(
        HINTS,
        outlet="commons",
        hosts=frozenset({"commons.example"}),
        counter_patterns=(r"(https?://[^/]+)?/demo/counter/content/\d+/count\.gif(\?distributor=[\w-]+)?",),
    )
    received = block(counter='<img src="/demo/counter/content/990400/count.gif">').replace(
        "theconversation.com", "commons.example"
    )
    assert conversation_block.recognises(received, hints)
    arrival = read(received, hints)
    assert arrival.counter_url == "/demo/counter/content/990400/count.gif"
    assert arrival.source_id == NUMBER
    assert arrival.canonical_url == ORIGINAL.replace("theconversation.com", "commons.example")


def test_same_counter_twice_is_kept_once_with_a_warning():
    arrival = read(block(counter=COUNTER + COUNTER))
    assert any("same counter twice" in warning for warning in arrival.warnings)


def test_of_two_counters_the_one_of_this_article_is_kept():
    other = COUNTER.replace(NUMBER, "990401")
    arrival = read(block(counter=other + COUNTER))
    assert arrival.counter_url == COUNTER_URL
    assert any("counts another article" in warning for warning in arrival.warnings)


def test_missing_counter_is_said():
    arrival = read(block(counter=""))
    assert arrival.counter_url is None
    assert arrival.source_id == NUMBER, "the notice knows the number"
    assert any("no counter" in warning for warning in arrival.warnings)


def test_counter_copied_to_the_republishers_server_leaves_and_counts_for_nothing():
    arrival = read(block(counter='<img alt="The Conversation" src="/wp-content/uploads/2024/06/count.gif">'))
    assert arrival.counter_url is None and arrival.pictures == []
    assert any("counts nothing" in warning for warning in arrival.warnings)


def test_comment_that_became_words_leaves_with_the_counter():
    received = block(counter=COUNTER.replace("<!--", "&lt;!--").replace("-->", "--&gt;"))
    assert "Below is" not in conversation_block.read(received, HINTS)[0].body_html


# --- wrappers, headlines, sites' codes


def test_wrapper_and_headline_are_optional():
    assert read(block()).title is None
    assert any("no headline" in warning for warning in read(block()).warnings)


def test_first_h1_above_the_article_is_the_headline():
    assert read(block(top="<h1>What a kettle <em>knows</em></h1>")).title == "What a kettle knows"


def test_h1_in_the_middle_of_the_article_is_no_headline():
    arrival = read(block(body=[" ".join(["word"] * 80), "</p><h1>A part</h1><p>And so on.", *BODY]))
    assert arrival.title is None
    assert "<h2>A part</h2>" in arrival.body_html


def test_canonical_of_a_page_head_is_not_the_original():
    page = f'<html><head><link rel="canonical" href="{ORIGINAL}"></head><body>{block(bottom=f"<p>{CREDIT}</p>")}</body></html>'
    assert read(page).canonical_url is None


def test_canonical_of_front_matter_is_used_with_a_warning_if_the_numbers_agree():
    front = f"---\ntitle: A\ncanonical: {ORIGINAL}\n---\n"
    arrival = read(front + block(bottom=f"<p>{CREDIT}</p>"))
    assert arrival.canonical_url == ORIGINAL
    assert any("front matter" in warning and "address" in warning for warning in arrival.warnings)
    assert read(front.replace(NUMBER, "1") + block(bottom=f"<p>{CREDIT}</p>")).canonical_url is None


def test_figure_that_nothing_closes_does_not_swallow_the_credit():
    assert people(read(block(body=[BODY[0] + '<figure class="align-center ">', *BODY[1:]])))


def test_codes_of_the_site_stay_with_a_warning():
    arrival = read(block(body=[*BODY, "[/vc_column_text]", "{{< cite page=1 >}}"]))
    assert "vc_column_text" in arrival.body_html
    assert any("Codes of the site" in warning for warning in arrival.warnings)


def test_logo_that_leads_to_the_outlet_goes_with_the_notice():
    logo = '<p><a href="https://theconversation.com"><img src="/logo.svg" alt="The Conversation"></a></p>'
    assert read(block(top=logo)).pictures == []


def test_rules_and_dashes_before_the_credit_leave_with_it():
    for divider in ("<hr>", "<p>—</p>", "<p>–</p>", "<p>* * *</p>", "<p><em>—</em><br>&nbsp;</p>"):
        arrival = read(block(bottom=f"{divider}<p>{CREDIT}</p>{divider}<p>{NOTICE}</p>{divider}<p>Support us.</p>"))
        assert text.plain(arrival.body_html) == "\n\n".join([*BODY, "Support us."])
        assert "<hr>" not in arrival.body_html


def test_rules_between_parts_of_the_article_stay():
    assert read(block(body=[BODY[0], "</p><hr><p>" + BODY[1], BODY[2]])).body_html.count("<hr>") == 1


# --- recognising


@pytest.mark.parametrize("name", ["button.html", "kept-2018.md", "form-2014.md", "hugo-es.md"])
def test_block_is_recognised(name):
    assert conversation_block.recognises(sample(name), HINTS)


def test_block_without_counter_is_recognised_by_its_notice():
    assert conversation_block.recognises(block(counter="", bottom=f"<p>{NOTICE}</p>"), HINTS)


@pytest.mark.parametrize(
    "received",
    [
        "",
        "Just words.",
        '<p>I read it in <a href="https://theconversation.com/a-1">an article</a>.</p>',
        '<?xml version="1.0"?><feed><content>https://counter.theconversation.com/content/1/count.gif</content></feed>',
        '{"url": "https://theconversation.com/a-1"}',
        '<p>This article was originally published on <a href="https://aeon.co">Aeon</a>.</p>',
    ],
)
def test_other_texts_are_not_recognised(received):
    assert not conversation_block.recognises(received, HINTS)


@pytest.mark.parametrize(
    ("host", "pattern", "received"),
    [
        (
            "aeon.example",
            r"https://metrics\.aeon\.example/count/[0-9a-f-]+\.gif",
            (
                '<p>A.<img src="https://metrics.aeon.example/count/0aa1-22.gif"></p><p>This article was originally published at '
                '<a href="https://aeon.example">Aeon</a> and has been republished under Creative Commons.</p>'
            ),
        ),
        (
            "kff.example",
            r"https://kff\.example/\?republication-pixel=true&post=\d+.*",
            (
                '<p>A.</p>This <a href="https://kff.example/news/article/salt/">article</a> first appeared on '
                '<a href="https://kff.example">KFF</a> and is republished here under a Creative Commons license.'
                '<img id="republication-tracker-tool-source" src="https://kff.example/?republication-pixel=true&amp;post=7">'
            ),
        ),
    ],
)
def test_blocks_of_other_makes_are_left_to_their_readers(host, pattern, received):
    hints = dataclasses.replace(HINTS, outlet="other", hosts=frozenset({host}), counter_patterns=(pattern,))
    assert not conversation_block.recognises(received, hints)


def test_text_of_the_conversation_received_for_another_outlet_is_read_and_said():
    arrival = read(block(), dataclasses.replace(HINTS, outlet="other", hosts=frozenset({"other.example"})))
    assert arrival.canonical_url == ORIGINAL and people(arrival)
    assert any("not that of the outlet" in warning for warning in arrival.warnings)


def test_empty_block_is_unreadable_in_a_sentence():
    for nothing in ("", " \n ", "<p></p>", COUNTER):
        with pytest.raises(Unreadable, match="no words"):
            conversation_block.read(nothing, HINTS)


WHOLE_PAGE = (
    "<!doctype html><html><head><title>MyBlog</title></head><body><nav><a href='/'>Home</a></nav><h1>Our headline</h1>"
    "{opening}{block}{closing}<footer>Copyright MyBlog</footer></body></html>"
)


def test_of_a_whole_web_page_the_article_alone_is_read():
    page = WHOLE_PAGE.format(opening="<article>", block=block(), closing="</article>")
    arrival = conversation_block.read(page, HINTS)[0]
    plain = text.plain(arrival.body_html)
    assert "Home" not in plain and "Copyright MyBlog" not in plain
    assert plain == text.plain(conversation_block.read(block(), HINTS)[0].body_html)
    assert (arrival.title, people(arrival)) == ("Our headline", people(conversation_block.read(block(), HINTS)[0]))


def test_a_page_whose_notice_stands_outside_its_article_loses_nothing_but_its_navigation():
    bottom = f"</article><p>{CREDIT}</p><p>{NOTICE}</p>"
    page = WHOLE_PAGE.format(opening="<article>", block=block(bottom=bottom), closing="")
    arrival = conversation_block.read(page, HINTS)[0]
    assert arrival.canonical_url == ORIGINAL and people(arrival)
    plain = text.plain(arrival.body_html)
    assert "Home" not in plain and "Copyright MyBlog" in plain
