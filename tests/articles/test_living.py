"""Links to people, institutions and tags follow them; what was printed stays."""

import pytest
from taggit.models import Tag

from articles.models import Article
from articles.presentation import present
from tests.builders import make_author, make_institution, make_licensed_article, publish_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return publish_now(
        make_licensed_article(
            tags=["Ferries", "Harbours"],
            bylines=[
                {
                    "name": "Amira Jadoon",
                    "author": make_author("Amira Jadoon", slug="amira"),
                    "institution": "Clemson University",
                    "institution_page": make_institution("Clemson University", slug="clemson"),
                }
            ],
        )
    )


def shown(article):
    return present(Article.objects.for_presentation().get(pk=article.pk))


def test_link_follows_an_author_whose_address_changed_while_the_printed_name_stays(article):
    author = article.bylines.get().author
    author.slug, author.name = "amira-jadoon", "Amira J. Jadoon"
    author.save()

    (credit,) = shown(article).credits
    assert credit.author_url == "/authors/amira-jadoon/"
    assert credit.name == "Amira Jadoon"


def test_link_follows_an_institution_whose_address_changed(article):
    institution = article.bylines.get().institution
    institution.slug = "clemson-university"
    institution.save()

    assert shown(article).credits[0].institution_url == "/institutions/clemson-university/"


def test_renamed_tag_shows_its_new_name_and_a_deleted_one_is_gone(article):
    tag = Tag.objects.get(name="Ferries")
    tag.name, tag.slug = "Ships", "ships"
    tag.save()
    Tag.objects.get(name="Harbours").delete()

    assert [(tag.name, tag.url) for tag in shown(article).tags] == [("Ships", "/tags/ships/")]


def test_follow_up_raises_the_version_so_that_copies_are_known_to_be_old(article):
    version = article.version
    author = article.bylines.get().author
    author.bio = "She studies ferries."
    author.save()
    article.refresh_from_db()
    assert article.version == version  # nothing that an article shows

    author.slug = "amira-jadoon"
    author.save()

    article.refresh_from_db()
    assert article.version == version + 1
