"""The page of a long job keeps up with the job by itself, under the desk's own policy, on a phone and at a desk."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from work.models import Job, JobError

PASSWORD = "correct horse battery"


@pytest.fixture
def rita(transactional_db, page) -> User:
    rita = User.objects.create_superuser("rita", "rita@newsroom.example", PASSWORD)
    page.goto("/admin/")
    page.fill("#id_username", rita.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.locator("#user-tools").wait_for()
    return rita


@pytest.mark.parametrize("width", [390])
def test_rita_watches_a_job_to_its_end_and_loses_neither_place_nor_focus(page, rita, no_sideways_scroll):
    job = Job.objects.create(kind="import", title="Archive of 2019", state="running", done=3, total=40, begun_by=rita)
    rows = Job.objects.filter(pk=job.pk)
    page.goto(f"/admin/work/job/{job.pk}/change/")
    bar = page.get_by_role("progressbar", name="Archive of 2019")
    expect(bar).to_have_attribute("value", "3")
    expect(page.get_by_role("link", name="Reload")).to_be_hidden()
    no_sideways_scroll()
    page.get_by_role("button", name="Cancel").focus()
    rows.update(done=17, counts={"stored": 16})
    JobError.objects.create(job=job, item="https://old.example/" + "long" * 60, sentence="It has no title.")
    expect(bar).to_have_attribute("value", "17")
    expect(page.get_by_text("It has no title.")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    no_sideways_scroll()
    rows.update(state="failed", done=18, problem="It broke off: page 4 is torn.", ended_at=timezone.now())
    expect(page.get_by_role("status").filter(has_text="Failed")).to_be_visible()
    expect(page.get_by_text("page 4 is torn")).to_be_visible()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('data-part')") == "state"


def test_rita_cancels_a_job_from_a_page_that_has_kept_itself_up(page, rita):
    job = Job.objects.create(kind="import", title="Archive of 2019", state="waiting", begun_by=rita)
    page.goto(f"/admin/work/job/{job.pk}/change/")
    Job.objects.filter(pk=job.pk).update(state="running", done=1)
    expect(page.get_by_role("status").filter(has_text="Running")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("It is cancelled, or will be at its next step.")).to_be_visible()
    job.refresh_from_db()
    assert job.state == "cancelling"
