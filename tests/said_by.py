"""Finds what code and templates have translated, without GNU gettext."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator, Sequence

from django.utils.translation.template import templatize

# By the name of the function: where its context, its words and their plural stand among the arguments.
PLAIN, CONTEXT, PLURAL, BOTH = (None, 0, None), (0, 1, None), (None, 0, 1), (0, 1, 2)
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), PLAIN),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), BOTH),
}
IN_TEMPLATE = re.compile(r"\b(?:_|n?p?gettext)\(")
Said = tuple[str | None, str, str | None]


def said_in_python(tree: ast.AST) -> Iterator[Said]:
    """Context, words and plural of every call of gettext whose words stand there as they are."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in CALLS and not node.keywords:
            found = [_words(node.args, place) for place in CALLS[name]]
            if found[1]:
                yield found[0], found[1], found[2]


def _words(arguments: Sequence[ast.expr], place: int | None) -> str | None:
    if place is None or place >= len(arguments):
        return None
    argument = arguments[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def said_in_template(source: str) -> Iterator[Said]:
    """The same for a template, by way of the calls that Django writes for xgettext."""
    written = templatize(source)
    for call in IN_TEMPLATE.finditer(written):
        end = _closing(written, call.end())
        with contextlib.suppress(SyntaxError):
            yield from said_in_python(ast.parse(written[call.start() : end]))


def _closing(written: str, at: int) -> int:
    """Behind the bracket that closes a call. Brackets within its quotes do not count."""
    quote = ""
    while at < len(written):
        sign = written[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "'\"":
            quote = sign
        elif sign == ")":
            return at + 1
        at += 1
    return at
