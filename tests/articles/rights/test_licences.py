"""Licences in the words in which outlets and their systems write them."""

from __future__ import annotations

import pytest

from articles.rights.licences import RESERVED, restrictions, stricter
from outlets.models import Terms

ND, NC_ND, NC_SA, SA, NC = {"nd"}, {"nc", "nd"}, {"nc", "sa"}, {"sa"}, {"nc"}


@pytest.mark.parametrize(
    ("stated", "forbidden"),
    [
        ("Licensed as Creative Commons – attribution, no derivatives.", ND),  # The Conversation's feeds
        ("CC BY-ND", ND),
        ("CC BY-NC-ND 3.0 US", NC_ND),
        ("cc by nc nd", NC_ND),
        ("CC-BY-4.0", set()),
        ("CC_BY_SA", SA),
        ("BY-NC-SA", NC_SA),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", NC_ND),
        ("http://creativecommons.org/licenses/by/3.0/au/", set()),
        ("https://creativecommons.org/publicdomain/zero/1.0/", set()),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International License", NC_ND),
        ("Attribution-ShareAlike 4.0 International", SA),
        ("Creative Commons, Reconocimiento-NoComercial-SinObraDerivada", NC_ND),
        ("Licence Creative Commons : pas d’utilisation commerciale, pas de modification", NC_ND),
        ("Creative Commons: Namensnennung, nicht kommerziell, keine Bearbeitung", NC_ND),
        ("Creative Commons Atribuição-NãoComercial-SemDerivações", NC_ND),
        ("Creative Commons NonKomersial-TanpaTurunan", NC_ND),
        ("Creative Commons Attribuzione – Non commerciale", NC),
        ("a Creative Commons license", set()),
        ("All Rights Reserved", {RESERVED}),
        ("Copyright 2019, dpa (www.dpa.de). Alle Rechte vorbehalten", {RESERVED}),
        ("Todos os direitos reservados", {RESERVED}),
        ("© 2026 Le Monde. Tous droits réservés.", {RESERVED}),
    ],
)
def test_licence_is_brought_to_what_it_forbids(stated: str, forbidden: set[str]) -> None:
    assert restrictions(stated) == forbidden


@pytest.mark.parametrize(
    "stated",
    ["", "Usage", "Indefinite Usage", "Photo by ND Media", "by NC Smith", "US Government work, public domain", "some"],
)
def test_what_names_no_licence_says_nothing(stated: str) -> None:
    assert restrictions(stated) is None


def told(stated: str, for_profit: bool = False, **terms: str) -> list[str]:
    return stricter(stated, Terms(**terms), for_profit=for_profit)


def test_only_what_the_terms_do_not_forbid_as_well_is_stricter() -> None:
    assert told("CC BY-NC-ND 4.0", licence_code="CC BY-ND 4.0") == ["no commercial use"]
    assert told("CC BY 4.0", licence_code="CC BY-NC-ND 4.0") == []
    assert told("nobody knows", licence_code="CC BY") == []
    assert told("CC BY-ND", licence_url="https://creativecommons.org/licenses/by-nd/4.0/") == []


def test_house_terms_are_taken_by_what_their_clauses_allow() -> None:
    assert told("CC BY-NC-ND", edits="time_place_style") == []
    assert told("CC BY-NC-ND", commercial="yes", edits="minor") == ["no commercial use", "no derivatives"]
    assert told("CC BY-SA", edits="any") == ["share alike"]
    assert told("CC BY-NC") == [] and told("CC BY-NC", for_profit=True) == ["no commercial use"]


def test_whoever_has_a_contract_was_given_what_is_reserved() -> None:
    assert told("All rights reserved") == ["all rights reserved"]
    assert told("All rights reserved", grant_source="contract") == []
