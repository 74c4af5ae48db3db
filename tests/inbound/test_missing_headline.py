"""A text that came without its headline: nobody takes what stands in for it for the outlet's own."""

from pathlib import Path

import pytest
from django.urls import reverse

from articles import breaches, publishing
from articles.models import Article
from articles.publishing import NotAllowed
from articles.rights import headlines, panel
from inbound import arriving
from inbound.accept import accept
from inbound.models import Delivery, Development
from tests.builders import make_outlet, make_section, make_terms, make_user, publish_now
from tests.inbound.test_accept import make_arrival

pytestmark = pytest.mark.django_db

BLOCK = Path(__file__).parent.parent / "samples" / "conversation" / "button.html"

THEIRS = "¿Para qué sirven las mareas?"
CAPTION = "Caligrama realizado por Ida Holm para el Museo Valenciano del Mar."
WORDS = "Las mareas son constelaciones de agua que compartimos todos aquellos que vivimos junto al mar."
BODY = f'<figure><img src="https://images.commons.example/1.jpg" alt=""><figcaption>{CAPTION}</figcaption></figure>'
BODY += f"<h2>Dos veces al día</h2><p>{WORDS}</p>" + "".join(f"<p>La marea número {n} llega.</p>" for n in range(9))


@pytest.fixture
def commons():
    return make_terms(make_outlet("The Commons", language="es"), headline_change="not_stated").outlet


def bare(**fields):
    return make_arrival(**{"title": None, "body_html": BODY, "language": "es", **fields})


def taken(commons):
    return accept(bare(), outlet=commons, by=None, section=make_section(), because="a story").article


def test_the_caption_of_a_picture_that_is_left_out_never_stands_in_for_the_headline(commons):
    article = taken(commons)
    assert article.title.startswith("[?]") and "Las mareas son constelaciones" in article.title
    assert "Caligrama" not in article.title and article.slug == f"{commons.slug}-4711"


def test_a_text_without_its_headline_is_neither_submitted_nor_cleared_nor_published(commons):
    article = taken(commons)
    for verb in (publishing.submit, publishing.clear, publishing.publish):
        with pytest.raises(NotAllowed, match="headline did not come with the text"):
            verb(Article.objects.get(pk=article.pk), by=None)
    assert panel.light(article) == "red"
    assert [line.light for line in panel.lines(article) if line.clause == "headline_change"] == ["red"]


def test_terms_that_allow_a_headline_of_our_own_do_not_let_a_stand_in_pass(commons):
    make_terms(commons, headline_change="yes")
    with pytest.raises(NotAllowed):
        publishing.clear(taken(commons), by=None)


def test_the_entered_headline_lets_it_go_before_readers_and_gives_it_its_address(commons, client):
    article = taken(commons)
    article.title = THEIRS
    publishing.saved(article, by=make_user("editor"))
    assert article.slug == "para-que-sirven-las-mareas"
    publish_now(article)
    assert article.status == Article.Status.PUBLISHED
    page = client.get(article.get_absolute_url()).content.decode()
    assert THEIRS in page and "Caligrama" not in page and "[?]" not in page


def test_a_live_caption_of_former_times_is_found_by_the_nightly_look(commons):
    article = taken(commons)
    article.title = THEIRS
    publish_now(article)
    old = f"{CAPTION.rstrip('.')}. Dos…"  # the first twelve words, as they were taken then
    Article.objects.filter(pk=article.pk).update(title=old)
    assert headlines.is_missing(Article.objects.get(pk=article.pk))
    assert "headline_change" in [one.clause for of_one in breaches.check() for one in of_one]


def test_an_unamended_draft_takes_over_the_headline_that_comes_later(commons):
    article = taken(commons)
    again = accept(bare(title=THEIRS), outlet=commons, by=None)
    assert again.outcome == "updated"
    article.refresh_from_db()
    assert (article.title, article.slug) == (THEIRS, "para-que-sirven-las-mareas")
    assert accept(bare(title=THEIRS), outlet=commons, by=None).outcome == "same"
    assert accept(bare(), outlet=commons, by=None).outcome == "same"  # silence is no change


def test_a_headline_that_comes_in_another_format_counts_too(commons):
    article = accept(bare(), outlet=commons, by=None, format="conversation-block").article
    assert accept(bare(title=THEIRS), outlet=commons, by=None, format="conversation-atom").outcome == "updated"
    article.refresh_from_db()
    assert article.title == THEIRS


def test_a_live_text_gets_word_of_the_headline_that_comes_later(commons):
    article = taken(commons)
    article.title = "Para qué sirve el mar"
    publish_now(article)
    delivery = Delivery.keep(b"-", outlet=commons, way=Delivery.Way.PASTED, address="", received_by=None)
    arriving.put_in(bare(title=THEIRS), "test", delivery=delivery, outlet=commons)
    told = Development.objects.get(article=article)
    assert THEIRS in told.sentence and article.title == "Para qué sirve el mar"


def test_an_editor_enters_the_headline_where_the_text_is_pasted(client, commons):
    client.force_login(make_user("editor"))
    paste = reverse("admin:inbound_item_paste")
    text = "".join(line for line in BLOCK.read_text().splitlines(True) if "<h1" not in line)
    page = client.post(paste, {"text": text, "headline": THEIRS, "outlet": commons.pk})
    assert THEIRS in page.content.decode() and "headline" not in page.context["take"].fields
    page = client.post(paste, {"text": text, "outlet": commons.pk})
    assert "headline did not come with the text" in page.content.decode()
    posted = {"held": page.context["take"].initial["held"], "because": "our readers sail", "headline": THEIRS}
    client.post(paste, posted | {"credit-TOTAL_FORMS": 0, "credit-INITIAL_FORMS": 0})
    assert Article.objects.get().title == THEIRS
