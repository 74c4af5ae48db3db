"""Identifiers of people and places, against their registries' rules."""

import string

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from authors.identifiers import (
    normalise_name,
    orcid_check_digit,
    tidy_orcid,
    tidy_ror,
    validate_orcid,
    validate_ror,
)

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"

# Josiah Carberry, ORCID's own example, and others that ORCID's documentation prints.
ORCIDS = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X", "0000-0001-2345-6789"]

# California Digital Library, and others; among them the examples of ROR's documentation.
RORS = [
    "https://ror.org/03yrm5c26",
    "https://ror.org/02mhbdp94",
    "https://ror.org/05dxps055",
    "https://ror.org/013cjyk83",
    "https://ror.org/00y4zzh67",
    "https://ror.org/042nb2s44",
    "https://ror.org/052gg0110",
]


def orcid(digits: str) -> str:
    whole = digits + orcid_check_digit(digits)
    return "-".join(whole[i : i + 4] for i in range(0, 16, 4))


def ror(characters: str) -> str:
    """By the words of ISO/IEC 7064 MOD 97-10: the number with its two check digits leaves 1 when divided by 97."""
    number = 0
    for character in characters:
        number = number * 32 + CROCKFORD.index(character)
    check = next(check for check in range(2, 99) if (number * 100 + check) % 97 == 1)
    return f"https://ror.org/0{characters}{check:02}"


@pytest.mark.parametrize("value", ORCIDS)
def test_real_orcids_are_taken(value):
    validate_orcid(value)


@pytest.mark.parametrize("value", RORS)
def test_real_ror_addresses_are_taken(value):
    validate_ror(value)


@given(st.text(string.digits, min_size=15, max_size=15))
def test_every_orcid_with_the_right_check_digit_is_taken(digits):
    validate_orcid(orcid(digits))


@given(st.text(string.digits, min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_one_changed_digit_of_an_orcid_is_refused(digits, place, by):
    other = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    changed = orcid(other)[:-1] + orcid(digits)[-1]
    with pytest.raises(ValidationError, match="check digit"):
        validate_orcid(changed)


@given(st.text(CROCKFORD, min_size=6, max_size=6))
def test_every_ror_with_the_right_check_digits_is_taken(characters):
    validate_ror(ror(characters))


@given(st.text(CROCKFORD, min_size=6, max_size=6), st.integers(0, 5), st.sampled_from(CROCKFORD))
def test_one_changed_character_of_a_ror_is_refused(characters, place, other):
    if other == characters[place]:
        return
    changed = characters[:place] + other + characters[place + 1 :]
    with pytest.raises(ValidationError, match="check digits"):
        validate_ror(f"https://ror.org/0{changed}{ror(characters)[-2:]}")


@given(st.text(CROCKFORD, min_size=6, max_size=6), st.integers(0, 99))
def test_other_check_digits_of_a_ror_are_refused(characters, check):
    right = ror(characters)
    if f"{check:02}" == right[-2:]:
        return
    with pytest.raises(ValidationError):
        validate_ror(f"{right[:-2]}{check:02}")


@pytest.mark.parametrize(
    "value",
    [
        "0000-0002-1825-0098",
        "0000000218250097",
        "0000-0002-1825-009",
        "https://orcid.org/0000-0002-1825-0097",
        "0000-0002-1694-233x",
        "٠٠٠٠-0002-1825-0097",
        " 0000-0002-1825-0097",
        "0000-0002-1825-0097\n",
        "",
    ],
)
def test_what_is_no_orcid_is_refused(value):
    with pytest.raises(ValidationError):
        validate_orcid(value)


@pytest.mark.parametrize(
    "value",
    [
        "03yrm5c26",
        "http://ror.org/03yrm5c26",
        "https://ror.org/03yrm5c27",
        "https://ror.org/03yrm5c2",
        "https://ror.org/03yrmuc26",
        "https://ror.org/13yrm5c26",
        "https://ror.org/03YRM5C26",
        "https://ror.org/03yrm5c26\n",
        "https://ror.org.evil.example/03yrm5c26",
    ],
)
def test_what_is_no_ror_address_is_refused(value):
    with pytest.raises(ValidationError):
        validate_ror(value)


@pytest.mark.parametrize(
    "pasted",
    [
        "0000-0002-1694-233X",
        " 0000-0002-1694-233x ",
        "https://orcid.org/0000-0002-1694-233X",
        "http://www.orcid.org/0000-0002-1694-233x/",
        "orcid.org/0000-0002-1694-233X",
    ],
)
def test_an_orcid_is_taken_as_people_paste_it(pasted):
    assert tidy_orcid(pasted) == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "pasted", ["03yrm5c26", "https://ror.org/03YRM5C26", " ror.org/03yrm5c26/ ", "http://www.ror.org/03yrm5c26"]
)
def test_a_ror_is_taken_as_people_paste_it(pasted):
    assert tidy_ror(pasted) == "https://ror.org/03yrm5c26"


def test_nothing_pasted_stays_nothing():
    assert tidy_orcid("  ") == "" and tidy_ror("  ") == ""


@pytest.mark.parametrize(
    "printed", ["Monash University.", "MONASH  UNIVERSITY", " Monash University ", "Monash\u00a0University"]
)
def test_spellings_of_one_institution_meet(printed):
    assert normalise_name(printed) == normalise_name("Monash University")


def test_different_institutions_do_not_meet():
    assert normalise_name("University of California, Davis") != normalise_name("University of California, Berkeley")
