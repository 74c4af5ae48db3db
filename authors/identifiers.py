"""Identifiers of people and places, checked as their registries say."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_ROR = re.compile(r"https://ror\.org/0([a-hj-km-np-tv-z0-9]{6})(\d{2})", re.ASCII)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def orcid_check_digit(base: str) -> str:
    """The last character for 15 digits, by ISO 7064 MOD 11-2 as ORCID's documentation describes it."""
    total = 0
    for digit in base:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def validate_orcid(value: str) -> None:
    if not _ORCID.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no ORCID: four groups of four digits with hyphens, 0000-0002-1825-0097."),
            params={"value": value},
        )
    digits = value.replace("-", "")
    if orcid_check_digit(digits[:-1]) != digits[-1]:
        raise ValidationError(
            _("The check digit of ORCID “%(value)s” does not fit: a digit is mistyped."),
            params={"value": value},
        )


def validate_ror(value: str) -> None:
    """A ROR address: a zero, six Crockford base-32 characters and two digits (ISO/IEC 7064 MOD 97-10)."""
    match = _ROR.fullmatch(value)
    if not match:
        raise ValidationError(
            _("“%(value)s” is no ROR address, such as https://ror.org/02mhbdp94."), params={"value": value}
        )
    number = 0
    for character in match[1]:
        number = number * 32 + _CROCKFORD.index(character)
    if 98 - (number * 100) % 97 != int(match[2]):
        raise ValidationError(
            _("The check digits of “%(value)s” do not fit: a character is mistyped."), params={"value": value}
        )


def tidy_orcid(value: str) -> str:
    """The identifier alone, as people paste it: with its address before it, a small x at its end."""
    return re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", value.strip(), flags=re.IGNORECASE).rstrip("/").upper()


def tidy_ror(value: str) -> str:
    """The whole address in lower case, also from the identifier alone: 02mhbdp94."""
    bare = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", value.strip(), flags=re.IGNORECASE).rstrip("/").lower()
    return f"https://ror.org/{bare}" if bare else ""


def normalise_name(name: str) -> str:
    """The key under which two spellings of one name meet: case, composition, spaces and a full stop aside."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(folded.split()).rstrip(" .")[:300]
