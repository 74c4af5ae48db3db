"""What the groups may do with what arrives."""

import pytest
from django.contrib.auth.models import Group

from articles import roles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "handles"), [(roles.WRITER, False), (roles.EDITOR, True), (roles.RIGHTS_DESK, True)])
def test_everybody_sees_what_arrives_and_editors_handle_it(name: str, handles: bool) -> None:
    held = set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
    assert {"view_item", "view_feed", "view_development"} <= held
    assert ("change_item" in held) == handles
