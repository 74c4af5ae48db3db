"""``makemessages`` for this project: our defaults, and the words that staff read though no gettext call holds them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.utils.functional import cached_property

# What is nobody's to translate: tests, measurements, and what an installation wrote.
LEFT_OUT = [".venv", "var", "tests", "benchmarks", "migrations"]
RECURRING = {"every", "daily"}
NOT_COUNTED = {"checkpoint", "done"}


def told_without_gettext(source: str) -> list[str]:
    """The words in a module that the desk translates by themselves: what a recurring task does (the first line of its
    docstring, see ``work.schedule``), and what a job counts (the names in its steps, see ``work.jobs``).
    """
    if not any(word in source for word in ("@every(", "@daily(", ".step(")):
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(map(_says_when, node.decorator_list)):
            found += [line.rstrip(".") for line in (ast.get_docstring(node) or "").splitlines()[:1]]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "step":
            names = (keyword.arg for keyword in node.keywords if keyword.arg)
            found += [name.replace("_", " ") for name in names if name not in NOT_COUNTED]
    return found


def _says_when(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in RECURRING


class BuildFile(makemessages.BuildFile):
    @cached_property
    def told(self) -> list[str]:
        return told_without_gettext(Path(self.path).read_text()) if self.path.endswith(".py") else []

    @cached_property
    def is_templatized(self) -> bool:
        """Whether xgettext reads a copy of the file and not the file itself."""
        return bool(self.told) or super().is_templatized

    def preprocess(self) -> None:
        if not self.told:
            super().preprocess()
            return
        calls = "".join(f"\ngettext({words!r})" for words in self.told)
        Path(self.work_path).write_text(Path(self.path).read_text() + calls + "\n")


class Command(makemessages.Command):
    build_file_class = BuildFile

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # One message a line and no line numbers, so that a change of the catalogue shows what was changed.
        parser.set_defaults(
            locale=["es"], ignore_patterns=LEFT_OUT, no_wrap=True, no_obsolete=True, add_location="file"
        )

    def build_potfiles(self) -> Any:
        """As Django does it, without near misses: a translation that was made for other words is worse than none."""
        self.msgmerge_options = [*self.msgmerge_options, "--no-fuzzy-matching"]
        return super().build_potfiles()
