"""Real texts of many outlets: cleaned, none loses a word. They are not part of the repository."""

import re

import feedparser
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from articles.body import text
from articles.body.blocks import blocks
from articles.body.clean import clean
from articles.body.figures import images
from articles.body.pages import paginate
from tests.articles.body.reader import faults

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@pytest.fixture(scope="module")
def bodies(shared_samples) -> dict[str, str]:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    found = {}
    for path in sorted(shared_samples.glob("*/*.m*d*")):
        written = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
        found[path.name] = markdown.render(written)
        found[f"{path.name} as it stands"] = written
    # What is not read here has an adapter of its own.
    for path in sorted((shared_samples / "feeds").iterdir()):
        for number, entry in enumerate(feedparser.parse(str(path), sanitize_html=False).entries):
            for part in entry.get("content", []):
                if part.value.strip():
                    found[f"{path.name} {number}"] = part.value
    assert len(found) > 30
    return found


def test_no_word_of_a_real_text_is_lost(bodies):
    for name, html in bodies.items():
        tree = LexborHTMLParser(html, is_fragment=True).root
        for code in tree.css("script, style, noscript, iframe, template"):
            code.decompose()
        shown = re.sub(r"\W", "", tree.text(deep=True))
        assert re.sub(r"\W", "", text.plain(clean(html))) == shown, name


def test_real_texts_are_stable_safe_and_paged_to_the_byte(bodies):
    for name, html in bodies.items():
        cleaned = clean(html)
        assert clean(cleaned) == cleaned, name
        assert not faults(cleaned), name
        assert "".join(blocks(cleaned)) == cleaned, name
        assert "".join(paginate(cleaned, length=1000)) == cleaned, name


def test_figures_of_the_conversation_have_caption_and_credit(bodies):
    pictures = [
        picture
        for name, html in bodies.items()
        if name.startswith("theconversation-uk-health.atom")
        for picture in images(html)
        if picture.in_figure
    ]
    assert pictures
    assert all(picture.credit for picture in pictures)
    assert any(picture.caption for picture in pictures)
