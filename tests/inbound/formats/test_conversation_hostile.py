"""What is made to hold the reader up, or to make it stumble, gets an answer in good time or one sentence."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import text
from articles.body.clean import clean
from inbound.formats import conversation_block, frontmatter, markdown, raw_block
from inbound.formats.arrival import Unreadable
from tests.inbound.formats.conversation import (
    COUNTER,
    CREDIT,
    ENNET,
    HINTS,
    IDA,
    NOTICE,
    ORIGINAL,
    block,
    nothing_lost,
    sample,
)
from tests.thorough import many, size

HOSTILE = {
    "people": "<p>" + f"{IDA}, a, " * many(5_000) + NOTICE,
    "credits": "<p>" + f"{IDA}, a, {ENNET}; " * many(2_500) + NOTICE + COUNTER,
    "counters in one paragraph": "<p>x" + COUNTER * many(2_500),
    "counters in many": f"<p>{COUNTER}</p>" * many(2_500) + "<p>x</p>",
    "notices": f"<p>{NOTICE}</p>" * many(1_500) + COUNTER,
    "notices in one paragraph": "<p>" + NOTICE * many(1_500) + COUNTER,
    "openings": "<p>" + "This article " * many(30_000) + NOTICE,
    "half openings": "<p>" + "This article published " * many(20_000) + "The Conversation",
    "lists": f'<hr><p>Read more: <a href="{ORIGINAL}">B</a></p><hr>' * many(4_000),
    "list of lists": "<p>Read more:</p>" * many(10_000) + f'<p><a href="{ORIGINAL}">B</a></p>' * 1_000,
    "sentences": "<p>" + "Aa Bb is a c at D. " * many(20_000) + NOTICE,
    "names": "<p>By " + "Aa Bb, " * many(50_000) + IDA,
    "semicolons": "<p>" + "Aa Bb; " * many(50_000) + CREDIT,
    "line breaks": "<p>" + "x.<br>" * many(20_000) + CREDIT + "<br>" + NOTICE,
    "full stops": "<p>" + ". A" * many(150_000) + IDA + NOTICE,
    "headlines": "<h1>x</h1>" * many(15_000) + COUNTER,
    "open figures": "<figure>" * many(30_000) + "<p>x" + COUNTER,
    "open comments": "<p>" + "&lt;!-- Below is " * many(15_000) + COUNTER,
    "nested lists": "<ul><li>" * many(100_000),
    "nested emphasis": "<p>" + "<em>x" * many(100_000),
    "front matter": "---\n" + "title: >\n" * many(20_000) + "<p>x</p>" + COUNTER,
    "one address": "<p>x" + f'<a href="https://theconversation.com/{"a-1" * many(150_000)}">x</a>' + COUNTER,
    "articles": f'<p>publish <a href="{ORIGINAL}">y</a></p>' * many(5_000) + COUNTER,
    "brackets": "[" * many(50_000) + f"]({ORIGINAL})",
    "stars": "***a" * many(12_500) + f"[a]({ORIGINAL})",
    "much Markdown": f"[a]({ORIGINAL}) " * many(40_000),
    "too large": "<p>word</p>" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_or_refused_in_good_time(name):
    received = HOSTILE[name]
    began = time.process_time()
    conversation_block.recognises(received, HINTS)
    try:
        conversation_block.read(received, HINTS)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
    assert time.process_time() - began < 6  # what grows with the square takes longer, even at the usual size


def test_time_grows_with_the_text_and_not_faster():
    def seconds(times: int) -> float:
        received = "<p>" + f"{IDA}, a, {ENNET}; " * times + NOTICE + COUNTER
        began = time.process_time()
        conversation_block.read(received, HINTS)
        return time.process_time() - began

    seconds(100)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.05)


def letters(html: str) -> Counter[str]:
    return Counter(letter for letter in text.plain(html) if letter.isalnum())


TAGS = st.sampled_from(
    [
        *"<p> </p> <em> </em> <br> <hr> <ul><li> </ul> <figure> </figure> <table><tr><td> </table>".split(),
        *"<h1> </h1> <!-- --> &nbsp; — < > \" ' ` _ ** [ ]( \ufdd0 \x00 \ud800 <noscript> <pre>".split(),
        *("<iframe src=x>", IDA, ENNET, NOTICE, COUNTER, "Read more: ", "\n\n", "---\n"),
        "This article was originally published on ",
    ]
)


@settings(max_examples=size(50, 1000), deadline=None)
@given(
    st.sampled_from(["button.html", "kept-2018.md", "form-2014.md", "hugo-es.md"]),
    st.lists(st.tuples(st.floats(0, 1), TAGS), max_size=8),
)
def test_broken_blocks_never_raise_and_never_gain_words(name, insertions):
    received = sample(name)
    for where, tag in insertions:
        at = int(where * len(received))
        received = received[:at] + tag + received[at:]
    conversation_block.recognises(received, HINTS)
    try:
        [arrival] = conversation_block.read(received, HINTS)
    except Unreadable:
        return
    # Letters, not words: what is inserted may cut a word in two, and taking it out makes it one again.
    assert not letters(arrival.body_html) - letters(clean(raw_block.as_html(frontmatter.split(received)[1])))


def test_markdown_that_is_no_article_is_refused():
    with pytest.raises(Unreadable, match="single article"):
        markdown.to_html("word " * 100_000)


def test_every_word_survives_when_nothing_is_to_be_taken():
    received = (
        "<p>One.</p><ul><li>Two</li></ul><figure><figcaption>Three</figcaption></figure><table><tr><td>Four</table>"
    )
    [arrival] = conversation_block.read(received, HINTS)
    nothing_lost(received, arrival)
    nothing_lost(block(), conversation_block.read(block(), HINTS)[0])
