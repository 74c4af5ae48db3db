"""Pictures at the desk: taken in, described, cleared for a reason."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from pictures import clearing
from pictures.models import Picture
from tests.builders import add_picture, make_own_article, make_picture, make_user
from tests.desk import at_desk, form_of, page_of
from tests.pictures.pictures import ARTIST, GPS, bomb_png, drawn, with_exif

pytestmark = pytest.mark.django_db

ADD = "admin:pictures_picture_add"
LIST = "admin:pictures_picture_changelist"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(data: bytes, name: str = "IMG 0042 – Ferry.JPG", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def test_an_uploaded_picture_is_ours_afterwards_small_and_without_the_place():
    alice = at_desk("writer")
    sent = form_of(alice, reverse(ADD)) | {"file": upload(with_exif(size=(4800, 3200))), "alt": "A ferry"}
    assert alice.post(reverse(ADD), sent).status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (2400, 1600)
    assert picture.file.name.rpartition("/")[2].startswith("img-0042-ferry")
    stored = Image.open(picture.file)
    assert not stored.getexif().get_ifd(GPS) and stored.getexif()[ARTIST] == "Ida Holm"
    assert picture.rights == Picture.Rights.UNCLEARED and not picture.is_showable()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"The ferries sailed at six.", "This file is no JPEG, PNG, WebP, AVIF or GIF that can be read."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This file is no JPEG"),
        (drawn(size=(1200, 800))[:6000], "damaged"),
        (bomb_png(12_500, 10), "measures 12500 × 10"),
    ],
)
def test_a_bad_file_is_refused_with_a_clear_sentence_and_nothing_is_stored(data, sentence, tmp_path):
    alice = at_desk("writer")
    sent = form_of(alice, reverse(ADD)) | {"file": upload(data), "caption": "The first ferry of the day."}
    page = alice.post(reverse(ADD), sent)
    assert page.status_code == 200
    assert sentence in " ".join(page.context["adminform"].form.errors["file"])
    assert page.context["adminform"].form["caption"].value() == "The first ferry of the day."
    assert not Picture.objects.exists() and not list(tmp_path.rglob("*.*"))


def test_a_file_named_like_a_page_is_stored_under_the_ending_it_deserves():
    alice = at_desk("writer")
    sent = form_of(alice, reverse(ADD)) | {"file": upload(drawn("PNG"), "../../evil.html", "text/html")}
    alice.post(reverse(ADD), sent)
    name = Picture.objects.get().file.name
    assert name.startswith("pictures/") and name.endswith(".jpg") and ".." not in name


def test_clearing_needs_a_reason():
    rita, picture = at_desk("rights"), make_picture(cleared=False)
    page = rita.post(page_of(picture), form_of(rita, page_of(picture)) | {"rights": "cleared", "cleared_because": " "})
    assert page.status_code == 200
    assert "Say why it may be used" in " ".join(page.context["adminform"].form.errors["cleared_because"])
    picture.refresh_from_db()
    assert picture.rights == "uncleared"


def test_clearing_records_who_and_when_and_the_page_says_so():
    rita, picture = at_desk("rights"), make_picture(cleared=False)
    sent = form_of(rita, page_of(picture)) | {"rights": "cleared", "cleared_because": "Bought from the agency"}
    assert rita.post(page_of(picture), sent).status_code == 302
    picture.refresh_from_db()
    assert picture.is_showable() and picture.cleared_at and picture.cleared_by.first_name == "Rita"
    assert f"by {picture.cleared_by.username} on " in rita.get(page_of(picture)).content.decode()


def test_a_later_change_of_the_caption_leaves_who_cleared_it():
    picture = make_picture(cleared=False)
    clearing.decide(picture, "cleared", by=make_user("rights", name="Rosa"), because="own photograph")
    picture.save()
    rita, when = at_desk("rights"), picture.cleared_at
    assert rita.post(page_of(picture), form_of(rita, page_of(picture)) | {"caption": "Later."}).status_code == 302
    picture.refresh_from_db()
    assert picture.caption == "Later." and picture.cleared_by.first_name == "Rosa" and picture.cleared_at == when


def test_taking_the_clearance_back_hides_the_picture_and_forgets_who_gave_it():
    rita, picture = at_desk("rights"), make_picture()
    rita.post(page_of(picture), form_of(rita, page_of(picture)) | {"rights": "refused"})
    picture.refresh_from_db()
    assert not picture.is_showable() and picture.cleared_by is None and picture.cleared_at is None


def test_a_writer_adds_pictures_and_cannot_clear_them():
    alice = at_desk("writer")
    assert "rights" not in alice.get(reverse(ADD)).context["adminform"].form.fields
    sent = form_of(alice, reverse(ADD)) | {
        "file": upload(drawn()),
        "rights": "cleared",
        "cleared_because": "because I say so",
        "onward": "yes",
    }
    assert alice.post(reverse(ADD), sent).status_code == 302
    picture = Picture.objects.get()
    assert (picture.rights, picture.cleared_because, picture.onward) == ("uncleared", "", "not_stated")


def test_charlie_sees_no_pictures():
    assert at_desk("reader").get(reverse(LIST)).status_code == 302


def test_pictures_without_a_file_are_listed_as_needed():
    bob = at_desk("editor")
    missing = make_picture(cleared=False, file="", source_url="https://images.example/1.jpg", caption="A march")
    waiting, ready = make_picture(cleared=False), make_picture(alt="")

    def found(**query: str) -> set[int]:
        return {picture.pk for picture in bob.get(reverse(LIST), query).context["cl"].result_list}

    assert found(to_do="needs_picture") == {missing.pk}
    assert found(to_do="needs_clearing") == {waiting.pk}
    assert found(to_do="needs_alt") == {ready.pk}
    assert found(rights__exact="cleared") == {ready.pk}
    assert found(q="march") == {missing.pk}


def test_the_list_shows_our_own_files_and_fetches_nothing_from_elsewhere():
    picture = make_picture()
    make_picture(cleared=False, file="", source_url="https://images.example/1.jpg")
    page = at_desk("editor").get(reverse(LIST)).content.decode()
    assert f'src="{picture.file.url}"' in page
    assert 'src="https://images.example' not in page


def test_the_page_names_the_articles_in_which_it_stands_and_keeps_it_from_being_deleted():
    ada, picture = at_desk(), make_picture()
    article = make_own_article("Why ferries lean")
    add_picture(article, picture)
    link = f'<a href="{page_of(article)}">Why ferries lean</a>'
    assert link in ada.get(page_of(picture)).content.decode()
    assert f"1 article (“{link}”) rests on it" in ada.get(page_of(picture, "delete")).content.decode()


def test_captions_and_credits_are_text_on_every_screen():
    picture = make_picture(caption="<img src=x onerror=alert(1)>", credit="<b>Ida</b>", alt='"><script>')
    ada = at_desk()
    for address in (reverse(LIST), page_of(picture)):
        page = ada.get(address).content.decode()
        assert "<img src=x" not in page and "<b>Ida" not in page and "<script>" not in page.replace("<script src", "")


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_the_same_number_of_queries_however_long_it_is(number, django_assert_max_num_queries):
    ada = at_desk()
    for _ in range(number):
        make_picture()
    with django_assert_max_num_queries(9):
        ada.get(reverse(LIST))


def test_the_database_itself_refuses_a_clearance_without_a_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(cleared_because="")


def test_clearing_as_a_verb_asks_for_the_reason_too():
    picture = make_picture(cleared=False)
    with pytest.raises(ValidationError):
        clearing.decide(picture, "cleared", by=None, because="  ")
    assert picture.rights == "uncleared"


def test_showable_says_the_same_of_one_and_of_many():
    make_picture()
    make_picture(cleared=False)
    make_picture(file="")
    for picture in Picture.objects.all():
        assert picture.is_showable() == Picture.objects.showable().filter(pk=picture.pk).exists()


def test_the_stored_file_can_be_shown_again():
    picture = make_picture()
    assert Image.open(io.BytesIO(picture.file.read())).size == (120, 80)


def test_a_form_that_comes_back_with_an_error_shows_no_picture_that_is_not_stored():
    rita, picture = at_desk("rights"), make_picture(cleared=False, file="")
    sent = form_of(rita, page_of(picture)) | {"file": upload(drawn()), "rights": "cleared"}
    page = rita.post(page_of(picture), sent).content.decode()
    assert "Say why it may be used" in page and "picture-preview" not in page
