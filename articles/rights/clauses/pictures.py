"""Pictures have rights of their own: the licence of a text never covers them by itself (``articles.rights.parts``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import Pictures

if TYPE_CHECKING:
    from outlets.models import Outlet


class Images(Clause):
    """Grist, openDemocracy: none. City Desk ABQ: those with its name in the credit. The Conversation: each cleared.

    A picture shows only where a person cleared it, for a reason. What the terms do not give needs a licence of its own.
    """

    columns = ("images",)
    demands = {
        Pictures.YES: gettext_lazy("The outlet's pictures may be shown, each as a person clears it."),
        Pictures.PER_PICTURE: gettext_lazy("Each picture is cleared by its own licence."),
        Pictures.OWN_CREDIT_ONLY: gettext_lazy("Only pictures that are credited to the outlet may be shown."),
        Pictures.NO: gettext_lazy("None of the outlet's pictures may be shown."),
    }

    def check(self, case: Case) -> Iterator[Finding]:
        outlet = case.article.outlet
        for use in case.pictures:
            picture = use.picture
            if outlet is None or picture.outlet_id != outlet.pk:
                continue
            if not picture.is_showable() or picture.licence.strip():
                continue
            told = ""
            if case.terms.images == Pictures.NO:
                told = _("The terms give none of the outlet's pictures, and this one is shown: %(which)s.")
            elif case.terms.images == Pictures.OWN_CREDIT_ONLY and not is_credited_to(outlet, picture.credit):
                told = _("The terms give only pictures credited to %(outlet)s, and this one is not: %(which)s.")
            if told:
                yield self.reminder(
                    told % {"which": picture, "outlet": outlet},
                    _(
                        "It was cleared because “%(why)s”. If that is a permission of its own, enter it as the licence "
                        "of the picture; if not, refuse the picture."
                    )
                    % {"why": picture.cleared_because},
                )


def is_credited_to(outlet: Outlet, credit: str) -> bool:
    """By its name, the name of its site, or its initials: “Voice of America”, “City Desk” (citydesk.org), “VOA”."""
    run = _run_together(credit)
    names = [outlet.name, *(host.rsplit(".", 1)[0].rsplit(".", 1)[-1] for host in outlet.hosts)]
    if any(name and name in run for name in map(_run_together, names)):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+", outlet.name)).casefold()
    return len(initials) > 2 and initials in re.findall(r"\w+", credit.casefold())


def _run_together(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


class Charts(Clause):
    """Stateline: graphics included. A chart comes as a picture and is cleared like one; a frame becomes a link."""

    columns = ("charts",)
    demands = {
        Pictures.YES: gettext_lazy("The outlet's charts may be shown, each as a person clears it."),
        Pictures.PER_PICTURE: gettext_lazy("Each chart is cleared by its own licence."),
        Pictures.OWN_CREDIT_ONLY: gettext_lazy("Only charts that are credited to the outlet may be shown."),
        Pictures.NO: gettext_lazy("None of the outlet's charts may be shown."),
    }
