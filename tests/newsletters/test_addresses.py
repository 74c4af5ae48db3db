"""Addresses as readers type them."""

import pytest
from django.core.exceptions import ValidationError

from newsletters.addresses import key, masked, normalised


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Ada@Example.ORG\u00a0", "Ada@example.org"),
        ("ada+weekly@example.org", "ada+weekly@example.org"),
        ("o'neil@example.ie", "o'neil@example.ie"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
        ("ada@MÜNCHEN。example", "ada@xn--mnchen-3ya.example"),
        ("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"),
        ("ada@example.org.", "ada@example.org"),
        ("=1+1@example.org", "=1+1@example.org"),
    ],
)
def test_one_form_for_each_address(typed, address):
    assert normalised(typed) == address
    assert normalised(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "ada", "@example.org", "ada@", "ada@localhost", "ada@[127.0.0.1]", "ada@127.0.0.1",
        "a b@example.org",
        "ada@example.org\nBcc: all@example.org", "ada\r\nBcc: x@example.org@example.org", "ada@exam ple.org",
        '"ada"@example.org', "ada..b@example.org", ".ada@example.org", "ada@-example.org", "ada@example..org",
        "ada@ex_ample.org", "ädä@example.org", "a" * 65 + "@example.org", "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["bcde"] * 60) + ".org", "ada@example.org, eve@example.org", "<ada@example.org>",
        "ada@\x00.org",
        "a@" + "ü" * 10_000 + ".org", "ada@xn--a.org", "ada@\ud800.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        normalised(typed)
    assert refused.value.messages[0].endswith(".")


def test_capitals_make_no_second_address():
    assert key(normalised("ADA@Example.org")) == key(normalised("ada@example.ORG"))
    assert masked("ada@example.org") == "a…@example.org"
