"""What a page's head tells machines."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from articles.metadata import cards, graph, pages

register = template.Library()

register.filter("territory", cards.territory)


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """The page as JSON-LD by schema.org; nothing for a page that readers may not pass on."""
    received: dict[str, Any] = context.flatten()  # type: ignore[assignment]  # its keys are names
    return graph.block(pages.things(received))
