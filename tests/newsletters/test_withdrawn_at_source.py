"""A mail cannot be called back: what its source withdrew is not mailed before a person has decided that it stays."""

import pytest

from articles import appearances
from articles.models import Article
from articles.rights import Surface, may, rulings
from articles.rights.taken_back import RELEASED, WITHDRAWN
from inbound import developments
from newsletters import letter, sending
from tests.builders import make_own_article, make_user, publish_now
from tests.desk import at_desk
from tests.newsletters.editions import begun, make_edition, make_mailable, make_subscribers, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_mailable()


def mailed(article):
    """By both forms of the rule, which are one."""
    row = bool(may(Article.objects.get(pk=article.pk), Surface.NEWSLETTER))
    assert row == Article.objects.visible_on(Surface.NEWSLETTER).filter(pk=article.pk).exists()
    return row


def test_a_story_that_its_source_withdrew_is_not_mailed_until_the_rights_desk_decides(story):
    assert mailed(story)
    developments.withdrawn(story)
    assert not mailed(story) and may(story, Surface.PAGE)
    rulings.rule(WITHDRAWN, by=make_user("rights"), allowed=True, reason="the licence stays", article=story)
    assert mailed(story)


def test_a_story_that_its_source_released_again_is_mailed(story):
    developments.withdrawn(story)
    developments.released(story)
    assert mailed(story)


def test_the_chooser_and_the_send_page_say_why(story):
    developments.withdrawn(story)
    make_subscribers(1)
    edition = make_edition(story)
    assert any("Its source withdrew it" in sentence for sentence in sending.in_the_way(edition))
    with pytest.raises(sending.NotAllowed, match="could not be called back"):
        sending.send(edition, by=None)
    chooser = at_desk("publisher").get(f"/admin/newsletters/edition/{make_edition().pk}/choose/")
    assert "Its source withdrew it" in chooser.content.decode()


def test_a_withdrawal_in_the_middle_of_a_sending_is_noticed_before_the_next_mail(story):
    make_subscribers(2)
    edition = begun(make_edition(story))
    moved = letter.Moved(edition)
    moved.ask(edition)
    assert not moved.since_asked()
    developments.withdrawn(story)
    assert moved.since_asked()
    run(edition)
    assert edition.is_stopped and not edition.deliveries.filter(state="sent").exists()


def test_the_front_page_desk_warns_and_does_not_forbid(story):
    desk = at_desk("editor")
    assert "Its source withdrew it" not in desk.get("/admin/articles/front/").content.decode()
    developments.withdrawn(story)
    assert "Its source withdrew it, and nobody has decided yet" in desk.get("/admin/articles/front/").content.decode()


def test_the_evidence_tells_for_which_time_it_could_be_mailed(story):
    developments.withdrawn(story)
    story.audit_events.get(verb=WITHDRAWN)
    assert appearances.appearances(story)[Surface.NEWSLETTER][0].until is not None
    developments.released(story)
    since = story.audit_events.get(verb=RELEASED).at
    assert appearances.appearances(story)[Surface.NEWSLETTER][-1] == (since, None)


def test_our_own_work_is_untouched():
    assert mailed(publish_now(make_own_article()))
