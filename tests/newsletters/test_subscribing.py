"""Signing up, confirming and leaving, as readers and the programs of their mail providers do it."""

import datetime as dt
import logging
import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import AuditEvent
from newsletters import limits, recurring, subscribing, tokens
from newsletters.models import SignUp, Subscriber, Suppression, Tally
from tests.builders import make_section

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def _no_hour_turns_meanwhile(monkeypatch):
    monkeypatch.setattr(limits, "HOUR", 10**9)
    monkeypatch.setattr(limits, "DAY", 10**9)


def make_subscriber(address="ada@example.org", state="confirmed", **fields):
    return Subscriber.objects.create(
        address=address, key=address.lower(), state=state, confirmed_at=timezone.now(), **fields
    )


def sign_up(address="ada@example.org", client=None, **headers):
    return (client or Client()).post("/newsletter/", {"address": address, "website": ""}, **(headers or HERE))


def link_in(message):
    return re.search(r"https://newsroom\.example(/newsletter/\S+)", message.body)[1]


def state(address="ada@example.org"):
    return Subscriber.objects.values_list("state", flat=True).get(key=address)


# --- signing up and confirming ---


def test_a_reader_signs_up_confirms_and_leaves(client):
    answer = sign_up()
    assert (answer.status_code, answer["Location"]) == (303, "/newsletter/asked/")
    [message] = mail.outbox
    assert message.to == ["ada@example.org"] and state() == "pending"
    link = link_in(message)
    page = client.get(link)
    assert "<button" in page.content.decode() and state() == "pending"
    for _again in range(2):
        assert client.post(link).status_code == 200
        assert state() == "confirmed"
    way_out = f"/newsletter/leave/{tokens.to_leave(Subscriber.objects.get().handle)}/"
    assert client.get(way_out).status_code == 200 and state() == "confirmed"
    for _again in range(2):
        assert client.post(way_out).status_code == 200
        assert state() == "left"
    client.post(link)
    assert state() == "left", "a link that was used subscribes nobody again"


def test_a_link_that_has_done_its_work_says_so_to_whoever_holds_it(client):
    sign_up()
    link = link_in(mail.outbox[0])
    client.post(link)
    again = client.get(link).content.decode()
    assert "You are subscribed already" in again and 'class="letter-form"' not in again
    way_out = f"/newsletter/leave/{tokens.to_leave(Subscriber.objects.get().handle)}/"
    client.post(way_out)
    assert "You are unsubscribed already" in client.get(way_out).content.decode()
    assert "does not hold any more" in client.get(link).content.decode()


def test_programs_that_follow_links_confirm_nobody(client):
    sign_up()
    link = link_in(mail.outbox[0])
    for ask in (client.get, client.head, client.options, client.put):
        ask(link)
    assert state() == "pending" and not client.cookies


def test_a_link_to_confirm_is_too_old_after_a_week_and_serves_nothing_else(client, monkeypatch):
    sign_up()
    link = link_in(mail.outbox[0])
    token = link.split("/")[-2]
    assert not subscribing.leave(token) and state() == "pending"
    monkeypatch.setattr(tokens, "CONFIRM_WITHIN", dt.timedelta(seconds=-1))
    assert "does not hold any more" in client.post(link).content.decode()
    assert state() == "pending"


@pytest.mark.parametrize("token", ["x", "a.b", "..", "é", "a" * 5000, "%00", "a.b.c.d", ":::"])
def test_tokens_that_are_none_of_ours_are_answered_kindly(client, token):
    for page in ("confirm", "leave"):
        for answer in (client.get(f"/newsletter/{page}/{token}/"), client.post(f"/newsletter/{page}/{token}/")):
            assert answer.status_code == 200
            assert answer["Referrer-Policy"] == "no-referrer"


def test_one_click_needs_no_cookie_no_token_of_a_form_and_is_sent_nowhere_else():
    known = make_subscriber()
    client = Client(enforce_csrf_checks=True)
    for _repeat in range(2):
        answer = client.post(
            f"/newsletter/leave/{tokens.to_leave(known.handle)}/",
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status_code == 200 and not answer.cookies
    assert state() == "left"


def test_who_left_may_come_back(client):
    make_subscriber(state="left", ended_at=timezone.now())
    sign_up()
    assert state() == "pending"
    client.post(link_in(mail.outbox[0]))
    assert state() == "confirmed"


# --- the same answer for everybody ---


def test_known_and_unknown_addresses_get_the_same_answer_and_ask_the_same_questions(monkeypatch):
    monkeypatch.setattr(subscribing, "answer_waiting", lambda: 0)
    make_subscriber("known@example.org")
    make_subscriber("left@example.org", state="left")
    Suppression.objects.create(digest=Suppression.digest_of("erased@example.org"))
    told, asked = set(), set()
    for name in ("known", "left", "erased", "new"):
        with CaptureQueriesContext(connection) as queries:
            answer = sign_up(f"{name}@example.org", REMOTE_ADDR=f"10.0.0.{len(name)}", **HERE)
        told.add((answer.status_code, answer["Location"], answer.content))
        asked.add(len(queries))
    assert len(told) == len(asked) == 1
    assert SignUp.objects.count() == 4


def test_who_is_subscribed_is_told_so_by_mail_and_gets_no_link_to_confirm(client):
    make_subscriber()
    sign_up("ADA@example.org")
    [message] = mail.outbox
    assert "already" in message.subject and "/confirm/" not in message.body
    client.post(link_in(message))
    assert state() == "left"


def test_an_address_is_mailed_a_few_times_a_day_whoever_asks():
    for _n in range(limits.MAILS_PER_ADDRESS_PER_DAY + 3):
        assert sign_up().status_code == 303
    assert len(mail.outbox) == limits.MAILS_PER_ADDRESS_PER_DAY


# --- who is let in ---


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, 303),
        ({"HTTP_ORIGIN": "https://newsroom.example"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 303),
        ({"HTTP_REFERER": "http://testserver/business/a-story/"}, 303),
        ({"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "https://evil.newsroom.example"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "none"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": "https://testserver.evil.example"}, 403),
        ({"HTTP_ORIGIN": "http://[", "HTTP_REFERER": "http://testserver/"}, 403),
        ({"HTTP_REFERER": "https://evil.example/http://testserver/"}, 403),
        ({"HTTP_USER_AGENT": "curl"}, 403),
    ],
)
def test_only_a_form_of_ours_signs_up(headers, status):
    assert sign_up(**headers).status_code == status
    assert bool(mail.outbox) is (status == 303)


def test_a_program_that_fills_every_field_is_thanked_and_nothing_is_done(client):
    answer = client.post("/newsletter/", {"address": "ada@example.org", "website": "https://spam.example"}, **HERE)
    assert answer["Location"] == "/newsletter/asked/" and not SignUp.objects.exists() and not mail.outbox


def test_a_mistyped_address_comes_back_with_the_reason(client):
    answer = client.post("/newsletter/", {"address": 'ada@"><script>', "website": ""}, **HERE)
    page = answer.content.decode()
    assert answer.status_code == 400 and 'aria-invalid="true"' in page and "<script>" not in page
    assert 'value="ada@&quot;&gt;&lt;script&gt;"' in page


def test_a_reader_who_signs_up_whole_lists_is_stopped_and_others_are_not(monkeypatch):
    monkeypatch.setattr(limits, "READER_PER_HOUR", 2)
    answers = [sign_up(f"a{n}@example.org", **HERE, REMOTE_ADDR="10.0.0.1").status_code for n in range(4)]
    assert answers == [303, 303, 429, 429]
    assert sign_up("b@example.org", **HERE, REMOTE_ADDR="10.0.0.2").status_code == 303


def test_one_household_is_one_reader_by_ipv6_and_proxies_claims_are_not_believed(rf, settings):
    def seen(**meta):
        return limits.reader(rf.get("/", **meta))

    assert seen(REMOTE_ADDR="2001:db8:1:2:3::4") == seen(REMOTE_ADDR="2001:db8:1:2:ffff::9") != seen(REMOTE_ADDR="::1")
    assert seen(REMOTE_ADDR="::ffff:10.0.0.1") == "10.0.0.1"
    claimed = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2"}
    assert seen(**claimed) == "10.0.0.9"
    settings.BEHIND_PROXY = True
    assert seen(**claimed) == "2.2.2.2"


def test_all_readers_together_have_a_limit(settings):
    settings.NEWSLETTER_SIGN_UPS_PER_HOUR = 0
    assert sign_up().status_code == 429


def test_where_no_letter_is_offered_there_is_neither_form_nor_page(client, settings):
    assert 'action="/newsletter/"' in client.get("/").content.decode()
    settings.NEWSLETTER = False
    assert 'action="/newsletter/"' not in client.get("/").content.decode()
    assert client.get("/newsletter/").status_code == 404


# --- pages ---


def test_pages_of_the_letter_ask_little_set_no_cookie_and_are_kept_by_nobody(client, django_assert_max_num_queries):
    for name in ("Business", "Sea", "Sport"):
        make_section(name)
    known = make_subscriber()
    paths = ["/newsletter/", "/newsletter/asked/", f"/newsletter/leave/{tokens.to_leave(known.handle)}/"]
    for path in paths:
        with django_assert_max_num_queries(3):
            answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store" and not answer.cookies
        assert "csrf" not in answer.content.decode()
    assert tokens.to_leave(known.handle) not in answer.content.decode(), "nothing on the page carries the token on"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_tokens_are_never_logged(client, caplog):
    token = tokens.to_leave(make_subscriber().handle)
    with caplog.at_level(logging.INFO):
        caplog.handler.addFilter(tokens.WithoutTokens())
        client.put(f"/newsletter/leave/{token}/")
        client.get(f"/newsletter/leave/{token}/nothing/")
    assert "/newsletter/leave/…" in caplog.text and token not in caplog.text
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_tokens"]


def test_signatures_of_the_key_before_still_count(settings):
    token = tokens.to_leave("a-handle")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert tokens.leaving(token) == "a-handle"


# --- mails that do not go out, and forgetting ---


def test_a_mail_that_does_not_go_out_is_tried_again_and_given_up_in_the_end(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign_up()
    row = SignUp.objects.get()
    assert row.tries == 1 and row.next_try_at > timezone.now()
    assert "Answered: 0" in recurring.answer_sign_ups()
    SignUp.objects.update(next_try_at=timezone.now(), tries=limits.MAILS_PER_ADDRESS_PER_DAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "Answered: 1" in recurring.answer_sign_ups()
    assert len(mail.outbox) == 1 and not SignUp.objects.exists()


def test_addresses_are_forgotten_in_time():
    week, month = timezone.now() - dt.timedelta(days=8), timezone.now() - dt.timedelta(days=31)
    make_subscriber("old@example.org", state="pending", asked_at=week)
    make_subscriber("new@example.org", state="pending")
    make_subscriber("left@example.org", state="left", ended_at=month)
    make_subscriber("leaving@example.org", state="left", ended_at=week)
    make_subscriber("reader@example.org", asked_at=month)
    Tally.objects.create(digest="x", begins_at=week)
    assert "not confirmed 1, unsubscribed 1" in recurring.forget_addresses()
    assert set(Subscriber.objects.values_list("key", flat=True)) == {
        "new@example.org",
        "leaving@example.org",
        "reader@example.org",
    }
    assert not Tally.objects.exists()


def test_an_erased_address_leaves_a_hash_and_is_written_to_no_more(settings):
    make_subscriber()
    sign_up()
    mail.outbox.clear()
    assert subscribing.erase("ada@example.org", by=None)
    kept = [str(list(model.objects.values())) for model in (Subscriber, SignUp, Suppression, AuditEvent, Tally)]
    assert "example.org" not in "".join(kept)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert sign_up().status_code == 303
    assert not mail.outbox and not Subscriber.objects.exists()
    assert subscribing.lift("ada@example.org", by=None)
    sign_up()
    assert len(mail.outbox) == 1


def test_who_confirms_while_the_answer_to_a_second_sign_up_is_written_stays_subscribed(client, monkeypatch):
    sign_up()
    link = link_in(mail.outbox[-1])
    real = Subscriber.objects.get_or_create

    def slowly(*args, **kwargs):
        found = real(*args, **kwargs)
        assert client.post(link).status_code == 200
        return found

    monkeypatch.setattr(Subscriber.objects, "get_or_create", slowly)
    sign_up()
    assert state() == "confirmed" and "already" in mail.outbox[-1].subject
