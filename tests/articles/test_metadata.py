"""What pages say of themselves to machines: structured data by schema.org's types, cards, languages."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import derivation, publishing
from articles.metadata import graph, people
from articles.models import Article
from tests.articles.schema_org import KINDS, PROPERTIES
from tests.articles.test_pages import complete_article
from tests.builders import (
    add_picture,
    make_author,
    make_byline,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    make_user,
    publish_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

HOSTILE = "</script><script>alert('1')</script><!-- & \u2028 \u2029 \" \\ é"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
ORCID, ROR = "0000-0002-1825-0097", "https://ror.org/037s24f05"


def told(client, path: str) -> list[dict[str, Any]]:
    """The things in the one data block of a page, each held against schema.org."""
    blocks = BLOCK.findall(client.get(path).content.decode())
    assert len(blocks) == 1, path
    things = json.loads(blocks[0])
    assert things["@context"] == "https://schema.org"
    assert not faults(things["@graph"])
    return things["@graph"]


def the(kind: str, things: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [thing for thing in things if thing["@type"] == kind]
    return found


def metas(client, path: str) -> list[tuple[str, str]]:
    found = LexborHTMLParser(client.get(path).content.decode()).css("meta[property]")
    return [(meta.attributes["property"], meta.attributes["content"]) for meta in found]


# --- held against the vocabulary ---


def kinds(name: str) -> set[str]:
    return {name}.union(*(kinds(parent) for parent in KINDS[name].split()))


def faults(things: list[dict[str, Any]]) -> list[str]:
    """Each property that its type has not, and each value that is not of its range."""
    typed: dict[str, set[str]] = {}

    def collect(value: Any) -> None:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                if "@id" in each and "@type" in each:
                    typed.setdefault(each["@id"], set()).update(kinds(each["@type"]))
                for inner in each.values():
                    collect(inner)

    def is_of(value: Any, range_: set[str]) -> bool:
        if isinstance(value, bool):
            return "Boolean" in range_
        if isinstance(value, int):
            return bool(range_ & {"Integer", "Number"})
        if isinstance(value, dict):
            known = kinds(value["@type"]) if "@type" in value else typed.get(value.get("@id", ""), {"Thing"})
            return bool(known & range_)
        if not isinstance(value, str) or not value.strip():
            return False
        if "Text" in range_ or ("URL" in range_ and re.fullmatch(r"https?://[^\s<>\"]+", value)):
            return True
        if range_ & {"Date", "DateTime"}:
            return dt.datetime.fromisoformat(value).tzinfo is not None
        return "Distance" in range_ and re.fullmatch(r"\d+ px", value) is not None

    def judged(thing: dict[str, Any]) -> list[str]:
        found = []
        for name, value in thing.items():
            if name in ("@id", "@type", "query-input") or "@type" not in thing:
                continue
            domain, range_ = (set(one.split()) for one in PROPERTIES.get(name, ("", "")))
            if not domain & kinds(thing["@type"]):
                found.append(f"{thing['@type']} has no {name}")
            for each in value if isinstance(value, list) else [value]:
                if not is_of(each, range_):
                    found.append(f"{thing['@type']}.{name}: {each!r}")
                if isinstance(each, dict):
                    found += judged(each)
        return found

    collect(things)
    return [fault for thing in things for fault in judged(thing)]


@pytest.mark.parametrize(
    "thing",
    [
        {"@type": "Person", "headline": "x"},
        {"@type": "NewsArticle", "headline": 3},
        {"@type": "NewsArticle", "author": "Ann"},
        {"@type": "NewsArticle", "author": {"@type": "WebPage"}},
        {"@type": "NewsArticle", "datePublished": "2026-11-23T10:00:00"},
        {"@type": "NewsArticle", "license": "CC BY"},
        {"@type": "NewsArticle", "headline": ""},
    ],
)
def test_what_schema_org_has_not_is_found(thing):
    assert faults([thing])


# --- an article ---


def credited_article(**fields) -> Article:
    """By somebody with an ORCID, from somewhere with a ROR."""
    clemson = make_institution("Clemson University", ror=ROR)
    jadoon = make_author("Amira Jadoon", clemson, orcid=ORCID)
    byline = {"name": "Amira M. Jadoon", "title": "Lecturer", "institution": "Clemson"}
    return make_licensed_article(bylines=[byline | {"author": jadoon, "institution_page": clemson}], **fields)


def test_article_names_author_affiliation_source_licence_holder_and_corrections(client):
    terms = make_terms(make_outlet("The Conversation"), licence_code="CC BY-ND 4.0")
    article = credited_article(
        terms=terms, tags=["Ports"], source_published_at=dt.datetime(2023, 3, 27, 12, tzinfo=dt.UTC)
    )
    add_picture(article, make_picture(credit="Ida Holm/Reuters", licence="CC BY 4.0", rights_line="© Ida Holm"))
    publish_now(article)
    publishing.correct(article, by=None, kind="correction", text="The ferry was blue.")
    publishing.correct(article, by=None, kind="update", text="It sailed.")
    things = told(client, article.get_absolute_url())
    story = the("NewsArticle", things)
    assert story["headline"] == article.title
    assert story["datePublished"] == article.published_at.isoformat(timespec="seconds")
    assert story["dateModified"] > story["datePublished"]
    assert story["isBasedOn"]["datePublished"] == "2023-03-27T12:00:00+00:00"
    (author,) = story["author"]
    assert author["@type"] == "Person" and author["name"] == "Amira M. Jadoon"  # as printed then
    assert author["sameAs"] == [f"https://orcid.org/{ORCID}"] and author["identifier"]["value"] == ORCID
    assert author["affiliation"]["name"] == "Clemson" and author["affiliation"]["sameAs"] == [ROR]
    assert author["affiliation"]["identifier"]["propertyID"] == "ROR"
    assert author["jobTitle"] == "Lecturer"
    assert story["publisher"]["name"] == "Newsroom" and story["publisher"]["logo"]["url"].endswith("/icon-512.png")
    assert story["isBasedOn"]["url"] == article.source_url
    assert story["license"] == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert story["copyrightHolder"]["name"] == "The Conversation" and story["copyrightYear"] == 2023
    assert story["creditText"] == article.byline_line
    assert [note["text"] for note in story["correction"]] == ["The ferry was blue."]
    assert story["inLanguage"] == "en" and story["isAccessibleForFree"] is True
    assert story["articleSection"] == "Business" and story["keywords"] == ["Ports"]
    assert story["wordCount"] == article.word_count
    (picture,) = story["image"]
    assert picture["creator"] == [
        {"@type": "Person", "name": "Ida Holm"},
        {"@type": "Organization", "name": "Reuters"},
    ]
    assert picture["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (picture["creditText"], picture["copyrightNotice"]) == ("Ida Holm/Reuters", "© Ida Holm")
    assert [item["name"] for item in the("WebPage", things)["breadcrumb"]["itemListElement"]] == [
        "Home",
        "Business",
        article.title,
    ]


def test_moments_have_the_offset_of_the_newsrooms_own_zone(client):
    article = publish_now(make_own_article(), dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC))
    with timezone.override("America/New_York"):
        story = the("NewsArticle", told(client, article.get_absolute_url()))
    assert story["datePublished"] == "2026-01-05T07:00:00-05:00"


def test_own_article_is_held_by_the_newsroom_and_based_on_nothing(client):
    article = publish_now(make_own_article(bylines=["Staff"]))
    story = the("NewsArticle", told(client, article.get_absolute_url()))
    assert story["author"] == [{"@type": "Organization", "name": "Staff"}]
    assert story["copyrightHolder"]["name"] == "Newsroom"
    assert not {"isBasedOn", "license", "sourceOrganization", "translator"} & story.keys()


@pytest.mark.parametrize(
    ("kicker", "section", "kind"),
    [
        ("Opinion", "Business", "OpinionNewsArticle"),
        ("", "Opinion", "OpinionNewsArticle"),
        ("ANALYSIS", "Business", "AnalysisNewsArticle"),
        ("Public opinion", "Business", "NewsArticle"),
    ],
)
def test_opinion_and_analysis_are_said_to_be_so_where_the_kicker_or_the_section_does(client, kicker, section, kind):
    article = publish_now(make_own_article(kicker=kicker, section=make_section(section)))
    assert the(kind, told(client, article.get_absolute_url()))["headline"] == article.title


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amira Jadoon", True),
        ("María José de la Torre", True),
        ("A. B. Yehoshua", True),
        ("Newsday Reyes", True),
        ("Staff", False),
        ("Staff writer", False),
        ("Harbour Times staff", False),
        ("Reuters", False),
        ("AFP", False),
        ("Agencia EFE", False),
        ("The Associated Press", False),
        ("Redacción", False),
        ("Editorial Board", False),
        ("KFF Health News", False),
        ("The Conversation", False),
        ("Newsroom", False),
        ("University of Leeds", False),
    ],
)
def test_whoever_is_no_person_is_an_organization(name, expected):
    assert people.is_person(name, houses=("Newsroom", "The Conversation")) is expected


def test_who_has_an_orcid_or_a_post_is_a_person_whatever_the_name():
    assert people.is_person("Ann Staff", known=True)
    assert not people.is_person("Newsroom", houses=("Newsroom",), known=True)


@pytest.mark.parametrize("where", ["title", "standfirst", "name", "tag", "caption", "kicker", "correction"])
def test_hostile_words_stay_inside_the_data_block_and_arrive_as_they_are(client, where):
    words = {"title": HOSTILE, "standfirst": HOSTILE, "kicker": HOSTILE}
    fields = {where: words[where]} if where in words else {}
    fields["tags"] = [HOSTILE] if where == "tag" else ()
    article = make_own_article(bylines=[HOSTILE if where == "name" else "Ann Lee"], slug="hostile", **fields)
    add_picture(article, make_picture(caption=HOSTILE if where == "caption" else "At sea."))
    publish_now(article)
    if where == "correction":
        publishing.correct(article, by=None, kind="correction", text=HOSTILE)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in html and len(BLOCK.findall(html)) == 1
    block = BLOCK.findall(html)[0]
    assert not re.search("[<>&\u2028\u2029]", block)
    assert any(HOSTILE.strip() in text for text in strings(json.loads(block)))


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [text for each in value for text in strings(each)] if isinstance(value, list) else [str(value)]


def test_lone_surrogates_and_control_characters_break_no_data_block():
    block = graph.block([graph.thing("Person", {"name": "a\ud800b\x00\x0b"})])
    assert json.loads(BLOCK.findall(block)[0])["@graph"][0]["name"] == "a\ufffdb\x00\x0b"
    block.encode()


def test_picture_that_may_not_show_is_named_nowhere(client):
    article = make_own_article()
    picture = make_picture(cleared=False)
    add_picture(article, picture)
    publish_now(article)
    html = client.get(article.get_absolute_url()).content.decode()
    assert picture.file.url not in html and "og:image" not in html


def test_picture_that_may_not_be_passed_on_stands_on_the_page_and_on_no_card(client):
    article = make_own_article()
    picture = make_picture(onward="no")
    add_picture(article, picture)
    publish_now(article)
    html = client.get(article.get_absolute_url()).content.decode()
    head, _, body = html.partition("</head>")
    assert picture.file.url in body and picture.file.url not in head and "og:image" not in head
    assert "max-image-preview:none" in head and "max-image-preview:large" not in head
    sitemap = client.get(f"/sitemaps/articles-{article.pk // 1000}.xml").content.decode()
    assert article.get_absolute_url() in sitemap and picture.file.url not in sitemap


def test_text_that_runs_entire_or_not_at_all_has_no_description_anywhere(client):
    article = publish_now(make_licensed_article(terms=make_terms(excerpt_rule="entire_only")))
    story = the("NewsArticle", told(client, article.get_absolute_url()))
    assert "description" not in story
    assert "og:description" not in dict(metas(client, article.get_absolute_url()))


def test_numbered_pages_are_one_article_and_say_which_page_they_are(client):
    article = complete_article()
    first = article.get_absolute_url()
    identity = f"https://newsroom.example{first}#article"
    for path, said in ((first, "1/3"), (f"{first}2/", "2/3"), (f"{first}all/", None)):
        things = told(client, path)
        story = the("NewsArticle", things)
        assert (story["@id"], story.get("pagination")) == (identity, said)
        assert story["mainEntityOfPage"]["@id"] == f"https://newsroom.example{path}"
        steps = the("WebPage", things)["breadcrumb"]["itemListElement"]
        assert len(steps) == (4 if path.endswith("/2/") else 3)


def test_preview_is_for_the_desk_and_tells_machines_nothing(client):
    article = make_own_article()
    client.force_login(make_user("editor"))
    html = client.get(reverse("articles:preview", args=[article.uuid])).content.decode()
    assert not BLOCK.findall(html)
    assert "og:url" not in html and "canonical" not in html and 'content="noindex"' in html


# --- translations ---


def translated_pair() -> tuple[Article, Article]:
    first = make_own_article("The harbour opens", language="en")
    second = make_own_article("El puerto abre", language="es", translation_of=first, translated_by="Lola Paz")
    return publish_now(first), publish_now(second)


def alternates(client, path: str) -> dict[str, str]:
    found = LexborHTMLParser(client.get(path).content.decode()).css("link[rel=alternate][hreflang]")
    return {link.attributes["hreflang"]: link.attributes["href"] for link in found}


def test_each_language_of_a_story_names_all_of_them_and_itself(client):
    first, second = translated_pair()
    base = "https://newsroom.example"
    expected = {
        "en": base + first.get_absolute_url(),
        "es": base + second.get_absolute_url(),
        "x-default": base + first.get_absolute_url(),
    }
    assert alternates(client, first.get_absolute_url()) == alternates(client, second.get_absolute_url()) == expected
    assert the("NewsArticle", told(client, first.get_absolute_url()))["workTranslation"][0]["inLanguage"] == "es"
    translation = the("NewsArticle", told(client, second.get_absolute_url()))
    assert translation["translationOfWork"]["url"] == expected["en"]
    assert translation["translator"] == [{"@type": "Person", "name": "Lola Paz"}]
    assert ("og:locale", "es_ES") in metas(client, second.get_absolute_url())
    assert ("og:locale:alternate", "en_US") in metas(client, second.get_absolute_url())


def test_language_that_readers_may_not_see_is_named_by_none(client):
    first, second = translated_pair()
    publishing.withdraw(second, by=None, reason="It was wrong.")
    assert alternates(client, first.get_absolute_url()) == {}
    assert "workTranslation" not in the("NewsArticle", told(client, first.get_absolute_url()))


def test_translation_of_a_translation_and_a_second_text_in_a_language_stand_alone(client):
    first, second = translated_pair()
    third = publish_now(make_own_article("Le port", language="fr", translation_of=second))
    twin = publish_now(make_own_article("El puerto", language="es", translation_of=first))
    assert alternates(client, third.get_absolute_url()) == alternates(client, twin.get_absolute_url()) == {}
    assert set(alternates(client, first.get_absolute_url())) == {"en", "es", "x-default"}
    assert set(alternates(client, second.get_absolute_url())) == {"en", "es", "x-default"}


def test_what_is_no_code_of_a_language_stands_in_no_link(client):
    first, _second = translated_pair()
    third = publish_now(make_own_article("Le port", language='fr" x="', translation_of=first))
    assert alternates(client, third.get_absolute_url()) == {}
    assert set(alternates(client, first.get_absolute_url())) == {"en", "es", "x-default"}


def test_licensed_translation_names_the_work_and_the_translator(client):
    outlet = make_outlet(language="en")
    terms = make_terms(outlet, translation="yes", edits="any")
    article = make_licensed_article(terms=terms, fields_received={"language": "en"})
    article.is_adaptation, article.language, article.translated_by = True, "es", "Lola Paz"
    article.body_html = "<p>El agua pesa.</p>"
    derivation.derive(article)
    article.save()
    publish_now(article)
    story = the("NewsArticle", told(client, article.get_absolute_url()))
    assert story["translationOfWork"]["url"] == article.source_url
    assert story["translationOfWork"]["inLanguage"] == "en"
    assert story["translator"] == [{"@type": "Person", "name": "Lola Paz"}]


# --- cards ---


def test_card_of_an_article_has_its_picture_times_authors_section_and_tags(client):
    article = complete_article()
    said = metas(client, article.get_absolute_url())
    card = dict(said)
    assert card["og:type"] == "article" and card["og:title"] == article.title
    assert card["og:image"].startswith("https://newsroom.example/media/")
    assert (card["og:image:width"], card["og:image:height"], card["og:image:alt"]) == (
        "120",
        "80",
        "A ferry at the quay",
    )
    assert card["article:published_time"] == article.published_at.isoformat(timespec="seconds")
    assert card["article:modified_time"] > card["article:published_time"]
    assert [content for name, content in said if name == "article:author"] == [
        f"https://newsroom.example{row.author.get_absolute_url()}" for row in article.bylines.all()
    ]
    assert (card["article:section"], card["article:tag"], card["og:locale"]) == ("Business", "Ports", "en_US")


# --- every other kind of page ---


@pytest.mark.on_postgresql_too
def test_every_page_for_readers_tells_what_it_is_about(client):
    article = credited_article(tags=["Ports"])
    jadoon = article.bylines.get().author
    clemson = article.bylines.get().institution
    publish_now(article)
    front = told(client, "/")
    assert the("NewsMediaOrganization", front)["correctionsPolicy"] == "https://newsroom.example/corrections/"
    site = the("WebSite", front)
    try:
        search = f"https://newsroom.example{reverse('articles:search')}?q={{search_term_string}}"
        assert site["potentialAction"]["target"]["urlTemplate"] == search
    except NoReverseMatch:
        assert "potentialAction" not in site
    assert the("CollectionPage", front)["mainEntity"]["itemListElement"][0]["name"] == article.title
    writer = the("Person", told(client, jadoon.get_absolute_url()))
    assert writer["identifier"]["value"] == ORCID and writer["affiliation"][0]["name"] == clemson.name
    house = the("CollegeOrUniversity", told(client, clemson.get_absolute_url()))
    assert house["sameAs"] == [ROR]
    source = told(client, article.outlet.get_absolute_url())
    assert the("ProfilePage", source)["mainEntity"]["@id"].endswith("#outlet")
    for path in (article.section.get_absolute_url(), reverse("articles:tag", args=[article.tags.get().slug])):
        page = the("CollectionPage", told(client, path))
        assert page["mainEntity"]["itemListElement"][0]["url"].endswith(article.get_absolute_url())
        assert page["breadcrumb"]["itemListElement"][0]["name"] == "Home"
    assert the("SearchResultsPage", told(client, "/search/?q=ferries"))["url"] == "https://newsroom.example/search/"
    assert the("AboutPage", told(client, "/about/"))["url"] == "https://newsroom.example/about/"


@pytest.mark.parametrize(("onward", "named"), [("not_stated", True), ("no", False)])
def test_portrait_is_named_where_it_may_be_passed_on(client, onward, named):
    article = credited_article()
    jadoon = article.bylines.get().author
    portrait = make_picture(portrait_of=jadoon, onward=onward)
    publish_now(article)
    writer = the("Person", told(client, jadoon.get_absolute_url()))
    assert writer.get("image") == (f"https://newsroom.example{portrait.file.url}" if named else None)


def test_page_that_is_not_there_tells_nothing(client):
    assert not BLOCK.findall(client.get("/nothing/here/").content.decode())


def test_structured_data_costs_no_query_more_however_many_authors(client, django_assert_max_num_queries):
    article = credited_article()
    for number in range(12):
        place = make_institution(f"University of Kell {number}")
        make_byline(
            article, f"Ann Lee {number}", author=make_author(f"Ann Lee {number}", place), institution_page=place
        )
    derivation.derive(article)
    article.save()
    publish_now(article)
    with django_assert_max_num_queries(3):
        client.get(article.get_absolute_url())
