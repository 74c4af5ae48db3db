"""What stands in the rights evidence file of articles of every kind, and that its README names exactly that."""

import io
import json
import zipfile
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import derivation, publishing, resting
from articles.evidence import FILES, evidence, moment
from articles.evidence.files import files
from articles.models import Article
from articles.rights import rulings
from tests.builders import (
    add_picture,
    make_amendment,
    make_correction,
    make_licensed_article,
    make_original,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    make_user,
    publish_now,
)
from tests.pictures.pictures import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
COUNTER = "https://counter.commons.example/1.gif"


def opened(article: Article, **options) -> zipfile.ZipFile:
    with evidence(article, **{"by": None, **options}) as made:
        return zipfile.ZipFile(io.BytesIO(made.read()))


def read(file: zipfile.ZipFile, name: str):
    text = file.read(name).decode()
    return json.loads(text) if name.endswith(".json") else text


def one_with_everything() -> Article:
    """The Commons gave a logo and words of its own, changed its terms and its text, and was asked about newsletters."""
    outlet = make_outlet("The Commons", logo=ContentFile(drawn("PNG", (40, 20)), "Commons & Sons.PNG"))
    clauses = {"edits": "time_place_style", "logo_required": "yes", "tracker_required": "yes", "robots": "noindex"}
    terms = make_terms(outlet, **clauses, remarks={"edits": "Please do not\nmake us say it twice."})
    article = make_licensed_article(
        body="<p>Water is heavy.</p><p>Ferries lean on Monday.</p>",
        terms=terms,
        counter_url=COUNTER,
        disclosure="<p>She owns no ferry.</p>",
        related=[("Why barges do not", "https://commons.example/barges")],
        tags=["Ships"],
    )
    make_amendment(article, "on Monday", "on March 2", kind="time", block=1)
    make_amendment(article, "Water", "Rain", state="dropped", reason="not true")
    derivation.derive(article)
    article.save()
    add_picture(article, make_picture(cleared_because="bought"))
    add_picture(article, make_picture(cleared=False), role="body")
    publish_now(article)
    rita = make_user("rights")
    rulings.rule("newsletter", by=rita, allowed=True, reason="they agreed on the phone", outlet=outlet)
    rulings.rule("newsletter", by=rita, allowed=False, reason="not this one", article=article)
    make_original(article, "<p>Water is heavy.</p><p>Ferries lean on Monday, all of them.</p>")
    make_terms(outlet, **clauses, onward="yes")
    resting.rest_on(article, by=None, reason="they allow more")
    publishing.withdraw(article, by=None, reason="A mistake.")
    publishing.restore(article, by=None, reason="It was none.")
    make_correction(article, "The ferry was blue.")
    article.slug = "why-ferries-really-lean"
    article.save()
    return article


def adapted_article() -> Article:
    """360info: CC BY."""
    terms = make_terms(
        make_outlet("360info"),
        edits="any",
        credit_template_edited='<p>Adapted from <a href="{original}">{outlet}</a>.</p>',
    )
    article = make_licensed_article(body="<p>Water is heavy.</p><p>Ferries lean.</p>", terms=terms)
    resting.adapt(article, by=None, reason="for our readers")
    article.body_html = "<p>Water is heavy.</p><p>Ferries do lean, and more.</p>"
    publishing.saved(article, by=make_user("administrator"))
    return publish_now(article)


def first_paragraphs() -> Article:
    terms = make_terms(make_outlet("PublicSource"), excerpt_rule="first_paragraphs", excerpt_paragraphs=1)
    return publish_now(make_licensed_article(body="<p>One.</p><p>Two.</p><p>Three.</p>", terms=terms))


def hostile_article() -> Article:
    hostile = "../../<script>alert(1)</script>\r\nREADME.txt \x1b[31m\u202e =cmd()"
    terms = make_terms(make_outlet(hostile, logo=ContentFile(drawn("PNG", (40, 20)), "x.php")), logo_required="yes")
    article = make_licensed_article(hostile, slug="hostile", terms=terms, bylines=[hostile], tags=[hostile[:90]])
    make_original(article, "<p>x</p>", content_type="../../evil", format="../..")
    return publish_now(article)


MADE = {
    "everything": one_with_everything,
    "our own": lambda: publish_now(make_own_article()),
    "our own draft": make_own_article,
    "an adaptation": adapted_article,
    "first paragraphs": first_paragraphs,
    "hostile": hostile_article,
}


@pytest.mark.parametrize("what", MADE)
def test_the_readme_names_each_file_that_is_there_and_no_other(what: str) -> None:
    file = opened(MADE[what](), by=make_user("publisher"))
    assert file.testzip() is None
    readme = read(file, "README.txt").splitlines()
    listed = readme[readme.index("") :]  # what stands above are the article's own words
    named = [line for line, below in pairwise([*listed, ""]) if line and below.startswith("    ")]
    assert ["README.txt", *named] == file.namelist()
    assert len(set(named)) == len(named)
    assert not [name for name in named if ".." in name or name.startswith("/") or not name.isascii() or "\\" in name]
    for name in file.namelist():
        if name.endswith(".json"):
            read(file, name)


def test_everything_that_can_be_in_the_file_is_in_that_of_an_article_with_everything() -> None:
    article = one_with_everything()
    file = opened(article, by=make_user("publisher"))
    kinds = [entry.kind for entry in files(Article.objects.get(pk=article.pk), timezone.now())]
    assert list(dict.fromkeys(kinds)) == list(FILES)
    empty = [name for name in file.namelist() if file.read(name).strip() in (b"", b"[]", b"{}", b"null", b"[\n]")]
    assert empty == ["originals/1/fields.json", "originals/2/fields.json"]  # these items said nothing else
    assert "Made by: Paula" in read(file, "README.txt")
    assert "originals/2/received.html\n    Original number 2, exactly the bytes" in read(file, "README.txt")


def test_terms_are_told_with_the_outlets_own_words_and_those_on_which_it_rested_before() -> None:
    file = opened(one_with_everything())
    assert (read(file, "terms.json")["version"], [row["version"] for row in read(file, "former_terms.json")]) == (
        2,
        [1],
    )
    (before,) = read(file, "former_terms.json")
    words = {row["clause"]: row["in_the_outlets_words"] for row in before["clauses"]}
    assert words["edits"] == "Please do not\nmake us say it twice." and words["robots"] is None
    article = publish_now(make_licensed_article(terms=make_terms(remarks={"ads": "Not beside\n<b>obituaries</b>."})))
    assert "in the outlet's words: Not beside <b>obituaries</b>." in read(opened(article), "terms.txt")


def test_each_clearing_is_there_with_how_every_clause_stood() -> None:
    article, rita = make_licensed_article(), make_user("rights")
    publishing.clear(article, by=rita)
    (told,) = read(opened(article), "clearances.json")
    assert (told["by"], told["terms_version"], told["original"], told["revision"]) == ("Rita", 1, 1, 1)
    assert {row["clause"] for row in told["as_it_was"]["clauses"]} >= {"author_required", "ads", "images"}
    assert read(opened(publish_now(make_own_article())), "clearances.json") == []


def test_rulings_that_bear_on_it_are_there_and_those_that_count_are_marked() -> None:
    article = one_with_everything()
    other = make_licensed_article(outlet=article.outlet)
    rulings.rule("newsletter", by=None, allowed=True, reason="another one", article=other)
    told = read(opened(article), "rulings.json")
    assert [(row["for"], row["allowed"], row["in_force"]) for row in told] == [
        ("outlet", True, False),
        ("article", False, True),
    ]
    assert told[0]["made_by"] == "Rita" and told[0]["reason"] == "they agreed on the phone"


@pytest.mark.on_postgresql_too
def test_the_panel_says_each_clause_its_light_and_its_remedy_in_words() -> None:
    article = one_with_everything()
    article.counter_url, article.counter_kind = "", "none"
    article.save()
    file = opened(article)
    assert read(file, "panel.json")["light"] == "red"
    words = read(file, "panel.txt")
    assert "  broken: The outlet's counter is missing. Copy the article again" in words
    assert "  it was refused: not this one" in words and "edits: kept" in words
    assert "nothing is stated, and nothing rests on it" in words
    assert {row["light"] for row in read(file, "findings.json")} >= {"red"}


def test_each_surface_says_since_when_and_until_when_it_showed_the_text() -> None:
    article = one_with_everything()
    at = {row.verb: row.at for row in article.audit_events.all()}
    told = {row["surface"]: row for row in read(opened(article), "surfaces.json")["surfaces"]}
    shown = [(row["since"], row["until"]) for row in told["page"]["shown"]]
    assert shown == [(moment(at["publish"]), moment(at["withdraw"])), (moment(at["restore"]), None)]
    assert told["page"]["shows_it_now"] and told["sitemap"]["shown"] == [] == told["republish"]["shown"]
    (stretch,) = told["newsletter"]["shown"]  # from one ruling to the next
    assert stretch["since"] < stretch["until"] < moment(at["withdraw"]) and not told["newsletter"]["shows_it_now"]
    assert told["partner_feed"]["shown"][0]["since"] > moment(at["publish"])  # since it rests on terms that allow it


def test_addresses_that_it_left_are_there_with_their_last_moment() -> None:
    article = one_with_everything()
    told = read(opened(article), "article.json")
    (left,) = told["former_addresses"]
    assert told["address"].endswith("/business/why-ferries-really-lean/")
    assert left["address"].startswith("https://newsroom.example/business/why-ferries-lean-") and left["until"]


def test_an_adaptation_is_told_as_one_and_compared_with_its_original() -> None:
    article = adapted_article()
    file = opened(article)
    told = read(file, "adaptation.json")
    assert told["is_adaptation"] and told["credited_by"] == "Adapted from 360info."
    assert [(row["verb"], row["by"], row["reason"]) for row in told["history"]] == [
        ("adapt", "the system", "for our readers")
    ]
    assert read(file, "body.html") == article.body_html != read(file, "originals/1/cleaned.html")
    compared = read(file, "comparison.json")
    assert (compared["original"], compared["words_added"], compared["words_removed"]) == (1, 4, 1)
    told = read(opened(one_with_everything()), "adaptation.json")
    assert told == {"is_adaptation": False, "credited_by": None, "history": []}


def test_of_first_paragraphs_only_these_are_compared_and_all_are_sealed() -> None:
    file = opened(first_paragraphs())
    compared = read(file, "comparison.json")
    assert (compared["paragraphs_given"], compared["words_removed"], compared["words_kept"]) == (1, 0, 1)
    assert read(file, "body.html") == "<p>One.</p>" and "Three." in read(file, "originals/1/cleaned.html")
    page = read(file, "shown.html")
    assert "Three." not in page and "The whole text: https://commons.example/" in page


def test_the_logo_is_there_where_it_is_printed_and_its_file_is() -> None:
    article = one_with_everything()
    assert opened(article).read("logo.png") == drawn("PNG", (40, 20))
    assert article.outlet.logo.url in read(opened(article), "shown.html")
    article.outlet.logo.storage.delete(article.outlet.logo.name)
    assert not [name for name in opened(article).namelist() if name.startswith("logo")]
    plain = publish_now(make_licensed_article(outlet=make_outlet(logo=ContentFile(drawn("PNG"), "x.png"))))
    assert not [name for name in opened(plain).namelist() if name.startswith("logo")]


def test_amendments_say_what_they_change_and_whether_they_are_approved() -> None:
    applied, dropped = read(opened(one_with_everything()), "amendments.json")
    assert (applied["state"], applied["changes_as"], applied["approved"]) == ("applied", "time", False)
    assert (dropped["state"], dropped["reason"], dropped["made_against_original"]) == ("dropped", "not true", 1)
