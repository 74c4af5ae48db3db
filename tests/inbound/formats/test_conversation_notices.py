"""The notice in its languages and in the wordings that sites gave it; what it links; what stays of its paragraph."""

# ruff: noqa: E501 - a sample reads best on one line

import re

import pytest

from articles.body import text
from tests.inbound.formats.conversation import BODY, COUNTER, CREDIT, NOTICE, NUMBER, ORIGINAL, block, people, read

HOME = '<a href="https://theconversation.com">The Conversation</a>'


def original(words: str) -> str:
    return f'<a href="{ORIGINAL}">{words}</a>'


WORDINGS = {
    "A": f"This article was originally published on {HOME}. Read the {original('original article')}.",
    "B": NOTICE,
    "licence": NOTICE.replace("license", "licence"),
    "here": f"This article was originally published on {HOME}. Read the original article {original('here.')}",
    "read": f"This article was originally published on {HOME}. {original('Read')} the original article.",
    "read it all": f"This article was originally published on {HOME}. {original('Read the original article')}.",
    "this article": f"{original('This article')} was originally published on {HOME}.",
    "article": f"This {original('article')} is republished from {HOME} under a Creative Commons license.",
    "permission": f"This {original('article')} is republished with permission from The Conversation.",
    "find": f"This article was republished with the permission of The Conversation. You can find the original article {original('here')}.",
    "name links it": f"This article is republished from {original('The Conversation')} under a Creative Commons license.",
    "originally": f'Originally published on {original("The Conversation")} under a <a href="https://creativecommons.org/licenses/by-nd/4.0/">CC BY-ND licence</a>.',
    "piece": f"This piece first appeared on {HOME}. Read the {original('original')}.",
    "note": f"Editor’s note: This article was originally published on {HOME}. Read the {original('original article')}.",
    "dated": f"This article was {original('originally published')} on April 3, 2026 on {HOME} under CC BY-ND 4.0.",
    "emphasis": f"<em>Thi</em><em>s article is republished from</em> {HOME} <em>under a Creative Commons license. Read the {original('original article')}.</em>",
    "strong": f"<strong>{NOTICE}</strong>",
    "hard spaces": re.sub(r" (?![^<]*>)", "&nbsp;", NOTICE),
    "no stop": f"This article was originally published on {HOME}. Read the {original('original article')}",
    "es": f"Este artículo fue publicado originalmente en  {HOME}. Lea el {original('original')}.",
    "es dated": f"Este artículo fue publicado {original('originalmente')} el 14 de diciembre de 2022 en {HOME} bajo licencia <a href='https://creativecommons.org/licenses/by-nd/4.0/'>CC BY-ND 4.0</a>.",
    "fr": f"Cet article est republié à partir de {HOME} sous licence Creative Commons. Lire l’{original('article original')}.",
    "fr 2": f"La {original('version originale')} de cet article a été publiée sur {HOME}.",
    "pt": f"Este artigo foi publicado originalmente no {HOME}. Leia o {original('artigo original')}.",
    "pt 2": f"Este artigo é republicado de {HOME} sob uma licença Creative Commons. Leia o {original('artigo original')}.",
    "id": f"Artikel ini terbit pertama kali di {HOME}. Baca {original('artikel sumber')}.",
    "id 2": f"Artikel ini diterbitkan ulang dari {HOME} di bawah lisensi Creative Commons. Baca {original('artikel asli')}.",
}
LANGUAGES = {"es": "es", "es dated": "es", "fr": "fr", "fr 2": "fr", "pt": "pt", "pt 2": "pt", "id": "id", "id 2": "id"}


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("place", ["own paragraph", "the credit's paragraph", "top", "heading", "before the counter"])
def test_notice_leaves_the_body_in_any_wording_and_place(wording, place):
    said = WORDINGS[wording]
    received = {
        "own paragraph": block(bottom=f"<p>{CREDIT}</p><p>{said}</p>"),
        "the credit's paragraph": block(bottom=f"<p>{CREDIT}. {said}</p>"),
        "top": block(top=f"<p>{said}</p>", bottom=f"<p>{CREDIT}</p>"),
        "heading": block(bottom=f"<p>{CREDIT}</p><h6>{said}</h6>"),
        "before the counter": block(counter="", bottom=f"<p>{CREDIT}</p><p>{said} {COUNTER}</p>"),
    }[place]
    arrival = read(received)
    assert arrival.canonical_url == ORIGINAL
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)
    assert " ".join(text.plain(arrival.notice_html).split()) == " ".join(text.plain(said).split())
    assert people(arrival) == [("Ida Roe", "Lecturer in Steam", "Ennet University")]
    assert arrival.language == LANGUAGES.get(wording, "en-US")


@pytest.mark.parametrize(
    ("wording", "stated"),
    [
        ("A", None),
        ("B", "under a Creative Commons license"),
        ("licence", "under a Creative Commons licence"),
        ("originally", "https://creativecommons.org/licenses/by-nd/4.0/"),
        ("dated", "under CC BY-ND 4.0"),
        ("fr", "sous licence Creative Commons"),
        ("pt 2", "sob uma licença Creative Commons"),
        ("id 2", "di bawah lisensi Creative Commons"),
    ],
)
def test_licence_is_stated_as_the_notice_states_it(wording, stated):
    assert read(block(bottom=f"<p>{WORDINGS[wording]}</p>")).licence_stated == stated


def test_notice_keeps_its_links_and_loses_its_emphasis():
    html = read(block(bottom=f"<p>{WORDINGS['emphasis']}</p>")).notice_html
    assert html.count("<a href=") == 2 and "<em>" not in html


def test_update_note_stays_and_its_link_is_never_the_original():
    note = 'This is an updated version of an <a href="https://theconversation.com/older-1111">article first published</a> on April 27, 2017.'
    for bottom in (
        f"<p>{note} {WORDINGS['A']}</p>",
        f"<p>{CREDIT} {COUNTER}<em>{note}</em></p><p>{NOTICE}</p>",
        f"<p>{note}</p><p>{CREDIT}. {NOTICE}</p>",
        f"<p>{NOTICE}</p><p>{note}</p>",
    ):
        arrival = read(block(counter="" if COUNTER in bottom else COUNTER, bottom=bottom))
        assert arrival.canonical_url == ORIGINAL
        assert text.plain(note) in text.plain(arrival.body_html)
        assert "older-1111" in arrival.body_html


def test_update_note_without_a_notice_gives_no_original():
    note = 'This is an updated version of an article <a href="https://theconversation.com/older-1111">originally published</a> on The Conversation.'
    arrival = read(block(bottom=f"<p>{note}</p>"))
    assert arrival.canonical_url is None and "older-1111" in arrival.body_html


def test_missing_notice_is_said_and_no_address_is_guessed():
    arrival = read(block(bottom=f"<p>{CREDIT}</p>"))
    assert arrival.notice_html is None and arrival.canonical_url is None
    assert arrival.source_id == NUMBER
    assert any("no notice" in warning for warning in arrival.warnings)
    assert any("look its address up" in warning for warning in arrival.warnings)


def test_notice_that_links_another_article_gives_no_original_and_says_so():
    arrival = read(block(bottom=f"<p>{NOTICE.replace(NUMBER, '990499')}</p>"))
    assert arrival.canonical_url is None
    assert any("990400" in warning and "990499" in warning for warning in arrival.warnings)
    assert "republished" not in arrival.body_html


def test_notice_above_and_below_is_kept_once():
    arrival = read(block(top=f"<p>{NOTICE}</p>"))
    assert text.plain(arrival.notice_html) == text.plain(NOTICE)
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)


def test_two_notices_that_differ_leave_both_and_the_fuller_is_kept():
    arrival = read(
        block(bottom=f"<p>{CREDIT}</p><p>{NOTICE}</p><p>—</p><p><em>{WORDINGS['A']}</em></p>"),
        gone="was originally published on",
    )
    assert "Creative Commons" in arrival.notice_html
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)
    assert any("two notices" in warning for warning in arrival.warnings)


def test_notice_in_two_paragraphs_is_one():
    first, second = WORDINGS["A"].split(". ", 1)
    arrival = read(block(bottom=f"<p>{first}.</p><p>{second}</p>"))
    assert text.plain(arrival.notice_html) == text.plain(WORDINGS["A"])
    assert arrival.canonical_url == ORIGINAL


def test_address_of_the_original_loses_its_fragment():
    assert read(block(bottom=f"<p>{NOTICE.replace(ORIGINAL, ORIGINAL + '#republish')}</p>")).canonical_url == ORIGINAL


def test_words_behind_the_notice_in_its_paragraph_stay():
    arrival = read(block(bottom=f"<p>{NOTICE} | Image Credit: A tin</p>"))
    assert "Image Credit: A tin" in text.plain(arrival.body_html)
    assert text.plain(arrival.notice_html).endswith("original article.")
    assert any("Image Credit: A tin" in warning for warning in arrival.warnings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Outlets such as The Conversation have published articles like this one.",
        'Much the same was said in <a href="https://theconversation.com/other-22">an article published by The Conversation</a>.',
        "This article uses figures that were published by the Board of Trade.",
        'You can read the original study <a href="https://example.org/study">here</a>.',
        'This is part of a series. We will be publishing regular articles on <a href="https://theconversation.com">The Conversation</a>.',
        "The report was published in The Times under a Creative Commons licence.",
    ],
)
def test_sentences_that_only_sound_alike_stay(sentence):
    for body in ([sentence, *BODY], [*BODY, sentence]):
        arrival = read(block(body=body))
        assert text.plain(arrival.body_html) == "\n\n".join(text.plain(one) for one in body)
        assert text.plain(arrival.notice_html) == text.plain(NOTICE)


def test_notice_in_unusual_words_is_found_by_its_link_and_said():
    arrival = read(
        block(bottom=f"<p>{CREDIT}</p><p>We print with thanks what our friends have {original('published there')}.</p>")
    )
    assert arrival.canonical_url == ORIGINAL
    assert text.plain(arrival.body_html) == "\n\n".join(BODY)
    assert any("unusual" in warning for warning in arrival.warnings)
