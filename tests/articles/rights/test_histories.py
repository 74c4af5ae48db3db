"""Random histories: whatever a newsroom does, in whatever order, readers get what terms allow, with what they demand.

By default one history, the same one every time, and another on PostgreSQL than on SQLite. NEWSROOM_HISTORIES=1000
makes a thousand, NEWSROOM_SEED=77 begins with another; a failure names its seed and tells the whole story.
"""

from __future__ import annotations

import os

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection

from articles import breaches
from tests.articles.rights.newsroom_at_random import Newsroom
from tests.articles.rights.readers import Crawl
from tests.builders import make_outlet, make_user
from tests.thorough import size

HISTORIES = int(os.environ.get("NEWSROOM_HISTORIES") or size(1, 20))
FIRST = int(os.environ.get("NEWSROOM_SEED") or (1 if connection.vendor == "sqlite" else 1 + HISTORIES))
MOVES = 60
MOVES_BETWEEN_LOOKS = 6


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(FIRST, FIRST + HISTORIES))
def test_readers_get_what_the_terms_allow_whatever_was_done(seed: int, settings) -> None:
    settings.PAGE_LENGTH = 350
    people = {role: make_user(role) for role in ("writer", "editor", "rights", "publisher")}
    logo = ContentFile(_LOGO, name="logo.png")
    outlets = [
        make_outlet("The Tally", home_url="https://tally.example", logo=logo),
        make_outlet("Shore Review", home_url="https://shore.example"),
    ]
    newsroom = Newsroom(seed, settings, outlets, people)
    with newsroom.clock:
        newsroom.begin()
        for moves in range(1, MOVES + 1):
            newsroom.step()
            if moves % MOVES_BETWEEN_LOOKS == 0:
                look(newsroom, seed)
    cache.clear()


def look(newsroom: Newsroom, seed: int) -> None:
    complaints = [*Crawl(newsroom).complaints()]
    told = [f"check_rights: {breach}" for of_one in breaches.check() for breach in of_one]
    if complaints or told:
        lines = [f"The history with seed {seed}:", *newsroom.log, "What readers got:", *complaints, *told]
        pytest.fail("\n".join(lines), pytrace=False)


_LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
