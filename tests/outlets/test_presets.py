"""The presets that ship, and the files that would not."""

import re
from pathlib import Path

import pytest

from outlets import clauses, presetting
from outlets.models import Outlet, Terms
from outlets.presetting import BadPreset, NoSuchPreset

THE_CONVERSATION = ["the-conversation-us", "the-conversation-uk", "the-conversation-au", "the-conversation-es"]

GOOD = """
name = "The Commons"
home_url = "https://commons.example"
language = "en"
checked = "2026-09"
source = ["https://commons.example/terms"]

[clauses.P]
licence_code = "CC BY 4.0"
delay_days = 2
"""


def written(folder: Path, text: str, name: str = "the-commons") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("slug", presetting.slugs())
def test_every_preset_loads_and_makes_an_outlet_and_terms_that_the_forms_would_accept(slug):
    preset = presetting.get(slug)
    Outlet(slug=slug, name=preset.name, home_url=preset.home_url, language=preset.language).clean_fields()
    terms = Terms(**preset.all_clauses())
    terms.full_clean(exclude=["outlet", "number"], validate_unique=False, validate_constraints=False)
    assert preset.hosts and preset.source and preset.stated.keys() == preset.evidence.keys()


@pytest.mark.parametrize("slug", presetting.slugs())
def test_no_preset_claims_that_somebody_has_read_the_terms(slug):
    assert presetting.get(slug).all_clauses()["terms_checked_on"] is None


@pytest.mark.parametrize("slug", presetting.slugs())
def test_a_notice_of_a_preset_can_be_filled_in_and_links_where_the_link_is_demanded(slug):
    preset = presetting.get(slug)
    known = dict.fromkeys(("outlet", "authors", "title", "date", "licence", "newsroom"), "words")
    filled = preset.stated.get("credit_template", "").format(
        home="https://home.example", original="https://original.example", licence_url="https://licence.example", **known
    )
    if not filled:
        return
    match preset.stated.get("credit_link"):
        case "home":
            assert "https://home.example" in filled
        case "article":
            assert "https://original.example" in filled
        case "both":
            assert "https://home.example" in filled and "https://original.example" in filled


def test_slugs_are_those_that_commands_and_documents_name():
    assert {*THE_CONVERSATION, "kff-health-news", "propublica", "aeon", "undark", "360info", "global-voices"} <= set(
        presetting.slugs()
    )
    assert not [slug for slug in presetting.slugs() if not re.fullmatch(r"[a-z0-9-]+", slug)]


@pytest.mark.parametrize("slug", THE_CONVERSATION)
def test_the_conversation_wants_authors_institutions_its_counter_and_each_picture_cleared(slug):
    stated = presetting.get(slug).stated
    assert stated["author_required"] == stated["institution_required"] == stated["tracker_required"] == "yes"
    assert stated["images"] == "per_picture"
    assert stated["byline_template"] == "{name}, {title}, {institution}"


@pytest.mark.parametrize("slug", THE_CONVERSATION)
@pytest.mark.parametrize(
    "address",
    [
        "https://counter.theconversation.com/content/103194/count.gif?distributor=republish-lightbox-basic",
        "https://counter.theconversation.com/content/103194/count.gif?distributor=republish-lightbox-advanced",
        "https://counter.theconversation.com/content/289335/count.gif",
        "http://counter.theconversation.edu.au/content/27042/count.gif",
    ],
)
def test_the_conversations_counters_of_every_year_match(slug, address):
    assert re.fullmatch(presetting.get(slug).tracker_pattern, address)


@pytest.mark.parametrize(
    ("slug", "address"),
    [
        ("kff-health-news", "https://kffhealthnews.org/?republication-pixel=true&post=2276649&ga4=G-J74WWTKFM0"),
        ("kff-health-news", "https://kffhealthnews.org/?republication-pixel=true&post=2276649"),
        ("aeon", "https://metrics.aeon.co/count/3319d060-87c9-4daf-adfa-1ee7f9f724a6.gif"),
        ("propublica", "http://pixel.propublica.org/pixel.js"),
        ("propublica", "https://pixel.propublica.org/pixel.js"),
        ("groundup", "https://republish.groundup.org.za/counter/hit/1234/some-slug"),
    ],
)
def test_counters_as_outlets_send_them_match(slug, address):
    assert re.fullmatch(presetting.get(slug).tracker_pattern, address)


@pytest.mark.parametrize("slug", [slug for slug in presetting.slugs() if presetting.get(slug).tracker_pattern])
@pytest.mark.parametrize(
    "address",
    [
        "https://counter.theconversation.com.evil.example/content/1/count.gif",
        "https://evil.example/?https://counter.theconversation.com/content/1/count.gif",
        "https://counterXtheconversation.com/content/1/count.gif",
        "https://counter.theconversation.com/content/1/count.gif?distributor=a&next=https://evil.example",
        "https://kffhealthnews.org.evil.example/?republication-pixel=true&post=1",
        "https://metrics.aeon.co/count/../../evil.gif",
        "https://pixel.propublica.org.evil.example/pixel.js",
    ],
)
def test_a_counter_of_another_host_matches_no_preset(slug, address):
    assert not re.fullmatch(presetting.get(slug).tracker_pattern, address)


def test_each_edition_speaks_its_own_english_or_spanish():
    notices = {slug: presetting.get(slug).stated["credit_template"] for slug in THE_CONVERSATION}
    assert "Creative Commons license." in notices["the-conversation-us"]
    assert "Creative Commons licence." in notices["the-conversation-uk"]
    assert "Creative Commons licence." in notices["the-conversation-au"]
    assert notices["the-conversation-es"].startswith("Este artículo fue publicado originalmente en ")
    assert presetting.get("the-conversation-es").language == "es"


def test_the_hosts_of_a_preset_are_those_of_the_adopted_outlet():
    assert presetting.get("the-conversation-us").hosts == {"theconversation.com", "theconversation.edu.au"}
    assert "propublica.org" in presetting.get("propublica").hosts


def test_an_unknown_slug_is_answered_with_the_nearest_ones():
    with pytest.raises(NoSuchPreset, match="the-conversation-us"):
        presetting.get("the-conversation-usa")


@pytest.mark.parametrize("slug", ["../secret", "the-conversation-us.toml", "", "/etc/passwd"])
def test_a_slug_never_leaves_the_folder(slug):
    with pytest.raises(NoSuchPreset):
        presetting.get(slug)


def test_a_good_file_is_read(tmp_path):
    preset = presetting.read(written(tmp_path, GOOD))
    assert preset.slug == "the-commons"
    assert preset.stated == {"licence_code": "CC BY 4.0", "delay_days": 2}
    assert preset.evidence == {"licence_code": "P", "delay_days": "P"}
    assert preset.all_clauses()["ads"] == "not_stated" and preset.all_clauses()["monthly_cap"] is None


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('name = "The Commons"', ""), "name"),
        (('name = "The Commons"', "name = 3"), "name"),
        (('source = ["https://commons.example/terms"]', ""), "source"),
        (('source = ["https://commons.example/terms"]', 'source = ["their page"]'), "source"),
        (('source = ["https://commons.example/terms"]', 'source = "https://commons.example"'), "source"),
        (('checked = "2026-09"', 'checked = "last autumn"'), "checked"),
        (('checked = "2026-09"', "checked = 2026-09-01"), "checked"),
        (('home_url = "https://commons.example"', 'home_url = "commons"'), "home_url"),
        (('language = "en"', 'language = "en"\nlicense = "CC"'), "license"),
        (('licence_code = "CC BY 4.0"', 'license_code = "CC BY 4.0"'), "clauses.P.license_code"),
        (("delay_days = 2", 'delay_days = "two"'), "clauses.P.delay_days"),
        (("delay_days = 2", "delay_days = true"), "clauses.P.delay_days"),
        (("delay_days = 2", "delay_days = -2"), "clauses.delay_days"),
        (("delay_days = 2", 'ads = "sometimes"'), "clauses.ads"),
        (("delay_days = 2", 'ads = "not_stated"'), "clauses.P.ads"),
        (("delay_days = 2", 'terms_checked_on = "2026-09-01"'), "clauses.P.terms_checked_on"),
        (("delay_days = 2", "credit_template = 'From {publisher}'"), "clauses.credit_template"),
        (("delay_days = 2", "tracker_pattern = '('"), "clauses.tracker_pattern"),
        (("[clauses.P]", "[clauses.R]"), "clauses.R"),
        (("[clauses.P]", "[terms]"), "terms"),
        (("delay_days = 2", 'delay_days = 2\n[clauses.C]\nlicence_code = "CC BY 3.0"'), "clauses.C.licence_code"),
        (("delay_days = 2", 'delay_days = 2\n[remarks]\nmoney = "none"'), "remarks.money"),
        (('language = "en"', 'language = "en"\nother_hosts = ["https://commons.example"]'), "other_hosts"),
        (("[clauses.P]", "[clauses.P"), "no TOML"),
    ],
)
def test_a_broken_file_is_refused_by_the_name_of_file_and_key(tmp_path, change, key):
    path = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(BadPreset) as refusal:
        presetting.read(path)
    assert "the-commons.toml" in str(refusal.value)
    assert key in str(refusal.value)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "the-commons.toml"
    path.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(BadPreset, match=r"the-commons\.toml"):
        presetting.read(path)


def test_every_clause_stands_in_one_group():
    grouped = [name for _heading, names in clauses.groups() for name in names]
    assert grouped == list(clauses.NAMES)
