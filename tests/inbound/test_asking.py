"""The source of what readers see is asked, politely; what it answers is told, and nothing is taken down by it."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, AuditEvent
from articles.rights import Surface
from inbound import asking, fetch, source_pages
from inbound.models import Development, SourceState
from tests.builders import make_licensed_article, make_original, make_outlet, make_own_article, make_terms, publish_now
from tests.inbound.servers import Server, send

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
BODY = (
    "<p>Water is heavy and ferries are not.</p><p>They lean by four degrees at noon.</p>"
    "<p>Nobody waved at them today.</p>"
)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[Server]:
    settings.FETCH_LOOPBACK = True
    monkeypatch.setattr(asking, "PAUSE", 0.0)
    server = Server()
    yield server
    server.stop()


def live(server: Server, path: str = "/story", days_ago: float = 1, **fields) -> Article:
    terms = make_terms(make_outlet("The Commons"), correction_duty="yes")
    article = make_licensed_article(body=BODY, terms=terms, source_url=server.address(path), **fields)
    return publish_now(article, at=timezone.now() - dt.timedelta(days=days_ago))


def page(modified: str = "", body: str = BODY) -> bytes:
    data = json.dumps({"@graph": [{"@type": "NewsArticle", "dateModified": modified}]}) if modified else "{}"
    return (
        f'<html><head><script type="application/ld+json">{data}</script></head>'
        f"<body><nav>Home</nav><article>{body}</article></body></html>"
    ).encode()


def later(state: SourceState, hours: float) -> None:
    """As if so many hours had passed since the last look."""
    for name in ("missing_at", "good_at", "tried_at"):
        if moment := getattr(state, name):
            setattr(state, name, moment - hours * HOUR)
    state.save()


def told() -> list[tuple[str, str]]:
    return list(Development.objects.order_by("pk").values_list("kind", "state"))


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_told_when_it_was_gone_twice_hours_apart(server, status):
    article = live(server)
    server.says("/story", b"gone", status)
    state = asking.ask(article)
    assert (state.missing_times, told()) == (1, [])
    assert dt.timedelta(hours=4) < state.next_at - timezone.now() < dt.timedelta(hours=8)
    assert asking.ask(article).missing_times == 1, "twice within a minute is once"
    later(state, 5)
    asking.ask(article)
    row = Development.objects.get()
    assert (row.kind, row.state, row.acted) == ("gone", "open", "") and str(status) in row.sentence
    assert dt.timedelta(hours=23) < row.due_at - timezone.now() < dt.timedelta(hours=25)
    assert Article.objects.visible_on(Surface.PAGE).filter(pk=article.pk).exists()
    assert AuditEvent.objects.get(verb="development").actor_name == "a look at the source's page"
    later(SourceState.objects.get(), 30)
    asking.ask(article)
    assert len(told()) == 1, "it is told once"


@pytest.mark.on_postgresql_too
def test_a_page_that_is_there_again_closes_what_was_told(server):
    article = live(server)
    server.says("/story", b"gone", 404)
    for _ in range(2):
        later(asking.ask(article), 5)
    server.says("/story", page())
    state = asking.ask(article)
    assert told() == [("gone", "done")] and state.missing_times == 0


@pytest.mark.parametrize("status", [301, 401, 403, 429, 451, 500, 502, 503])
def test_servers_that_fail_or_forbid_say_nothing_of_a_takedown(server, status):
    article = live(server)
    server.says("/story", b"no", status)
    for _ in range(3):
        state = asking.ask(article)
        later(state, 10)
    assert (state.missing_times, told()) == (0, []) and state.problem and state.failures == 3


@pytest.mark.on_postgresql_too
def test_a_host_that_is_not_reached_says_nothing(server):
    article = live(server)
    Article.objects.update(source_url="http://127.0.0.1:9/story")
    article.refresh_from_db()
    assert asking.ask(article).problem and told() == []


@pytest.mark.parametrize(
    ("to", "sentence"),
    [("/", "home page"), ("/en/", "home page"), ("/moved", "where the text stands"), ("/other", "does not stand")],
)
def test_an_address_that_leads_elsewhere_is_told_once_and_is_no_takedown(server, to, sentence):
    article = live(server)
    server.says("/story", b"", 302, Location=to)
    server.says(to, page(body=BODY if to == "/moved" else "<p>Welcome to all the news there is.</p>"))
    for _ in range(2):
        state = asking.ask(article)
    row = Development.objects.get()
    assert row.kind == "moved" and sentence in row.sentence and server.address(to) == state.moved_to


def test_a_slash_www_or_a_query_is_the_same_page():
    same = ("https://www.x.example/a/", "http://x.example/a", "https://x.example/a?ref=1", "https://x.example/a/amp")
    assert not any(source_pages.is_elsewhere("https://x.example/a", one) for one in same)
    assert source_pages.is_elsewhere("https://x.example/a", "https://y.example/a")


def test_a_page_that_lost_a_paragraph_of_ours_is_told_once(server):
    article = live(server)
    server.says("/story", page(body=BODY))
    asking.ask(article)
    server.says("/story", page(body=BODY.replace("four degrees", "five degrees")))
    asking.ask(article)
    row = Development.objects.get()
    assert row.kind == "update" and "1 of 3 paragraphs" in row.sentence
    asking.ask(article)
    assert Development.objects.count() == 1


def aged(article: Article, hours: float) -> None:
    """The original as if it had come so long ago; no verb can do that."""
    from django.db import connection

    moment = timezone.now() - hours * HOUR
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_original SET received_at = %s WHERE article_id = %s", [moment, article.pk])


@pytest.mark.parametrize(
    "written",
    [
        '<meta property="article:modified_time" content="{}">',
        "<meta name='DC.date.modified' content='{}'>",
        '<time itemprop="dateModified" datetime="{}">today</time>',
        '<script type="application/ld+json">[{{"@type": "Article", "dateModified": "{}"}}]</script>',
        '<script nonce=x type=application/ld+json>{{"mainEntity": {{"dateModified": "{}"}}}}</script>',
    ],
)
def test_the_moment_of_change_is_read_however_the_page_states_it(server, written):
    article = live(server)
    aged(article, 48)
    said = (timezone.now() - HOUR).isoformat(timespec="seconds")
    server.says("/story", f"<head>{written.format(said)}</head>{BODY}".encode())
    asking.ask(article)
    row = Development.objects.get()
    assert row.kind == "update" and "says that it was changed" in row.sentence
    assert "Every paragraph that we hold is still there" in row.sentence


@pytest.mark.parametrize("hours", [72, 0])
def test_an_older_change_and_a_page_that_always_says_now_are_no_news(server, hours):
    article = live(server)
    aged(article, 48)
    server.says("/story", page((timezone.now() - hours * HOUR).isoformat()))
    asking.ask(article)
    assert told() == []


def test_a_page_without_dates_is_told_when_paragraphs_of_ours_leave_it(server):
    article = live(server)
    aged(article, 48)
    server.says("/story", page(body=BODY + "<p>One more, of the page alone.</p>"))
    asking.ask(article)
    assert told() == []
    server.says("/story", page(body="<p>Water is heavy and ferries are not.</p>"))
    asking.ask(article)
    assert told() == [("update", "open")] and "2 of 3" in Development.objects.get().sentence


def test_a_page_written_by_scripts_is_never_said_to_have_changed(server):
    article = live(server)
    for _ in range(2):
        server.says("/story", b"<html><body><div id='app'></div></body></html>")
        asking.ask(article)
    assert told() == []


def test_what_was_not_changed_is_not_sent_again(server):
    article = live(server)

    def conditional(request):
        match = request.headers.get("If-None-Match") == '"a"'
        send(request, b"" if match else page(), 304 if match else 200, ETag='"a"')

    server.answers["/story"] = conditional
    asking.ask(article)
    state = asking.ask(article)
    assert state.status == 304 and "if-none-match" in server.seen[-1][2]


def test_only_the_sources_of_what_readers_see_are_asked_each_at_a_moment_of_its_own(server):
    live(server)
    make_licensed_article(source_url=server.address("/draft"))
    publish_now(make_own_article())
    server.says("/story", page())
    assert asking.ask_due() == 0, "what is new waits for a moment within a day"
    state = SourceState.objects.get()
    assert dt.timedelta(0) < state.next_at - timezone.now() < dt.timedelta(days=1)
    SourceState.objects.update(next_at=timezone.now())
    assert asking.ask_due() == 1 and asking.ask_due() == 0
    assert [seen[1] for seen in server.seen] == ["/story"]


@pytest.mark.parametrize(("days_ago", "least", "most"), [(2, 0.8, 1.2), (60, 5.9, 8.1)])
def test_daily_at_first_and_weekly_later(server, days_ago, least, most):
    article = live(server, days_ago=days_ago)
    server.says("/story", page())
    wait = asking.ask(article).next_at - timezone.now()
    assert least < wait / dt.timedelta(days=1) < most


@pytest.mark.on_postgresql_too
def test_a_host_is_asked_one_page_at_a_time_and_left_alone_when_it_says_so(server):
    inside = {"now": 0, "most": 0}

    def slow(request):
        inside["now"] += 1
        inside["most"] = max(inside["most"], inside["now"])
        send(request, page(), 429 if len(server.seen) == 3 else 200, Retry_After="7200")
        inside["now"] -= 1

    for number in range(5):
        server.answers[f"/{number}"] = slow
        asking.watch(live(server, f"/{number}"))
    SourceState.objects.update(next_at=timezone.now())
    assert asking.ask_due() == 3 and inside["most"] == 1
    put_off = SourceState.objects.filter(tried_at__isnull=True)
    assert put_off.count() == 2 and all(one.next_at > timezone.now() + 1.9 * HOUR for one in put_off)
    assert not SourceState.objects.exclude(leased_until=None).exists()


def test_pages_that_another_pass_has_are_left_to_it(server):
    asking.watch(live(server))
    SourceState.objects.update(next_at=timezone.now(), leased_until=timezone.now() + HOUR)
    assert asking.ask_due() == 0
    SourceState.objects.update(leased_until=timezone.now() - HOUR)
    server.says("/story", page())
    assert asking.ask_due() == 1


def test_hostile_pages_are_looked_at_in_no_time():
    nested = b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>"
    unclosed = b"<script type='application/ld+json'>" * 20_000
    for body in (nested, unclosed, b"<meta " * 100_000, b"<time a='" * 50_000, b"<p>" * 300_000):
        fetched = fetch.Fetched("https://x.example/", 200, {}, body)
        assert source_pages.look(fetched, "Some words that we hold here.").modified is None


@pytest.mark.on_postgresql_too
def test_the_command_asks_one_or_those_that_are_due(server, capsys):
    article = live(server)
    server.says("/story", page())
    call_command("ask_sources", article=article.slug)
    call_command("ask_sources")
    assert capsys.readouterr().out.splitlines() == [f"{article.source_url}: 200", "0 pages were asked."]


def test_a_newer_original_is_what_the_page_is_held_against(server):
    article = live(server)
    server.says("/story", page())
    asking.ask(article)
    changed = BODY.replace("four degrees", "five degrees")
    make_original(article, changed)
    server.says("/story", page(body=changed))
    asking.ask(article)
    assert told() == []
