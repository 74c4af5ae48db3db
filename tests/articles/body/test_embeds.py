from articles.body.clean import clean
from articles.body.embeds import render

EMBED = '<div class="embed" data-src="https://charts.example:8443/1?a=1&amp;b=2"></div>'


def label(host: str) -> str:
    return f"See it at {host}"


def test_an_embed_becomes_a_link_for_readers_without_scripts():
    assert render(f"<p>a</p>{EMBED}\n<p>b</p>", label) == (
        '<p>a</p><div class="embed" data-src="https://charts.example:8443/1?a=1&amp;b=2">'
        '<a href="https://charts.example:8443/1?a=1&amp;b=2" rel="noopener nofollow">See it at charts.example</a></div>'
        "\n<p>b</p>"
    )


def test_rendering_twice_changes_nothing():
    once = render(EMBED, label)
    assert render(once, label) == once


def test_words_that_look_like_an_embed_stay_words():
    html = clean('<p>&lt;div class="embed" data-src="https://x"&gt;&lt;/div&gt;</p>')
    assert render(html, label) == html


def test_an_address_that_is_none_breaks_no_page():
    assert "See it at " in render('<div class="embed" data-src="https://["></div>', label)
