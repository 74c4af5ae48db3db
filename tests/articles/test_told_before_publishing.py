"""What an editor is told before and after a story goes out, or does not yet."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import derivation
from articles.rights import Surface, may
from tests.builders import (
    add_picture,
    make_amendment,
    make_licensed_article,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    publish_now,
)
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


def asked(article, verb, role="publisher"):
    return at_desk(role).get(f"/admin/articles/article/{article.pk}/verb/{verb}/").content.decode()


def why(article):
    return " ".join(reason.sentence for reason in may(article, Surface.PAGE).reasons)


def test_a_proposed_amendment_is_told_before_clearing_and_publishing():
    article = make_licensed_article()
    make_amendment(article, "Water is heavy.", "Water weighs a lot.", state="proposed")
    derivation.derive(article)
    for verb, role in (("clear", "rights"), ("publish", "publisher")):
        page = asked(article, verb, role)
        assert "An amendment is only proposed" in page and "Nothing is open" not in page


def test_a_lead_picture_without_rights_is_told_before_publishing_and_in_the_preview():
    article = make_own_article()
    add_picture(article, make_picture(cleared=False, caption="The ferry at night"))
    told = "The lead picture is left out, because nobody has cleared its rights: “The ferry at night”."
    assert told in asked(article, "publish")
    preview = at_desk("editor").get(f"/preview/{article.uuid}/").content.decode()
    assert told in preview and "counter" not in preview


def test_which_of_three_moments_a_story_waits_for():
    soon, later = timezone.now() + dt.timedelta(hours=2), timezone.now() + dt.timedelta(hours=5)
    article = publish_now(make_own_article(), at=soon)
    assert why(article).startswith("Scheduled for ") and "embargo" not in why(article)
    article.embargo_until = later
    article.save()
    assert "it is under embargo until then" in why(article)
    terms = make_terms(make_outlet(), delay_days=3)
    waiting = publish_now(make_licensed_article(terms=terms))
    assert "so many days after first publication" in why(waiting)


def test_the_message_after_publishing_says_that_it_is_scheduled_also_for_an_embargo():
    paula = at_desk("publisher")
    article = make_own_article(embargo_until=timezone.now() + dt.timedelta(hours=3))
    address = f"/admin/articles/article/{article.pk}/verb/publish/"
    form = paula.get(address).context["form"]
    said = paula.post(address, {"version": str(form.initial["version"])}, follow=True).content.decode()
    assert "Scheduled for " in said and "Done: Publish" not in said
    assert "scheduled" in paula.get("/admin/articles/article/").content.decode()
