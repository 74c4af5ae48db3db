"""What articles need by themselves is on the schedule, and does it."""

import pytest
from django.utils import timezone

from articles import recurring
from articles.models import ArchiveDay, Article
from articles.rights.finding import Light
from tests.builders import make_licensed_article, make_own_article, make_terms, publish_now
from work import schedule
from work.models import Recurring

pytestmark = pytest.mark.django_db


def test_lights_rights_and_the_trash_are_seen_to_every_night():
    schedule.sync()
    ours = Recurring.objects.filter(name__startswith="articles.")
    assert ours.get(name="articles.count_archive").at is None  # each minute
    nights = dict(ours.filter(at__isnull=False).values_list("name", "at"))
    assert {name: f"{at:%H:%M}" for name, at in nights.items()} == {
        "articles.check_rights": "03:00",
        "articles.count_a_week_of_the_archive": "01:30",
        "articles.empty_trash": "04:30",
        "articles.fill_search": "03:40",
        "articles.refresh_lights": "02:30",
    }


def test_days_of_the_archive_are_counted_when_they_change_and_once_a_week():
    article = publish_now(make_own_article())
    assert recurring.count_archive() == "Days counted: 1."
    assert recurring.count_archive() == "Days counted: 0."
    day = ArchiveDay.objects.get()
    assert day.articles == 1
    counted_today = timezone.localdate(article.published_at).toordinal() % 7 == timezone.localdate().toordinal() % 7
    assert recurring.count_a_week_of_the_archive() == f"Days counted: {int(counted_today)}."


def test_a_light_that_time_has_changed_is_brought_up_to_date():
    article = publish_now(make_licensed_article(terms=make_terms()))
    now = article.rights_light
    wrong = Light.RED if now != Light.RED else Light.GREEN
    Article.objects.filter(pk=article.pk).update(rights_light=wrong)
    assert recurring.refresh_lights() == "Lights brought up to date: 1."
    article.refresh_from_db()
    assert article.rights_light == now


def test_what_stands_against_its_terms_is_counted_and_logged(caplog):
    assert recurring.check_rights() == "Nothing stands against its terms."
    counted = {"tracker_required": "yes", "tracker_kind": "img"}
    counter = "https://counter.commons.example/1.gif"
    article = publish_now(make_licensed_article(terms=make_terms(**counted), counter_url=counter))
    Article.objects.filter(pk=article.pk).update(counter_url="", counter_kind=Article.CounterKind.NONE)
    said = recurring.check_rights()
    told = [record.getMessage() for record in caplog.records if "against its terms" in record.getMessage()]
    assert said == f"Against their terms: {len(told)}. manage.py check_rights lists them."
    assert "The outlet's counter is missing" in "".join(told)
