"""Which links lead back to the outlet, and where."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.rights import linkback
from outlets.models import Outlet, Terms


def article(
    source_url: str = "https://www.newscoopnd.org/oil-counties-pay-289335",
    home: str = "https://www.newscoopnd.org",
    hosts: str = "",
    link: str = "article",
    number: str = "",
) -> Article:
    outlet = Outlet(name="North Dakota News Cooperative", home_url=home, other_hosts=hosts)
    return Article(
        outlet=outlet, terms=Terms(outlet=outlet, credit_link=link), source_url=source_url, source_number=number
    )


def keeps(of: Article, *addresses: str) -> bool:
    return linkback.keeps(of, "".join(f'<p>From <a href="{address}">there</a>.</p>' for address in addresses))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.newscoopnd.org/oil-counties-pay-289335", True),
        ("http://newscoopnd.org/oil-counties-pay-289335/", True),
        ("https://newscoopnd.org/oil-counties-pay-289335?utm_source=us#top", True),
        ("https://www.newscoopnd.org", False),
        ("https://www.newscoopnd.org/", False),
        ("https://www.newscoopnd.org/another", False),
        ("https://newscoopnd.org.evil.example/oil-counties-pay-289335", False),
        ("//newscoopnd.org/oil-counties-pay-289335", False),
        ("http://[", False),
        ("javascript:alert(1)", False),
    ],
)
def test_ndnc_wants_the_article_and_the_home_page_will_not_do(address: str, kept: bool) -> None:
    assert keeps(article(), address) is kept


def test_address_that_is_told_apart_by_its_query_is_not_the_home_page() -> None:
    kff = article("https://kffhealthnews.org/?p=2276649", "https://kffhealthnews.org")
    assert not keeps(kff, "https://kffhealthnews.org/")
    assert not keeps(kff, "https://kffhealthnews.org/?p=1")
    assert keeps(kff, "https://kffhealthnews.org/?p=2276649&utm_medium=feed")
    kff.terms.credit_link = "home"
    assert keeps(kff, "https://kffhealthnews.org/?utm_source=us") and not keeps(kff, "https://kffhealthnews.org/?p=1")


def test_home_page_is_no_article_though_it_was_entered_as_one() -> None:
    of_the_home = article("https://www.newscoopnd.org/")
    assert not linkback.knows_the_article(of_the_home)
    assert not keeps(of_the_home, "https://www.newscoopnd.org/")


@pytest.mark.parametrize("slug", ["ai", "two", "ca-fr", "global"])
def test_article_with_a_slug_as_short_as_that_of_an_edition_is_an_article(slug: str) -> None:
    undark = article(f"https://undark.org/{slug}", "https://undark.org")
    assert linkback.knows_the_article(undark) and keeps(undark, f"https://undark.org/{slug}/")


def test_letters_of_any_alphabet_are_the_same_address_in_both_spellings() -> None:
    assert keeps(article("https://newscoopnd.org/café"), "https://newscoopnd.org/caf%C3%A9")


@pytest.mark.parametrize("page", ["", "/", "/uk", "/ca-fr", "/global", "/africa", "/es/?utm_source=us"])
def test_home_page_of_every_edition_of_the_conversation_is_its_home_page(page: str) -> None:
    home, hosts = "https://theconversation.com", "theconversation.edu.au"
    conversation = article("https://theconversation.com/x-289335", home, hosts, link="home")
    assert keeps(conversation, f"https://theconversation.com{page}") and keeps(conversation, f"http://{hosts}{page}")


def test_conversation_article_is_known_by_its_number_whatever_its_slug() -> None:
    conversation = article("https://theconversation.com/x-289335", "https://theconversation.com", number="289335")
    assert keeps(conversation, "https://theconversation.com/an-older-slug-289335")
    assert not keeps(conversation, "https://theconversation.com/x-1289335")
    assert not keeps(conversation, "https://elsewhere.example/x-289335")


def test_stateline_has_a_home_page_within_the_site_of_its_owner() -> None:
    home = "https://www.pewtrusts.org/en/research-and-analysis/blogs/stateline"
    stateline = article(f"{home}/2020/story", home, link="home")
    assert keeps(stateline, home) and not keeps(stateline, "https://www.pewtrusts.org/")


@pytest.mark.parametrize(
    ("wanted", "home", "itself", "both", "none"),
    [
        ("not_stated", True, True, True, True),
        ("home", True, False, True, False),
        ("article", False, True, True, False),
        ("either", True, True, True, False),
        ("both", False, False, True, False),
    ],
)
def test_each_way_to_link_back(wanted: str, home: bool, itself: bool, both: bool, none: bool) -> None:
    of, page, story = article(link=wanted), "https://newscoopnd.org", "https://newscoopnd.org/oil-counties-pay-289335"
    assert (keeps(of, page), keeps(of, story), keeps(of, page, story), keeps(of)) == (home, itself, both, none)


def test_words_name_their_outlet_by_its_name_or_by_a_link_to_it() -> None:
    assert linkback.names(article(), "<p>By the NORTH DAKOTA NEWS COOPERATIVE.</p>")
    assert linkback.names(article(), '<p>From <a href="https://blog.newscoopnd.org/x">them</a>.</p>')
    assert not linkback.names(article(), '<p>From <a href="https://elsewhere.example">somebody</a>.</p>')
