"""An arrived text becomes a draft: everything in its field, the original sealed, nothing made twice."""

import datetime as dt
from typing import Any

import pytest

from articles.models import Article, Original
from articles.rights import Surface
from authors.models import Author, Institution, InstitutionAlias
from inbound.accept import NotAccepted, accept
from inbound.formats.arrival import Arrival, Picture, Related, Rights
from inbound.formats.arrival import Author as Credit
from outlets.models import Outlet
from pictures.models import Picture as FiledPicture
from records.appendonly import Sealed
from tests.builders import make_amendment, make_outlet, make_section, make_terms, make_user, publish_now

pytestmark = pytest.mark.django_db

BODY = "".join(
    f"<p>Paragraph {number} says that the tide comes in twice a day, whoever watches.</p>" for number in range(9)
)


def make_arrival(**fields: Any) -> Arrival:
    fields = {
        "title": "Why tides matter",
        "standfirst": "A study of the shore.",
        "authors": [
            Credit(
                "Amira Jadoon",
                "Assistant Professor, Political Science",
                "Clemson University",
                "https://commons.example/profiles/amira-jadoon-1",
                "https://commons.example/institutions/clemson-university-2",
            ),
            Credit("Andrew Mines", "Research Fellow", "George Washington University"),
        ],
        "body_html": BODY,
        "pictures": [Picture("https://images.commons.example/1.jpg", "Waves", "The shore.", "Ida Holm", lead=True)],
        "related": [Related("Another tide", "https://commons.example/another-tide-7")],
        "disclosure_html": "<p>The authors work for nobody else.</p>",
        "notice_html": '<p>From <a href="https://commons.example">The Commons</a>.</p>',
        "counter_url": "https://counter.commons.example/content/4711/count.gif",
        "canonical_url": "https://commons.example/why-tides-matter-4711",
        "source_id": "tag:commons.example,2011:article/4711",
        "published": dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC),
        "raw": b"<entry>as it came</entry>",
        **fields,
    }
    return Arrival(**fields)


@pytest.fixture
def commons() -> Outlet:
    outlet = make_outlet("The Commons")
    make_terms(outlet)
    return outlet


def take(arrival: Arrival, outlet: Outlet, **fields: Any) -> Any:
    return accept(
        arrival, outlet=outlet, by=None, because="the tide is news", source="feed.atom", format="atom", **fields
    )


def test_every_field_of_an_arrival_has_its_place(commons: Outlet) -> None:
    article = Article.objects.get(pk=take(make_arrival(), commons).article.pk)
    assert (article.title, article.standfirst, article.status) == ("Why tides matter", "A study of the shore.", "draft")
    assert (article.source_number, article.source_url) == ("4711", "https://commons.example/why-tides-matter-4711")
    assert (article.counter_kind, article.counter_url) == (
        "img",
        "https://counter.commons.example/content/4711/count.gif",
    )
    assert article.terms == commons.current_terms() and article.body_html == BODY
    assert "work for nobody else" in article.disclosure_html and "The Commons" in article.notice_html
    assert [str(row) for row in article.bylines.all()] == [
        "Amira Jadoon, Assistant Professor, Political Science, Clemson University",
        "Andrew Mines, Research Fellow, George Washington University",
    ]
    assert [(link.title, link.url) for link in article.related_links.all()] == [
        ("Another tide", "https://commons.example/another-tide-7")
    ]
    assert article.byline_line.startswith(
        "Amira Jadoon, Assistant Professor, Political Science, Clemson University and "
    )
    assert article.byline_line.endswith("Washington University, The Commons on November 1, 2026")
    event = article.audit_events.get(verb="accept")
    assert event.reason == "the tide is news"


def test_the_original_is_sealed_and_nothing_can_write_to_it(commons: Outlet) -> None:
    original = take(make_arrival(), commons).article.original
    assert bytes(original.received) == b"<entry>as it came</entry>"
    assert Original.objects.get(pk=original.pk).is_intact()
    original.html = "<p>Something else.</p>"
    with pytest.raises(Sealed):
        original.save()
    with pytest.raises(Sealed):
        original.delete()
    with pytest.raises(Sealed):
        Original.objects.filter(pk=original.pk).update(html="<p>Something else.</p>")


def test_terms_are_frozen_by_the_first_article_taken_under_them(commons: Outlet) -> None:
    take(make_arrival(), commons)
    terms = commons.current_terms()
    assert terms.frozen_at
    terms.ads = "no"
    with pytest.raises(Exception, match="frozen"):
        terms.save()


@pytest.mark.parametrize(
    "again",
    [
        {"canonical_url": "https://commons.example/new-headline-4711"},
        {"source_id": None, "counter_url": None},
        {"source_id": "another", "canonical_url": None},
        {"source_id": None, "canonical_url": None, "counter_url": None},
    ],
    ids=["identity", "address", "number", "text"],
)
def test_an_article_that_we_hold_is_not_made_twice(commons: Outlet, again: dict[str, Any]) -> None:
    first = take(make_arrival(), commons)
    second = take(make_arrival(**again), commons)
    assert (second.outcome, second.article) == ("same", first.article)
    assert Original.objects.count() == 1


def test_the_same_identity_at_two_outlets_is_two_articles(commons: Outlet) -> None:
    other = make_outlet("The Meadow")
    make_terms(other)
    assert take(make_arrival(), commons).article != take(make_arrival(), other).article


def test_a_changed_text_is_sealed_as_the_next_original_and_a_draft_takes_it_over(commons: Outlet) -> None:
    take(make_arrival(), commons)
    changed = take(make_arrival(body_html=BODY + "<p>One more.</p>"), commons)
    assert changed.outcome == "updated"
    assert [original.number for original in changed.article.originals.all()] == [1, 2]
    assert changed.article.body_html.endswith("<p>One more.</p>")


@pytest.mark.parametrize("state", ["published", "amended"])
def test_a_changed_text_never_replaces_what_readers_or_editors_rely_on(commons: Outlet, state: str) -> None:
    article = take(make_arrival(), commons, section=make_section()).article
    if state == "published":
        publish_now(article)
    else:
        make_amendment(article, "twice a day", "twice daily", block=0)
    again = take(make_arrival(body_html=BODY + "<p>One more.</p>"), commons)
    article.refresh_from_db()
    assert again.outcome == "updated" and article.originals.count() == 2
    assert article.original.number == 1
    assert "One more" not in article.body_html
    assert any("changed at the source" in warning for warning in again.warnings)


def test_an_article_without_terms_in_force_is_not_taken() -> None:
    outlet = make_outlet("No terms yet")
    make_terms(outlet, adopted=False)
    with pytest.raises(NotAccepted, match="No terms"):
        take(make_arrival(), outlet)
    assert not Article.objects.exists()


def test_an_empty_text_is_not_taken(commons: Outlet) -> None:
    with pytest.raises(NotAccepted, match="without a text"):
        take(make_arrival(body_html=" \n"), commons)


def test_a_linked_institution_is_filed_and_a_guessed_one_is_not(commons: Outlet) -> None:
    take(make_arrival(), commons)
    assert list(Institution.objects.values_list("name", flat=True)) == ["Clemson University"]
    assert Author.objects.get().profile_url == "https://commons.example/profiles/amira-jadoon-1"


def test_a_guessed_institution_is_known_by_its_alias(commons: Outlet) -> None:
    gwu = Institution.objects.create(name="The George Washington University", slug="gwu")
    InstitutionAlias.objects.create(institution=gwu, name="George Washington  university")
    article = take(make_arrival(), commons).article
    row = article.bylines.get(name="Andrew Mines")
    assert (row.institution, row.institution_name) == (gwu, "George Washington University")


def test_an_author_is_the_same_person_in_the_next_article(commons: Outlet) -> None:
    take(make_arrival(), commons)
    other = {"source_id": "x", "canonical_url": "https://commons.example/b-4712", "body_html": "<p>Quite another.</p>"}
    take(make_arrival(**other, counter_url="https://counter.commons.example/content/4712/count.gif"), commons)
    assert Author.objects.count() == 1


def test_pictures_arrive_uncleared_with_their_own_rights(commons: Outlet) -> None:
    article = take(make_arrival(), commons).article
    picture = FiledPicture.objects.get()
    assert (picture.rights, picture.credit, picture.alt) == ("uncleared", "Ida Holm", "Waves")
    assert article.article_pictures.get().role == "lead"


def test_hostile_addresses_and_characters_are_left_out_and_said_so(commons: Outlet) -> None:
    taken = take(
        make_arrival(
            title="A\x00 title\ud800",
            related=[Related("Bad", "javascript:alert(1)"), Related("Good", "https://commons.example/x")],
            canonical_url="javascript:alert(2)",
            counter_url="data:image/gif;base64,AAAA",
            source_id="s\x00",
            standfirst="x" * 10_000,
            tags=["a" * 300, " "],
        ),
        commons,
    )
    assert taken.article.title == "A title"
    assert (taken.article.source_url, taken.article.counter_url, taken.article.counter_kind) == ("", "", "none")
    assert [link.title for link in taken.article.related_links.all()] == ["Good"]
    assert sum("none of the web" in warning for warning in taken.warnings) == 2


def test_a_headline_too_long_for_its_column_is_cut_and_kept_whole_in_the_original(commons: Outlet) -> None:
    taken = take(make_arrival(title="Long " * 100), commons)
    assert len(taken.article.title) == 300
    assert taken.article.original.fields["title"] == ("Long " * 100)
    assert any("was cut" in warning for warning in taken.warnings)


def test_a_failure_half_way_stores_nothing(commons: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.revisions.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(make_arrival(), commons)
    assert not Article.objects.exists() and not Original.objects.exists() and not Author.objects.exists()


def test_nothing_received_shows_before_it_is_published(commons: Outlet) -> None:
    article = take(make_arrival(), commons, section=make_section()).article
    assert not any(Article.objects.visible_on(surface).exists() for surface in Surface)
    publish_now(article)
    assert Article.objects.visible_on(Surface.PAGE).get() == article


def test_a_person_who_received_it_stands_in_the_log(commons: Outlet) -> None:
    bob = make_user("editor")
    article = accept(make_arrival(), outlet=commons, by=bob).article
    assert article.audit_events.get(verb="accept").actor == bob
    assert article.original.received_by == bob


def versioned(version: str | None, body: str) -> Arrival:
    return Arrival(title="Ferries", body_html=f"<p>{body}</p>", source_id="urn:newsml:a:1", version=version, raw=b"x")


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [("2", "3", "updated"), ("3", "2", "same"), ("10", "9", "same"), (None, "1", "updated")],
)
def test_a_version_that_was_overtaken_on_its_way_is_not_sealed(first, second, outcome):
    outlet = make_outlet()
    make_terms(outlet)
    article = accept(versioned(first, "One."), outlet=outlet, by=None).article
    again = accept(versioned(second, "Two."), outlet=outlet, by=None)
    assert (again.article, again.outcome) == (article, outcome)
    assert article.originals.count() == (2 if outcome == "updated" else 1)


def test_what_its_source_canceled_is_never_taken_anew():
    outlet = make_outlet()
    make_terms(outlet)
    canceled = Arrival(title="Ferries", body_html="<p>One.</p>", rights=Rights(status="canceled"))
    with pytest.raises(NotAccepted, match="canceled by its source"):
        accept(canceled, outlet=outlet, by=None)
