"""What code and templates say to readers and staff is in every catalogue of translations."""

import ast
import functools
import re
from pathlib import Path

from django.conf import settings

from newsroom.management.commands import makemessages
from tests import catalogue, said_by

LOCALE = Path(settings.BASE_DIR) / "locale"


@functools.cache
def everything_said() -> dict[said_by.Said, str]:
    """Every message of our code and templates, with the file that says it."""
    said: dict[said_by.Said, str] = {}
    root = Path(settings.BASE_DIR)
    for app in sorted(path.parent for path in root.glob("*/__init__.py")):
        if app.name in makemessages.LEFT_OUT:
            continue
        for path in sorted(app.rglob("*.py")):
            if "migrations" in path.parts:
                continue
            source = path.read_text()
            found = [(None, words, None) for words in makemessages.told_without_gettext(source)]
            if "gettext" in source:
                found += said_by.said_in_python(ast.parse(source))
            said |= dict.fromkeys(found, str(path.relative_to(root)))
    for path in sorted((root / "templates").rglob("*.*")):
        if "trans" in (source := path.read_text()):
            said |= dict.fromkeys(said_by.said_in_template(source), str(path.relative_to(root)))
    return said


def test_everything_that_code_and_templates_say_is_in_the_catalogues():
    said = everything_said()
    assert len(said) > 2000
    for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
        messages = catalogue.read(path).values()
        known = {(one.context, one.singular, plural) for one in messages for plural in (one.plural, None)}
        missing = {words: where for words, where in said.items() if words not in known}
        assert missing == {}, "run make messages, translate what is new, run it again"


def test_whole_sentences_are_translated_with_named_gaps():
    """Two gaps without names cannot change their places in another language."""
    unnamed = re.compile(r"%[sd]|\{\}")
    assert sorted(words for _context, words, _plural in everything_said() if len(unnamed.findall(words)) > 1) == [
        "{} and {}"
    ]
