"""The groups of the desk: what a fresh newsroom gets, and what an administrator made of them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from articles import roles

pytestmark = pytest.mark.django_db


def codes(name: str) -> set[str]:
    """What the group holds, but for what other apps give it, and for work behind the scenes."""
    held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in held if app not in ("inbound", "newsletters", "work")}


@pytest.mark.parametrize("name", roles.ROLES)
def test_a_fresh_newsroom_has_each_group_with_every_permission_named(name):
    assert codes(name) == set(roles.ROLES[name])


def test_everybody_sees_long_jobs_and_publishers_steer_them():
    for name in roles.ROLES:
        held = Group.objects.get(name=name).permissions.filter(content_type__app_label="work")
        wanted = {*roles.WORK, *(roles.STEER_WORK if name == roles.PUBLISHER else ())}
        assert {f"work.{code}" for code in held.values_list("codename", flat=True)} == wanted


def test_a_group_that_was_there_before_may_see_what_the_rights_desk_decides():
    editors = Group.objects.get(name=roles.EDITOR)
    editors.permissions.remove(*Permission.objects.filter(codename__in=["view_ruling", "view_clearance"]))
    roles.let_decisions_be_seen(apps)
    assert set(roles.DECISIONS) <= codes(roles.EDITOR)


def test_a_group_that_its_administrator_keeps_from_the_log_stays_as_it_was_shaped():
    writers = Group.objects.get(name=roles.WRITER)
    hidden = ["view_ruling", "view_clearance", "view_auditevent"]
    writers.permissions.remove(*Permission.objects.filter(codename__in=hidden))
    before = codes(roles.WRITER)
    roles.let_decisions_be_seen(apps)
    assert codes(roles.WRITER) == before


def test_a_group_that_its_administrator_removed_or_made_is_left_alone():
    Group.objects.filter(name=roles.PUBLISHER).delete()
    own = Group.objects.create(name="Night shift")
    own.permissions.add(Permission.objects.get(codename="view_auditevent"))
    roles.let_decisions_be_seen(apps)
    assert not Group.objects.filter(name=roles.PUBLISHER).exists()
    assert codes("Night shift") == {"articles.view_auditevent"}


def test_a_group_that_is_missing_is_made_anew_with_everything():
    Group.objects.filter(name=roles.RIGHTS_DESK).delete()
    roles.make_groups(apps)
    assert codes(roles.RIGHTS_DESK) == set(roles.ROLES[roles.RIGHTS_DESK])
