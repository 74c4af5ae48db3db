"""The clauses of terms, each a column, each with the value “not stated”, which never means “allowed”.

The list is section A4 of the domain notes. Choices say ``not_stated``; numbers are null when not stated and 0 when the
terms say that there is no such limit (of hours until a takedown: at once); texts are empty when not stated.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from outlets.validators import validate_counter_pattern, validate_notice

NOT_STATED = "not_stated"


class YesNo(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("yes")
    NO = "no", _("no")


class YesNoAsk(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("yes")
    ASK = "ask", _("ask first")
    NO = "no", _("no")


class GrantSource(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    PAGE = "page", _("the outlet's public page")
    CONTRACT = "contract", _("a contract")
    MAIL = "mail", _("a letter or e-mail")


class Commercial(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("yes")
    NONPROFIT = "nonprofit_only", _("non-profit outlets only")
    FEE = "fee", _("for a fee")
    NO = "no", _("no")


class Ads(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("yes")
    NOT_AGAINST_STORY = "not_against_story", _("beside it, not sold against it")
    NO = "no", _("no")


class CreditPosition(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    TOP = "top", _("at the top")
    BOTTOM = "bottom", _("at the bottom")
    BOTH = "both", _("at the top and at the bottom")
    EITHER = "either", _("at the top or at the bottom")


class CreditLink(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    HOME = "home", _("to the home page")
    ARTICLE = "article", _("to the article, the home page will not do")
    EITHER = "either", _("to the home page or the article")
    BOTH = "both", _("to the home page and the article")


class TrackerKind(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    IMG = "img", _("an image")
    SCRIPT = "script", _("a script")
    NONE = "none", _("none")


class Edits(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    NONE = "none", _("none")
    TIME_PLACE_STYLE = "time_place_style", _("time, place and house style")
    MINOR = "minor", _("minor edits")
    SHORTEN_OK = "shorten_ok", _("style, and shortening")
    SHORTEN_ASK = "shorten_ask", _("style; shortening after asking")
    ANY = "any", _("any, said to be so")


class Translation(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("yes")
    COMPLETE_ONLY = "complete_only", _("complete and direct only")
    ASK = "ask", _("ask first")
    NO = "no", _("no")


class Excerpts(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("excerpts allowed")
    FIRST_PARAGRAPHS = "first_paragraphs", _("only the first paragraphs, with a link")
    ENTIRE_ONLY = "entire_only", _("only the entire text")


class Pictures(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    YES = "yes", _("all")
    PER_PICTURE = "per_picture", _("each by its own licence")
    OWN_CREDIT_ONLY = "own_credit_only", _("only those credited to the outlet")
    NO = "no", _("none")


class Canonical(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    ORIGINAL = "original", _("the outlet's page")
    SELF = "self", _("our page")
    NONE = "none", _("none")


class Robots(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    INDEX = "index", _("may be indexed")
    NEWS_NOINDEX = "googlebot_news_noindex", _("not in Google News")
    NOINDEX = "noindex", _("may not be indexed")


def _choice(label: Any, choices: type[models.TextChoices], **options: Any) -> models.CharField:
    return models.CharField(label, max_length=30, choices=choices.choices, default=NOT_STATED, **options)


def _number(label: Any, **options: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True, **options)


class ClauseColumns(models.Model):
    # The grant
    licence_code = models.CharField(
        _("licence"), max_length=40, blank=True, help_text=_("CC BY-ND 4.0, or empty for house terms.")
    )
    licence_url = models.URLField(_("licence address"), max_length=500, blank=True)
    licence_version = models.CharField(_("licence version"), max_length=20, blank=True)
    house_terms_url = models.URLField(
        _("terms page"), max_length=500, blank=True, help_text=_("The outlet's own page or our contract.")
    )
    terms_checked_on = models.DateField(
        _("last read on"),
        null=True,
        blank=True,
        help_text=_("When a person last read the terms at their source."),
    )
    grant_source = _choice(_("granted by"), GrantSource)
    # Money
    commercial = _choice(_("commercial outlets"), Commercial)
    ads = _choice(_("advertisements"), Ads)
    paywall = _choice(_("behind a paywall"), YesNoAsk)
    resale = _choice(_("resale"), YesNoAsk)
    onward = _choice(_("passing on to partners"), YesNoAsk, help_text=_("Rights to publish are not rights to pass on."))
    # Credit
    credit_template = models.TextField(
        _("notice"),
        blank=True,
        validators=[validate_notice],
        help_text=_(
            "The outlet's wording, links as HTML. {outlet} {home} {original} {authors} {title} {date} are filled in."
        ),
    )
    credit_template_edited = models.TextField(_("notice for edited texts"), blank=True, validators=[validate_notice])
    credit_position = _choice(_("place of the notice"), CreditPosition)
    credit_link = _choice(_("link back"), CreditLink)
    logo_required = _choice(_("logo demanded"), YesNo)
    byline_template = models.CharField(
        _("byline form"),
        max_length=200,
        blank=True,
        help_text=_("For each author: {name}, {title}, {institution}."),
    )
    author_required = _choice(_("authors credited"), YesNo)
    institution_required = _choice(_("institutions credited"), YesNo)
    disclosure_keep = _choice(_("disclosure kept"), YesNo)
    tagline = models.TextField(
        _("tagline"), blank=True, help_text=_("Words about the outlet that must stand with the text.")
    )
    tagline_required = _choice(_("tagline demanded"), YesNo)
    keep_all_links = _choice(_("all links kept"), YesNo)
    # Counter
    tracker_kind = _choice(_("counter"), TrackerKind)
    tracker_pattern = models.CharField(
        _("counter pattern"),
        max_length=500,
        blank=True,
        validators=[validate_counter_pattern],
        help_text=_("A regular expression that the whole address matches."),
    )
    tracker_required = _choice(_("counter demanded"), YesNo)
    # The words
    edits = _choice(_("edits"), Edits)
    headline_change = _choice(_("another headline"), YesNoAsk)
    translation = _choice(_("translation"), Translation)
    excerpt_rule = _choice(_("excerpts"), Excerpts)
    excerpt_paragraphs = _number(_("first paragraphs allowed"))
    # Pictures
    images = _choice(_("pictures"), Pictures)
    charts = _choice(_("charts and graphics"), Pictures)
    # Time and volume
    delay_days = _number(_("days to wait after first publication"))
    fresh_within_days = _number(_("only within so many days of first publication"))
    remove_after_days = _number(_("remove after so many days"))
    embargo = _choice(_("embargoes may be set"), YesNo)
    monthly_cap = _number(_("articles a month at most"))
    output_share_percent = _number(_("at most so many per cent of the outlet's output"))
    systematic = _choice(
        _("taking everything automatically"),
        YesNoAsk,
        help_text=_("“No” means that each article is chosen by a person."),
    )
    own_stories_only = _choice(_("only the outlet's own stories"), YesNo)
    # Surfaces
    canonical = _choice(_("canonical address"), Canonical)
    robots = _choice(_("search engines"), Robots)
    newsletter = _choice(_("in newsletters"), YesNoAsk)
    social_tag = models.CharField(_("tag on social media"), max_length=200, blank=True)
    print_rules = models.TextField(_("rules for print"), blank=True)
    ai_use = _choice(_("use by AI systems"), YesNoAsk)
    # Duties
    notify_to = models.CharField(
        _("tell of publication"),
        max_length=300,
        blank=True,
        help_text=_("Address or words; empty when not stated."),
    )
    report_usage = _choice(_("usage reported"), YesNo)
    correction_duty = _choice(_("corrections taken over"), YesNo)
    takedown_hours = _number(
        _("taken down within so many hours of being withdrawn"), help_text=_("0: at once, by itself.")
    )

    class Meta:
        abstract = True


NAMES: tuple[str, ...] = tuple(field.name for field in ClauseColumns._meta.local_fields)

# The date of the last reading is no promise: it moves on although nothing changed, also in terms that are frozen.
FROZEN_WITH_USE: tuple[str, ...] = tuple(name for name in NAMES if name != "terms_checked_on")

_FIRST_OF_GROUP = {
    "licence_code": _("The grant"),
    "commercial": _("Money"),
    "credit_template": _("Credit"),
    "tracker_kind": _("Counter"),
    "edits": _("The words"),
    "images": _("Pictures"),
    "delay_days": _("Time and volume"),
    "canonical": _("Surfaces"),
    "notify_to": _("Duties"),
}


def groups() -> list[tuple[Any, list[str]]]:
    """Every clause, in the order of the columns, under the heading by which the rights desk looks for it."""
    found: list[tuple[Any, list[str]]] = []
    for name in NAMES:
        if name in _FIRST_OF_GROUP:
            found.append((_FIRST_OF_GROUP[name], []))
        found[-1][1].append(name)
    return found


def is_stated(value: Any) -> bool:
    """Whether the terms say anything here. A number 0 does: there is no such limit."""
    return value not in (None, "", NOT_STATED)


def shown(name: str, value: Any) -> str:
    """The value in words, “not stated” included."""
    if not is_stated(value):
        return str(YesNo.NOT_STATED.label)
    choices = dict(ClauseColumns._meta.get_field(name).choices or ())
    return str(choices.get(value, value))


def licence_in_words(licence_code: str, house_terms_url: str) -> str:
    """The licence for lists: its code, or that the outlet has terms of its own, or that nothing is stated."""
    return licence_code or str(_("its own terms") if house_terms_url else YesNo.NOT_STATED.label)
