"""Rows that are evidence are added, never changed, never deleted."""

from collections.abc import Callable

import pytest
from django.db import models, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from articles import auditing, revisions
from articles.models import AuditEvent, Original, Revision
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet, Sealed
from tests.builders import make_licensed_article
from tests.desk import at_desk, page_of

pytestmark = pytest.mark.django_db

EVIDENCE = [Original, Revision, AuditEvent]


@pytest.fixture(params=EVIDENCE, ids=lambda model: model.__name__)
def row(request) -> models.Model:
    article = make_licensed_article()
    with transaction.atomic():
        auditing.record("accept", by=None, article=article, reason="as received")
        revisions.record(article, by=None)
    return request.param.objects.first()


def fields_of(row: models.Model) -> dict[str, object]:
    return type(row).objects.values().get(pk=row.pk)


ATTEMPTS: dict[str, Callable[[models.Model], object]] = {
    "save": lambda row: row.save(),
    "save of one field": lambda row: row.save(update_fields=["id"]),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.update(article=None),
    "filtered update": lambda row: type(row).objects.filter(pk=row.pk).update(article=None),
    "bulk update": lambda row: type(row).objects.bulk_update([row], ["article"]),
    "delete of many": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "update or create": lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"article": None}),
    "update by way of the article": lambda row: siblings(row).update(article=None),
    "delete by way of the article": lambda row: siblings(row).all().delete(),
    "the base manager": lambda row: type(row)._base_manager.filter(pk=row.pk).update(article=None),
    "bulk create over it": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["article"]
    ),
}


def siblings(row: models.Model) -> models.Manager:
    return getattr(row.article, type(row)._meta.get_field("article").remote_field.related_name)


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_no_way_leads_to_changing_or_deleting_it(row, attempt):
    before = fields_of(row)
    with pytest.raises(Sealed, match="is evidence and cannot be"), transaction.atomic():
        attempt(row)
    assert fields_of(row) == before


def test_deleting_the_article_does_not_take_the_evidence_along(row):
    with pytest.raises(ProtectedError):
        row.article.delete()
    assert fields_of(row)


def test_the_desk_may_read_it_and_nothing_else(row):
    ada = at_desk()
    assert ada.get(page_of(row)).status_code == 200
    before = fields_of(row)
    assert ada.post(page_of(row), {"reason": "another"}).status_code == 403
    assert ada.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_add"
    assert ada.get(reverse(name)).status_code == 403
    assert fields_of(row) == before


def test_every_model_of_evidence_guards_its_related_and_base_managers_too():
    for model in AppendOnlyModel.__subclasses__():
        assert isinstance(model._base_manager.all(), AppendOnlyQuerySet), model
        assert isinstance(model._default_manager.all(), AppendOnlyQuerySet), model


def test_an_audit_event_is_written_only_inside_the_transaction_of_its_change(transactional_db):
    with pytest.raises(RuntimeError, match="in the transaction"):
        auditing.record("accept", by=None, about="nothing")
