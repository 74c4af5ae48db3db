"""The rights desk's screens."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from outlets import presetting
from outlets.models import Outlet, Terms
from tests.builders import make_licensed_article, make_outlet, make_terms
from tests.desk import at_desk, form_of, page_of

pytestmark = pytest.mark.django_db

PRESETS = "admin:outlets_outlet_presets"


def preset_page(slug: str) -> str:
    return reverse("admin:outlets_outlet_preset", args=[slug])


# --- presets ---


def test_rita_finds_every_preset_listed_with_its_standing():
    rita = at_desk("rights")
    assert reverse(PRESETS) in rita.get(reverse("admin:outlets_outlet_changelist")).content.decode()
    page = rita.get(reverse(PRESETS)).content.decode()
    for slug in presetting.slugs():
        assert preset_page(slug) in page


def test_a_presets_page_shows_clauses_with_evidence_and_links_to_the_source():
    page = at_desk("rights").get(preset_page("the-conversation-us")).content.decode()
    assert 'href="https://theconversation.com/us/republishing-guidelines"' in page
    assert "its own page" in page and "its own code or feed" in page
    assert "&lt;a href=&quot;{home}&quot;&gt;The Conversation&lt;/a&gt;" in page


def test_rita_adopts_a_preset_after_confirming():
    rita = at_desk("rights")
    refused = rita.post(preset_page("undark"), {})
    assert refused.status_code == 200 and not Outlet.objects.exists()
    assert "Tick the box" in refused.content.decode()
    taken = rita.post(preset_page("undark"), {"confirm": "on"}, follow=True)
    outlet = Outlet.objects.get(slug="undark")
    assert outlet.current_terms().number == 1
    assert outlet.history.get().history_user.first_name == "Rita"
    assert taken.redirect_chain[-1][0] == page_of(outlet)
    assert "is adopted" in taken.content.decode()


def test_looking_at_a_preset_adopts_nothing():
    at_desk("rights").get(preset_page("undark"), {"confirm": "on"})
    assert not Outlet.objects.exists()


def test_an_editor_may_look_and_not_adopt():
    bob = at_desk("editor")
    page = bob.get(preset_page("undark"))
    assert page.status_code == 200 and 'name="confirm"' not in page.content.decode()
    assert bob.post(preset_page("undark"), {"confirm": "on"}).status_code == 403
    assert not Outlet.objects.exists()


def test_charlie_sees_no_presets(client):
    assert client.get(reverse(PRESETS)).status_code == 302
    assert at_desk("reader").get(preset_page("undark")).status_code == 302


def test_an_adopted_preset_offers_nothing_more():
    rita = at_desk("rights")
    rita.post(preset_page("undark"), {"confirm": "on"})
    assert 'name="confirm"' not in rita.get(preset_page("undark")).content.decode()
    rita.post(preset_page("undark"), {"confirm": "on"})
    assert Terms.objects.count() == 1


def test_an_unknown_preset_is_not_found():
    assert at_desk("rights").get(preset_page("nobody")).status_code == 404


# --- terms ---


def test_an_outlets_page_links_each_version_and_names_the_one_in_force():
    outlet = make_outlet()
    first, second = make_terms(outlet, licence_code="CC BY 4.0"), make_terms(outlet, adopted=False)
    make_licensed_article(terms=first)
    page = at_desk("rights").get(page_of(outlet)).content.decode()
    assert page_of(first) in page and page_of(second) in page
    assert "CC BY 4.0, in force, never read at their source, articles: 1" in page
    assert "not in force" in page


def test_clauses_stand_in_groups_and_can_be_edited_while_nothing_rests_on_them():
    rita, terms = at_desk("rights"), make_terms(ads="yes")
    page = rita.get(page_of(terms))
    headings = [fieldset.name for fieldset in page.context["adminform"]][1:]
    assert [str(heading) for heading in headings] == [
        *("The grant", "Money", "Credit", "Counter", "The words"),
        *("Pictures", "Time and volume", "Surfaces", "Duties", "What the rights desk decided"),
    ]
    sent = form_of(rita, page_of(terms)) | {"ads": "no"}
    assert rita.post(page_of(terms), sent).status_code == 302
    terms.refresh_from_db()
    assert terms.ads == "no"


def test_frozen_terms_are_read_only_and_say_why():
    rita, terms = at_desk("rights"), make_terms(ads="yes", licence_code="CC BY 4.0")
    make_licensed_article("Why ferries lean", terms=terms)
    page = rita.get(page_of(terms))
    assert "the clauses stay as they are" in page.content.decode()
    assert "ads" not in page.context["adminform"].form.fields
    sent = form_of(rita, page_of(terms)) | {"ads": "no", "terms_checked_on": "2026-11-23"}
    assert rita.post(page_of(terms), sent).status_code == 302
    terms.refresh_from_db()
    assert terms.ads == "yes"
    assert str(terms.terms_checked_on) == "2026-11-23"


def test_the_page_counts_the_articles_that_rest_on_the_terms_and_leads_to_them():
    rita, terms = at_desk("rights"), make_terms()
    make_licensed_article("Why ferries lean", terms=terms)
    make_licensed_article("Quite another story")
    page = rita.get(page_of(terms)).content.decode()
    address = f"{reverse('admin:articles_article_changelist')}?terms__id__exact={terms.pk}"
    assert f'<a href="{address}">1</a>' in page
    listed = rita.get(address).content.decode()
    assert "Why ferries lean" in listed and "Quite another story" not in listed


def test_the_next_version_is_made_by_a_button_with_a_page_that_says_what_will_happen():
    rita, terms = at_desk("rights"), make_terms(ads="yes", frozen_at=timezone.now())
    address = reverse("admin:outlets_terms_next", args=[terms.pk])
    assert address in rita.get(page_of(terms)).content.decode()
    assert "keep the" in rita.get(address).content.decode()
    assert terms.outlet.terms.count() == 1
    rita.post(address)
    following = terms.outlet.terms.get(number=2)
    assert following.ads == "yes" and not following.adopted
    assert terms.outlet.current_terms() == terms


def test_an_editor_cannot_make_a_version():
    terms = make_terms()
    address = reverse("admin:outlets_terms_next", args=[terms.pk])
    assert at_desk("editor").post(address).status_code == 403
    assert at_desk("reader").post(address).status_code == 302
    assert Terms.objects.count() == 1


def test_terms_are_found_by_outlet_and_use():
    rita = at_desk("rights")
    used, unused = make_terms(make_outlet("The Commons")), make_terms(make_outlet("Harbour Wire"))
    used.frozen_at = timezone.now()
    used.save()
    address = reverse("admin:outlets_terms_changelist")

    def found(**query: str) -> set[int]:
        return {terms.pk for terms in rita.get(address, query).context["cl"].result_list}

    assert found(q="harbour") == {unused.pk}
    assert found(in_use="yes") == {used.pk}
    assert found(in_use="no") == {unused.pk}
    assert found(terms_checked_on__isempty="1") == {used.pk, unused.pk}
    assert found(outlet__id__exact=str(used.outlet_id)) == {used.pk}


def test_editions_of_one_name_are_told_apart_where_one_is_chosen():
    make_outlet("The Conversation", slug="the-conversation-uk")
    page = at_desk("rights").get(reverse("admin:outlets_terms_add")).content.decode()
    assert "The Conversation (the-conversation-uk)" in page


def test_outlets_without_terms_in_force_can_be_listed():
    rita = at_desk("rights")
    bare, ready = make_outlet("Bare"), make_terms(make_outlet("Ready")).outlet
    address = reverse("admin:outlets_outlet_changelist")
    assert list(rita.get(address, {"in_force": "no"}).context["cl"].result_list) == [bare]
    assert list(rita.get(address, {"in_force": "yes"}).context["cl"].result_list) == [ready]
    assert list(rita.get(address, {"in_force": "unread"}).context["cl"].result_list) == [ready]


@pytest.mark.parametrize("number", [1, 12])
def test_the_lists_take_the_same_number_of_queries_however_long_they_are(number, django_assert_max_num_queries):
    ada = at_desk()
    for _ in range(number):
        make_terms(make_outlet())
    for name in ("outlet", "terms"):
        with django_assert_max_num_queries(14):
            ada.get(reverse(f"admin:outlets_{name}_changelist"))


# --- what rests on an outlet ---


@pytest.mark.parametrize("what", ["outlet", "terms"])
def test_what_an_article_rests_on_cannot_be_deleted_and_the_page_names_the_articles(what):
    ada, terms = at_desk(), make_terms()
    article = make_licensed_article("Why ferries lean", terms=terms)
    row = terms if what == "terms" else terms.outlet
    page = ada.get(page_of(row, "delete")).content.decode()
    assert f'1 article (“<a href="{page_of(article)}">Why ferries lean</a>”)' in page
    assert "permission" not in page
    ada.post(page_of(row, "delete"), {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


def test_nothing_of_an_outlets_name_runs_as_html():
    terms = make_terms(make_outlet("<script>alert(1)</script>"))
    ada = at_desk()
    for address in (page_of(terms), page_of(terms.outlet), reverse("admin:outlets_terms_changelist")):
        assert "<script>alert" not in ada.get(address).content.decode()


def test_the_history_tells_who_changed_what_and_offers_no_way_back():
    rita, terms = at_desk("rights"), make_terms(ads="yes")
    rita.post(page_of(terms), form_of(rita, page_of(terms)) | {"ads": "no"})
    page = rita.get(page_of(terms, "history")).content.decode()
    assert "Advertisements" in page and "yes &rarr; no" in page and "rita-" in page
    record = terms.history.first().pk
    address = reverse("admin:outlets_terms_simple_history", args=[terms.pk, record])
    assert rita.get(address).status_code == 404
    assert rita.post(address, {"ads": "yes"}).status_code == 404


# --- its logo, and its own words


def drawn(kind: str = "PNG", size: tuple[int, int] = (120, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (30, 90, 120)).save(file, kind)
    return file.getvalue()


def test_rita_uploads_a_logo_and_sees_it():
    outlet, rita = make_outlet("The Commons"), at_desk("rights")
    assert "logo-shown" not in rita.get(page_of(outlet)).content.decode()
    sent = form_of(rita, page_of(outlet)) | {"logo": SimpleUploadedFile("logo.png", drawn(), "image/png")}
    assert rita.post(page_of(outlet), sent).status_code == 302
    outlet.refresh_from_db()
    page = rita.get(page_of(outlet)).content.decode()
    shown = f'<img class="logo-shown" src="{outlet.logo.url}" alt="The Commons" width="120" height="40">'
    assert (outlet.logo_width, outlet.logo_height) == (120, 40) and shown in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_what_is_no_picture_is_no_logo_and_the_rest_of_the_form_stays(name):
    outlet, rita = make_outlet(), at_desk("rights")
    evil = SimpleUploadedFile(name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    answer = rita.post(page_of(outlet), form_of(rita, page_of(outlet)) | {"logo": evil, "notes": "Typed by Rita"})
    assert answer.status_code == 200 and answer.context["adminform"].form.errors["logo"]
    assert "Typed by Rita" in answer.content.decode()
    outlet.refresh_from_db()
    assert not outlet.logo


@pytest.mark.parametrize("frozen", [False, True])
def test_the_outlets_own_words_stand_beside_each_clause(frozen):
    terms = make_terms(ads="yes", remarks={"ads": "Not beside <b>gambling</b>.", "commercial": "All welcome."})
    if frozen:
        make_licensed_article(terms=terms)
    page = at_desk("rights").get(page_of(terms)).content.decode()
    ads = page[page.index("field-ads") : page.index("field-paywall")]
    assert "In the outlet&#x27;s words:" in ads and "Not beside &lt;b&gt;gambling&lt;/b&gt;." in ads
    assert "All welcome." not in ads and "All welcome." in page


def test_words_that_are_no_words_by_clause_break_nothing():
    terms = make_terms()
    Terms.objects.filter(pk=terms.pk).update(remarks=["x"])
    assert at_desk("rights").get(page_of(terms)).status_code == 200
