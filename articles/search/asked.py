"""What a reader asked for on the search page: the words, and within what; every mistake told in a sentence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.search import question
from articles.search.expression import Stretch
from articles.search.keeping import place_of

NEWEST, RELEVANCE = "newest", "relevance"


@dataclasses.dataclass
class Asked:
    question: question.Question
    section: str = ""
    outlet: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    order: str = NEWEST
    mistakes: dict[str, str] = dataclasses.field(default_factory=dict)
    """Sentences by the name of the field."""

    @property
    def is_bare(self) -> bool:
        """Nothing was asked for."""
        return not (self.question.typed or self.section or self.outlet or self.since or self.until or self.mistakes)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.section or self.outlet or self.since or self.until)

    @property
    def stretch(self) -> Stretch:
        """The days from the first to the last, by the newsroom's own clock."""
        whole = Stretch()
        return Stretch(
            place_of(_midnight(self.since)) if self.since else whole.first,
            place_of(_midnight(self.until + dt.timedelta(days=1))) if self.until else whole.last,
        )

    def query(self, **more: str) -> str:
        """What follows the “?” in the address of these results."""
        said = {
            "q": self.question.typed,
            "section": self.section,
            "outlet": self.outlet,
            "from": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "order": self.order if self.order != NEWEST else "",
        } | more
        return urlencode({name: value for name, value in said.items() if value})


def read(said: Mapping[str, str]) -> Asked:
    asked = Asked(
        question.read(said.get("q", "")),
        section=_slug(said.get("section", "")),
        outlet=_slug(said.get("outlet", "")),
        order=RELEVANCE if said.get("order") == RELEVANCE else NEWEST,
    )
    if not asked.question.groups:
        asked.order = NEWEST  # nothing to judge relevance by
    asked.since = _day(asked, "from", said.get("from", ""))
    asked.until = _day(asked, "until", said.get("until", ""))
    if asked.since and asked.until and asked.until < asked.since:
        asked.mistakes["until"] = _("The last day lies before the first. Change one of them.")
    return asked


def _slug(said: str) -> str:
    return "".join(each for each in said[:200] if each.isalnum() or each in "-_").encode("utf-8", "ignore").decode()


def _day(asked: Asked, name: str, said: str) -> dt.date | None:
    said = said.strip()
    if not said:
        return None
    try:
        if len(said) > 10:
            raise ValueError
        day = dt.date.fromisoformat(said)
    except ValueError:
        shown = "".join(each if each.isprintable() else "�" for each in said[:30])
        told = _("“%(said)s” is no date, so it was passed over. Write it as 2026-03-27: year, month, day.")
        asked.mistakes[name] = told % {"said": shown}
        return None
    # Years that no clock of ours shows in every zone.
    return min(max(day, dt.date(2, 1, 1)), dt.date(8999, 12, 31))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
