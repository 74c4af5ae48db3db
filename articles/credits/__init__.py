"""The printed credit of a text, read back into the rows of a byline: names, titles, institutions; outlet and date."""

from articles.credits.lines import Part, PrintedLine, Row, parse

__all__ = ["Part", "PrintedLine", "Row", "parse"]
