"""Pictures have rights of their own: the licence of a text never covers them by itself (``articles.rights.parts``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.rights.case import Case
from articles.rights.clause import Clause
from articles.rights.finding import Finding
from outlets.clauses import Pictures


class Images(Clause):
    """Grist, openDemocracy: none. City Desk ABQ: those with its name in the credit. The Conversation: each cleared.

    A picture shows only where a person cleared it, for a reason. Here that reason is held against the terms.
    """

    columns = ("images",)

    def check(self, case: Case) -> Iterator[Finding]:
        outlet = case.article.outlet
        for use in case.pictures:
            picture = use.picture
            if picture.outlet_id != outlet.pk or not picture.is_showable():
                continue
            told = ""
            if case.terms.images == Pictures.NO:
                told = _("The terms give none of the outlet's pictures, and this one is shown: %(which)s.")
            elif (
                case.terms.images == Pictures.OWN_CREDIT_ONLY
                and outlet.name.casefold() not in picture.credit.casefold()
            ):
                told = _("The terms give only pictures credited to %(outlet)s, and this one is not: %(which)s.")
            if told:
                yield self.reminder(
                    told % {"which": picture, "outlet": outlet},
                    _("It was cleared because “%(why)s”. Make sure that this is a permission of its own.")
                    % {"why": picture.cleared_because},
                )


class Charts(Clause):
    """Stateline: graphics included. A chart comes as a picture and is cleared like one; a frame becomes a link."""

    columns = ("charts",)
