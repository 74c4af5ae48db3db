"""An article's words at the desk: ours in an editor, a licensed text shown, an adaptation beside its original."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import blocks, clean, compare, figures
from articles.models import Article
from records.admin import VersionedForm

_MARKS = ("Bold", "Italic", "Strike", "Subscript", "Superscript")
_BLOCKS = ("BulletList", "OrderedList", "ListItem", "Blockquote", "HorizontalRule", "HardBreak")
FIGURE = ("Figure", "Caption", "Image")
_TABLE = ("Table", "TableRow", "TableHeader", "TableCell")
EDITOR: dict[str, dict[str, Any]] = {
    "extensions": {
        **dict.fromkeys((*_MARKS, *_BLOCKS, *FIGURE, *_TABLE, "HTML", "History"), True),
        "Link": {"enableTarget": False},
        "Heading": {"levels": [2, 3]},
        # A quotation that is set off from the text, in letters that can be read from afar.
        "NodeClass": {
            "cssClasses": {
                "blockquote": {
                    "title": gettext_lazy("Quotation"),
                    "cssClasses": [{"className": "pull-quote", "title": gettext_lazy("Pull quote")}],
                }
            }
        },
    }
}


class BodyField(forms.CharField):
    """Browsers send a body back with other line ends. Where nothing else differs, it was not changed."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str:
        return _with_our_line_ends(super().to_python(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and _with_our_line_ends(initial or "") != _with_our_line_ends(data or "")


class PageMarksField(forms.CharField):
    """Numbers of blocks as somebody writes them, “6, 12”, and as the article keeps them, a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(mark) for mark in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        written = str(value or "").strip().removeprefix("[").removesuffix("]")
        marks = [mark for mark in re.split(r"[\s,;]+", written) if mark]
        if not all(mark.isascii() and mark.isdecimal() and len(mark) < 7 and int(mark) for mark in marks):
            raise ValidationError(_("Page breaks are numbers of blocks, such as 6, 12. The first block is 0."))
        return sorted({int(mark) for mark in marks})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _with_our_line_ends(html: str) -> str:
    return html.replace("\r\n", "\n").replace("\r", "\n")


class ArticleForm(VersionedForm):
    refusal: str = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    def clean_body_html(self) -> str:
        if "body_html" not in self.changed_data:
            return self.initial.get("body_html") or ""
        return self._cleaned_html("body_html")

    def clean_disclosure_html(self) -> str:
        return self._cleaned_html("disclosure_html")

    def _cleaned_html(self, name: str) -> str:
        try:
            return clean.clean(self.cleaned_data[name])
        except clean.TooLarge as error:
            raise ValidationError(str(error)) from error


def pictures_of(article: Article) -> list[dict[str, str]]:
    """The pictures that stand with the article, for its editor to choose from when a figure is put into the text."""
    rows = article.article_pictures.select_related("picture").order_by("position", "id")
    return [
        {"name": str(row.picture), "address": row.picture.file.url, "alt": row.picture.alt}
        for row in rows
        if row.picture.file
    ]


def numbered(html: str) -> SafeString:
    """Each block with its number, for page breaks and amendments; pictures as words, so that nothing is fetched."""
    shown = [
        (number, mark_safe(figures.replace(block, lambda _src: None)))
        for number, block in enumerate(blocks.blocks(html))
    ]
    return format_html(
        '<ol class="sealed-body" start="0" tabindex="0">{}</ol>',
        format_html_join("", '<li value="{}">{}</li>', shown),
    )


def compared(old_html: str, new_html: str) -> SafeString:
    """The two texts side by side, paragraph by paragraph; what is the same is folded."""
    comparison = compare.compare(old_html, new_html)
    links = [(_("Links that are gone"), comparison.links_lost), (_("Links that are new"), comparison.links_added)]
    shown = {
        "comparison": comparison,
        "stretches": _stretches(comparison),
        "link_changes": [(name, changed) for name, changed in links if changed],
    }
    return render_to_string("admin/articles/article/_comparison.html", shown)


def _stretches(comparison: compare.Comparison) -> list[tuple[bool, list[compare.Row]]]:
    """The rows in their order, those that are the same apart from those that are not."""
    found: list[tuple[bool, list[compare.Row]]] = []
    for row in comparison.rows:
        is_same = row.kind == "same"
        if not found or found[-1][0] != is_same:
            found.append((is_same, []))
        found[-1][1].append(row)
    return found
