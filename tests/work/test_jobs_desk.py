"""Long jobs and what recurs at the desk: who sees them, who steers them, what the pages tell."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import roles
from tests.builders import make_user
from work import beats, jobs, schedule
from work.models import Beat, Job, JobError, Recurring

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_job(by: User | None = None, state: str = "running", **fields) -> Job:
    return Job.objects.create(kind="import", title="Archive of 2019", begun_by=by, state=state, **fields)


def page_of(job: Job) -> str:
    return f"/admin/work/job/{job.pk}/change/"


def worker(**fields) -> Beat:
    now = timezone.now()
    return Beat.objects.create(
        **{"worker": "w", "kind": "worker", "host": "h", "pid": 1, "began_at": now, "seen_at": now, **fields}
    )


def test_the_page_tells_how_far_it_is_what_became_of_items_and_which_could_not_be_done():
    job = make_job(make_user("editor", "Ines"), total=4000, done=312, counts={"left_out": 3, "stored": 309})
    JobError.objects.create(job=job, item="/2019/ferry<script>/", sentence="It has no <title>.")
    html = browser_of(make_user("editor")).get(page_of(job)).content.decode()
    assert '<progress max="4000" value="312" aria-label="Archive of 2019">' in html
    assert "312 of 4,000 (7 %)" in html
    assert "<dt>Left out</dt>" in html and "<dd>309</dd>" in html
    assert "/2019/ferry&lt;script&gt;/" in html and "It has no &lt;title&gt;." in html
    assert "Reload the page" in html
    assert 'type="module"' in html


def test_without_a_total_the_bar_only_shows_that_it_moves():
    html = browser_of(make_user("editor")).get(page_of(make_job(done=12))).content.decode()
    assert '<progress aria-label="Archive of 2019">' in html and "12 done" in html


def test_errors_come_in_pages():
    job = make_job(state="done")
    JobError.objects.bulk_create(JobError(job=job, item=f"item {n}", sentence="no", digest=str(n)) for n in range(101))
    client = browser_of(make_user("editor"))
    first, second = (client.get(page_of(job) + query).content.decode() for query in ("", "?errors=2"))
    assert "Errors (101)" in first and "item 99<" in first and "item 100<" not in first
    assert "item 100<" in second and "item 99<" not in second


def test_charlie_sees_his_own_job_and_no_other():
    charlie = User.objects.create_user("charlie", is_staff=True)
    client = browser_of(charlie)
    assert client.get(page_of(make_job(charlie))).status_code == 200
    assert client.get(page_of(make_job(make_user("editor")))).status_code == 403
    assert client.get("/admin/work/job/").status_code == 403
    assert client.get("/admin/work/job/99/change/").status_code == 404


@pytest.mark.parametrize(("role", "steers"), [("editor", False), ("publisher", True)])
def test_whoever_began_a_job_may_cancel_it_and_so_may_publishers(role, steers):
    user = make_user(role)
    client = browser_of(user)
    for job, may in ((make_job(make_user("writer", "Tomas")), steers), (make_job(user), True)):
        html = client.get(page_of(job)).content.decode()
        assert (f"/admin/work/job/{job.pk}/cancel/" in html) == may
        assert client.post(f"/admin/work/job/{job.pk}/cancel/").status_code == (302 if may else 403)
        job.refresh_from_db()
        assert job.state == ("cancelling" if may else "running")


def test_a_cancelled_job_is_resumed_and_one_that_is_done_is_not():
    client = browser_of(make_user("publisher"))
    seen = []
    jobs._kinds["import"] = lambda job: seen.append(job.checkpoint) or job.step()
    try:
        for state, after in (("cancelled", "done"), ("failed", "done"), ("done", "done")):
            job = make_job(state=state, checkpoint=7)
            answer = client.post(f"/admin/work/job/{job.pk}/resume/", follow=True)
            job.refresh_from_db()
            assert job.state == after
    finally:
        del jobs._kinds["import"]
    assert seen == [7, 7]
    assert "only what was cancelled or has failed can be resumed" in answer.content.decode()


def test_nothing_is_steered_by_a_link():
    client = browser_of(make_user("publisher"))
    for verb in ("cancel", "resume"):
        assert client.get(f"/admin/work/job/{make_job().pk}/{verb}/").status_code == 405


def test_people_are_told_when_no_worker_runs():
    client = browser_of(make_user("publisher"))
    told = "No worker is running"
    pages = ("/admin/work/job/", "/admin/work/recurring/", page_of(make_job(state="waiting")))
    dead = worker(seen_at=timezone.now() - timezone.timedelta(hours=1))
    assert not beats.somebody_works()
    assert all(told in client.get(page).content.decode() for page in pages)
    dead.delete()
    worker()
    assert not any(told in client.get(page).content.decode() for page in pages)


def test_the_list_of_jobs_takes_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    editor = make_user("editor")
    client = browser_of(editor)
    worker()
    make_job(editor)
    client.get("/admin/work/job/")
    with django_assert_num_queries(9):
        client.get("/admin/work/job/")
    for _number in range(5):
        make_job(make_user("writer"))
    with django_assert_num_queries(9):
        client.get("/admin/work/job/")


def test_the_desk_says_how_often_and_the_scheduler_loses_nothing_by_it():
    schedule.sync()
    row = Recurring.objects.get(name="inbound.poll_feeds")
    client = browser_of(make_user("publisher"))
    page = client.get(f"/admin/work/recurring/{row.pk}/change/")
    seen = page.context["adminform"].form["seen_version"].value()
    later = timezone.now() + timezone.timedelta(hours=1)
    Recurring.objects.filter(pk=row.pk).update(state="running", run=7, next_at=later)
    form = {"every_seconds": "600", "active": "on", "seen_version": seen}
    answer = client.post(f"/admin/work/recurring/{row.pk}/change/", form)
    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    assert (row.every_seconds, row.state, row.run) == (600, "running", 7)
    assert row.next_at <= timezone.now() + timezone.timedelta(seconds=600)
    schedule.sync()
    row.refresh_from_db()
    assert row.every_seconds == 600, "what the desk said is kept when the newsroom starts again"


def test_publishers_have_it_run_now_and_editors_do_not():
    schedule.sync()
    row = Recurring.objects.get(name="inbound.read_pushes")
    page, now = f"/admin/work/recurring/{row.pk}/change/", f"/admin/work/recurring/{row.pk}/run/"
    editor, publisher = browser_of(make_user("editor")), browser_of(make_user("publisher"))
    assert "Run now" not in editor.get(page).content.decode()
    assert editor.post(now).status_code == 403
    assert "Run now" in publisher.get(page).content.decode()
    assert publisher.get(now).status_code == 405
    assert publisher.post(now).status_code == 302
    row.refresh_from_db()
    assert (row.run, row.state, row.last_result) == (1, "idle", "Pushes read: 0.")


def test_what_the_code_has_no_more_is_shown_as_such():
    Recurring.objects.create(
        name="gone", title="Send telegrams", every_seconds=60, code_seconds=60, next_at=timezone.now()
    )
    html = browser_of(make_user("publisher")).get("/admin/work/recurring/").content.decode()
    assert "Send telegrams (no longer in this version)" in html


def test_every_role_sees_who_works():
    worker(worker="desk-4711-abc")
    for role in roles.ROLES:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(roles_group(role))
        assert "desk-4711-abc" in browser_of(user).get("/admin/work/beat/").content.decode()


def roles_group(name: str):
    from django.contrib.auth.models import Group

    return Group.objects.get(name=name)
