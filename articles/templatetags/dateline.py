"""Dates and the printed byline as our pages show them."""

import datetime as dt

from django import template
from django.utils import formats, timezone, translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import bylines, credit_words
from articles.presentation import Presented
from records import moments

register = template.Library()


@register.filter
def day(value: dt.date) -> str:
    """The day as the byline prints it."""
    return bylines.printed_date(value)


@register.filter
def day_of(value: dt.datetime, story: Presented) -> str:
    """The day in our own words around a text: in the form of its byline, where both speak one language."""
    with translation.override(_variant(story.language)):
        return bylines.printed_date(value)


@register.filter
def moment_of(value: dt.datetime, story: Presented) -> str:
    """That day, and the time by the newsroom's own clock."""
    with translation.override(_variant(story.language)):
        named = {"day": bylines.printed_date(value), "time": formats.time_format(moments.local(value), "TIME_FORMAT")}
    return _("%(day)s, %(time)s") % named


@register.filter
def time_of(value: dt.datetime, story: Presented) -> str:
    with translation.override(_variant(story.language)):
        return formats.time_format(moments.local(value), "TIME_FORMAT")


def _variant(language: str) -> str:
    """“en-gb” of a British text on an English site; else the language of the site."""
    spoken = translation.get_language() or "en"
    same = credit_words.base(spoken) == credit_words.base(language)
    return language.lower() if same and translation.check_for_language(language.lower()) else spoken


@register.filter
def clock(value: dt.datetime) -> str:
    """When, as a list of the most recent says it: the time of a story of today, the day of any other."""
    here, now = moments.local(value), timezone.localtime()
    if here.date() == now.date():
        return formats.time_format(here, "TIME_FORMAT")
    return formats.date_format(here, "MONTH_DAY_FORMAT") if here.year == now.year else bylines.printed_date(value)


@register.filter
def moment(value: dt.datetime) -> str:
    """A moment as HTML's <time datetime> and the OpenGraph vocabulary write it: ISO 8601 with its zone."""
    return value.isoformat(timespec="seconds")


@register.simple_tag
def today() -> str:
    """The line under a newspaper's name: “Monday, November 23, 2026”."""
    now = timezone.now()
    return f"{formats.date_format(timezone.localtime(now), 'l')}, {bylines.printed_date(now)}"


@register.simple_tag
def dated_byline(story: Presented) -> SafeString:
    """The byline as printed, its date in a <time> that machines can read. Not a character of its text changes."""
    line = story.byline_html
    if story.date is None:
        return line
    with translation.override(story.language if translation.check_for_language(story.language) else "en"):
        date = conditional_escape(bylines.printed_date(story.date))
    if not line.endswith(date):
        return line
    linked = SafeString(line.removesuffix(date))
    return linked + format_html('<time datetime="{}">{}</time>', moment(story.date), date)
