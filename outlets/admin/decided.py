"""What the rights desk decided where an outlet's terms leave a clause open, shown beside the outlet and its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outlets import clauses
from outlets.models import Outlet, Terms

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def clause_label(name: str) -> str:
    """The clause in an editor's words; also for what is no clause of terms and can be decided on all the same."""
    if name == "licence_stated":
        return _("Licence as the item states it")
    try:
        return capfirst(Terms._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name


def may_see(user: User) -> bool:
    return user.has_perm("articles.view_ruling")


def rulings_shown(outlet: Outlet, terms: Terms | None = None) -> SafeString:
    """The ruling that counts on each clause for all of the outlet's articles, and how many there are for single ones.

    With ``terms`` also what this version says of the clause: it counts where it says something.
    """
    in_force: dict[str, Any] = {}
    for ruling in outlet.rulings.filter(article__isnull=True).select_related("made_by").order_by("id"):
        in_force[ruling.clause] = ruling
    number = outlet.rulings.filter(article__isnull=False).count()
    rows = format_html_join("", "<tr>{}</tr>", ((_row(ruling, terms),) for ruling in in_force.values()))
    heads = [_("Clause"), *([_("These terms say")] if terms else []), _("Decided"), _("Because"), _("Who, when")]
    table = format_html(
        '<div class="table-results" role="group" aria-label="{}" tabindex="0"><table class="rulings"><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table></div>",
        _("What was decided for every article"),
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        rows,
    )
    return format_html(
        "{}{}", table if in_force else format_html("<p>{}</p>", _("Nothing yet.")), _rest(outlet, number)
    )


def _rest(outlet: Outlet, number: int) -> SafeString | str:
    if not number:
        return ""
    told = ngettext("%(number)d ruling for a single article", "%(number)d rulings for single articles", number)
    address = f"{reverse('admin:articles_ruling_changelist')}?outlet__id__exact={outlet.pk}&scope=article"
    return format_html('<p><a href="{}">{}</a></p>', address, told % {"number": number})


def _row(ruling: Any, terms: Terms | None) -> SafeString:
    said: list[Any] = []
    if terms is not None:
        value = getattr(terms, ruling.clause, None)
        said = [clauses.shown(ruling.clause, value) if ruling.clause in clauses.NAMES else "–"]
    who = (ruling.made_by.get_full_name() or ruling.made_by.get_username()) if ruling.made_by else _("the system")
    decided = _("allowed") if ruling.allowed else _("not allowed")
    page = reverse("admin:articles_ruling_change", args=[ruling.pk])
    cells = [
        *said,
        format_html("<strong>{}</strong>, {}", decided, ruling.get_basis_display()),
        ruling.reason,
        format_html('<a href="{}">{}, {}</a>', page, who, date_format(localtime(ruling.made_at))),
    ]
    head = format_html('<th scope="row">{}</th>', clause_label(ruling.clause))
    return format_html("{}{}", head, format_html_join("", "<td>{}</td>", ((cell,) for cell in cells)))
