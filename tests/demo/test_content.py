"""The demo newsroom's material is whole, agrees with itself and touches no real address."""

import datetime as dt
import itertools
import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlsplit

import pytest

from demo import material
from demo.pictures import DRAWINGS, draw

NOW = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
FEEDS = ("commons-seminar.atom", "ccby.rss", "agency.atom", "ledger.rss")
SEMINAR = "commons-seminar.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
REAL_ADDRESSES = {  # vocabularies and licences, which nobody fetches while reading, and one map, which loads when asked
    "www.openstreetmap.org",
    "www.w3.org",
    "xmlns.com",
    "purl.org",
    "search.yahoo.com",
    "backend.userland.com",
    "creativecommons.org",
    "ror.org",
}


def feed(name):
    return ElementTree.fromstring(material.arrived(name, NOW))


def entries(name):
    """Pairs of id and full text of a feed's entries."""
    root = feed(name)
    if name.endswith(".rss"):
        return [(item.findtext("guid"), item.findtext(CONTENT_ENCODED)) for item in root.iter("item")]
    return [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}content")) for entry in root.iter(f"{ATOM}entry")]


def visible(html):
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def paragraphs(html):
    return [visible(found) for found in re.findall(r"<p[ >].*?</p>", html, re.S)]


def bodies():
    yield from ((story.front["slug"], story.body_html) for story in material.stories())
    for name in FEEDS:
        yield from entries(name)
    yield "block", material.arrived("commons-seminar-block.html", NOW).decode()


def repeated(values):
    values = list(values)
    return sorted({value for value in values if values.count(value) > 1})


def test_there_are_at_least_thirty_four_stories_in_six_sections():
    stories, arrivals = material.stories(), material.arrivals()
    assert len(stories) >= 16
    assert len(stories) + len(arrivals) >= 34
    sections = {section["slug"] for section in material.newsroom()["section"]}
    assert len(sections) == 6
    used = {story.front["section"] for story in stories} | {arrival["section"] for arrival in arrivals}
    assert used == sections


def test_slugs_names_and_identities_are_used_once():
    newsroom = material.newsroom()
    people = newsroom["staff"] + newsroom["academic"]
    assert not repeated(story.front["slug"] for story in material.stories())
    assert not repeated(person["slug"] for person in people)
    assert not repeated(person["orcid"] for person in newsroom["academic"])
    assert not repeated(section["slug"] for section in newsroom["section"])
    assert not repeated(user["username"] for user in newsroom["user"])
    assert not repeated(outlet["slug"] for outlet in material.outlets(NOW))
    assert not repeated(arrival["id"] for arrival in material.arrivals())
    assert not repeated(arrival["address"] for arrival in material.arrivals())
    names = [
        name.casefold() for place in newsroom["institution"] for name in [place["name"], *place.get("aliases", [])]
    ]
    assert not repeated(names)


def test_a_story_is_of_newspaper_length_and_its_file_is_named_for_its_slug():
    for path in (material.CONTENT / "staff").glob("*.md"):
        story = material._story(path)
        assert story.front["slug"] == path.stem
        assert 450 <= len(visible(story.body_html).split()) <= 900, path.name


def test_no_story_repeats_a_paragraph_of_another():
    long = [
        (name, text)
        for name, body in bodies()
        for text in paragraphs(body)
        if len(text) > 80 and "would benefit from this article" not in text
    ]
    assert not repeated(text for _name, text in long)


def test_stories_name_people_sections_and_pictures_that_exist():
    newsroom = material.newsroom()
    staff = {person["slug"] for person in newsroom["staff"]}
    drawings = {picture["name"] for picture in material.pictures()}
    for story in material.stories():
        front = story.front
        assert front["authors"], front["slug"]
        assert set(front["authors"]) <= staff, front["slug"]
        assert front["tags"], front["slug"]
        assert front["state"] in ("draft", "in_review", "published"), front["slug"]
        assert ("hours_ago" in front) != ("hours_ahead" in front), front["slug"]
        assert not {"picture"} & set(front) or front["picture"]["file"] in drawings, front["slug"]
        for correction in front.get("corrections", []):
            assert correction["kind"] in ("correction", "clarification", "update", "retraction")
            assert correction["hours_ago"] <= front["hours_ago"]


def test_the_desk_has_a_correction_a_clarification_a_draft_a_review_and_a_story_for_tomorrow():
    stories = [story.front for story in material.stories()]
    kinds = [correction["kind"] for front in stories for correction in front.get("corrections", [])]
    assert {"correction", "clarification"} <= set(kinds)
    assert {front["state"] for front in stories} == {"draft", "in_review", "published"}
    assert any(front.get("hours_ahead", 0) > 0 and front["state"] == "published" for front in stories)
    assert any("<table>" in story.body_html for story in material.stories())
    assert any('class="pull-quote"' in story.body_html for story in material.stories())


def test_orcids_have_their_check_digit_and_lie_outside_the_blocks_that_are_given_out():
    for person in material.newsroom()["academic"]:
        digits = person["orcid"].replace("-", "")
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        rest = (12 - total % 11) % 11
        assert digits[-1] == ("X" if rest == 10 else str(rest)), person["name"]
        assert digits.startswith("00000000"), person["name"]


def test_academics_work_at_institutions_that_are_listed():
    newsroom = material.newsroom()
    places = {place["slug"] for place in newsroom["institution"]}
    for person in newsroom["academic"]:
        assert person["affiliation"]["institution"] in places, person["name"]


def test_there_is_a_user_for_each_role():
    roles = [user["role"] for user in material.newsroom()["user"]]
    assert sorted(roles) == ["administrator", "editor", "publisher", "rights desk", "writer"]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_well_formed_and_says_what_the_desk_did_with_each_item(name):
    found = [identity for identity, _body in entries(name)]
    listed = [arrival["id"] for arrival in material.arrivals() if arrival["file"] == name]
    assert sorted(found) == sorted(listed)
    assert not repeated(found)
    assert len(found) >= {"agency.atom": 4, "ledger.rss": 3}.get(name, 6)
    assert "@@" not in material.arrived(name, NOW).decode()


def test_a_feed_holds_the_addresses_that_the_desk_lists():
    for arrival in material.arrivals():
        assert arrival["address"] in material.arrived(arrival["file"], NOW).decode()


def test_dates_are_written_in_the_form_of_the_feed():
    assert material.dated("@@HOURS_AGO:30@@", "atom", NOW) == "2026-02-28T03:00:00Z"
    assert material.dated("@@HOURS_AGO:30@@", "rss", NOW) == "Sat, 28 Feb 2026 03:00:00 GMT"
    assert material.dated("@@HOURS_AGO:30@@", "toml", NOW) == "2026-02-28"


def test_each_arrival_is_published_under_embargo_or_asked_about_and_was_picked_for_a_reason():
    newsroom, outlets = material.newsroom(), {outlet["slug"]: outlet for outlet in material.outlets(NOW)}
    sections = {section["slug"] for section in newsroom["section"]}
    for arrival in material.arrivals():
        moments = {"publish_hours_ago", "embargo_hours_ahead", "headline"} & set(arrival)
        assert len(moments) == 1, arrival["id"]
        assert arrival["section"] in sections
        assert arrival["tags"]
        assert arrival["because"].endswith(".")
        if "embargo_hours_ahead" in arrival:
            assert outlets[arrival["outlet"]]["terms"]["embargo"] == "yes"
    assert sum("embargo_hours_ahead" in arrival for arrival in material.arrivals()) >= 2


def test_nothing_is_published_before_it_arrived():
    for name in FEEDS:
        raw = (material.CONTENT / "arrivals" / name).read_text("utf-8")
        for arrival in material.arrivals():
            if arrival["file"] == name and "publish_hours_ago" in arrival:
                after = raw[raw.index(f">{arrival['id']}<") :]
                sent = int(re.search(r"@@HOURS_AGO:(\d+)@@", after)[1])
                assert arrival["publish_hours_ago"] <= sent, arrival["id"]


def test_every_clause_is_named_in_every_outlets_terms():
    first, *others = ([*outlet["terms"]] for outlet in material.outlets(NOW))
    assert len(first) >= 50
    assert all(clauses == first for clauses in others)


def test_clauses_are_those_of_the_terms():
    clauses = pytest.importorskip("outlets.clauses", reason="Django is not set up")
    for outlet in material.outlets(NOW):
        assert set(outlet["terms"]) == set(clauses.NAMES), outlet["slug"]
        for name, value in outlet["terms"].items():
            choices = clauses.ClauseColumns._meta.get_field(name).choices
            if choices and value != material.NOT_STATED:
                assert value in dict(choices), (outlet["slug"], name)


def test_only_the_seminars_counter_is_counted_and_the_demo_answers_it():
    pattern = material.outlets(NOW)[0]["terms"]["tracker_pattern"]
    counters = [
        source for name, body in bodies() for source in re.findall(r'<img[^>]*?src="([^"]*count\.gif[^"]*)"', body)
    ]
    assert len(counters) == 7
    assert all(re.fullmatch(pattern, counter) for counter in counters)
    assert all(counter.startswith("/demo/counter/content/") for counter in counters)


def test_every_other_address_leads_nowhere():
    for path in material.CONTENT.rglob("*.*"):
        if path.name == "README.md":
            continue
        for address in re.findall(r"https?://[^\s\"'<>)\]]+", path.read_text("utf-8")):
            if "[^/]" in address or address.startswith("https?"):
                continue
            host = urlsplit(address.replace("&lt;", "")).hostname or ""
            assert host.endswith(".example") or host in REAL_ADDRESSES, (path.name, address)


def test_a_seminar_article_is_long_enough_for_three_pages():
    lengths = [len(visible(body)) for _id, body in entries(SEMINAR)]
    assert sum(13_000 <= length <= 17_000 for length in lengths) == 1


def test_the_seminars_entries_have_the_form_of_the_source():
    people = {person["profile_url"] for person in material.newsroom()["academic"]}
    places = [place["name"] for place in material.newsroom()["institution"]]
    for entry in feed(SEMINAR).iter(f"{ATOM}entry"):
        order = [child.tag.removeprefix(ATOM) for child in entry]
        assert order[:7] == ["id", "published", "updated", "link", "title", "content", "summary"]
        assert order[-1] == "rights"
        body = entry.findtext(f"{ATOM}content")
        assert re.match(r'<figure><img src="[^"]+" /><figcaption><span class="caption">', body)
        assert "</figure><p>" in body
        assert re.search(
            r'</p><img src="[^"]+" alt="[^"]+" width="1" height="1" />\n<p class="fine-print"><em><span>', body
        )
        for author in entry.iter(f"{ATOM}author"):
            name = author.findtext(f"{ATOM}name").strip()
            assert any(name.endswith(f", {place}") for place in places), name
            assert [*author][1].attrib.popitem()[1] in people


def test_one_seminar_article_has_two_professors_with_commas_and_read_more_lists_of_both_kinds_exist():
    commas = [
        [author.findtext(f"{ATOM}name").count(",") for author in entry.iter(f"{ATOM}author")]
        for entry in feed(SEMINAR).iter(f"{ATOM}entry")
    ]
    assert any(len(counts) == 2 and min(counts) >= 3 for counts in commas)
    texts = [body for _id, body in entries(SEMINAR)]
    assert any(re.search(r"<hr>\s*<p><em><strong>Read more: <a ", body) for body in texts)
    lists = [re.search(r"<strong>Read more:</strong></p>\s*<ul>(.*?)</ul>", body, re.S) for body in texts]
    assert [found[1].count("<a ") for found in lists if found] == [3]


def test_the_block_has_every_part_of_the_republish_button():
    block = material.arrived("commons-seminar-block.html", NOW).decode()
    parts = [
        '<div class="theconversation-article-body">',
        '<h1 class="theconversation-article-title">',
        "<span><a ",
        "<figure ",
        "page counter tag. Please DO NOT REMOVE. --><img ",
        "/><!-- End of code.",
        "<p><span><a ",
        "<p>This article is republished from <a ",
        ">original article</a>.</p>",
    ]
    places = [block.index(part) for part in parts]
    assert places == sorted(places)


def test_pictures_are_described_and_belong_somewhere():
    pictures = material.pictures()
    assert len(pictures) >= 12
    assert {picture["name"] for picture in pictures} == set(DRAWINGS)
    assert not repeated(itertools.chain.from_iterable(picture["urls"] for picture in pictures))
    shown = {
        story.front["picture"]["file"]: story.front["slug"] for story in material.stories() if "picture" in story.front
    }
    everything = "".join(body for _name, body in bodies()) + (material.arrived("ccby.rss", NOW).decode())
    portraits = {person["portrait"] for person in material.newsroom()["staff"] if "portrait" in person}
    for picture in pictures:
        assert len(picture["alt"]) > 40, picture["name"]
        assert picture["stories"] or picture["urls"] or picture["name"] in portraits, picture["name"]
        assert picture["stories"] == ([shown[picture["name"]]] if picture["name"] in shown else []), picture["name"]
        for url in picture["urls"]:
            assert url in everything, url


def test_a_drawing_is_the_same_jpeg_every_time():
    first = draw("waiting-curve")
    assert first[:3] == b"\xff\xd8\xff"
    assert draw("waiting-curve") == first
    with pytest.raises(KeyError):
        draw("no-such-drawing")
