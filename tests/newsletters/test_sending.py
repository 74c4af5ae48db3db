"""Sending an edition: to each subscriber once, whatever the mail server, a person or a crash does meanwhile."""

import datetime as dt
import email
import re
from email import policy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import AuditEvent
from articles.rights import rulings
from newsletters import letter, sending, subscribing
from newsletters.models import Delivery, Edition, Subscriber
from records.versioned import Stale
from tests.builders import make_own_article, make_user, publish_now
from tests.newsletters.editions import begun, make_edition, make_mailable, make_subscribers, run
from tests.newsletters.mail_server import HANG_UP, mail_server
from work import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)
    monkeypatch.setattr(sending, "SAY_EVERY", 0)
    monkeypatch.setattr(sending, "BACKOFF", (0,) * 3)
    monkeypatch.setattr(sending, "AGAIN_AFTER", (0, 0))
    with mail_server(settings) as server:
        yield server


def states(edition):
    return sorted(edition.deliveries.values_list("state", flat=True))


def addresses(*numbers):
    return [f"r{n}@example.org" for n in numbers]


# --- all is well ---


def test_every_subscriber_gets_it_once_by_a_connection_for_each_batch(server):
    make_subscribers(7)
    Subscriber.objects.create(address="p@example.org", key="p@example.org")
    Subscriber.objects.create(address="l@example.org", key="l@example.org", state="left", ended_at=timezone.now())
    edition = begun(make_edition())
    late = Subscriber.objects.create(
        address="late@example.org", key="late@example.org", state="confirmed", confirmed_at=timezone.now()
    )
    job = run(edition)
    assert sorted(server.recipients) == addresses(*range(1, 8)) and late.address not in server.recipients
    assert server.connections == 3
    assert (edition.state, job.state, job.done, job.total) == ("sent", "done", 7, 7)
    assert job.counts == {"sent": 7} and edition.counts == {"sent": 7}
    assert AuditEvent.objects.filter(verb="edition_sent", details__edition=edition.pk).count() == 1
    run(edition)
    assert len(server.taken) == 7, "doing the job once more sends nothing"


def test_each_letter_has_a_way_out_of_its_own_that_one_click_takes(server):
    make_subscribers(2)
    run(begun(make_edition()))
    ways = set()
    for to, raw in server.taken:
        mail = email.message_from_bytes(raw, policy=policy.default)
        assert mail["To"] == to and mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Id"].endswith("<weekly.newsroom.example>") and mail["Date"] and mail["Message-ID"]
        way = re.fullmatch(r"<https://newsroom\.example(/newsletter/leave/[^>]+)>", mail["List-Unsubscribe"])[1]
        for kind in ("plain", "html"):
            assert f"https://newsroom.example{way}" in mail.get_body((kind,)).get_content()
        ways.add(way)
        answer = Client().post(way, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert Subscriber.objects.get(key=to).state == "left"
    assert len(ways) == 2


def test_work_for_a_mail_is_the_same_in_a_large_batch_and_a_small_one(server, monkeypatch):
    monkeypatch.setattr(sending, "SAY_EVERY", 1000)
    asked = []
    for number in (4, 14):
        monkeypatch.setattr(sending, "BATCH", number)
        Subscriber.objects.all().delete()
        make_subscribers(number)
        edition = begun(make_edition(*[publish_now(make_own_article(f"Story {n} of {number}")) for n in range(2)]))
        with CaptureQueriesContext(connection) as queries:
            run(edition)
        asked.append(len(queries))
    assert (asked[1] - asked[0]) <= 10 * 3, "two rows written for each mail, a look at the stories, and nothing else"


# --- the gate ---


def test_a_story_withdrawn_while_sending_stops_it_and_it_goes_on_without(server, monkeypatch):
    make_subscribers(5)
    story, other = publish_now(make_own_article("Wrong")), publish_now(make_own_article("Right"))
    edition = begun(make_edition(story, other))

    real = sending.post.Post.send

    def sent(self, prepared, address, token):
        real(self, prepared, address, token)
        if len(server.taken) == 2:
            publishing.withdraw(story, by=None, reason="It was wrong.")

    monkeypatch.setattr(sending.post.Post, "send", sent)
    job = run(edition)
    monkeypatch.setattr(sending.post.Post, "send", real)
    assert len(server.taken) == 2, "nobody gets it any more, also of the batch that was made"
    assert edition.is_stopped and job.state == "failed" and "“Wrong” may not be mailed any more" in job.problem
    with pytest.raises(sending.NotAllowed, match="Wrong"):
        sending.resume(edition, by=None)
    edition.items.get(article=story).delete()
    run(edition)
    assert edition.state == "sent" and sorted(server.recipients) == addresses(1, 2, 3, 4, 5)
    assert b"Wrong" in server.taken[1][1] and b"Wrong" not in server.taken[2][1]


@pytest.mark.parametrize("what", ["time", "ruling", "words"])
def test_before_each_mail_it_is_seen_that_time_a_ruling_or_an_editor_moved_a_story(server, monkeypatch, what):
    make_subscribers(3)
    soon = timezone.now() + dt.timedelta(days=1)
    story = make_mailable("By the clock", newsletter="ask", remove_after_days=2 if what == "time" else None)
    rulings.rule("newsletter", by=None, allowed=True, article=story, reason="Asked", basis="outlet", given_by="Ed",
                 evidence="Yes, of course.")  # fmt: skip
    edition = begun(make_edition(story))

    def moved() -> None:
        if what == "time":
            later = soon + dt.timedelta(days=400)
            monkeypatch.setattr(timezone, "now", lambda: later)
        elif what == "ruling":
            rulings.rule("newsletter", by=None, allowed=False, article=story, reason="They changed their mind")
        else:
            story.refresh_from_db()
            story.standfirst = "In other words"
            story.save()

    real = sending.post.Post.send

    def sent(self, prepared, address, token):
        real(self, prepared, address, token)
        if len(server.taken) == 1:
            moved()

    monkeypatch.setattr(sending.post.Post, "send", sent)
    job = run(edition)
    if what == "words":
        assert [b"other words" in mail for _to, mail in server.taken] == [False, True, True]
    else:
        assert len(server.taken) == 1 and "may not be mailed any more" in job.problem


def test_only_what_the_terms_let_us_mail_is_sent(server):
    make_subscribers(1)
    allowed, refused = make_mailable(), make_mailable("Not for letters", newsletter="no")
    edition = make_edition(allowed, refused)
    with pytest.raises(sending.NotAllowed, match="Not for letters"):
        sending.send(edition, by=None)
    assert [story.title for story in letter.stories(edition, "https://x")] == [allowed.title]
    edition.items.get(article=refused).delete()
    sending.send(edition, by=None)
    edition.refresh_from_db()
    assert edition.state == "sent" and len(server.taken) == 1


def test_an_edition_without_stories_or_readers_is_not_sent():
    edition = make_edition()
    with pytest.raises(sending.NotAllowed, match="Nobody is subscribed"):
        sending.send(edition, by=None)
    edition.items.all().delete()
    with pytest.raises(sending.NotAllowed, match="no story"):
        sending.send(edition, by=None)


def test_of_two_who_press_send_the_second_is_told(server):
    make_subscribers(1)
    edition = make_edition()
    seen_by_bob = Edition.objects.get(pk=edition.pk)
    sending.send(edition, by=make_user("publisher"))
    with pytest.raises(Stale):
        sending.send(seen_by_bob, by=make_user("publisher"))
    assert len(server.taken) == 1


# --- the mail server ---


def test_an_address_that_is_refused_is_recorded_and_the_others_get_theirs(server):
    make_subscribers(5)
    server.answer = lambda step, to: f"550 5.1.1 <{to}> unknown" if (step, to) == ("rcpt", "r2@example.org") else None
    edition = begun(make_edition())
    job = run(edition)
    assert sorted(server.recipients) == addresses(1, 3, 4, 5) and job.counts == {"sent": 4, "refused": 1}
    row = edition.deliveries.get(state="refused")
    assert row.reply == "550 5.1.1 <…> unknown" and "r2" not in str(list(job.errors.values()))
    assert row.subscriber.refused_in_a_row == 1
    for _again in range(sending.UNDELIVERABLE_AFTER - 1):
        run(begun(make_edition()))
    row.subscriber.refresh_from_db()
    assert row.subscriber.state == "undeliverable"


@pytest.mark.parametrize("step", ["rcpt", "data", "message"])
def test_who_is_not_taken_for_now_is_tried_again(server, step):
    make_subscribers(4)
    failed = []

    def answer(said, to):
        if said == step and to == "r3@example.org" and len(failed) < 2:
            failed.append(to)
            return "451 4.7.1 greylisted"
        return None

    server.answer = answer
    edition = begun(make_edition())
    run(edition)
    assert sorted(server.recipients) == addresses(1, 2, 3, 4) and states(edition) == ["sent"] * 4


def test_who_is_never_taken_is_recorded_in_the_end(server):
    make_subscribers(3)
    server.answer = lambda step, to: "452 4.2.2 full" if (step, to) == ("rcpt", "r1@example.org") else None
    edition = begun(make_edition())
    job = run(edition)
    assert job.counts == {"sent": 2, "refused": 1} and job.done == 3 and edition.state == "sent"
    assert Subscriber.objects.get(key="r1@example.org").refused_in_a_row == 0


@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data"])
@pytest.mark.parametrize("how", [HANG_UP, "421 4.3.2 going down"])
def test_a_connection_that_is_lost_before_the_mail_is_made_again_and_nobody_is_missed_or_doubled(server, step, how):
    make_subscribers(5)
    lost = []

    def answer(said, to):
        if said == step and len(lost) < 2:
            lost.append(to)
            return how
        return None

    server.answer = answer
    edition = begun(make_edition())
    job = run(edition)
    assert sorted(server.recipients) == addresses(1, 2, 3, 4, 5) and job.counts == {"sent": 5}


@pytest.mark.parametrize("took", [HANG_UP, "took and hung up"])
def test_a_mail_is_in_doubt_when_the_connection_breaks_before_the_answer_and_is_not_sent_again(server, took):
    make_subscribers(5)
    broken = []

    def answer(step, to):
        if (step, to) == ("message", "r2@example.org"):
            broken.append(to)
            return took
        return None

    server.answer = answer
    edition = begun(make_edition())
    job = run(edition)
    assert job.counts == {"sent": 4, "in_doubt": 1} and broken == ["r2@example.org"]
    assert "not sent again" in job.errors.get().sentence and edition.state == "sent"


def test_a_server_that_is_away_stops_the_sending_with_a_sentence_and_it_is_resumed(server):
    make_subscribers(4)
    server.answer = lambda step, to: HANG_UP if step == "connect" and server.connections > 1 else None
    edition = begun(make_edition())
    job = run(edition)
    assert edition.is_stopped and "cannot be reached" in job.problem and len(server.taken) == 3
    server.answer = lambda step, to: None
    run(edition)
    assert sorted(server.recipients) == addresses(1, 2, 3, 4) and edition.state == "sent"


@pytest.mark.parametrize("reply", ["553 5.7.1 sender refused", "535 5.7.8 who are you"])
def test_a_server_that_wants_nothing_from_us_stops_it_and_nobody_is_recorded_as_refused(server, reply):
    make_subscribers(4)
    server.answer = lambda step, to: reply if step == "mail" else None
    edition = begun(make_edition())
    job = run(edition)
    assert edition.is_stopped and "takes nothing from us" in job.problem
    assert states(edition) == ["claimed"] * 3 and not Subscriber.objects.filter(refused_in_a_row__gt=0).exists()


def test_refusals_one_after_the_other_are_the_servers_opinion_of_us(server, monkeypatch):
    monkeypatch.setattr(sending, "REFUSED_IN_A_ROW", 4)
    make_subscribers(9)
    server.answer = lambda step, to: "554 5.7.1 spam" if step == "message" else None
    edition = begun(make_edition())
    job = run(edition)
    assert edition.is_stopped and "refused 4 mails one after the other" in job.problem
    assert edition.deliveries.filter(state="refused").count() == 4


# --- people and crashes ---


def test_stopped_by_a_person_it_goes_on_where_it_was(server, monkeypatch):
    make_subscribers(7)
    edition = begun(make_edition())
    real = sending.post.Post.send

    def sent(self, *about):
        real(self, *about)
        if len(server.taken) == 4:
            sending.stop(edition, by=None)

    monkeypatch.setattr(sending.post.Post, "send", sent)
    job = run(edition)
    assert (job.state, len(server.taken)) == ("cancelled", 4) and edition.is_stopped
    sending.resume(edition, by=None)  # done at once by the immediate queue of the tests
    edition.refresh_from_db()
    assert edition.state == "sent" and sorted(server.recipients) == addresses(*range(1, 8))
    edition.job.refresh_from_db()
    assert edition.job.done == 7 and edition.job.counts == {"sent": 7}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_crash_around_a_mail_leaves_that_one_in_doubt_and_the_rest_goes_on(server, monkeypatch, when, number):
    make_subscribers(6)
    edition = begun(make_edition())
    real = sending.post.Post.send
    calls = []

    class Killed(BaseException):
        pass

    def sent(self, *about):
        calls.append(about)
        if when == "after" or len(calls) != number:
            real(self, *about)
        if len(calls) == number:
            raise Killed

    monkeypatch.setattr(sending.post.Post, "send", sent)
    # What a killed process cannot do either.
    monkeypatch.setattr(sending.Sending, "say", lambda self, always=False: None)
    with pytest.raises(Killed):
        run(edition)
    monkeypatch.undo()
    monkeypatch.setattr(sending, "BATCH", 3)
    job = run(edition)
    assert edition.state == "sent" and job.counts == {"sent": 5, "in_doubt": 1} and job.done == job.total == 6
    assert sorted(server.recipients) == addresses(*(n for n in range(1, 7) if when == "after" or n != number))
    assert "not sent again" in job.errors.get().sentence


def test_a_run_that_was_taken_for_dead_sends_nothing_more(server, monkeypatch):
    make_subscribers(5)
    edition = begun(make_edition())
    real = sending.post.Post.send

    def sent(self, *about):
        real(self, *about)
        if len(server.taken) == 2:
            Delivery.objects.filter(state="claimed").update(run=99)  # as another run's first step does

    monkeypatch.setattr(sending.post.Post, "send", sent)
    run(edition)
    assert len(server.taken) == 2 and states(edition) == ["claimed", "sent", "sent"]


def test_who_leaves_or_is_erased_after_the_batch_was_made_gets_nothing(server, monkeypatch):
    people = make_subscribers(3)
    edition = begun(make_edition())
    real = sending.post.Post.send

    def sent(self, *about):
        real(self, *about)
        Subscriber.objects.filter(pk=people[1].pk).update(state="left")
        subscribing.erase("r3@example.org", by=None)

    monkeypatch.setattr(sending.post.Post, "send", sent)
    job = run(edition)
    assert server.recipients == addresses(1) and job.counts == {"sent": 1, "skipped": 2} and job.done == 3


def test_without_an_address_of_ours_nothing_is_sent(server, settings):
    make_subscribers(1)
    settings.NEWSROOM_URL = ""
    assert "NEWSROOM_URL is not set" in run(begun(make_edition())).problem and not server.taken


def test_who_got_what_is_forgotten_and_the_counts_stay(server):
    make_subscribers(2)
    edition = begun(make_edition())
    run(edition)
    assert sending.forget_deliveries(edition.sent_at) == 0
    assert sending.forget_deliveries(timezone.now()) == 2
    edition.refresh_from_db()
    assert edition.counts == {"sent": 2} and not jobs.Job.objects.exclude(state="done").exists()
