"""Each mistake of an operator is found, by its id, with a hint; and a well-set newsroom hears nothing."""

import sqlite3

import pytest
from django.core.checks import run_checks
from django.db import connection

from newsroom import checks


def ids(messages) -> set[str]:
    return {message.id for message in messages}


def ask(check, **arguments) -> set[str]:
    found = list(check(app_configs=None, **arguments))
    assert all(message.hint for message in found), "every finding says what to do"
    return ids(found)


@pytest.fixture
def public(settings, monkeypatch, tmp_path):
    """A newsroom as it stands on a public server, with nothing amiss."""
    settings.DEMO = settings.DEBUG = False
    settings.HTTPS = True
    settings.NEWSROOM_COMMERCIAL = False
    settings.NEWSROOM_URL = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["news.example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    return settings


def test_a_well_set_newsroom_hears_nothing(public):
    for check in (
        checks.check_what_we_are,
        checks.check_address,
        checks.check_exposure,
        checks.check_log_in,
        checks.check_values,
    ):
        assert ask(check) == set()
    assert ask(checks.check_deployment) == set()


def test_our_checks_are_among_those_that_django_runs(public):
    public.NEWSROOM_URL = "news.example.org"
    public.DEMO = True
    assert "newsroom.E001" in ids(run_checks())
    assert "newsroom.E017" not in ids(run_checks())
    assert "newsroom.E017" in ids(run_checks(include_deployment_checks=True))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("news.example.org", "newsroom.E001"),
        ("ftp://news.example.org", "newsroom.E001"),
        ("https://", "newsroom.E001"),
        ("https://news.example.org/", "newsroom.E002"),
        ("https://news.example.org/blog", "newsroom.E002"),
        ("https://news.example.org?x=1", "newsroom.E002"),
        ("https://me:secret@news.example.org", "newsroom.E002"),
        ("http://news.example.org", "newsroom.E003"),
    ],
)
def test_an_address_that_is_no_base_of_links(public, address, expected):
    public.NEWSROOM_URL = address
    assert ask(checks.check_address) == {expected}


def test_the_hint_does_not_repeat_a_password(public):
    public.NEWSROOM_URL = "https://me:secret@news.example.org/blog"
    [found] = checks.check_address(app_configs=None)
    assert found.hint.endswith("NEWSROOM_URL=https://news.example.org")


def test_https_in_the_address_and_none_in_the_cookies(public):
    public.HTTPS = False
    assert ask(checks.check_address) == {"newsroom.W004"}


def test_debug_on_a_public_host(public):
    public.DEBUG = True
    assert ask(checks.check_exposure) == {"newsroom.E005"}
    public.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    assert ask(checks.check_exposure) == set()


def test_any_host_at_all(public):
    public.ALLOWED_HOSTS = ["*"]
    assert ask(checks.check_exposure) == {"newsroom.E006"}


def test_a_secret_key_that_others_can_read(public, monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")
    public.VAR = tmp_path
    key = tmp_path / "secret-key"
    key.write_text("secret")
    key.chmod(0o640)
    assert ask(checks.check_exposure) == {"newsroom.E007"}
    key.chmod(0o600)
    assert ask(checks.check_exposure) == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("AXES_ENABLED", False, "newsroom.E008"),
        ("AXES_LOCKOUT_PARAMETERS", ["ip_address"], "newsroom.E009"),
        ("AXES_LOCKOUT_PARAMETERS", ["username", "ip_address"], "newsroom.E009"),
        ("AXES_LOCKOUT_PARAMETERS", ["username", ["username", "ip_address"]], "newsroom.E009"),
        ("AXES_COOLOFF_TIME", None, "newsroom.E010"),
        ("AXES_FAILURE_LIMIT", 0, "newsroom.E010"),
    ],
)
def test_log_ins_without_their_guard(public, name, value, expected):
    setattr(public, name, value)
    assert ask(checks.check_log_in) == {expected}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EMBED_HOSTS", ["https://player.vimeo.com"], "newsroom.E012"),
        ("EMBED_HOSTS", ["*"], "newsroom.E012"),
        ("EMBED_HOSTS", ["a.example; script-src *"], "newsroom.E012"),
        ("PAGE_LENGTH", 60, "newsroom.E013"),
    ],
)
def test_values_that_break_pages_or_the_policy(public, name, value, expected):
    setattr(public, name, value)
    assert ask(checks.check_values) == {expected}


@pytest.mark.parametrize(
    ("comments", "name", "value", "expected"),
    [
        ("disqus", "DISQUS_SHORTNAME", "our-news", set()),
        ("disqus", "DISQUS_SHORTNAME", "", {"newsroom.E011"}),
        ("disqus", "DISQUS_SHORTNAME", "news; script-src *", {"newsroom.E011"}),
        ("disqus", "DISQUS_SHORTNAME", "https://news.disqus.com", {"newsroom.E011"}),
        ("coral", "CORAL_URL", "https://talk.example.org", set()),
        ("coral", "CORAL_URL", "http://localhost:3000", set()),
        ("coral", "CORAL_URL", "", {"newsroom.E011"}),
        ("coral", "CORAL_URL", "http://talk.example.org", {"newsroom.E011"}),
        ("coral", "CORAL_URL", "https://talk.example.org; script-src *", {"newsroom.E011"}),
        ("coral", "CORAL_URL", "https://talk.example.org/embed", {"newsroom.E011"}),
        ("none", "CORAL_URL", "", set()),
        ("talkyard", "CORAL_URL", "", {"newsroom.E026"}),
        ("articles.nothing.Here", "CORAL_URL", "", {"newsroom.E026"}),
        ("datetime.date.today", "CORAL_URL", "", {"newsroom.E026"}),
        ("tests.articles.test_comments.Unfinished", "CORAL_URL", "", {"newsroom.E028"}),
    ],
)
def test_comments_that_no_page_could_show(public, comments, name, value, expected):
    public.COMMENTS = comments
    setattr(public, name, value)
    assert ask(checks.check_comments) == expected


def test_frames_from_our_own_host(public):
    public.EMBED_HOSTS = ["player.vimeo.com", public.ALLOWED_HOSTS[-1]]
    assert ask(checks.check_frames) == {"newsroom.E027"}


def test_a_database_that_was_never_tried(public, monkeypatch):
    monkeypatch.setitem(public.DATABASES["default"], "ENGINE", "django.db.backends.mysql")
    assert ask(checks.check_values) == {"newsroom.E014"}


def test_uploads_among_the_static_files(public):
    public.MEDIA_ROOT = public.STATIC_ROOT / "media"
    assert ask(checks.check_values) == {"newsroom.E015"}


@pytest.mark.django_db
def test_the_database_of_this_run_keeps_its_log():
    assert ask(checks.check_database, databases=["default"]) == set()


def test_a_sqlite_database_without_a_write_ahead_log(monkeypatch, tmp_path):
    class Rollback:
        vendor = "sqlite"
        settings_dict = {"NAME": str(tmp_path / "old.sqlite3")}

        def cursor(self):
            class Cursor(sqlite3.Cursor):
                def __enter__(self):
                    return self

                def __exit__(self, *_):
                    self.close()

            return sqlite3.connect(self.settings_dict["NAME"]).cursor(Cursor)

    monkeypatch.setattr(checks, "connections", {"default": Rollback()})
    assert ask(checks.check_database, databases=["default"]) == {"newsroom.E016"}


@pytest.mark.django_db
def test_databases_that_were_not_asked_for_are_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0, connection=connection):
        assert ask(checks.check_database, databases=None) == set()


def test_a_public_server_on_its_defaults(public, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    public.DEMO = True
    public.NEWSROOM_URL = ""
    public.NEWSROOM_COMMERCIAL = None
    public.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    public.STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    (public.STATIC_ROOT / "staticfiles.json").unlink()
    assert ask(checks.check_deployment) == {
        "newsroom.E017", "newsroom.W018", "newsroom.W019", "newsroom.W020", "newsroom.E021",
        "newsroom.W023"
    }  # fmt: skip


def test_advertisements_of_an_unknown_kind_are_named(public):
    public.NEWSROOM_ADS = "lots"
    assert ask(checks.check_what_we_are) == {"newsroom.E022"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en-us", set()), ("en", set()), ("es", set()), ("es-mx", set()), ("ES", set()), ("fi", {"newsroom.W025"})],
)
def test_a_language_without_our_words_is_told(public, language, expected):
    public.LANGUAGE_CODE = language
    assert ask(checks.check_language) == expected
