"""The desk of what arrives, as the people at it use it."""

from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article
from inbound import developments
from inbound.models import Delivery, Development, Feed, Item, Run, Sighting
from outlets import adoption, presetting
from tests.builders import make_licensed_article, make_section, make_terms, make_user, publish_now
from tests.inbound.test_arriving import TEXT, arrival, deliver, outlet

pytestmark = pytest.mark.django_db

BLOCK = Path(__file__).parent.parent / "samples" / "conversation" / "button.html"
INBOX = "/admin/inbound/item/"


@pytest.fixture
def bob(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def two(source=None):
    source = source or outlet()
    other = {
        "title": "Another story",
        "source_id": "b",
        "canonical_url": "https://commons.example/b",
        "body_html": TEXT * 2,
    }
    deliver(source, arrival(), arrival(**other))
    return list(Item.objects.order_by("pk"))


def test_the_inbox_says_of_each_story_whether_we_may(client, bob):
    two(outlet(tracker_required="yes"))
    text = client.get(INBOX).content.decode()
    assert "Why ferries lean" in text and "counter is missing" in text and "not as it is" in text


def test_the_inbox_costs_as_many_queries_for_fifty_as_for_two(client, bob, django_assert_max_num_queries):
    source = outlet()
    two(source)
    client.get(INBOX)
    with django_assert_max_num_queries(25):
        client.get(INBOX)
    more = [
        arrival(title=f"Story {n}", source_id=f"n{n}", canonical_url=f"https://c.example/{n}", body_html=f"<p>{n}</p>")
        for n in range(48)
    ]
    deliver(source, *more)
    with django_assert_max_num_queries(25):
        client.get(INBOX)


def test_an_editor_picks_a_story_and_says_why(client, bob):
    item = two()[0]
    address = reverse("admin:inbound_item_change", args=[item.pk])
    assert "This field is required" in client.post(address, {"because": ""}).content.decode()
    section = make_section()
    response = client.post(address, {"because": "our readers sail", "section": section.pk})
    article = Article.objects.get()
    assert response.url == reverse("admin:articles_article_change", args=[article.pk])
    assert (article.picked_because, article.section, article.created_by) == ("our readers sail", section, bob)
    assert article.title in client.get(address).content.decode()


def test_many_are_picked_at_once_after_a_page_that_asks(client, bob):
    items = two()
    chosen = {"action": "pick_chosen", "_selected_action": [item.pk for item in items]}
    assert "Pick them" in client.post(INBOX, chosen).content.decode() and not Article.objects.exists()
    section = make_section()
    chosen |= {"confirmed": "1", "because": "both are good", f"section_{items[0].pk}": section.pk}
    client.post(INBOX, chosen)
    assert Article.objects.count() == 2 and Article.objects.filter(section=section).count() == 1


def test_many_are_dismissed_at_once_and_one_alone(client, bob):
    first, second = two()
    chosen = {"action": "dismiss_chosen", "_selected_action": [first.pk]}
    client.post(INBOX, chosen)
    assert not Item.objects.filter(state="dismissed").exists()
    client.post(INBOX, chosen | {"confirmed": "1", "because": ""})
    client.post(reverse("admin:inbound_item_dismiss", args=[second.pk]), {"because": "old"})
    assert Item.objects.filter(state="dismissed").count() == 2
    assert "Why ferries lean" not in client.get(INBOX).content.decode()
    assert "Why ferries lean" in client.get(INBOX + "?state=dismissed").content.decode()


def test_who_may_not_write_articles_picks_nothing(client):
    item = two()[0]
    client.force_login(make_user("rights"))
    assert client.post(reverse("admin:inbound_item_change", args=[item.pk]), {"because": "x"}).status_code == 403
    client.force_login(make_user("reader"))
    assert client.get(INBOX).status_code == 302


def test_hostile_titles_are_text(client, bob):
    deliver(outlet(), arrival(title="<script>alert(1)</script>"))
    text = client.get(INBOX).content.decode()
    assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text


def test_a_pasted_block_is_looked_at_corrected_and_made_a_draft(client, bob):
    adoption.adopt(presetting.get("the-conversation-us"))
    address = reverse("admin:inbound_item_paste")
    page = client.post(address, {"text": BLOCK.read_text()})
    looked = page.context["look"]
    assert looked.outlet is not None and not Article.objects.exists() and not Delivery.objects.exists()
    rows = len(looked.arrival.authors)
    posted = {
        "held": page.context["take"].initial["held"],
        "because": "our readers asked",
        "credit-TOTAL_FORMS": rows or 1,
        "credit-INITIAL_FORMS": rows,
        "credit-0-name": "Ada Lind",
        "credit-0-title": "Professor",
        "credit-0-institution": "Institute of A, B and C",
    }
    response = client.post(address, posted)
    article = Article.objects.get()
    assert response.url == reverse("admin:articles_article_change", args=[article.pk])
    row = article.bylines.first()
    assert (row.name, row.institution_name, row.institution.name) == ("Ada Lind", *["Institute of A, B and C"] * 2)
    assert Delivery.objects.get().received == BLOCK.read_bytes()


def test_what_was_not_looked_at_is_not_taken(client, bob):
    posted = {"held": "forged", "because": "x", "credit-TOTAL_FORMS": 0, "credit-INITIAL_FORMS": 0}
    assert client.post(reverse("admin:inbound_item_paste"), posted).status_code == 302
    assert not Article.objects.exists()


def test_an_address_that_may_not_be_asked_is_told_in_the_form(client, bob):
    page = client.post(reverse("admin:inbound_item_paste"), {"address": "http://127.0.0.1/x"})
    assert "private or reserved" in page.content.decode()


def test_every_page_of_the_arrivals_desk_opens(client):
    client.force_login(make_user("administrator"))
    article = publish_now(make_licensed_article(terms=make_terms()))
    row = developments.gone_at_source(article, status=404)
    feed = Feed.objects.create(outlet=article.outlet, name="All", address="https://commons.example/f")
    delivery = Delivery.keep(b"<rss/>", way="polled", feed=feed)
    kept = [
        feed,
        delivery,
        Run.objects.create(feed=feed, delivery=delivery, errors=["<b>"]),
        Sighting.objects.create(
            article=article, good=False, pages=[{"address": "/x", "status": 200, "faults": ["<i>"]}]
        ),
        row,
        two(article.outlet)[0],
    ]
    for one in kept:
        name = one._meta.model_name
        assert client.get(reverse(f"admin:inbound_{name}_changelist")).status_code == 200, name
        assert client.get(reverse(f"admin:inbound_{name}_change", args=[one.pk])).status_code == 200, name
    assert client.get(reverse("admin:inbound_feed_add")).status_code == 200
    assert client.get(reverse("admin:inbound_item_paste")).status_code == 200
    done = reverse("admin:inbound_development_done", args=[row.pk])
    assert client.get(done).status_code == 200
    client.post(done, {"outcome": "they moved it"})
    assert Development.objects.get().outcome == "they moved it"


def test_picking_by_itself_is_refused_where_the_terms_do_not_allow_it(client, bob):
    source = outlet(systematic="no")
    fields = {
        "outlet": source.pk, "name": "All", "address": "https://commons.example/f", "format": "auto",
        "every_minutes": 30, "active": "on", "automatic": "on",
    }  # fmt: skip
    page = client.post(reverse("admin:inbound_feed_add"), fields)
    assert "a person picks each text" in page.content.decode() and not Feed.objects.exists()
    client.post(
        reverse("admin:inbound_feed_add"), {name: value for name, value in fields.items() if name != "automatic"}
    )
    assert Feed.objects.get().every_minutes == 30
