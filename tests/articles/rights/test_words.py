"""What may be done to the words: amendments by their kind, headlines, translations, excerpts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Amendment, Article
from articles.presentation import present
from articles.rights import rulings
from articles.rights.clauses.words import substance, takes_away
from tests.articles.rights.taking import SAID, adopted, again, against, only, taken
from tests.builders import make_amendment, make_outlet, make_terms

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

BODY = (
    "<p>Water is heavy, and on Monday the ferry leaned at noon.</p>"
    "<p>Ferries are not heavy at all, though many people in the harbour think that they must be.</p>"
    "<p>The third one sailed.</p><p>The fourth one stayed.</p>"
)
LONG = "Ferries are not heavy at all, though many people in the harbour think that they must be."


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def amended(of: Any, exact: str, replacement: str, kind: str = "style", **said: Any) -> tuple[Article, Amendment]:
    article = taken(of, body=BODY, **said)
    return article, make_amendment(article, exact, replacement, kind=kind)


def approve(amendment: Amendment) -> None:
    amendment.approved_by, amendment.approved_at, amendment.approval = "Amira Jadoon", timezone.now(), "Yes, cut it."
    amendment.save()


def drop(amendment: Amendment) -> None:
    amendment.state = "dropped"
    amendment.save()


# --- amendments


@pytest.mark.parametrize("slug", ["the-conversation-us", "the-conversation-uk", "undark", "side-effects"])
@pytest.mark.parametrize(
    ("kind", "exact", "replacement"),
    [
        ("time", "on Monday", "on Monday, 23 November 2026,"),
        ("place", "in the harbour", "in Oslo's harbour"),
        ("style", "heavy", "weighty"),
        ("style", LONG, LONG.replace("harbour", "harbor").replace("think", "believe")),
    ],
)
def test_the_conversation_undark_and_side_effects_allow_time_place_and_style(
    slug: str, kind: str, exact: str, replacement: str
) -> None:
    article, _amendment = amended(slug, exact, replacement, kind)
    assert against(article) == []


@pytest.mark.parametrize("kind", ["cut", "style"])
def test_the_conversation_cut_needs_the_author_whatever_it_is_called(kind: str) -> None:
    article, amendment = amended("the-conversation-us", LONG, "Ferries are not.", kind)
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("edits", True, False)
    assert "approval" in finding.sentence and "Ferries are not heavy" in finding.sentence and "cut" in finding.sentence
    assert "who approved it, when, and the message" in finding.remedy
    approve(amendment)
    assert against(article) == []
    amendment.approval = " "
    amendment.save()
    assert only(article).clause == "edits"
    drop(amendment)
    assert against(article) == []


def test_the_conversation_sentence_that_was_written_anew_is_no_house_style() -> None:
    anew = "Every boat weighs something, and whoever says otherwise has never carried one over land."
    article, _amendment = amended("the-conversation-us", LONG, anew)
    assert "called “house style”" in only(article).sentence


@pytest.mark.parametrize(
    ("kind", "replacement"), [("cut", "Ferries are not heavy."), ("insertion", f"{LONG} So say all captains we asked.")]
)
def test_undark_no_cuts_and_no_additions_without_the_word_of_somebody(kind: str, replacement: str) -> None:
    article, amendment = amended("undark", LONG, replacement, kind)
    assert (only(article).clause, only(article).blocks) == ("edits", True)
    approve(amendment)
    assert against(article) == []


@pytest.mark.parametrize("slug", ["opendemocracy", "dialogue-earth", "19th-news", "plus61j", "voa"])
def test_opendemocracy_dialogue_earth_the_19th_plus61j_and_voa_change_no_word(slug: str) -> None:
    article, amendment = amended(slug, "heavy,", "weighty,")
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("edits", True, False)
    assert "forbid" in finding.sentence and finding.remedy == "Drop the amendment."
    approve(amendment)
    assert only(article).clause == "edits"  # their page says none
    drop(amendment)
    assert against(article) == []


def test_floodlight_shortening_needs_written_approval() -> None:
    article, amendment = amended("floodlight", LONG, "Ferries are not heavy.", "cut")
    assert "approval" in only(article).sentence
    approve(amendment)
    assert against(article) == []


@pytest.mark.parametrize("slug", ["ndnc", "stateline-pew"])
def test_ndnc_and_stateline_may_be_shortened_and_not_added_to(slug: str) -> None:
    article, amendment = amended(slug, LONG, "Ferries are not heavy.", "cut")
    assert against(article) == []
    amendment.replacement = "Ferries are heavy, our own reporter found out yesterday with a large scale."
    amendment.save()
    assert "called “cut”" in only(article).sentence
    approve(amendment)
    assert against(article) == []


@pytest.mark.parametrize("slug", ["global-voices", "360info", "calmatters", "house-of-cop30"])
def test_global_voices_360info_calmatters_and_cop30_may_be_edited_freely(slug: str) -> None:
    article, _amendment = amended(slug, LONG, "Nobody knows what a ferry weighs, and nobody in Oslo asks.", "insertion")
    assert against(article) == []


def test_kff_does_not_say_so_the_desk_is_asked_with_its_licence_before_its_eyes() -> None:
    article, amendment = amended("kff-health-news", "heavy,", "weighty,")
    finding = only(article)
    assert (finding.clause, finding.asks) == ("edits", True)
    assert "CC BY-NC-ND 4.0" in finding.sentence and "no derivatives" in finding.sentence
    approve(amendment)
    assert against(article) == []


def test_what_is_proposed_or_no_longer_fits_is_not_held_against_the_text() -> None:
    for state in ("proposed", "conflict", "dropped"):
        article = taken(adopted("opendemocracy"), body=BODY, source_id=state)
        make_amendment(article, "heavy,", "", state=state)
        assert against(article) == []


@pytest.mark.parametrize(
    ("kind", "exact", "replacement", "is_one"),
    [
        ("style", "The colour of the harbour and the centre", "The color of the harbor and the center", "style"),
        (
            "style",
            "he said that they organise travelling theatres",
            "he said that they organize traveling theaters",
            "style",
        ),
        ("style", "“It is”, she said", "It is, she said", "style"),
        ("style", "10 per cent of it", "10% of it", "style"),
        ("time", "yesterday", "on Tuesday, November 24, 2026", "insertion"),
        ("style", "one two three four five six", "six", "cut"),
        ("cut", "one two", "one two alpha beta gamma delta epsilon", "insertion"),
        ("insertion", "one two three four five six", "one two alpha beta gamma delta epsilon", "insertion"),
        ("headline", "A very long headline of seven words", "Short", "headline"),
        ("style", "", "", "style"),
        ("style", "&lt; <b>a</b> b c d e", "&lt; <b>a</b> b c d e", "style"),
    ],
)
def test_an_amendment_is_what_it_does_to_the_words(kind: str, exact: str, replacement: str, is_one: str) -> None:
    assert substance(Amendment(kind=kind, exact=exact, replacement=replacement)) == is_one


def test_insertion_can_take_away_as_well() -> None:
    assert takes_away(Amendment(kind="insertion", exact="one two three four five six", replacement="a b c d e f"))
    assert takes_away(Amendment(kind="cut", exact="one", replacement=""))
    assert not takes_away(Amendment(kind="style", exact="one", replacement=""))
    assert not takes_away(Amendment(kind="headline", exact="one two three four five six", replacement=""))


def test_very_long_quotes_are_judged_in_no_time() -> None:
    words = " ".join(f"word{number % 997}" for number in range(20_000))
    assert substance(Amendment(kind="style", exact=words, replacement=words.replace("word1 ", "word2 "))) == "style"


# --- adaptations


def test_the_conversation_text_cannot_be_made_an_adaptation() -> None:
    article = taken("the-conversation-us", is_adaptation=True)
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("edits", True) and "Take the original back" in finding.remedy
    article.is_adaptation = False
    assert against(article) == []


def test_global_voices_text_can() -> None:
    assert against(taken("global-voices", is_adaptation=True)) == []


# --- headlines

OURS = {"title": "Ferries tilt", "received": {"title": "Why ferries lean"}}


@pytest.mark.parametrize("slug", ["undark", "floodlight", "ndnc", "covering-climate-now", "house-of-cop30", "360info"])
def test_undark_floodlight_ndnc_ccnow_and_cop30_may_have_a_headline_of_ours(slug: str) -> None:
    assert against(taken(slug, **OURS)) == []


def test_the_conversation_headline_is_asked_about_put_back_or_approved() -> None:
    article = taken("the-conversation-us", **OURS)
    finding = only(article)
    assert (finding.clause, finding.asks) == ("headline_change", True)
    assert "“Why ferries lean”" in finding.remedy and "kind “headline”" in finding.remedy
    row = make_amendment(article, "Why ferries lean", "Ferries tilt", kind="headline")
    assert only(article).clause == "headline_change"
    approve(row)
    assert against(article) == []
    article.title = "Ferries sink"  # which nobody approved
    assert only(article).clause == "headline_change"
    article.title = "Why ferries lean"
    assert against(article) == []


@pytest.mark.parametrize(
    "title",
    ["Why Ferries Lean", "Why  ferries\u00a0lean", "Why ferries lean.", "WHY FERRIES LEAN"],
)
def test_same_headline_in_house_style_is_the_same_headline(title: str) -> None:
    article = taken(
        adopted("the-conversation-us", headline_change="no"), title=title, received={"title": "Why ferries lean"}
    )
    assert against(article) == []


def test_quotes_and_dashes_of_our_house_are_no_other_headline_and_a_question_mark_is() -> None:
    theirs = {"received": {"title": "‘Ferries lean’ – really"}}
    assert against(taken("the-conversation-us", title="'Ferries lean' — really", **theirs)) == []
    asked = taken("the-conversation-uk", title="'Ferries lean' — really?", **theirs)
    assert only(asked).clause == "headline_change"


def test_terms_that_forbid_another_headline_are_not_to_be_ruled_on() -> None:
    article = taken(adopted("opendemocracy", headline_change="no"), **OURS)
    approve(make_amendment(article, "Why ferries lean", "Ferries tilt", kind="headline"))
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("headline_change", True, False)
    with pytest.raises(ValidationError):
        rulings.rule("headline_change", by=None, allowed=True, reason="It is better.", article=article, **SAID)


def test_terms_that_say_to_ask_about_the_headline_say_so() -> None:
    finding = only(taken(adopted("opendemocracy", headline_change="ask"), **OURS))
    assert "ask first" in finding.sentence and "ask openDemocracy" in finding.remedy


def test_headline_longer_than_ours_can_be_is_not_another_one() -> None:
    long = "Why ferries lean " * 30
    assert against(taken("opendemocracy", title=long[:300], received={"title": long})) == []


# --- translations


def translated(slug: str, **entered: Any) -> Article:
    article = taken(adopted(slug, **entered), is_adaptation=True, language="nb", title="Hvorfor ferger heller")
    article.body_html, article.translated_by = "<p>Vann er tungt.</p><p>Ferger er det ikke.</p>", "Ida Holm"
    return article


def test_translation_that_is_still_in_the_words_of_the_original_is_none() -> None:
    article = translated("undark")
    article.body_html = article.original.html
    told = [one for one in against(article) if not one.asks]
    assert [(one.clause, one.blocks) for one in told] == [("translation", True)]
    assert "still those of the original" in told[0].sentence


def test_opendemocracy_translation_names_its_translator() -> None:
    article = translated("opendemocracy")
    article.translated_by = " "
    assert "translator" in next(one for one in against(article) if not one.asks).sentence


def test_undark_translation_that_lost_a_paragraph_says_so_to_whoever_decides() -> None:
    article = translated("undark")
    article.body_html = "<p>Vann er tungt.</p>"
    assert "The original has 2 paragraphs, and the translation 1." in only(article).sentence


@pytest.mark.parametrize("slug", ["undark", "opendemocracy"])
def test_undark_and_opendemocracy_translations_are_complete_and_direct(slug: str) -> None:
    article = translated(slug)
    finding = only(article)
    assert (finding.clause, finding.asks) == ("translation", True)
    assert "complete and direct" in finding.sentence and "paragraph by paragraph" in finding.remedy
    assert "for this article." in finding.remedy
    rulings.rule("translation", by=None, allowed=True, reason="I compared them.", article=article)
    assert against(article) == []


def test_the_conversation_does_not_say_that_it_may_be_translated() -> None:
    article = translated("the-conversation-us")
    finding = only(article)
    assert (finding.clause, finding.asks) == ("translation", True)
    rulings.rule("translation", by=None, allowed=True, reason="The author agreed.", article=article, **SAID)
    assert against(article) == []


def test_text_that_may_not_be_translated_runs_in_its_own_language() -> None:
    article = translated("the-conversation-us", translation="no")
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("translation", True, False)
    article.language, article.is_adaptation = "en-GB", False
    assert against(article) == []


@pytest.mark.parametrize("slug", ["global-voices", "360info"])
def test_global_voices_and_360info_may_be_translated(slug: str) -> None:
    assert against(translated(slug)) == []


def test_language_that_only_a_field_says_makes_no_translation() -> None:
    assert against(taken("undark", language="nb")) == []


# --- excerpts


def test_publicsource_shows_only_its_first_three_paragraphs() -> None:
    article = again(taken("publicsource", body=BODY))
    assert against(article) == []
    assert "third one sailed" in article.body_html and "fourth one stayed" not in article.body_html
    story = present(article)
    assert "fourth" not in "".join(story.pages) and story.continues_at == article.source_url


def test_publicsource_excerpt_leads_to_the_whole() -> None:
    article = taken("publicsource", body=BODY, source_url="")
    assert {(one.clause, one.blocks) for one in against(article)} == {("excerpt_rule", True), ("credit_link", True)}
    article.source_url = "https://www.publicsource.org/why-ferries-lean"
    assert against(article) == []


def test_publicsource_adaptation_would_show_more() -> None:
    assert "excerpt_rule" in {one.clause for one in against(taken("publicsource", is_adaptation=True)) if one.blocks}


def test_the_conversation_rule_for_excerpts_does_not_forbid_the_whole() -> None:
    article = again(taken("the-conversation-us", body=BODY))
    assert against(article) == [] and "fourth one stayed" in article.body_html


def grist(**clauses: Any) -> Any:
    return make_terms(make_outlet("Grist"), excerpt_rule="entire_only", edits="minor", **clauses).outlet


def test_grist_runs_in_its_entirety() -> None:
    article, amendment = amended(grist(), LONG, "Ferries are not heavy.", "cut")
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("excerpt_rule", True, False)
    assert finding.remedy == "Drop the cut."
    drop(amendment)
    make_amendment(article, "heavy,", "weighty,")
    assert against(article) == []


def test_grist_adaptation_keeps_every_paragraph() -> None:
    article = taken(grist(headline_change="yes"), body=BODY, is_adaptation=True)
    article.terms.edits = "any"
    type(article.terms).objects.filter(pk=article.terms_id).update(edits="any")
    assert against(article) == []
    article.body_html = article.body_html.replace(f"<p>{LONG}</p>", "")
    finding = only(article)
    assert finding.clause == "excerpt_rule" and "Ferries are not heavy" in finding.sentence
