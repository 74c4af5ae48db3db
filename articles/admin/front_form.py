"""The form in which editors arrange the front page: a story and a time for each place, a length for each rail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import curating
from articles.front import LEAD, MOST_IN_RAIL, PLACE_TOP, RAIL, RAILS, TOP, Arrangement, Choice, Spot
from articles.models import Article, Front, Section
from articles.rights import Surface
from records import moments
from records.seen import Seen, SeenField, saved_meanwhile

OFFERED = 300
"""So many of the newest stories are offered while one types; older ones are found by their address or number."""

_NUMBERED = re.compile(r"\((\d{1,18})\)\s*$|^\s*#?(\d{1,18})\s*$", re.ASCII)
_AT_THE_DESK = re.compile(r"/articles/article/(\d{1,18})/", re.ASCII)


def written(article: Article) -> str:
    """A story as the form names it; the number finds it again, whatever its headline."""
    return f"{article.title} ({article.pk})"


class StoryField(forms.CharField):
    """An article by its number behind its headline, its address, or its headline alone where only one has it."""

    default_error_messages = {
        "unknown": gettext_lazy(
            "No story is found by “%(typed)s”. Choose one that is offered while you type, or paste the address of "
            "its page."
        ),
        "several": gettext_lazy("%(number)d stories are called “%(typed)s”. Paste the address of the page of the one."),
    }

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = list(_found(typed)[:3])
        if len(found) == 1:
            return found[0]
        code = "several" if found else "unknown"
        raise ValidationError(self.error_messages[code], code=code, params={"typed": typed, "number": len(found)})


def _found(typed: str) -> Any:
    articles = Article.objects.filter(trashed_at__isnull=True)
    if numbered := _NUMBERED.search(typed):
        by_number = articles.filter(pk=int(numbered[1] or numbered[2]))
        # A headline may end so itself: “The elections (2026)”.
        so_called = articles.filter(title=typed.strip())
        return so_called if so_called and not by_number.filter(title=typed[: numbered.start()].strip()) else by_number
    try:
        path = urlsplit(typed).path if "/" in typed else ""
    except ValueError:
        path = ""
    if at_the_desk := _AT_THE_DESK.search(path):
        return articles.filter(pk=int(at_the_desk[1]))
    parts = [part for part in path.split("/") if part]
    if len(parts) > 1 and (here := articles.filter(section__slug=parts[0], slug=parts[1])):
        return here
    shown = articles.visible_on(Surface.PAGE).filter(title=typed)
    return shown if shown else articles.filter(title=typed)


class FrontForm(forms.Form):
    """Whole or not at all: what it says is the arrangement."""

    seen_version = SeenField(required=False)

    def __init__(self, data: Any = None, *, front: Front, stored: Arrangement, sections: list[Section], **kwargs: Any):
        self.front, self.stored, self.sections = front, stored, sections[:RAILS]
        self.names = {section.pk: section.name for section in self.sections}
        self.spots = dict(self._spots())
        super().__init__(data, **kwargs)
        self.fields["seen_version"].initial = Seen.now(front)
        chosen = Article.objects.in_bulk([choice.article for choice in stored.chosen.values()])
        for name, spot in self.spots.items():
            choice = stored.chosen.get(spot)
            called = curating.name_of(spot, self.names)
            self.fields[f"{name}-story"] = StoryField(
                required=False,
                max_length=2000,
                label=_("Story: %(place)s") % {"place": called},
                initial=written(chosen[choice.article]) if choice else "",
                widget=forms.TextInput(attrs={"list": "stories", "autocomplete": "off", "class": "vTextField"}),
            )
            self.fields[f"{name}-until"] = forms.DateTimeField(
                required=False,
                label=_("Until: %(place)s") % {"place": called},
                initial=choice.until if choice else None,
                widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            )
        for section in self.sections:
            self.fields[f"rail-{section.pk}"] = forms.IntegerField(
                min_value=0,
                max_value=MOST_IN_RAIL,
                label=_("Stories in the rail of %(section)s") % {"section": section.name},
                initial=stored.length(section.pk),
            )

    def _spots(self) -> Iterator[tuple[str, Spot]]:
        yield "lead", Spot(LEAD)
        for number in range(1, TOP + 1):
            yield f"top-{number}", Spot(PLACE_TOP, number)
        for section in self.sections:
            held = [spot.position for spot in self.stored.chosen if spot.section == section.pk]
            for number in range(1, max([self.stored.length(section.pk), *held]) + 1):
                yield f"rail-{section.pk}-{number}", Spot(RAIL, number, section.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen_version")
        if seen is not None and seen.version != self.front.version:
            remedy = _(
                "Nothing of yours is lost: it is still in this form. Open the page in a second tab to see what "
                "changed, then take over what you need."
            )
            raise ValidationError(f"{saved_meanwhile(self.front, seen)} {remedy}", code="stale")
        stands: dict[int, str] = {}
        for name, spot in self.spots.items():
            article, until = cleaned.get(f"{name}-story"), cleaned.get(f"{name}-until")
            if article and article.pk in stands:
                told = _("This story stands in another place already: %(place)s. No story stands on the front twice.")
                self.add_error(f"{name}-story", told % {"place": stands[article.pk]})
            elif article:
                stands[article.pk] = curating.name_of(spot, self.names)
            if until and not moments.is_within_reach(until):
                self.add_error(f"{name}-until", _("The year %(year)d cannot be.") % {"year": until.year})
            elif until and until <= timezone.now() and self._is_new(spot, until):
                self.add_error(f"{name}-until", _("This moment has passed. Choose a later one, or none."))
            elif until and not article and f"{name}-story" not in self.errors:
                self.add_error(f"{name}-story", _("A time without a story. Choose one, or empty the time."))
        return cleaned

    def _is_new(self, spot: Spot, until: Any) -> bool:
        before = self.stored.chosen.get(spot)
        return before is None or before.until is None or f"{before.until:%Y%m%d%H%M}" != f"{until:%Y%m%d%H%M}"

    def wanted(self) -> Arrangement:
        """What the form says; only of a form that is valid. A rail of the usual length needs no saying."""
        shown = set(self.spots.values())
        chosen = {spot: choice for spot, choice in self.stored.chosen.items() if spot not in shown}
        for name, spot in self.spots.items():
            if article := self.cleaned_data[f"{name}-story"]:
                chosen[spot] = self._as_before(spot, Choice(article.pk, self.cleaned_data[f"{name}-until"]))
        lengths = {section.pk: self.cleaned_data[f"rail-{section.pk}"] for section in self.sections}
        usual = Arrangement()
        kept = {key: length for key, length in self.stored.lengths.items() if key not in lengths}
        return Arrangement(chosen, kept | {key: n for key, n in lengths.items() if n != usual.length(key)})

    def _as_before(self, spot: Spot, choice: Choice) -> Choice:
        """The form knows minutes; a time that nobody touched keeps its seconds."""
        before = self.stored.chosen.get(spot)
        same = before is not None and before.until and choice.until and not self._is_new(spot, choice.until)
        return Choice(choice.article, before.until) if same and before else choice


def moved(data: Mapping[str, Any], order: list[str], name: str, up: bool) -> dict[str, Any]:
    """What was typed, with the place of this name and the one above or below it exchanged."""
    typed = {key: data.get(key, "") for key in data}
    if name not in order:
        return typed
    there = order.index(name) + (-1 if up else 1)
    if 0 <= there < len(order):
        for part in ("story", "until"):
            here, other = f"{name}-{part}", f"{order[there]}-{part}"
            typed[here], typed[other] = typed.get(other, ""), typed.get(here, "")
    return typed
