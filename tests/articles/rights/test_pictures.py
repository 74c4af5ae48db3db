"""Pictures that came with a text, and what its terms give of them."""

from __future__ import annotations

from typing import Any

import pytest

from articles.models import Article
from articles.rights.clauses.pictures import is_credited_to
from outlets.models import Outlet
from pictures.models import Picture
from tests.articles.rights.taking import adopted, against, only, taken
from tests.builders import add_picture, make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def not_for_profit(settings: Any) -> None:
    settings.NEWSROOM_COMMERCIAL = False


def pictured(slug: str, **said: Any) -> tuple[Article, Picture]:
    """A text with a picture that its outlet sent and that a person cleared."""
    article = taken(slug)
    said = {"outlet": article.outlet, "credit": "Ida Holm", "cleared_because": "It looked fine.", **said}
    picture = make_picture(**said)
    add_picture(article, picture)
    return article, picture


@pytest.mark.parametrize("slug", ["opendemocracy", "publicsource"])
def test_opendemocracy_and_publicsource_give_no_pictures_without_a_licence_of_their_own(slug: str) -> None:
    article, picture = pictured(slug)
    finding = only(article)
    assert (finding.clause, finding.blocks, finding.asks) == ("images", False, False)
    assert str(picture) in finding.sentence and "It looked fine." in finding.remedy
    picture.licence = "CC BY 2.0"
    picture.save()
    assert against(article) == []


def test_opendemocracy_picture_that_is_not_shown_bothers_nobody() -> None:
    article, _picture = pictured("opendemocracy", cleared=False)
    assert against(article) == []


def test_picture_of_our_own_beside_a_text_of_opendemocracy_is_ours_to_show() -> None:
    article, _picture = pictured("opendemocracy", outlet=None)
    assert against(article) == []


def test_city_desk_abq_gives_the_pictures_that_name_it() -> None:
    article, picture = pictured("city-desk-abq", credit="Bethany Raja / City Desk")
    assert against(article) == []
    picture.credit = "Reuters"
    picture.save()
    finding = only(article)
    assert (finding.clause, finding.blocks) == ("images", False)
    assert "credited to City Desk ABQ" in finding.sentence and "refuse the picture" in finding.remedy
    picture.rights = Picture.Rights.REFUSED
    picture.save()
    assert against(article) == []


@pytest.mark.parametrize(
    ("slug", "credit", "is_theirs"),
    [
        ("voa", "VOA", True),
        ("voa", "Esha Sarai / Voice of America", True),
        ("voa", "AP", False),
        ("voa", "Avoaka Images", False),
        ("newswell", "Max Chun for NEWSWELL", True),
        ("newswell", "Getty Images", False),
        ("city-desk-abq", "CityDesk.org", True),
        ("city-desk-abq", "", False),
        ("opendemocracy", "Jo / openDemocracy", True),
    ],
)
def test_credit_names_its_outlet_by_name_initials_or_site(slug: str, credit: str, is_theirs: bool) -> None:
    outlet: Outlet = adopted(slug)
    assert is_credited_to(outlet, credit) is is_theirs


@pytest.mark.parametrize("slug", ["the-conversation-us", "marshall-project-testify", "ndnc", "kff-health-news"])
def test_the_conversation_marshall_project_ndnc_and_kff_pictures_are_cleared_one_by_one(slug: str) -> None:
    article, _picture = pictured(slug)
    assert against(article) == []
