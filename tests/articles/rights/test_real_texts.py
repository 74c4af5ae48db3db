"""Real texts of real outlets, taken by a person under the preset of their outlet: nothing red that is not true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.rights import Surface, may, panel
from articles.rights.finding import Light
from inbound import formats
from inbound.accept import accept
from inbound.hints import hints_for
from outlets import adoption, presetting
from tests.builders import make_byline, make_section, make_user

pytestmark = pytest.mark.django_db

# By the folder or file in which a text lies, its outlet.
OUTLETS = {
    "conversation-html/jsajuria": "the-conversation-uk",
    "conversation-html": "the-conversation-es",
    "conversation-md": "the-conversation-us",
    "feeds/theconversation-uk": "the-conversation-uk",
    "other-republish/aeon": "aeon",
}


def taken(folder: Path) -> Iterator[tuple[str, Article]]:
    """Each text as the desk takes it, with the name of its file."""
    desk, section = make_user("rights"), make_section()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        slug = next((slug for where, slug in OUTLETS.items() if name.startswith(where)), None)
        if slug is None:
            continue
        outlet = adoption.adopt(presetting.get(slug))
        outlet.terms.update(terms_checked_on=timezone.localdate())
        reading = formats.read(path.read_bytes(), hints_for(outlet, name))
        assert reading.arrivals and not reading.errors, name
        for arrival in reading.arrivals:
            because = "readers asked for it"
            said = {"outlet": outlet, "by": desk, "because": because, "section": section, "format": reading.format}
            yield name, accept(arrival, **said).article


def speaking_against(article: Article) -> dict[str, str]:
    fresh = Article.objects.for_presentation().select_related("original").get(pk=article.pk)
    return {line.clause: line.light for line in panel.lines(fresh) if line.light in (Light.RED, Light.AMBER)}


def test_texts_of_the_conversation_and_aeon_lack_only_what_their_files_lack(shared_samples: Path) -> None:
    number = 0
    for name, article in taken(shared_samples):
        number += 1
        expected = {}
        if not article.bylines.exists():  # sixty in a hundred of the archive have lost their credit
            expected = {"author_required": Light.AMBER if "aeon" in name else Light.RED}
        assert speaking_against(article) == expected, name
        if expected:
            make_byline(article, "Amira Jadoon", "Assistant Professor", "Clemson University")
            publishing.saved(article, by=make_user("rights"))
            assert speaking_against(article) == {}, name
        publishing.clear(article, by=make_user("rights"))
        publishing.publish(article, by=make_user("publisher"))
        assert may(article, Surface.PAGE), name
    assert number >= 16
