"""The forms by which people pick and dismiss."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from inbound.models import Item

WORDS = {"green": _("as it came"), "amber": _("after a decision"), "red": _("not as it is")}
"""Whether we may take it, by the light in which its findings stand."""


def _because(**options: Any) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 2, "cols": 60})
    return forms.CharField(label=_("Why"), max_length=500, widget=rows, **options)


class Pick(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), label=_("Section"), required=False)
    because = _because(help_text=_("Why this story for our readers: it is kept with the article."))

    def __init__(self, *args: Any, item: Item, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["section"].initial = item.feed.section if item.feed else None


class PickMany(forms.Form):
    because = _because(help_text=_("For all of them; it is kept with each article."))

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"section_{item.pk}"] = forms.ModelChoiceField(
                Section.objects.all(),
                label=_("Section of “%(item)s”") % {"item": str(item)[:80]},
                required=False,
                initial=item.feed.section if item.feed else None,
            )

    def section_of(self, item: Item) -> Section | None:
        return self.cleaned_data.get(f"section_{item.pk}")


class Dismiss(forms.Form):
    because = _because(required=False, help_text=_("May stay empty; colleagues who look for it read it."))
