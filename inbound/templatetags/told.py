"""What reading a file told, as the desk reads it."""

from __future__ import annotations

from django import template

from inbound import sentences

register = template.Library()


@register.filter
def in_words(told: str) -> str:
    """The sentence in the desk's language. It is text, and escaped as text."""
    return sentences.in_words(str(told))
