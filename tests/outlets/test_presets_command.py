"""manage.py outlet_presets, as an operator types it."""

import io

import pytest
from django.core.management import CommandError, call_command

from outlets import clauses, presetting
from outlets.models import Outlet

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("outlet_presets", *arguments, stdout=out)
    return out.getvalue()


def line_of(listing: str, slug: str) -> str:
    return next(line for line in listing.splitlines() if line.split()[0] == slug)


def test_the_list_names_every_preset_its_licence_its_month_and_whether_it_is_adopted():
    listing = said()
    assert [line.split()[0] for line in listing.splitlines()[1:]] == presetting.slugs()
    line = line_of(listing, "the-conversation-us")
    assert "The Conversation" in line and "CC BY-ND 4.0" in line and "2026-09" in line and line.endswith("not adopted")
    said("--adopt", "the-conversation-us")
    assert line_of(said(), "the-conversation-us").endswith("  adopted")


def test_show_prints_every_clause_with_its_evidence_and_the_source():
    shown = said("--show", "the-conversation-us")
    assert "Source: https://theconversation.com/us/republishing-guidelines" in shown
    for name in clauses.NAMES:
        assert f"    {name} (" in shown or name in presetting.NOT_IN_PRESETS
    assert "resale (resale): no [P]" in shown
    assert "tracker_kind (counter): an image [C]" in shown
    assert "onward (passing on to partners): not stated\n" in shown


def test_adopt_takes_several_and_says_what_became_of_each():
    told = said("--adopt", "undark", "aeon")
    assert "undark: adopted" in told and "aeon: adopted" in told
    assert set(Outlet.objects.values_list("slug", flat=True)) == {"undark", "aeon"}
    assert "undark: adopted already, nothing has changed." in said("--adopt", "undark")


def test_a_mistyped_slug_adopts_nothing_at_all():
    with pytest.raises(CommandError, match=r"no preset “undrak”\. Did you mean undark"):
        said("--adopt", "aeon", "undrak")
    assert not Outlet.objects.exists()


def test_show_of_an_unknown_slug_is_an_error():
    with pytest.raises(CommandError, match="outlet_presets lists them"):
        said("--show", "qqq")


def test_a_broken_file_is_named_and_the_others_are_listed(tmp_path, monkeypatch):
    good = (presetting.FOLDER / "aeon.toml").read_text()
    (tmp_path / "aeon.toml").write_text(good)
    (tmp_path / "bent.toml").write_text(good.replace("credit_link", "credit_lnk"))
    monkeypatch.setattr(presetting, "FOLDER", tmp_path)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("outlet_presets", stdout=out, stderr=err)
    assert end.value.code == 1
    assert "aeon" in out.getvalue()
    assert "bent.toml: clauses.C.credit_lnk is no clause; did you mean credit_link" in err.getvalue()


def test_show_and_adopt_do_not_go_together():
    with pytest.raises(CommandError):
        said("--show", "aeon", "--adopt", "aeon")
