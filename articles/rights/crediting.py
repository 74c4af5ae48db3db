"""What terms want printed with a text: its byline's form, notice, logo, tagline, institutions, licence.

Asked alike by what prints (pages, feeds) and by what looks whether it is printed. Without terms nothing is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outlets.clauses import CreditPosition, YesNo

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Terms


def byline_form(terms: Terms | None) -> str:
    """The form of one author in the printed line; "" where the outlet asks for none."""
    return terms.byline_template if terms else ""


def wants_authors(terms: Terms | None) -> bool:
    return terms is not None and terms.author_required == YesNo.YES


def wants_institutions(terms: Terms | None) -> bool:
    return terms is not None and terms.institution_required == YesNo.YES


def wording(terms: Terms | None, *, edited: bool = False) -> str:
    """The notice as the terms word it, with its placeholders; of an edited text the one for edited texts, where they
    have one. "" where they give none."""
    if terms is None:
        return ""
    return (edited and terms.credit_template_edited) or terms.credit_template


def names_the_day(terms: Terms | None) -> bool:
    """Whether the notice in their wording tells when the outlet published the text."""
    return "{date}" in wording(terms)


def words_edited_texts(terms: Terms | None) -> bool:
    """Whether they have a notice of its own for edited texts."""
    return terms is not None and bool(terms.credit_template_edited)


class Places(NamedTuple):
    """Where something stands: before the text, after it."""

    on_top: bool
    at_end: bool


def notice_stands(terms: Terms | None) -> Places:
    """After the text, unless the terms say where."""
    wanted = notice_wanted(terms)
    return Places(wanted.on_top, wanted.at_end or not wanted.on_top)


def notice_wanted(terms: Terms | None) -> Places:
    """Where the terms insist on it; nowhere where either place will do or they say nothing."""
    said = terms.credit_position if terms else CreditPosition.NOT_STATED
    return Places(
        said in (CreditPosition.TOP, CreditPosition.BOTH), said in (CreditPosition.BOTTOM, CreditPosition.BOTH)
    )


def wants_logo(terms: Terms | None) -> bool:
    return terms is not None and terms.logo_required == YesNo.YES


def tagline_of(terms: Terms | None) -> str:
    """The words about the outlet that stand with the text, as HTML of theirs; printed wherever the terms give some."""
    return terms.tagline if terms else ""


class Licence(NamedTuple):
    """As the outlet states it, so the address may be anything; each "" where it is not known."""

    name: str
    url: str
    page: str
    """The outlet's own terms, or our contract."""


def licence(article: Article) -> Licence:
    """The one of the terms; the name that came with the item where these have none."""
    terms = article.terms if article.terms_id else None
    if terms is None:
        return Licence(article.licence_stated, "", "")
    return Licence(terms.licence_code or article.licence_stated, terms.licence_url, terms.house_terms_url)
