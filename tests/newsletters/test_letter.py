"""The letter itself: what is printed of a story, and a mail that no headline can break."""

import email
from email import policy

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsletters import letter, mails, post
from newsletters.models import Edition
from tests.builders import make_own_article, publish_now
from tests.newsletters.editions import make_edition, make_mailable

HOSTILE = 'Ferries\r\nBcc: all@example.org\u2028<script>alert(1)</script> & "more" ' + "\u202e" + "ü" * 150


def read(prepared, to="ada@example.org", token="t0ken"):
    return email.message_from_bytes(prepared.to(to, token).raw, policy=policy.SMTP)


@pytest.mark.django_db
def test_licensed_stories_print_their_own_words_and_who_wrote_them_and_ours_may_have_others():
    ours = publish_now(make_own_article("Harbour open", standfirst="It is open."))
    theirs = make_mailable(standfirst="They lean because of water.")
    edition = make_edition(ours, theirs, preface="Dear reader,\n\nread this.")
    edition.items.update(blurb="Bob liked this.")
    own, licensed = letter.stories(edition, "https://newsroom.example")
    assert own.words == "Bob liked this." and own.byline.startswith("Alice Archer")
    assert licensed.words == "They lean because of water." and licensed.title == theirs.title
    assert "Amira Jadoon" in licensed.byline and theirs.outlet.name in licensed.byline
    text = read(letter.compose(edition)).get_body(("plain",)).get_content()
    assert licensed.byline in " ".join(text.split()) and licensed.address in text.split()
    assert licensed.address == f"https://newsroom.example{theirs.get_absolute_url()}"


@pytest.mark.django_db
def test_a_text_that_runs_entire_or_not_at_all_is_not_excerpted():
    shown, hidden = make_mailable("One", excerpt_rule="yes"), make_mailable("Two", excerpt_rule="entire_only")
    assert not shown.standfirst and not hidden.standfirst
    first, second = letter.stories(make_edition(shown, hidden), "https://x")
    assert first.words and not second.words and second.byline


@pytest.mark.django_db
def test_hostile_words_are_text_in_the_subject_the_html_and_the_text():
    story = publish_now(make_own_article(HOSTILE[:300], standfirst=HOSTILE * 5))
    prepared = letter.compose(make_edition(story, subject=HOSTILE[:150], preface=HOSTILE))
    message = read(prepared)
    assert not {"bcc", "cc"} & set(map(str.lower, message.keys()))
    assert message["Subject"] == mails.one_line(HOSTILE[:150])
    html = message.get_body(("html",)).get_content()
    tree = LexborHTMLParser(html)
    assert not tree.css("script, img, iframe, object") and "<script>alert(1)</script>" in tree.css_first("h2").text()
    assert "<script>alert(1)</script>" in message.get_body(("plain",)).get_content(), "text is text"
    raw = prepared.to("ada@example.org", "t0ken").raw
    assert raw.isascii() and all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


@examples(max_examples=30, deadline=None)
@given(WORDS, WORDS, st.from_regex(r"[A-Za-z0-9_.-]{1,70}", fullmatch=True))
def test_whatever_the_words_the_mail_reads_as_they_were_written(words, more, token):
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    prepared = mails.prepare(
        words, f"{words}\n{mails.TOKEN}/{more}".replace("\r", "\n"), f"<p>{mails.TOKEN}</p>", as_list=True
    )
    message = read(prepared, token=token)
    assert " ".join(message["Subject"].split()) == mails.one_line(words)
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")
    assert text == f"{words}\n{token}/{more}".replace("\r", "\n").rstrip("\n")
    assert message.get_body(("html",)).get_content().strip() == f"<p>{token}</p>"
    assert set(message.keys()) >= {"From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe"}
    assert message.defects == []
    parts = [part.get_payload() for part in message.walk() if not part.is_multipart()]
    assert len(parts) == 2 and all(len(line) <= 76 for part in parts for line in part.split("\r\n"))


def test_lines_of_the_text_part_are_short_and_addresses_stay_whole():
    address = "https://newsroom.example/" + "long-" * 30
    told = mails.wrapped("word " * 40 + address + "\n\nnext paragraph")
    assert address in told.split() and told.endswith("\n\nnext paragraph")
    assert all(len(line) <= mails.WIDE for line in told.splitlines() if address not in line)


def test_sender_and_list_have_names_of_any_script(settings):
    settings.NEWSROOM_NAME, settings.NEWSLETTER_NAME = "Diário “da Baía”", 'El "puerto" semanal ñ'
    settings.DEFAULT_FROM_EMAIL = "desk@newsroom.example"
    message = read(mails.prepare("S", "t", "<p>h</p>", as_list=True))
    assert message["From"].addresses[0].display_name == "Diário “da Baía”"
    assert message["From"].addresses[0].addr_spec == "desk@newsroom.example"
    settings.DEFAULT_FROM_EMAIL = "The Desk <desk@newsroom.example>"
    assert str(read(mails.prepare("S", "t", "h"))["From"]) == "The Desk <desk@newsroom.example>"
    assert "semanal" in str(message["List-Id"]) and str(message["List-Id"]).endswith("<weekly.newsroom.example>")


def test_backends_that_know_nothing_of_smtp_get_the_same_mail():
    prepared = mails.prepare("S", f"t {mails.TOKEN}", "<p>h</p>", as_list=True)
    with post.Post() as server:
        server.send(prepared, "ada@example.org", "t0ken")
    [sent] = mail.outbox
    assert (sent.to, sent.body) == (["ada@example.org"], "t t0ken") and "t0ken" in sent.message()["List-Unsubscribe"]


def test_what_servers_say_is_kept_without_addresses():
    reply = b"5.1.1 <ada@example.org>: no\r\nsuch user ada@example.org\0"
    assert post.said(550, reply) == "550 5.1.1 <…>: no such user …"


@pytest.mark.django_db
def test_suggested_are_stories_since_the_last_edition_that_none_has_had_with_the_gates_reason():
    old = publish_now(make_own_article("Old"))
    before = make_edition(old)
    Edition.objects.filter(pk=before.pk).update(state="sent", began_at=old.published_at, sent_at=old.published_at)
    fresh, closed = publish_now(make_own_article("Fresh")), make_mailable("Closed", newsletter="no")
    make_own_article("Draft")
    found = letter.suggestions(make_edition(publish_now(make_own_article("In it already"))))
    assert {each.item.article.title: bool(each.decision) for each in found} == {"Fresh": True, "Closed": False}
    assert "newsletters" in next(each.reasons for each in found if each.item.article == closed)
    assert fresh.pk in {each.item.article.pk for each in found}
