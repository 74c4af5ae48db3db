"""What a letter lacks is found by name, with a hint."""

import pytest

from newsletters import checks


def ids(check) -> set[str]:
    found = list(check(app_configs=None))
    assert all(message.hint for message in found)
    return {message.id.partition(".")[2] for message in found}


@pytest.fixture
def public(settings):
    settings.NEWSLETTER, settings.NEWSROOM_URL = True, "https://news.example.org"
    settings.DEFAULT_FROM_EMAIL = "Desk <desk@news.example.org>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.NEWSLETTER_IMPRINT = "Harbour Ledger, 1 Quay Street"
    return settings


def test_a_letter_that_lacks_nothing_hears_nothing(public):
    assert ids(checks.check_values) == ids(checks.check_deployment) == set()


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("NEWSLETTER_NAME", "Weekly\nBcc: x", {"E001"}),
        ("NEWSLETTER_LIST_ID", "weekly <x>", {"E002"}),
        ("NEWSROOM_URL", "http://news.example.org", {"E003"}),
        ("DEFAULT_FROM_EMAIL", "newsroom@localhost", {"E004"}),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", {"W005"}),
        ("NEWSLETTER_IMPRINT", " ", {"W006"}),
    ],
)
def test_each_lack_is_named(public, name, value, found):
    setattr(public, name, value)
    assert ids(checks.check_values) | ids(checks.check_deployment) == found
    public.NEWSLETTER = False
    assert ids(checks.check_values) | ids(checks.check_deployment) == set()
