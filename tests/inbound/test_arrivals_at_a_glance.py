"""What editors see of arrivals without opening each: the top of the desk, feeds, runs, and looks at our own pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from inbound import developments, watching
from inbound.models import Delivery, Feed, FeedState, Item, Run, Sighting
from tests.builders import make_licensed_article, make_terms, make_user, publish_now
from tests.inbound.test_arriving import TEXT, arrival, deliver, outlet

pytestmark = pytest.mark.django_db

INBOX = "/admin/inbound/item/"


@pytest.fixture
def bob(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def feed_with(alarms=(), failures=0, **fields):
    row = Feed.objects.create(outlet=outlet(), name="Politics", address="https://c.example/feed", **fields)
    state = {"next_at": timezone.now(), "tried_at": timezone.now(), "failures": failures, "alarms": list(alarms)}
    FeedState.objects.create(feed=row, **state)
    return row


def live(**fields):
    return publish_now(make_licensed_article(terms=make_terms(), **fields))


# --- the inbox ---


def test_a_story_shows_outlet_length_embargo_and_what_the_terms_demand(client, bob):
    until = timezone.now() + dt.timedelta(hours=5)
    terms = {"credit_position": "bottom", "ads": "yes", "logo_required": "no"}
    deliver(outlet(**terms), arrival(embargo_until=until))
    text = page(client, INBOX)
    assert "embargo until" in text and "word" in text
    assert "The notice stands after the text." in text
    assert "Advertisements may stand" not in text and "logo is not demanded" not in text


def test_an_item_leads_on_to_its_neighbours_that_wait(client, bob):
    source = outlet()
    for number in range(3):
        words = f"<p>Story {number}. {TEXT}</p>"
        deliver(source, arrival(title=f"Story {number}", source_id=str(number), canonical_url=None, body_html=words))
        Item.objects.filter(source_id=str(number)).update(seen_at=timezone.now() + dt.timedelta(minutes=number))
    first, middle, last = Item.objects.order_by("seen_at")
    context = client.get(reverse("admin:inbound_item_change", args=[middle.pk])).context
    assert context["beside"] == {"older": first, "newer": last}
    Item.objects.filter(pk=last.pk).update(state="dismissed")
    context = client.get(reverse("admin:inbound_item_change", args=[middle.pk])).context
    assert context["beside"] == {"older": first, "newer": None}


def test_an_empty_inbox_says_what_to_do(client, bob):
    assert "Nothing has arrived yet" in page(client, INBOX)
    deliver(outlet(), arrival())
    Item.objects.update(state="dismissed")
    assert "Nothing waits here" in page(client, INBOX)


# --- the top of the desk ---


def test_all_being_well_nothing_calls(client, bob):
    feed_with()
    Sighting.objects.create(article=live(), good=True)
    assert 'class="standing"' not in page(client, INBOX) + page(client, "/admin/")


def test_developments_pages_and_feeds_call_at_the_top_of_the_desk(client, bob):
    feed_with(alarms=[{"kind": "silent", "sentence": "Nothing new for 9 days."}])
    article = live()
    developments.withdrawn(article, reason="It is wrong.")
    Sighting.objects.create(article=article, good=False, pages=[])
    text = page(client, "/admin/")
    assert "1 text that we hold was changed or taken back" in text and "The first within" in text
    assert "withdrew it. It is wrong." in page(client, INBOX)  # there each is named
    for address in (INBOX, "/admin/"):
        text = page(client, address)
        assert "1 of our pages is not as we promised its outlet." in text
        assert "1 feed has an alarm." in text


def test_what_somebody_may_not_see_does_not_call(client):
    Sighting.objects.create(article=live(), good=False, pages=[])
    nobody = make_user("writer")
    nobody.groups.clear()
    client.force_login(nobody)
    assert "as we promised" not in page(client, "/admin/")


def test_a_page_that_is_as_promised_again_calls_no_more():
    article = live()
    Sighting.objects.create(article=article, good=False, pages=[], at=timezone.now() - dt.timedelta(days=1))
    assert watching.amiss().count() == 1
    Sighting.objects.create(article=article, good=True)
    assert watching.amiss().count() == 0


def test_who_may_not_make_articles_is_not_led_to_the_page_for_pasting(client, bob):
    assert "/paste/" in page(client, INBOX)
    client.force_login(make_user("rights"))
    assert "/paste/" not in page(client, INBOX)


# --- feeds and runs ---


def test_feeds_cost_as_many_queries_for_thirty_as_for_two(client, bob, django_assert_max_num_queries):
    source = outlet()
    address = reverse("admin:inbound_feed_changelist")
    for number in range(30):
        row = Feed.objects.create(outlet=source, name=f"Feed {number}", address=f"https://c.example/{number}")
        FeedState.objects.create(feed=row, next_at=timezone.now())
        if number == 1:
            client.get(address)
    with django_assert_max_num_queries(15):
        assert "Feed 29" in page(client, address)


def test_a_feed_shows_its_alarm_its_answers_and_what_it_brought(client, bob):
    row = feed_with(alarms=[{"kind": "empty", "sentence": "9 of the newest 10 items have no text to speak of."}])
    Run.objects.create(feed=row, outcome="read", new=3, failed=1, errors=["Item 4 was left out: no text."])
    text = page(client, reverse("admin:inbound_feed_change", args=[row.pk]))
    assert "9 of the newest 10 items" in text and "3 new, 1 could not be read" in text
    assert f"feed__id__exact={row.pk}&amp;state=all" in text
    text = page(client, reverse("admin:inbound_run_change", args=[Run.objects.get().pk]))
    assert "Item 4 was left out: no text." in text


def test_lists_of_what_is_kept_answer_with_every_filter(client, bob):
    row = feed_with()
    delivery = Delivery.keep(b"<rss/>", outlet=row.outlet, feed=row, way="polled")
    Run.objects.create(feed=row, delivery=delivery, outcome="failed", problem="It answered 503.")
    Sighting.objects.create(article=live(), good=False, pages=[{"address": "/a/", "status": 200, "faults": ["Gone."]}])
    outlet_filter = {"feed__outlet__id__exact": row.outlet_id}
    assert "It answered 503." in page(client, "/admin/inbound/run/", outcome="failed", **outlet_filter)
    assert "6\xa0bytes" in page(client, "/admin/inbound/delivery/", way="polled")
    assert "Gone." in page(client, "/admin/inbound/sighting/", now="amiss")
    assert "&lt;rss/&gt;" in page(client, reverse("admin:inbound_delivery_change", args=[delivery.pk]))


# --- our own pages ---


def test_an_articles_page_tells_when_we_looked_what_was_amiss_and_what_to_do(client, bob):
    article = live()
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert "Nobody has looked yet." in page(client, address)
    fault = "The outlet's counter is not on the page. Our own templates print it."
    views = [{"address": "https://n.example/a/", "status": 200, "faults": [fault]}]
    Sighting.objects.create(article=article, good=False, pages=views)
    text = page(client, address)
    assert "not as promised" in text and "Our own templates print it." in text
    assert "Looked for on every view: the counter, once" in text
    Sighting.objects.create(article=article, good=True, pages=[{**views[0], "faults": []}])
    text = page(client, address)
    assert "Earlier looks" in text and text.index("as promised") < text.index("Our own templates print it.")


def test_our_own_work_and_drafts_are_not_watched(client, bob):
    article = make_licensed_article(terms=make_terms())
    assert 'id="seen"' not in page(client, reverse("admin:articles_article_change", args=[article.pk]))
    again = reverse("admin:inbound_sighting_again", args=[article.pk])
    assert "Readers cannot see" in client.get(again, follow=True).content.decode()


def test_a_look_can_be_had_at_once_by_who_may_edit(client, bob, monkeypatch):
    article, asked = live(), []

    def look(article, *, base):
        asked.append((article, base))
        return Sighting.objects.create(article=article, good=True)

    monkeypatch.setattr(watching, "look", look)
    again = reverse("admin:inbound_sighting_again", args=[article.pk])
    assert "Look now" in page(client, again) and not asked
    response = client.post(again)
    assert response.url.endswith("#seen") and asked == [(article, "https://newsroom.example")]
    assert client.post(reverse("admin:inbound_sighting_again", args=[0])).status_code == 404
    bob.user_permissions.clear()
    bob.groups.clear()
    client.force_login(type(bob).objects.get(pk=bob.pk))
    assert client.post(again).status_code == 403 and len(asked) == 1
