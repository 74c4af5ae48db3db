"""The rights evidence file: what is in it, that it is exact, and who may have one."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import derivation, publishing
from articles.evidence import evidence
from articles.models import Article, AuditEvent
from tests.builders import (
    add_picture,
    make_amendment,
    make_correction,
    make_licensed_article,
    make_original,
    make_outlet,
    make_own_article,
    make_picture,
    make_terms,
    make_user,
    publish_now,
)
from tests.desk import at_desk, page_of

pytestmark = pytest.mark.django_db
COUNTER = "https://counter.commons.example/1.gif"


def opened(article: Article, **options) -> zipfile.ZipFile:
    with evidence(article, **{"by": None, **options}) as made:
        return zipfile.ZipFile(io.BytesIO(made.read()))


def read(file: zipfile.ZipFile, name: str):
    text = file.read(name).decode()
    return json.loads(text) if name.endswith(".json") else text


def amended_article() -> Article:
    terms = make_terms(make_outlet("The Commons"), edits="time_place_style", onward="no", monthly_cap=5)
    article = make_licensed_article(
        body="<p>Water is heavy.</p><p>Ferries lean on Monday.</p>",
        received=b"\xff\x00<p>Water is heavy.</p>",
        terms=terms,
        counter_url=COUNTER,
        disclosure="<p>She owns no ferry.</p>",
    )
    made_at = dt.datetime(2026, 3, 1, 13, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    make_amendment(
        article,
        "on Monday",
        "on March 2",
        kind="time",
        block=1,
        approved_by="Amira Jadoon",
        approved_at=made_at,
        approval="Yes, go ahead.",
    )
    derivation.derive(article)
    article.save()
    publish_now(article)
    make_correction(article, "The ferry was blue.")
    add_picture(article, make_picture(cleared_because="bought", onward="no"))
    return article


def test_the_file_holds_everything_on_which_the_article_rests() -> None:
    article = amended_article()
    file = opened(article, by=make_user("rights"))
    assert file.testzip() is None
    assert file.read("originals/1/received.html") == b"\xff\x00<p>Water is heavy.</p>"
    assert read(file, "originals/1/cleaned.html") == article.original.html
    seal = read(file, "originals/1/seal.json")
    sealed = hashlib.sha256(file.read("originals/1/received.html") + b"\0" + file.read("originals/1/cleaned.html"))
    assert seal["intact"] is True
    assert seal["sha256"] == seal["recomputed"] == sealed.hexdigest()
    (amendment,) = read(file, "amendments.json")
    assert (amendment["exact"], amendment["approval"], amendment["made_by"]) == ("on Monday", "Yes, go ahead.", "Bob")
    assert amendment["approved_at"] == "2026-03-01T11:30:00Z"
    assert read(file, "comparison.json")["words_removed"] == 1
    assert read(file, "bylines.json")[0]["institution_name"] == "Clemson University"
    assert read(file, "bylines.json")[0]["frozen_at"]
    (picture,) = read(file, "pictures.json")
    assert picture["cleared_because"] == "bought" and "page" in picture["may_show_on"]
    assert "partner_feed" not in picture["may_show_on"]
    assert read(file, "findings.json") == []
    assert read(file, "corrections.json")[0]["text"] == "The ferry was blue."
    assert [row["number"] for row in read(file, "revisions.json")] == [1, 2]
    assert [row["verb"] for row in read(file, "audit.json")] == ["clear", "publish", "correct", "evidence"]
    assert "Rita  evidence" in read(file, "audit.txt")
    told = read(file, "article.json")
    assert told["identity"] == article.guid and told["fields"]["counter_url"] == COUNTER
    assert told["fields"]["body_html"] == article.body_html


def test_the_terms_are_told_clause_by_clause_and_in_plain_words() -> None:
    file = opened(amended_article())
    told = {row["clause"]: row for row in read(file, "terms.json")["clauses"]}
    assert (told["edits"]["value"], told["edits"]["shown"]) == ("time_place_style", "time, place and house style")
    assert told["newsletter"]["shown"] == "not stated"
    words = read(file, "terms.txt")
    assert "edits: time, place and house style" in words and "articles a month at most: 5" in words


def test_each_surface_is_decided_with_its_reason_and_the_next_moment() -> None:
    terms = make_terms(make_outlet("City Desk ABQ"), remove_after_days=90, onward="no", newsletter="yes")
    article = publish_now(make_licensed_article(terms=terms))
    said = {row["surface"]: row for row in read(opened(article), "decisions.json")["surfaces"]}
    article.refresh_from_db()
    assert said["page"]["allowed"] and said["newsletter"]["allowed"]
    assert dt.datetime.fromisoformat(said["page"]["changes_at"]) == article.closes_at
    assert [reason["clause"] for reason in said["partner_feed"]["reasons"]] == ["onward"]
    late = read(opened(article, at=timezone.now() + dt.timedelta(days=91)), "decisions.json")
    assert not any(row["allowed"] for row in late["surfaces"])


def test_the_page_is_there_as_readers_see_it_and_fetches_nothing() -> None:
    page = read(opened(amended_article()), "shown.html")
    assert "Ferries lean on March 2." in page and "She owns no ferry." in page and "The ferry was blue." in page
    assert "Amira Jadoon" in page and "republished from" in page and COUNTER in page
    assert f'src="{COUNTER}"' not in page and "default-src 'none'" in page


def test_a_withdrawn_article_has_its_file_and_it_says_that_nobody_sees_it() -> None:
    article = amended_article()
    publishing.withdraw(article, by=None, reason="The outlet asked.")
    file = opened(article)
    assert "Readers could not see it" in read(file, "shown.html")
    assert not any(row["allowed"] for row in read(file, "decisions.json")["surfaces"])


def test_our_own_work_has_a_file_as_well() -> None:
    file = opened(publish_now(make_own_article()))
    assert read(file, "terms.json") is None and "Our own work" in read(file, "terms.txt")
    assert not [name for name in file.namelist() if name.startswith(("originals/", "logo"))]
    assert read(file, "panel.json")["clauses"] == read(file, "rulings.json") == read(file, "former_terms.json") == []
    assert "Our own work" in read(file, "panel.txt") and read(file, "comparison.json") is None


def test_a_broken_seal_is_told_and_does_not_stop_the_file() -> None:
    article = amended_article()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_original SET html = '<p>Forged.</p>' WHERE id = %s", [article.original_id])
    file = opened(article)
    seal = read(file, "originals/1/seal.json")
    assert seal["intact"] is False and seal["sha256"] != seal["recomputed"]
    assert "original" in [finding["clause"] for finding in read(file, "findings.json")]


def test_no_name_in_the_file_is_written_by_a_source() -> None:
    article = make_licensed_article(title="../../etc/passwd")
    for number, kind in enumerate(["../../evil", "text/html; charset=../x", "application/atom+xml", ""], 2):
        make_original(article, "<p>x</p>", content_type=kind, number=number, format="../..")
    names = opened(article).namelist()
    assert [name for name in names if "received" in name] == [
        "originals/1/received.html",
        "originals/2/received.bin",
        "originals/3/received.html",
        "originals/4/received.xml",
        "originals/5/received.bin",
    ]
    assert not [name for name in names if ".." in name or name.startswith("/") or "\\" in name]
    assert len(set(names)) == len(names)


def test_a_hostile_headline_is_text_in_the_page_and_one_line_in_the_log() -> None:
    article = make_own_article(
        title="<img src=x onerror=alert(1)>\n2020-01-01  Paula  publish \x1b[31m", slug="hostile"
    )
    file = opened(article)
    assert "<img src=x" not in read(file, "shown.html") and "&lt;img src=x" in read(file, "shown.html")
    assert len(read(file, "audit.txt").splitlines()) == 1 and "\x1b" not in read(file, "audit.txt")
    assert "\x1b" not in read(file, "README.txt")


def test_the_same_rows_at_the_same_moment_give_the_same_file_but_for_the_log() -> None:
    article, at = amended_article(), timezone.now()
    first, second = opened(article, at=at), opened(article, at=at)
    assert first.namelist() == second.namelist()
    differing = [name for name in first.namelist() if first.read(name) != second.read(name)]
    assert differing == ["audit.json", "audit.txt"]


def test_one_click_at_the_desk_gives_the_file_and_a_line_in_the_log() -> None:
    article, rita = amended_article(), at_desk("rights")
    address = reverse("admin:articles_article_evidence", args=[article.pk])
    assert f'href="{address}"' in rita.get(page_of(article)).content.decode()
    answer = rita.get(address)
    assert answer["Content-Type"] == "application/zip" and answer.streaming
    assert 'attachment; filename="rights-evidence-why-ferries-lean' in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]
    file = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert file.testzip() is None
    assert AuditEvent.objects.get(verb="evidence").actor_name == "Rita"


def test_nobody_without_business_at_the_desk_gets_the_file() -> None:
    article, client = amended_article(), Client()
    address = reverse("admin:articles_article_evidence", args=[article.pk])
    assert client.get(address).status_code == 302
    client.force_login(make_user("reader"))
    assert client.get(address).status_code == 302
    erin = make_user("reader", name="Erin")
    erin.is_staff = True
    erin.save()
    client.force_login(erin)
    assert client.get(address).status_code == 403
    assert at_desk().post(address).status_code == 405
    assert at_desk().get(reverse("admin:articles_article_evidence", args=[10**6])).status_code == 404
    assert not AuditEvent.objects.filter(verb="evidence").exists()


def test_the_command_writes_the_file_by_identity_or_slug_and_overwrites_none(tmp_path: Path, capsys) -> None:
    article = amended_article()
    for number, named in enumerate((str(article.uuid), article.guid, article.slug)):
        out = tmp_path / f"{number}.zip"
        call_command("rights_evidence", named, out=str(out))
        assert "originals/1/received.html" in zipfile.ZipFile(out).namelist()
    assert AuditEvent.objects.filter(verb="evidence", actor=None).count() == 3
    with pytest.raises(CommandError, match="not overwritten"):
        call_command("rights_evidence", article.slug, out=str(tmp_path / "0.zip"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("rights_evidence", article.slug, out=str(tmp_path / "missing" / "0.zip"))
    with pytest.raises(CommandError, match="No article"):
        call_command("rights_evidence", "no-such-story", out=str(tmp_path / "1.zip"))
    assert AuditEvent.objects.filter(verb="evidence").count() == 3
