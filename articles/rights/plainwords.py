"""An outlet's terms in words for readers: what we may do with its articles and what we promised."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.templatetags.dateline import day
from outlets.clauses import GrantSource
from outlets.models import Terms

# By clause and value. A clause that is not stated, or that concerns the desk alone, says nothing here.
_SENTENCES: dict[str, dict[str, object]] = {
    "edits": {
        "none": gettext_lazy("The text stands as its authors wrote it: we change nothing."),
        "time_place_style": gettext_lazy("We may adapt mentions of time and place, and house style, and nothing else."),
        "minor": gettext_lazy("We make minor edits at most."),
        "shorten_ok": gettext_lazy("We may adapt style, and shorten."),
        "shorten_ask": gettext_lazy("We may adapt style; we shorten only after asking."),
        "any": gettext_lazy("We may edit, and say so when we did."),
    },
    "translation": {
        "complete_only": gettext_lazy("A translation must be complete."),
        "ask": gettext_lazy("We translate only after asking."),
        "no": gettext_lazy("We do not translate its articles."),
    },
    "canonical": {
        "original": gettext_lazy("Search engines are told that the original is the outlet’s own page."),
    },
    "robots": {
        "noindex": gettext_lazy("Search engines are asked not to list its articles here."),
        "googlebot_news_noindex": gettext_lazy("Google News is asked not to list its articles here."),
    },
    "credit_link": {
        "article": gettext_lazy("Each article links to the original."),
        "both": gettext_lazy("Each article links to the original, and to the outlet."),
    },
    "institution_required": {"yes": gettext_lazy("Its authors are named with the institutions where they work.")},
    "images": {
        "per_picture": gettext_lazy("Pictures have licences of their own, so some are left out here or replaced."),
        "own_credit_only": gettext_lazy("Only pictures credited to the outlet appear here."),
        "no": gettext_lazy("Its pictures are not ours to show."),
    },
    "ads": {
        "not_against_story": gettext_lazy("No advertisement is sold against its articles."),
        "no": gettext_lazy("No advertisements stand beside its articles."),
    },
    "paywall": {"no": gettext_lazy("Its articles are never behind a paywall here.")},
    "resale": {"no": gettext_lazy("We do not sell its articles on.")},
    "systematic": {"no": gettext_lazy("We choose each article singly; we do not take everything.")},
    "disclosure_keep": {"yes": gettext_lazy("The authors’ disclosure statements stay with the text.")},
    "tracker_required": {
        "yes": gettext_lazy("An invisible counter in each page tells the outlet how often its articles are read.")
    },
    "newsletter": {"no": gettext_lazy("Its articles are not sent in newsletters.")},
    "ai_use": {"no": gettext_lazy("Machines are told not to learn from its articles.")},
    "correction_duty": {"yes": gettext_lazy("When it corrects an article, we do too.")},
}


@dataclasses.dataclass(frozen=True)
class Told:
    """What readers are told of an outlet's terms. Texts are plain; an address is "" where there is none."""

    grant: str
    """Under what we hold its articles, in a sentence."""
    licence: str
    licence_url: str
    house_terms_url: str
    sentences: list[str]
    read_on: dt.date | None
    """When a person last read the terms at their source."""


def told(terms: Terms) -> Told:
    return Told(
        grant=_grant(terms),
        licence=terms.licence_code,
        licence_url=terms.licence_url,
        house_terms_url=terms.house_terms_url,
        sentences=in_plain_words(terms),
        read_on=terms.terms_checked_on,
    )


def _grant(terms: Terms) -> str:
    said = {"outlet": terms.outlet, "licence": terms.licence_code}
    if terms.in_force_to and terms.in_force_to < timezone.localdate():
        said["day"] = day(terms.in_force_to)
        return _("These terms ended on %(day)s. Articles taken before stay under them.") % said
    if terms.licence_code:
        return _("We republish articles of %(outlet)s under the licence %(licence)s.") % said
    if terms.grant_source == GrantSource.CONTRACT:
        return _("We republish articles of %(outlet)s under a contract.") % said
    if terms.grant_source == GrantSource.MAIL:
        return _("We republish articles of %(outlet)s as it agreed with us in writing.") % said
    return _("We republish articles of %(outlet)s on its own terms.") % said


def in_plain_words(terms: Terms) -> list[str]:
    """A sentence for each clause that a reader may want to know of, in the order of the list above."""
    said = [
        str(by_value[value]) for clause, by_value in _SENTENCES.items() if (value := getattr(terms, clause)) in by_value
    ]
    if terms.remove_after_days:
        said.append(
            ngettext(
                "%(days)d day after first publication its articles leave our site.",
                "%(days)d days after first publication its articles leave our site.",
                terms.remove_after_days,
            )
            % {"days": terms.remove_after_days}
        )
    if terms.delay_days:
        said.append(
            ngettext(
                "Its articles appear here %(days)d day after they first appeared there, or later.",
                "Its articles appear here %(days)d days after they first appeared there, or later.",
                terms.delay_days,
            )
            % {"days": terms.delay_days}
        )
    if terms.onward == "no":
        said.append(_("We pass its articles on to nobody."))
    return said
