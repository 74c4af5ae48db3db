"""The people and institutions of an arriving credit, found among those on file or added to them."""

from __future__ import annotations

from articles.models import Byline
from authors.identifiers import normalise_name
from authors.models import Affiliation, Author, Institution, InstitutionAlias
from inbound.formats import arrival as arriving
from records.slugs import free_slug


def find_institution(name: str) -> Institution | None:
    """By its name or one of its aliases, case and spaces aside."""
    alias = InstitutionAlias.objects.filter(key=normalise_name(name)).select_related("institution").first()
    return alias.institution if alias else Institution.objects.filter(name__iexact=name).first()


def remember_institution(name: str) -> Institution:
    return find_institution(name) or Institution.objects.create(
        name=name, slug=free_slug(Institution, name, "institution")
    )


def remember_author(credit: arriving.Author, institution: Institution | None) -> Author | None:
    """The profile that the credit points to; without one, a colleague of that name at that institution."""
    if credit.profile_url:
        author = Author.objects.filter(profile_url=credit.profile_url).first()
        return author or Author.objects.create(
            name=credit.name, slug=free_slug(Author, credit.name, "author"), profile_url=credit.profile_url
        )
    if institution:
        return Author.objects.filter(name=credit.name, affiliations__institution=institution).order_by("id").first()
    return None


def credit_to_byline(credit: arriving.Author, position: int) -> Byline:
    """An unsaved byline row: the words as printed, beside the living profile and institution.

    An institution is added to those on file only when the credit linked to it; a name that was split out of a line of
    text is a guess, and a guess is matched but never filed.
    """
    institution = None
    if credit.institution:
        sure = bool(credit.institution_url)
        institution = remember_institution(credit.institution) if sure else find_institution(credit.institution)
    author = remember_author(credit, institution)
    if author and institution and not author.affiliations.current().filter(institution=institution).exists():
        Affiliation.objects.create(author=author, institution=institution, title=credit.title or "")
    return Byline(
        position=position,
        name=credit.name,
        title=credit.title or "",
        institution_name=credit.institution or "",
        author=author,
        institution=institution,
    )
