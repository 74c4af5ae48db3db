"""JSON made to break its reader, or merely broken: a sentence or an article, never more than five seconds of work."""

import json
import time

import pytest

from inbound import formats
from inbound.formats import json_items, rights_expressions
from inbound.formats.arrival import Hints, Rights, Unreadable

ITEM = '{"uri": "urn:x:1", "headline": "River", "body_html": "<p>The river moved.</p>"}'
DEEP = 100_000


def read(data: str | bytes) -> formats.Reading | str:
    """What became of it, told within the time there is."""
    began = time.process_time()
    try:
        return formats.read(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, Hints())
    except Unreadable as refusal:
        assert "\n" not in str(refusal) and len(str(refusal)) < 600
        return str(refusal)
    finally:
        assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[" * DEEP, "nested too deeply"),
        ('{"a":' * DEEP, "nested too deeply"),
        ('{"uri":"u","headline":"h","body_html":' + "[" * DEEP + "]" * DEEP + "}", "nested too deeply"),
        ("[" + "{}," * 400_000 + "{}]", "more than 300,000 objects and lists"),
        ("[" + ",".join([ITEM] * 5_001) + "]", "more than 5,000 items"),
        ('{"uri": "u", "headline": }', "expecting value (line 1, column 26)"),
        ('{"uri": "u"\n"headline": "x"}', "line 2, column 1"),
        ("{" * 3, "no mark of a format"),
        ('{"', "line 1"),
        ("{", "line 1"),
        ('{"a": 1}', "JSON of a kind that cannot be read"),
        ('["a", "b"]', "JSON of a kind that cannot be read"),
        ("[1, 2]", "JSON of a kind that cannot be read"),
        ('{"uri": 1, "version": 2}', "JSON of a kind that cannot be read"),
        ("[]", "JSON of a kind that cannot be read"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(data, said):
    assert said in read(data)


@pytest.mark.parametrize(
    "member",
    [
        '"x": NaN', '"x": Infinity', f'"x": {"9" * 1_000_000}', f'"x": 1e{"9" * 1000}', '"x": "\\ud800 \\udfff"',
        f'"x": "{"y" * 9_000_000}"', '"x": "\\u0000\\u0008"', '"x": "a\tb"', f'"x": {"[" * 500}{"]" * 500}',
        '"headline": "A", "headline": "River"', f'"{"k" * 1_000_000}": 1', '"": {"": [""]}', '"x": -0.0',
        '"associations": {"a": {"associations": {"a": {"associations": {}}}}}',
    ],
)  # fmt: skip
def test_an_oddity_in_a_field_that_nobody_needs_does_not_lose_the_article(member):
    found = read(ITEM[:-1] + f", {member}}}")
    assert [one.title for one in found.arrivals] == ["River"]
    found.arrivals[0].raw.decode("utf-8", "surrogatepass")


def test_words_that_are_no_json_and_keys_that_stand_twice_are_told():
    (arrival,) = read(ITEM[:-1] + ', "urgency": NaN, "byline": "A", "byline": "B"}').arrivals
    assert "“NaN” is no value of JSON and was left out." in arrival.warnings
    assert "The key “byline” stands twice in the item; the last value was taken." in arrival.warnings
    assert [one.name for one in arrival.authors] == ["B"]


def test_lone_surrogates_and_controls_never_arrive():
    (arrival,) = read(
        '{"uri": "u\\ud800", "headline": "Ri\\udfffver\\u0000", "body_text": "a\\ud83d b\\ufffe"}'
    ).arrivals
    for words in (arrival.title, arrival.source_id, arrival.body_html):
        words.encode("utf-8")
        assert "\x00" not in words and "\ufffe" not in words


def test_a_broken_item_in_a_list_is_named_with_its_place_and_its_neighbours_arrive():
    found = read(f'[{ITEM},\n {{"uri": "u", "headline": "a" "b"}},\n {ITEM.replace("River", "Sea")}]')
    assert [one.title for one in found.arrivals] == ["River", "Sea"]
    assert found.errors == ["Item 2 cannot be read: expecting ',' delimiter (line 2, column 31)."]


ODD = (
    "null", "true", "0", "-1.5", '""', '" "', "[]", "{}", "[null]", "[[]]", '["a", 1, {}]', '{"a": null}', "[{}]",
    '[{"name": 1}]', '[{"value": []}]', '{"a": {"b": {"c": 1}}}', '"' + "x" * 3000 + '"', '"<p>"', '"\\u0000"', "1e308",
)  # fmt: skip
KEYS = (
    "uri", "guid", "type", "headline", "headlines", "title", "body_html", "body_text", "bodies", "byline", "by",
    "authors", "author", "associations", "renditions", "rightsinfo", "subject", "subjects", "keywords", "altids",
    "version", "versioncreated", "embargoed", "expires", "pubstatus", "usageterms", "copyrightholder", "infosource",
    "extra", "description_text", "descriptions", "language", "ednote", "evolvedfrom", "source", "url",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_member_of_a_ninjs_item_may_hold_anything(key):
    for value in ODD:
        found = read(ITEM[:-1] + f', "{key}": {value}}}')
        assert isinstance(found, str) or found.arrivals or found.errors or found.withdrawn
        assert isinstance(found, str) or not any("The log says" in error for error in found.errors), (
            value,
            found.errors,
        )


@pytest.mark.parametrize(
    "key",
    ["id", "url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published",
     "author", "authors", "tags", "language", "attachments", "expired", "external_url"],
)  # fmt: skip
def test_every_member_of_a_json_feed_may_hold_anything(key):
    for value in ODD:
        item = f'{{"id": "1", "content_html": "<p>x</p>", "{key}": {value}}}'
        around = f'"{key}": {value}' if key != "id" else '"title": []'
        found = read(f'{{"version": "https://jsonfeed.org/version/1.1", {around}, "items": [{item}, {value}]}}')
        assert not any("The log says" in error for error in found.errors), (value, found.errors)


def test_the_largest_file_is_read_in_time():
    html = "<p>" + "The river moved. " * 60_000 + "</p>"
    data = json.dumps([{"uri": f"urn:{number}", "headline": "River", "body_html": html} for number in range(10)])
    assert 9_500_000 < len(data) < formats.MOST_BYTES
    assert len(read(data).arrivals) == 10


def test_five_thousand_items_are_read_in_time():
    assert len(read("[" + ",".join([ITEM] * 5_000) + "]").arrivals) == 5_000


def test_errors_far_into_a_file_of_many_lines_are_found_in_time():
    with pytest.raises(Unreadable):
        json_items.parse("[\n" + "{,},\n" * 6_000 + "]")


@pytest.mark.parametrize(
    "expression",
    ["", "no policy", "<o:Policy/>", "[" * DEEP, '{"prohibition": 7}', '{"prohibition": [[[]]]}', "null", "7",
     '{"permission": {"action": {"@id": {"@id": {"@id": {"@id": {"@id": 1}}}}}}}', '{"@graph": "x"}',
     "{" + '"a":{' * DEEP],
)  # fmt: skip
def test_no_policy_breaks_its_reader(expression):
    rights = Rights()
    rights_expressions.take(rights, expression)
    assert rights.prohibits == []
    assert rights.expressions == ([expression[: rights_expressions.LONGEST]] if expression else [])
