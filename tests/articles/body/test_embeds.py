import pytest

from articles.body.clean import clean
from articles.body.embeds import Place, alone, place, render

EMBED = '<div class="embed" data-src="https://charts.example:8443/1?a=1&amp;b=2"></div>'
HOSTS = [
    "www.youtube-nocookie.com",
    "player.vimeo.com",
    "open.spotify.com",
    "charts.example:8443",
    "datawrapper.dwcdn.net",
]
FILM = Place(
    "www.youtube.com",
    "https://www.youtube.com/watch?v=abcDEF_-123",
    "https://www.youtube-nocookie.com/embed/abcDEF_-123?autoplay=1",
    "YouTube",
    "film",
)


def test_each_embed_becomes_what_is_written_for_it_and_all_else_stays():
    written = render(f"<p>a</p>{EMBED}\n<p>b</p>", lambda found: f"[{found.host} {found.frame}]", HOSTS)
    assert written == "<p>a</p>[charts.example https://charts.example:8443/1?a=1&b=2]\n<p>b</p>"


def test_words_that_look_like_an_embed_stay_words():
    html = clean('<p>&lt;div class="embed" data-src="https://x"&gt;&lt;/div&gt;</p>')
    assert render(html, repr) == html


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/embed/abcDEF_-123",
        "http://www.youtube.com/embed/abcDEF_-123?wmode=transparent&start=0",
        "https://WWW.YouTube.com/watch?v=abcDEF_-123&list=x",
        "https://www.youtube.com/shorts/abcDEF_-123",
    ],
)
def test_film_of_youtube_is_shown_from_the_host_that_sets_no_cookie(address):
    assert place(address, HOSTS) == FILM


def test_moment_of_a_film_and_a_film_that_is_not_listed_are_kept():
    assert place("https://youtu.be/abcDEF_-123?t=90s", HOSTS).frame.endswith("/abcDEF_-123?autoplay=1&start=90")
    secret = place("https://vimeo.com/76979871/8272103f6e", HOSTS)
    assert secret.frame == "https://player.vimeo.com/video/76979871?h=8272103f6e&dnt=1&autoplay=1"
    assert secret.page == "https://vimeo.com/76979871/8272103f6e"


def test_frame_comes_by_https_from_a_host_on_the_list_or_not_at_all():
    assert place("http://datawrapper.dwcdn.net/abc/1/", HOSTS).frame == "https://datawrapper.dwcdn.net/abc/1/"
    assert place("https://charts.example:8443/1", HOSTS).kind == "other"
    for address in (
        "https://charts.example/1",
        "https://datawrapper.dwcdn.net.evil.example/",
        "https://datawrapper.dwcdn.net@evil.example/",
        "https://evil@datawrapper.dwcdn.net/",
        "https://datawrapper.dwcdn.net:444/",
        "https://datawrapper.dwcdn.net;x/",
        "https://www.youtube.com/embed/../../x",
        "https://[",
        "",
    ):
        assert place(address, HOSTS).frame == "", address


def test_page_of_spotify_has_its_frame_beside_it():
    found = place("https://open.spotify.com/episode/4rOo", HOSTS)
    assert (found.frame, found.kind) == ("https://open.spotify.com/embed/episode/4rOo", "sound")


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>https://youtu.be/abcDEF_-123</p>",
        "<p> https://www.youtube.com/watch?v=abcDEF_-123&amp;t=5 </p>",
        '<p><a href="https://vimeo.com/76979871">https://vimeo.com/76979871</a></p>',
        "<p>https://datawrapper.dwcdn.net/abc/1/</p>",
    ],
)
def test_address_of_a_film_alone_in_its_paragraph_is_the_film(paragraph):
    html = clean(paragraph)
    shown = alone(f"<p>a</p>{html}<p>b</p>", HOSTS)
    assert shown.startswith('<p>a</p><div class="embed" data-src="https://') and shown.endswith('"></div><p>b</p>')
    assert clean(shown) == shown
    assert alone(html, []) == html


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>See https://youtu.be/abcDEF_-123</p>",
        '<p><a href="https://youtu.be/abcDEF_-123">A film</a></p>',
        "<p>https://www.youtube.com/@harbour</p>",
        "<p>https://archive.org/details/harbour</p>",
        "<p>https://elsewhere.example/</p>",
        "<p>https://[</p>",
        "<blockquote>https://youtu.be/abcDEF_-123</blockquote>",
    ],
)
def test_any_other_address_stays_a_paragraph(paragraph):
    assert alone(clean(paragraph), [*HOSTS, "archive.org", "www.youtube.com"]) == clean(paragraph)
