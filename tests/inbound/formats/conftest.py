"""What tests of formats share."""

import dataclasses

import pytest

from inbound import sandbox


@pytest.fixture
def all_the_time_it_takes(monkeypatch):
    """Else a busy machine would take longer than is allowed, and that would be the sentence."""
    given = sandbox.run.__kwdefaults__
    monkeypatch.setitem(given, "limits", dataclasses.replace(given["limits"], seconds=120))
