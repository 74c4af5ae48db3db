"""The amendments of a licensed text, a row each, with what its terms say of such a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import lights
from articles.models import Amendment
from articles.rights.clauses import BY_COLUMN as CLAUSE
from articles.rights.clauses import words
from articles.rights.clauses.words import Standing
from articles.rights.finding import Light

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms


class AmendmentInline(admin.StackedInline):
    model = Amendment
    extra = 0
    readonly_fields = ("standing",)
    _WHAT = (("kind", "state", "position", "block"), "exact", "replacement", ("prefix", "suffix"), "reason")
    _APPROVAL = (("approved_by", "approved_at"), "approval")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article__terms")

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        terms = obj.terms if obj is not None else None
        approval = {"fields": self._APPROVAL, "description": _needs_approval(terms)}
        return [
            (None, {"fields": ["standing", *self._WHAT], "description": _allowed(terms) if terms else ""}),
            (_("Approval"), approval),
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("exact", "replacement", "prefix", "suffix", "approval"):
            rows = 4 if db_field.name == "approval" else 2
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("under its terms"))
    def standing(self, amendment: Amendment) -> SafeString | str:
        """Whether these terms allow the row as it was last saved, and what is still missing."""
        if amendment.pk is None or amendment.article.terms is None:
            return _("Told when it is saved.")
        light, sentence = verdict(amendment, amendment.article.terms)
        return lights.badge(light, sentence)


def verdict(amendment: Amendment, terms: Terms) -> tuple[str, str]:
    """A light and a sentence: allowed, allowed with an approval that is there or missing, left open, forbidden."""
    if amendment.state != Amendment.State.APPLIED:
        return "", _("Not applied: readers do not see it.")
    kind, how = words.substance(amendment), words.standing(amendment, terms)
    match how:
        case Standing.FREE:
            return Light.GREEN, _("The terms allow it.")
        case Standing.APPROVED:
            return Light.GREEN, _("Approved by %(name)s.") % {"name": amendment.approved_by}
        case Standing.OPEN:
            return Light.AMBER, _("The terms do not say what may be amended: get an approval, or ask the rights desk.")
        case Standing.FORBIDDEN:
            return Light.RED, _("The terms forbid such an amendment (%(kind)s).") % {"kind": _label(kind)}
    told = _("Needs the author's approval: who, when, and the message. It is not there yet.")
    if kind != amendment.kind:
        more = _("So many words make it a matter of substance (%(kind)s). %(sentence)s")
        told = more % {"kind": _label(kind), "sentence": told}
    return Light.RED, told


def _label(kind: str) -> str:
    return str(dict(Amendment.Kind.choices)[kind])


def _kinds(kinds: frozenset[str]) -> str:
    return ", ".join(str(label) for kind, label in Amendment.Kind.choices if kind in kinds)


def _allowed(terms: Terms) -> SafeString:
    """Above the row: which kinds these terms allow."""
    kinds = words.kinds(terms)
    if kinds is None:
        told = [(_("The terms do not say what may be amended: each amendment needs an approval or the rights desk."),)]
    else:
        named = (
            (_("Allowed: %(kinds)s."), kinds.free),
            (_("With the author's approval: %(kinds)s."), kinds.with_approval),
            (_("Forbidden: %(kinds)s."), kinds.forbidden),
        )
        told = [(sentence % {"kinds": _kinds(kinds)},) for sentence, kinds in named if kinds]
    told.append((_("Another headline: %(how)s.") % {"how": CLAUSE["headline_change"].shown(terms)},))
    return format_html("<p>{}</p>", format_html_join(" ", "{}", told))


def _needs_approval(terms: Terms | None) -> SafeString:
    """Above the three fields: when they are needed, and that all three make an approval."""
    told = _(
        "Only for kinds that need it. All three together are the approval: who gave it (the author, or the outlet's "
        "editor), when, and the message word for word."
    )
    return format_html("<p>{}</p>", told)
