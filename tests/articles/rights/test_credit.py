"""What stands with a text: its notice and where it links, logo, authors, institutions, disclosure, tagline, links."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Article
from articles.presentation import present
from articles.rights import rulings
from tests.articles.rights.taking import NOBODY_ELSE, adopted, again, against, only, taken
from tests.builders import make_amendment, make_byline, make_outlet, make_terms, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def renew(article: Article, **clauses: Any) -> None:
    """The desk enters in the next version what was lacking, and lets the article rest on that."""
    terms = article.terms.next_version()
    for clause, value in clauses.items():
        setattr(terms, clause, value)
    terms.adopted = True
    terms.save()
    article.terms = terms


# --- the notice, and its place


def test_marshall_project_has_no_notice_until_the_desk_enters_the_words_of_its_page() -> None:
    article = taken(adopted("marshall-project-testify", credit_template=""))
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("credit_template", True, False)
    assert "next version of the terms of The Marshall Project" in finding.remedy
    renew(article, credit_template="This story is published in partnership with The Marshall Project.")
    assert against(article) == []


def test_notice_that_speaks_of_somebody_else_is_to_be_looked_at() -> None:
    article = taken("undark", notice='<p>From <a href="https://elsewhere.example">somebody else</a>.</p>')
    renew(article, credit_link="not_stated")
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("credit_template", False)
    assert "neither names Undark" in finding.sentence
    article.notice_html = "<p>This story was first published by UNDARK.</p>"
    assert against(article) == []


def test_house_of_cop30_says_when_a_text_was_edited() -> None:
    article = taken("house-of-cop30")
    assert "published with edits by" not in present(again(article)).notice_html
    make_amendment(article, "heavy", "weighty")
    assert "published with edits by" in present(again(article)).notice_html
    assert against(article) == []


@pytest.mark.parametrize("slug", ["360info", "global-voices"])
def test_360info_and_global_voices_are_said_to_be_edited_where_they_were(slug: str) -> None:
    article = taken(slug)
    assert "edited by" not in present(again(article)).notice_html
    make_amendment(article, "heavy", "weighty")
    assert "edited by" in present(again(article)).notice_html


@pytest.mark.parametrize(
    ("slug", "on_top", "at_end"),
    [("undark", True, False), ("floodlight", True, False), ("global-voices", True, False), ("360info", False, True)],
)
def test_undark_floodlight_and_global_voices_stand_on_top_and_360info_at_the_end(
    slug: str, on_top: bool, at_end: bool
) -> None:
    story = present(again(taken(slug)))
    assert (story.notice_on_top, story.notice_at_end) == (on_top, at_end)


def test_mit_news_is_credited_at_the_top_and_at_the_bottom() -> None:
    story = present(again(taken(make_terms(make_outlet("MIT News"), credit_position="both").outlet)))
    assert (story.notice_on_top, story.notice_at_end) == (True, True)


# --- the link back


def test_ndnc_home_page_link_will_not_do() -> None:
    to_the_home = 'By Ann Lee, <a href="https://www.newscoopnd.org">North Dakota News Cooperative</a>'
    article = taken(adopted("ndnc", credit_template=to_the_home))
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("credit_link", True)
    assert "the home page will not do" in finding.sentence and "{original}" in finding.remedy
    renew(article, credit_template='By Ann Lee, <a href="{original}">North Dakota News Cooperative</a>')
    assert against(article) == []


@pytest.mark.parametrize("address", ["", "https://www.newscoopnd.org/"])
def test_ndnc_needs_the_address_of_the_article(address: str) -> None:
    article = taken("ndnc", source_url=address)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("credit_link", True)
    assert "original address" in finding.remedy and address in finding.sentence
    article.source_url = "https://www.newscoopnd.org/why-ferries-lean"
    assert against(article) == []


def test_the_conversation_in_spain_wants_both_links_and_elsewhere_either() -> None:
    notice = '<p>De <a href="https://theconversation.com">The Conversation</a>.</p>'
    assert against(taken("the-conversation-uk", notice=notice)) == []
    spanish = taken("the-conversation-es", notice=notice)
    # The page prints the wording of the terms where the one that came links less than they want.
    assert against(spanish) == [] and spanish.source_url in present(again(spanish)).notice_html
    renew(spanish, credit_template=notice)
    assert only(spanish).clause == "credit_link"


def test_aeon_is_content_with_its_home_page() -> None:
    assert against(taken("aeon", source_url="")) == []


# --- the logo


def test_covering_climate_now_wants_its_logo_where_the_desk_enters_so() -> None:
    article = taken(adopted("covering-climate-now", logo_required="yes"))
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("logo_required", True)
    assert "Upload the logo" in finding.remedy
    with io.BytesIO() as drawn:
        Image.new("RGB", (4, 4)).save(drawn, "PNG")
        article.outlet.logo.save("logo.png", ContentFile(drawn.getvalue()))
    assert against(article) == []


def test_the_conversation_wants_its_logo_and_does_without() -> None:
    assert against(taken("the-conversation-us")) == []


# --- authors


@pytest.mark.parametrize("slug", ["undark", "the-conversation-us", "19th-news", "ndnc"])
def test_undark_the_conversation_the_19th_and_ndnc_name_their_authors(slug: str) -> None:
    article = taken(slug, bylines=())
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("author_required", True, False)
    assert "Add the byline" in finding.remedy
    make_byline(article, "Amira Jadoon", "Assistant Professor", "Clemson University")
    assert against(article) == []


def test_aeon_without_an_author_is_asked_and_may_run_so_by_decision() -> None:
    article = taken("aeon", bylines=())
    assert (only(article).clause, only(article).asks) == ("author_required", True)
    rulings.rule("author_required", by=None, allowed=True, reason="Their editors sign nothing.", outlet=article.outlet)
    assert against(article) == []


def test_undark_wants_all_original_bylines() -> None:
    authors = {"authors": [{"name": "Amira Jadoon"}, {"name": "Andrew Mines"}]}
    article = taken("undark", bylines=["Amira Jadoon"], received=authors)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("author_required", True)
    assert finding.sentence.endswith("Andrew Mines.") and "for this article." in finding.remedy
    make_byline(article, "Andrew Mines")
    assert against(article) == []


def test_login_name_of_a_feed_is_no_author_once_the_desk_has_said_so() -> None:
    article = taken("undark", bylines=["Amira Jadoon"], received={"authors": [{"name": "wpadmin"}]})
    assert "wpadmin" in only(article).sentence
    rulings.rule("author_required", by=make_user("rights"), allowed=True, reason="A login.", article=article)
    assert against(article) == []
    assert only(taken(article.outlet, bylines=(), source_url="https://undark.org/two")).blocks


@pytest.mark.parametrize(
    ("received", "printed"),
    [
        ("Jadoon, Amira", ["Amira Jadoon"]),
        ("By Amira Jadoon and Andrew Mines", ["Amira Jadoon", "Andrew Mines"]),
        ("Bo Lind & Ida Holm", ["Bo Lind", "Ida Holm"]),
        ("AMIRA JADOON", ["Amira Jadoon"]),
        ("Dr. Siobhán O’Brien", ["Siobha\u0301n O'Brien"]),
        ("Joshua F.J. Inwood", ["Joshua F. J. Inwood"]),
        ("x" * 300, ["x" * 200]),
    ],
    ids=["order", "two in one", "ampersand", "capitals", "marks", "initials", "cut"],
)
def test_same_name_in_another_spelling_is_the_same_name(received: str, printed: list[str]) -> None:
    assert against(taken("undark", bylines=printed, received={"authors": [{"name": received}]})) == []


def test_part_of_another_word_is_nobodys_name() -> None:
    article = taken("undark", bylines=["Boris Lindqvist"], received={"authors": [{"name": "Bo Lind"}]})
    assert "Bo Lind" in only(article).sentence


def test_byline_form_that_leaves_the_name_out_is_told() -> None:
    article = taken(adopted("floodlight", byline_template="{institution}"))
    finding = only(article)
    assert "{name}" in finding.remedy
    renew(article, byline_template="{name}")
    assert against(article) == []


# --- institutions


@pytest.mark.parametrize("slug", ["the-conversation-us", "the-conversation-uk", "the-conversation-au"])
@pytest.mark.on_postgresql_too
def test_the_conversation_names_institutions(slug: str) -> None:
    article = taken(slug, bylines=["Amira Jadoon"])
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("institution_required", True)
    assert "Amira Jadoon" in finding.sentence and "as printed there" in finding.remedy
    article.bylines.update(institution_name="Clemson University")
    assert against(article) == []


def test_the_conversation_institution_that_came_is_printed_however_the_desk_divides_title_and_institution() -> None:
    institution = "RCSI University of Medicine and Health Sciences"
    came = {"authors": [{"name": "Ann Lee", "title": "Director of FutureNeuro, hosted at", "institution": institution}]}
    article = taken("the-conversation-uk", bylines=[("Ann Lee", "Director", "Elsewhere College")], received=came)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("institution_required", True) and institution in finding.sentence
    article.bylines.update(title="Director", institution_name=f"FutureNeuro, hosted at {institution}")
    assert against(article) == []


def test_the_conversation_author_without_an_institution_is_decided_for_that_article() -> None:
    article = taken("the-conversation-us", bylines=["Amira Jadoon"])
    reason = "A freelance writer; their own page names none."
    rulings.rule("institution_required", by=make_user("rights"), allowed=True, reason=reason, article=article)
    assert against(article) == []


def test_the_conversation_institution_stands_in_the_printed_line() -> None:
    article = taken(adopted("the-conversation-us", byline_template="{name}"))
    finding = only(article)
    assert "Clemson University" in finding.sentence and "{institution}" in finding.remedy
    renew(article, byline_template="{name}, {institution}")
    assert against(article) == []


def test_undark_does_not_ask_for_institutions() -> None:
    assert against(taken("undark", bylines=["Amira Jadoon"])) == []


# --- disclosure

DISCLOSED = {"disclosure": f"<p>{NOBODY_ELSE}</p>", "received": {"disclosure": NOBODY_ELSE}}


@pytest.mark.parametrize(("stated", "asks"), [("yes", False), ("not_stated", True)])
def test_the_conversation_disclosure_that_came_is_shown(stated: str, asks: bool) -> None:
    article = taken(adopted("the-conversation-uk", disclosure_keep=stated), **DISCLOSED)
    assert against(article) == []
    article.disclosure_html = ""
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("disclosure_keep", True, asks)
    article.disclosure_html = "<p>The authors work for nobody.</p>"
    assert "not in the words in which it arrived" in only(article).sentence
    article.disclosure_html = f"<p><em>{NOBODY_ELSE}</em></p>"
    assert against(article) == []


def test_terms_that_let_a_disclosure_go_bother_nobody() -> None:
    article = taken(adopted("the-conversation-uk", disclosure_keep="no"), **DISCLOSED)
    article.disclosure_html = ""
    assert against(article) == []


# --- taglines

TOLD = "KFF Health News is a national newsroom that produces in-depth journalism about health issues."


def test_kff_tagline_stands_with_the_text_where_the_desk_enters_it() -> None:
    article = taken(adopted("kff-health-news", tagline_required="yes", tagline=TOLD))
    assert against(article) == [] and "national newsroom" in present(again(article)).tagline_html
    renew(article, tagline="<!-- nothing -->")
    assert only(article).clause == "tagline_required"


def test_newswell_tagline_of_a_story_is_not_cut() -> None:
    funded = "Reporting was paid for by a grant of the Harbour Fund."
    article = taken("newswell", body=f"<p>Water is heavy.</p><p>Ferries are not.</p><p>{funded}</p>")
    assert against(article) == []
    amendment = make_amendment(article, funded, "", kind="cut", approved_by="Ida", approval="Yes.")
    rulings.rule("edits", by=None, allowed=True, reason="Cuts are fine.", outlet=article.outlet)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("tagline_required", False)
    assert "Harbour Fund" in finding.sentence and "drop the cut" in finding.remedy
    amendment.state = "dropped"
    amendment.save()
    assert against(article) == []


def test_covering_climate_now_has_its_tagline_in_its_notice() -> None:
    assert against(taken("covering-climate-now")) == []


def test_tagline_that_is_nowhere_is_looked_for() -> None:
    anonymous = '<a href="{home}">A reprint</a>'
    article = taken(adopted("kff-health-news", tagline_required="yes", credit_link="home", credit_template=anonymous))
    assert (only(article).clause, only(article).blocks) == ("tagline_required", False)


# --- links

LINKED = '<p>Water is heavy, <a href="https://kff.example/study">as a large study of it shows</a>, and wet.</p>'


def test_kff_keeps_every_link() -> None:
    article = taken(adopted("kff-health-news", keep_all_links="yes", edits="minor"), body=LINKED)
    assert against(article) == []
    amendment = make_amendment(article, ", as a large study of it shows,", "", kind="cut")
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("keep_all_links", True, False)
    assert "https://kff.example/study" in finding.sentence and "quote around them" in finding.remedy
    amendment.state = "dropped"
    amendment.save()
    assert against(article) == []


def test_the_19th_link_stays_when_the_words_around_it_change() -> None:
    article = taken(adopted("19th-news", keep_all_links="yes", edits="time_place_style"), body=LINKED)
    make_amendment(article, "Water is heavy, as a large study of it shows", "Water weighs, as a big study of it shows")
    assert against(article) == []


def test_the_conversation_cut_that_the_author_approved_takes_its_links_along() -> None:
    article = taken("the-conversation-us", body=LINKED)
    cut = make_amendment(article, ", as a large study of it shows,", "", kind="cut")
    assert {finding.clause for finding in against(article)} == {"edits"}
    cut.approved_by, cut.approval, cut.approved_at = "Amira Jadoon", "Go ahead.", article.created_at
    cut.save()
    assert against(article) == []


def test_the_conversation_link_that_house_style_took_away_is_asked() -> None:
    article = taken("the-conversation-us", body='<p>Water, <a href="https://x.example/1">they say</a>, is heavy.</p>')
    make_amendment(article, "Water, they say, is", "Water is")
    finding = only(article)
    assert (finding.clause, finding.asks) == ("keep_all_links", True)
    rulings.rule("keep_all_links", by=None, allowed=True, reason="It led nowhere.", article=article)
    assert against(article) == []


def test_global_voices_may_be_edited_freely_links_and_all() -> None:
    article = taken("global-voices", body=LINKED)
    make_amendment(article, ", as a large study of it shows,", "")
    assert against(article) == []
