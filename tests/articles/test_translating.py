"""A licensed text is translated: who may, how it is credited, and what stays beside it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles import publishing, resting
from articles.models import Article
from articles.presentation import present
from articles.publishing import NotAllowed
from articles.rights import rulings
from articles.rights.findings import findings
from tests.articles.rights.taking import SAID, adopted, taken
from tests.articles.test_desk import form_of
from tests.articles.test_verbs_desk import press, verb_page, verbs_of
from tests.builders import make_section, publish_now
from tests.desk import at_desk, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

ENGLISH = "<p>Water is heavy.</p><p>Ferries are not.</p>"
SPANISH = "<p>El agua pesa.</p><p>Los transbordadores, no.</p>"


def arrived(slug: str, **entered) -> Article:
    article = taken(
        adopted(slug, **entered), body=ENGLISH, section=make_section(), received={"title": "Why ferries lean"}
    )
    return Article.objects.get(pk=article.pk)


def translated(article: Article, by: str = "Inés Prado") -> Article:
    resting.adapt(article, by=None, reason="For our readers in Spanish.", language="es", translated_by=by)
    article.title, article.body_html = "Por qué se inclinan", SPANISH
    article.save()
    return article


@pytest.mark.parametrize("slug", ["undark", "opendemocracy"])
def test_an_editor_makes_a_complete_translation_of_a_text_that_undark_or_opendemocracy_lets_be_translated(slug, client):
    article, bob, rita, paula = arrived(slug), at_desk("editor"), at_desk("rights"), at_desk("publisher")
    assert "adapt" in verbs_of(bob, article)
    asked = bob.get(verb_page(article, "adapt")).content.decode()
    assert "So it can be translated, and not otherwise edited" in asked
    assert press(
        bob, article, "adapt", reason="For our readers.", language="es", translated_by="Inés Prado"
    ).redirect_chain
    sent = form_of(bob, article) | {"title": "Por qué se inclinan", "body_html": SPANISH}
    assert bob.post(page_of(article), sent).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert (article.language, article.body_html, article.original.html) == ("es", SPANISH, ENGLISH)
    page = bob.get(page_of(article)).content.decode()
    assert "Inés Prado" in page and "Water is heavy." in page  # the original stands beside it
    assert [one.clause for one in findings(article) if one.asks] == ["translation"]
    rulings.rule("translation", by=None, allowed=True, reason="I compared the two.", article=article)
    press(rita, article, "clear")
    press(paula, article, "publish", at_0="", at_1="")
    read = client.get(article.get_absolute_url()).content.decode()
    assert "El agua pesa." in read and "Water is heavy" not in read and "Amira Jadoon" in read
    assert "Inés Prado" in read


def test_a_text_that_may_only_be_translated_is_not_edited_in_its_own_language():
    for language in ("", "en", "en-GB"):
        with pytest.raises(NotAllowed, match="can only be translated"):
            resting.adapt(arrived("undark"), by=None, reason="It is long.", language=language)


def test_translations_that_the_conversation_has_to_be_asked_about_are_ruled_on_first_and_then_made():
    article, rita = arrived("the-conversation-us"), at_desk("rights")
    assert "adapt" not in verbs_of(at_desk("editor"), article)
    with pytest.raises(NotAllowed, match="rights desk decides that first"):
        translated(article)
    decide = f"/admin/articles/article/{article.pk}/decide/translation/"
    assert decide in rita.get(page_of(article)).content.decode()
    rulings.rule("translation", by=None, allowed=True, reason="The author agreed.", article=article, **SAID)
    article = translated(Article.objects.get(pk=article.pk))
    assert not [one for one in findings(article) if one.clause in ("translation", "edits", "headline_change")]


def test_terms_that_forbid_translations_are_not_got_round_because_they_allow_any_edit():
    article = arrived("global-voices", translation="no")
    with pytest.raises(NotAllowed, match="cannot be translated: its terms say"):
        translated(article)


def test_what_is_no_language_is_told():
    for said in ("Spanish", "e", "es_ES", "es; drop"):
        with pytest.raises(NotAllowed, match="is no language"):
            resting.adapt(arrived("undark"), by=None, reason="For our readers.", language=said)


def test_publicsource_of_which_only_three_paragraphs_may_be_shown_is_not_adapted():
    article = arrived("publicsource", translation="yes", edits="any")
    assert "adapt" not in verbs_of(at_desk("editor"), article)
    with pytest.raises(NotAllowed, match="first paragraphs"):
        translated(article)


def test_the_notice_for_edited_texts_stands_with_a_translation_and_its_translator_beside_it(settings):
    settings.NEWSROOM_NAME = "The Harrow Courier"
    article = translated(arrived("undark", credit_template_edited="<p>From {outlet}, changed by {newsroom}.</p>"))
    notice = present(article).notice_html
    assert "From Undark, changed by The Harrow Courier." in notice and "Inés Prado" in notice


def test_nobody_says_of_a_translation_that_it_was_edited():
    article = translated(arrived("360info"))
    assert "edited" not in present(article).notice_html and "Inés Prado" in present(article).notice_html


def test_taking_the_original_back_takes_its_language_and_headline_back():
    article = translated(arrived("undark"))
    resting.take_original_back(article, by=None, reason="The translator left.")
    article.refresh_from_db()
    assert (article.language, article.title, article.body_html) == ("en", "Why ferries lean", ENGLISH)
    assert article.translated_by == "" and "Inés Prado" not in present(article).notice_html


def test_who_said_that_a_translation_is_complete_did_not_say_it_of_the_next_one():
    article = translated(arrived("undark"))
    rulings.rule("translation", by=None, allowed=True, reason="I compared them.", article=article)
    assert not [one for one in findings(article) if one.clause == "translation"]
    resting.take_original_back(article, by=None, reason="The translator left.")
    article = translated(Article.objects.get(pk=article.pk), by="Bo Lind")
    assert [one.asks for one in findings(article) if one.clause == "translation"] == [True]


def test_a_translation_before_readers_stays_what_it_is(client):
    article = translated(arrived("undark"))
    rulings.rule("translation", by=None, allowed=True, reason="I compared them.", article=article)
    article = publish_now(article)
    article.body_html = ENGLISH
    with pytest.raises(NotAllowed, match="still those of the original"):
        publishing.put_live(article, by=None)
    assert "El agua pesa." in client.get(article.get_absolute_url()).content.decode()
    assert article.published_at <= timezone.now()
