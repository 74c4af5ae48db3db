"""The lists that readers see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import listing, publishing
from articles.models import Article
from articles.rights.plainwords import in_plain_words
from outlets.models import Terms
from tests.builders import (
    add_picture,
    make_author,
    make_institution,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_section,
    make_terms,
    publish_now,
)

pytestmark = pytest.mark.django_db


def page(response) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def words(node) -> str:
    return " ".join(node.text().split())


def headlines(response) -> list[str]:
    return [words(link) for link in page(response).css(".row .headline a")]


class Desk:
    """One of everything that has a list, and a story that stands in each of them."""

    def __init__(self) -> None:
        self.section = make_section("Business", published_in="Business News", description="Who owes whom.")
        self.clemson = make_institution("Clemson University", url="https://clemson.example")
        self.jadoon = make_author("Amira Jadoon", self.clemson, "Assistant Professor", bio="She studies harbours.")
        self.outlet = make_outlet("The Commons", description="News by academics.")
        self.terms = make_terms(
            self.outlet,
            licence_code="CC BY-ND 4.0",
            licence_url="https://creativecommons.org/licenses/by-nd/4.0/",
            edits="time_place_style",
            terms_checked_on=dt.date(2026, 9, 1),
        )

    def story(self, title: str, *, hours: float = 1, **fields) -> Article:
        row = {
            "name": "Amira Jadoon",
            "author": self.jadoon,
            "institution": "Clemson",
            "institution_page": self.clemson,
        }
        fields = {"tags": ["Ports"], "section": self.section, "bylines": [row], **fields}
        article = make_licensed_article(title, outlet=self.outlet, terms=self.terms, **fields)
        return publish_now(article, timezone.now() - dt.timedelta(hours=hours))

    @property
    def paths(self) -> list[str]:
        shown = (self.section, self.jadoon, self.clemson, self.outlet)
        return ["/", *(one.get_absolute_url() for one in shown), "/tags/ports/"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_every_list_shows_headline_standfirst_printed_authors_outlet_and_date(client, desk):
    article = desk.story("Why ports wait", standfirst="Nobody signs.")
    for path in desk.paths:
        row = page(client.get(path)).css_first(".row")
        assert words(row.css_first(".headline a")) == "Why ports wait", path
        assert row.css_first(".headline a").attributes["href"] == article.get_absolute_url()
        assert words(row.css_first(".standfirst")) == "Nobody signs."
        assert words(row.css_first(".credit-names")) == "Amira Jadoon, The Commons"
        assert row.css_first("time").attributes["datetime"] == article.published_at.isoformat(timespec="seconds")


def test_several_authors_are_joined_as_printed(client):
    publish_now(make_own_article(bylines=["Ann Lee", "Bo Ek"]))
    assert words(page(client.get("/")).css_first(".credit-names")) == "Ann Lee and Bo Ek"


def test_newest_stands_first_and_the_front_leads_with_it(client, desk):
    for hours in (3, 1, 2):
        desk.story(f"{hours} hours ago", hours=hours)
    for path in desk.paths:
        assert headlines(client.get(path)) == ["1 hours ago", "2 hours ago", "3 hours ago"], path
    assert words(page(client.get("/")).css_first(".front-lead .headline")) == "1 hours ago"


def test_front_of_an_empty_newsroom_says_so(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing has been published here yet." in response.content.decode()
    empty = make_section("Opinion")
    assert "Nothing has been published here yet." in client.get(empty.get_absolute_url()).content.decode()


def test_older_leads_through_everything_once_even_where_moments_are_shared(client):
    moment = timezone.now() - dt.timedelta(hours=1)
    section = make_section("Business")
    wanted = listing.PER_PAGE * 2 + 3
    for number in range(wanted):
        publish_now(make_own_article(f"Story {number}", section=section), moment - dt.timedelta(minutes=number // 10))
    seen, path, steps = [], section.get_absolute_url(), 0
    while path:
        response = client.get(path)
        seen += headlines(response)
        older = page(response).css_first(".pager a[rel=next]")
        path, steps = older and older.attributes["href"], steps + 1
    assert steps == 3
    assert len(seen) == wanted == len(set(seen))


def test_cursor_that_is_none_of_ours_is_not_found(client, desk):
    desk.story("Why ports wait")
    for cursor in ("", "x", "1", "-1-1", "1-", "9" * 17 + "-1", "1-" + "9" * 19, "١-١", "1-1 OR 1=1", "0-0"):
        for path in desk.paths:
            response = client.get(path, {"before": cursor})
            assert response.status_code == 404, (path, cursor)


def test_what_is_not_in_an_address_of_ours_is_not_found(client, desk):
    desk.story("Why ports wait")
    for path in (
        "/opinion/",
        "/authors/nobody/",
        "/institutions/nowhere/",
        "/outlets/none/",
        "/tags/nothing/",
        "/authors/",
        "/preview/",
        "/business/rss/",
    ):
        assert client.get(path).status_code == 404, path


def test_unknown_parameters_change_nothing(client, desk):
    desk.story("Why ports wait")
    for path in desk.paths:
        shown = page(client.get(path, {"utm_source": "letter"}))
        assert shown.css_first("link[rel=canonical]").attributes["href"] == f"https://newsroom.example{path}"


def test_nothing_that_readers_may_not_see_stands_in_any_list(client, desk):
    now = timezone.now()
    soon = now + dt.timedelta(hours=2)
    desk.story("Seen")
    desk.story("Secret: scheduled", hours=-2)
    desk.story("Secret: embargoed", embargo_until=soon)
    publishing.withdraw(desk.story("Secret: withdrawn"), by=None, reason="It was wrong.")
    trashed = desk.story("Secret: trashed")
    trashed.trashed_at = now
    trashed.save()
    desk.terms = make_terms(desk.outlet, remove_after_days=10)
    desk.story("Secret: its days have passed", hours=11 * 24)
    for path in desk.paths:
        response = client.get(path)
        assert headlines(response) == ["Seen"], path
        assert b"Secret" not in response.content, path


def test_tag_of_drafts_alone_is_not_found(client):
    make_own_article(tags=["Rumour"])
    assert client.get("/tags/rumour/").status_code == 404


def test_tag_stays_when_its_only_story_is_withdrawn_and_asks_to_be_left_alone(client, django_assert_max_num_queries):
    story = publish_now(make_own_article(tags=["Ports"]))
    publishing.withdraw(story, by=None, reason="It was wrong.")
    with django_assert_max_num_queries(3):
        response = client.get("/tags/ports/")
    assert response.status_code == 200 and headlines(response) == []
    assert b"At the moment no article on Ports" in response.content and b"noindex" in response.content


def test_tag_in_another_script_has_its_page(client):
    publish_now(make_own_article("Der Hafen", tags=["Häfen", "港"]))
    for tag in ("häfen", "港"):
        assert headlines(client.get(f"/tags/{tag}/")) == ["Der Hafen"]


def test_story_by_the_same_author_twice_stands_in_the_list_once(client, desk):
    row = {"author": desk.jadoon, "institution_page": desk.clemson}
    desk.story("Twice", bylines=[{"name": "A. Jadoon", **row}, {"name": "Amira Jadoon", **row}])
    for path in desk.paths:
        assert headlines(client.get(path)) == ["Twice"], path


def test_lists_take_three_queries_at_most_and_no_more_for_more_rows(client, desk, django_assert_max_num_queries):
    desk.story("First")
    few = {}
    for path in desk.paths:
        with django_assert_max_num_queries(3) as asked:
            client.get(path)
        few[path] = len(asked)
    for number in range(listing.PER_PAGE + 5):
        article = desk.story(f"Story {number}", hours=number + 2, tags=["Ports", f"tag {number}"])
        add_picture(article)
    for path in desk.paths:
        with django_assert_max_num_queries(few[path]):
            client.get(path)


def test_lists_never_count(client, desk, django_assert_max_num_queries):
    desk.story("Why ports wait")
    for path in desk.paths:
        with django_assert_max_num_queries(3) as asked:
            client.get(path)
        assert not [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"].upper()]


def test_lists_set_no_cookie_and_vary_by_nobody(client, desk):
    desk.story("Why ports wait")
    for path in desk.paths:
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_copy_of_a_list_is_not_kept_past_the_end_of_a_right_to_one_of_its_rows(client, desk):
    desk.terms = make_terms(desk.outlet, remove_after_days=1)
    desk.story("Ends soon", hours=24 - 20 / 3600, source_published_at=None)
    for path in desk.paths:
        assert int(client.get(path)["Cache-Control"].rpartition("=")[2]) <= 20, path


def test_lead_picture_stands_in_lists_only_when_it_may_be_shown(client, desk):
    article = desk.story("Why ports wait")
    picture = add_picture(article, make_picture(alt="A ferry")).picture
    for path in desk.paths:
        shown = page(client.get(path)).css_first(".row img")
        assert shown.attributes["alt"] == "A ferry", path
        assert (shown.attributes["width"], shown.attributes["height"]) == ("120", "80")
    picture.rights = "refused"
    picture.save()
    for path in desk.paths:
        assert page(client.get(path)).css_first(".row img") is None, path


def test_menu_shows_the_sections_in_their_order_and_where_the_reader_is(client):
    second = make_section("Business", position=2)
    make_section("Science", position=1)
    for path in ("/", second.get_absolute_url(), "/nothing/"):
        links = page(client.get(path)).css(".sections li a")
        assert [words(link) for link in links] == ["Science", "Business"]
    assert words(page(client.get(second.get_absolute_url())).css_first("[aria-current]")) == "Business"


def test_author_page_tells_who_she_is_and_where_she_works_now(client, desk):
    desk.story("Why ports wait")
    head = page(client.get(desk.jadoon.get_absolute_url())).css_first(".profile-head")
    assert words(head.css_first("h1")) == "Amira Jadoon"
    assert "Assistant Professor, Clemson University" in words(head)
    assert "She studies harbours." in words(head)
    assert desk.clemson.get_absolute_url() in {link.attributes["href"] for link in head.css("a")}
    past = desk.jadoon.affiliations.get()
    past.ends = dt.date(2020, 1, 1)
    past.save()
    shown = page(client.get(desk.jadoon.get_absolute_url()))
    assert "Clemson" not in words(shown.css_first(".profile-head"))
    assert words(shown.css_first(".place-past")) == "Clemson University Assistant Professor until 2020"


def test_institution_page_lists_its_people(client, desk):
    guest = make_author("Cy Fox")
    desk.story("Why", bylines=[{"name": "Cy Fox", "author": guest, "institution_page": desk.clemson}])
    desk.story("Why not")
    make_author("Di Known-to-the-desk", desk.clemson)
    people = page(client.get(desk.clemson.get_absolute_url())).css(".facts-list li a[href^='/authors/']")
    assert [(words(link), link.attributes["href"]) for link in people] == [
        ("Amira Jadoon", desk.jadoon.get_absolute_url()),
        ("Cy Fox", guest.get_absolute_url()),
    ]


def test_outlet_page_tells_its_terms_in_plain_words(client, desk):
    make_terms(desk.outlet, adopted=False, licence_code="CC0")
    desk.story("Why ports wait")
    shown = page(client.get(desk.outlet.get_absolute_url()))
    assert "News by academics." in words(shown.css_first(".profile-head"))
    terms = shown.css_first(".terms")
    licence = terms.css_first("a[rel=license]")
    assert (words(licence), licence.attributes["href"]) == (
        "CC BY-ND 4.0",
        "https://creativecommons.org/licenses/by-nd/4.0/",
    )
    assert "We may adapt mentions of time and place, and house style, and nothing else." in words(terms)
    assert "September 1, 2026" in words(terms)


def test_latest_terms_in_force_are_the_ones_told(client, desk):
    desk.story("Why ports wait")
    make_terms(desk.outlet, licence_code="CC BY 4.0")
    assert "CC BY 4.0" in words(page(client.get(desk.outlet.get_absolute_url())).css_first(".terms"))


def test_outlet_without_terms_in_force_has_a_page_without_terms(client):
    outlet = make_outlet("The Commons")
    terms = make_terms(outlet)
    publish_now(make_licensed_article(terms=terms))
    Terms.objects.update(adopted=False)
    response = client.get(outlet.get_absolute_url())
    assert response.status_code == 200
    assert page(response).css_first(".terms") is None


def test_plain_words_say_nothing_of_what_the_terms_do_not_state():
    assert in_plain_words(make_terms()) == []
    assert in_plain_words(make_terms(remove_after_days=1, delay_days=2, onward="no", images="no")) == [
        "Its pictures are not ours to show.",
        "1 day after first publication its articles leave our site.",
        "Its articles appear here 2 days after they first appeared there, or later.",
        "We pass its articles on to nobody.",
    ]
