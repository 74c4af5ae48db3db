"""The catalogues of translations: whole, compiled, and true to the placeholders of the English words."""

import datetime as dt
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import formats, translation

from articles.models import Article
from tests import catalogue

LOCALE = Path(settings.BASE_DIR) / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
HEADER = (None, "")
# %(name)s, {name}, {} and the percent sign that stands for itself.
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[%s]|\{\w*\}")


def of_language(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


@pytest.fixture(params=CATALOGUES, ids=of_language)
def path(request) -> Path:
    return request.param


def test_there_is_a_spanish_catalogue():
    assert "es-django" in map(of_language, CATALOGUES)


def test_the_compiled_catalogue_says_what_the_written_one_says(path):
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    said = dict(compiled._catalog)
    said.pop("")
    written = {}
    for (context, words), message in catalogue.read(path).items():
        key = words if context is None else f"{context}\x04{words}"
        for form, told in message.told.items():
            written[(key, form) if message.plural is not None else key] = told
    written.pop("")
    assert said == written, "run make messages and commit both files"


def test_no_message_is_untranslated_or_a_guess(path):
    messages = [message for key, message in catalogue.read(path).items() if key != HEADER]
    assert [message.singular for message in messages if message.is_fuzzy or not all(message.told.values())] == []


def test_every_plural_has_all_forms_of_its_language(path):
    messages = catalogue.read(path)
    forms = int(re.search(r"nplurals=(\d)", messages.pop(HEADER).told[0])[1])
    plurals = [message for message in messages.values() if message.plural is not None]
    assert [message.singular for message in plurals if set(message.told) != set(range(forms))] == []


def test_placeholders_are_those_of_the_english_words(path):
    """A number may be left out where the words say it ("every second"), as in English; nothing else may."""
    wrong = []
    for key, message in catalogue.read(path).items():
        if key == HEADER:
            continue
        for form, told in message.told.items():
            english = message.singular if form == 0 or message.plural is None else message.plural
            if sorted(PLACEHOLDER.findall(told)) != sorted(PLACEHOLDER.findall(english)):
                wrong.append((english, told))
    assert wrong == []


def test_sentences_begin_and_end_alike(path):
    """Spaces around words, and the stop, question mark or colon at the end, are part of what a page prints."""
    closing = re.compile(r"([.?!:…]?)[”»\"]*([.?!:…]?)$")
    wrong = []
    for key, message in catalogue.read(path).items():
        if key == HEADER:
            continue
        told, english = message.told[0], message.singular
        ends = ["".join(closing.search(words.rstrip()).groups())[:1] for words in (told, english)]
        edges = [(words[:1].isspace(), words[-1:].isspace()) for words in (told, english)]
        if ends[0] != ends[1] or edges[0] != edges[1]:
            wrong.append((english, told))
    assert wrong == []


def test_dates_and_numbers_are_in_the_language_of_the_site():
    with translation.override("es"):
        assert formats.date_format(dt.date(2026, 11, 23)) == "23 de noviembre de 2026"
        assert formats.number_format(1234, force_grouping=True) == "1\xa0234"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_an_own_article_is_in_the_language_of_the_site_unless_its_editor_says_otherwise(settings):
    assert Article().language == "en"
    settings.LANGUAGE_CODE = "es-mx"
    assert Article().language == "es-mx" and Article(language="en-GB").language == "en-GB"
