"""The demo newsroom: made once, by the roads that real texts take, in a database of its own; served until Ctrl-C."""

import datetime as dt
import hashlib
import io
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, load_command_class
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from articles import derivation, publishing
from articles.body import text
from articles.models import Article, AuditEvent, Section
from articles.rights import Surface, may
from articles.rights.findings import findings
from authors.models import Author, Institution
from demo import arrivals, guide, inbox, mark, material, paper, picture_desk
from demo.models import Piece
from inbound import duplicates, formats
from inbound.accept import accept
from inbound.models import Development, Feed, Item, Run
from inbound.prospects import Prospects
from outlets.models import Outlet
from pictures.models import Picture
from tests.demo.processes import manage

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]

BORN_AT = timezone.now().replace(microsecond=0) - dt.timedelta(minutes=5)
LONG_READ = "https://commons-seminar.example/ships-race-across-oceans-to-stand-in-a-queue"


def small_drawing(name: str) -> bytes:
    """Stands for the drawings, which have tests of their own and take their time."""
    file = io.BytesIO()
    Image.new("RGB", (160, 107), tuple(hashlib.sha256(name.encode()).digest()[:3])).save(file, "JPEG")
    return file.getvalue()


def run():
    call_command("demo", no_serve=True, stdout=io.StringIO())


def cut_short(taken):
    """Accept, until Ctrl-C is pressed while the next text is being taken."""

    def accept_some(*args, **kwargs):
        accepted = accept(*args, **kwargs)
        taken.append(accepted.article.pk)
        if len(taken) == 9:
            raise KeyboardInterrupt
        return accepted

    return accept_some


@pytest.fixture(scope="module", autouse=True)
def newsroom(django_db_setup, django_db_blocker):
    """The demo newsroom, made once for all tests of this module, by two runs of which the first was cut short.

    What a test does to it is undone after the test.
    """
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(picture_desk, "draw", small_drawing)
        patch.setattr(settings, "FETCH_LOOPBACK", True)
        mark._put(BORN_AT)
        with patch.context() as shorter, pytest.raises(KeyboardInterrupt):
            shorter.setattr(arrivals, "accept", cut_short([]))
            run()
        half = {piece.name: piece.row for piece in Piece.objects.all()}
        run()
        yield half
        transaction.set_rollback(True)


def shown():
    return Article.objects.visible_on(Surface.PAGE).select_related("section", "outlet", "original")


def long_read():
    return Article.objects.get(source_url__startswith=LONG_READ)


def everything():
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label not in ("contenttypes", "sessions")
    }


# --- what is there ---


def test_thirty_stories_in_six_sections_from_five_outlets_are_before_readers():
    assert shown().count() >= 30
    assert Section.objects.count() == 6
    assert {section.pk for section in Section.objects.all()} == {article.section_id for article in shown()}
    assert {article.outlet.slug for article in shown() if article.outlet} == {
        "commons-seminar",
        "fieldnote",
        "northlight",
        "saltmarsh",
        "tidewater-ledger",
    }
    assert shown().own().count() >= 10


@pytest.mark.on_postgresql_too
def test_there_is_a_log_in_for_each_role(client):
    groups = {
        "writer": ["Writers"],
        "editor": ["Editors"],
        "rights": ["Rights desk"],
        "publisher": ["Publishers"],
        "admin": [],
    }
    for user in User.objects.all():
        assert [group.name for group in user.groups.all()] == groups.pop(user.username)
        assert user.is_staff
        assert user.is_superuser == (user.username == "admin")
        client.force_login(user)
        assert client.get(reverse("admin:index")).status_code == 200
        assert user.check_password(paper.PASSWORD)
    assert not groups


@pytest.mark.on_postgresql_too
def test_outlets_are_adopted_clause_by_clause_by_the_rights_desk():
    for told in material.outlets(BORN_AT):
        outlet = Outlet.objects.get(slug=told["slug"])
        terms = outlet.current_terms()
        assert terms.adopted
        assert terms.history.earliest().history_user.username == "rights"
        for clause, value in told["terms"].items():
            said = getattr(terms, clause)
            if value == material.NOT_STATED:
                assert said in ("not_stated", "", None), (outlet, clause)
            else:
                assert str(said) == str(value), (outlet, clause)


@pytest.mark.on_postgresql_too
def test_each_text_came_in_sealed_and_was_published_by_the_people_whose_work_that_is():
    licensed = Article.objects.licensed().exclude(outlet__slug="saltmarsh")
    assert licensed.count() == len(material.arrivals())
    for article in licensed.select_related("original", "terms"):
        item = next(item for item in material.arrivals() if item["address"] == article.source_url)
        assert article.original.is_intact()
        if not article.is_adaptation and not article.terms.excerpt_paragraphs:
            assert article.body_html == article.original.html
        assert article.terms == article.outlet.current_terms()
        assert article.picked_because == item["because"]
        assert {tag.name for tag in article.tags.all()} == set(item["tags"])
        done = list(AuditEvent.objects.filter(article=article).order_by("id").values_list("verb", "actor__username"))
        changed = [("adapt", "editor"), ("save", "editor")] if article.is_adaptation else []
        changed += [("save", "editor")] if "headline" in item else []
        went_on = [("clear", "rights"), ("publish", "publisher")] if "headline" not in item else []
        wanted = [("accept", "editor"), ("save", "editor"), *changed, ("submit", "editor"), *went_on]
        assert done[: len(wanted)] == wanted


def test_own_stories_are_filed_by_their_writer_and_published_by_the_publisher():
    article = Article.objects.get(slug="last-cry-at-the-fish-market")
    done = list(AuditEvent.objects.filter(article=article).order_by("id").values_list("verb", "actor__username"))
    assert done == [("save", "writer"), ("submit", "writer"), ("publish", "publisher")]
    assert [(row.name, row.title) for row in article.bylines.all()] == [("Tomas Erdely", "Port and transport reporter")]
    assert article.published_at == BORN_AT - dt.timedelta(hours=29)


@pytest.mark.on_postgresql_too
def test_credits_fall_to_the_authors_and_institutions_on_file():
    academics = {person["name"]: person for person in material.newsroom()["academic"]}
    printed = 0
    for article in Article.objects.filter(outlet__slug="commons-seminar"):
        for row in article.bylines.select_related("author", "institution"):
            person = academics[row.name]
            assert row.title == person["affiliation"]["title"]
            assert row.author.slug == person["slug"]
            assert row.institution.slug == person["affiliation"]["institution"]
            printed += 1
    assert printed == len(academics)
    staff = len(material.newsroom()["staff"])
    assert Author.objects.count() == len(academics) + staff
    assert Institution.objects.count() == len(material.newsroom()["institution"])


def test_the_long_read_has_three_pages_that_joined_are_the_received_text(client):
    article = long_read()
    data = material.arrived("commons-seminar.atom", BORN_AT)
    hints = arrivals.hints_for(article.outlet, "commons-seminar.atom")
    arrived = next(found for found in formats.read(data, hints).arrivals if found.canonical_url == article.source_url)
    slices = article.page_slices()
    assert len(slices) == 3
    assert "".join(slices) == article.original.html == arrived.body_html

    address = article.get_absolute_url()
    read = []
    for page in (address, f"{address}2/", f"{address}3/"):
        body = LexborHTMLParser(client.get(page).content.decode()).css_first("div.body")
        read += text.words(body.inner_html)
    assert read == text.words(article.original.html)
    whole = LexborHTMLParser(client.get(f"{address}all/").content.decode()).css_first("div.body")
    assert text.words(whole.inner_html) == read
    assert client.get(f"{address}4/").status_code == 404


@pytest.mark.on_postgresql_too
def test_the_long_read_shows_everything_its_outlet_asks_for_in_every_view(client):
    article = long_read()
    assert article.byline_line.startswith(
        "Henrike Solberg-Adeyemi, Professor of Operations Research, Logistics and Transport, University of Northmere, "
        "Kell Campus and Matteo Brandt-Okoro, Associate Professor of Economic History and Director, Centre for Ports, "
        "Trade and Empire, University of Harrow Sound, The Commons Seminar on "
    )
    for view in ("", "2/", "3/", "all/"):
        page = client.get(article.get_absolute_url() + view).content.decode()
        assert page.count(article.counter_url) == 1
        said = " ".join(LexborHTMLParser(page).body.text(separator=" ").split())
        assert "Published in Business News" in said
        assert "This article is republished from The Commons Seminar , an independent nonprofit" in said
        assert "Like this article? Subscribe to our weekly newsletter." in said
        assert "Matteo Brandt-Okoro does not work for, consult, own shares in" in said
        for link in article.related_links.all():
            assert link.title in said
    assert article.related_links.count() == 3


def test_pictures_are_drawn_and_cleared_for_a_reason_and_two_need_a_picture():
    drawn = Picture.objects.exclude(file="")
    assert drawn.count() == len(material.pictures())
    for picture in drawn:
        assert picture.rights == "cleared"
        assert picture.cleared_by.username == "rights"
        assert picture.cleared_because and picture.alt and picture.credit and picture.licence
        assert picture.width and picture.height
    missing = Picture.objects.filter(file="")
    assert missing.count() == 2
    assert all(picture.rights == "uncleared" and picture.uses.exists() for picture in missing)


@pytest.mark.on_postgresql_too
def test_a_picture_that_is_not_cleared_shows_nowhere(client):
    for picture in Picture.objects.filter(rights="uncleared"):
        article = picture.uses.get().article
        assert may(article, Surface.PAGE)
        for address in (article.get_absolute_url(), reverse("outbound:feed")):
            assert picture.source_url.split("?")[0] not in client.get(address).content.decode()


@pytest.mark.on_postgresql_too
def test_corrections_are_dated_when_they_were_made(client):
    article = Article.objects.get(slug="ship-plugs-in-at-coldharbour")
    note = article.corrections.get()
    assert note.kind == "correction"
    assert note.made_at == BORN_AT - dt.timedelta(hours=3)
    assert "12 megawatts is the figure planned" in client.get(article.get_absolute_url()).content.decode()


# --- what arrived ---


@pytest.mark.on_postgresql_too
def test_the_inbox_is_full_of_every_kind_of_arrival(client):
    """Nobody waits for a feed at the front door of the demo: what editors have to decide is there already."""
    waiting = Item.objects.filter(state="waiting")
    assert {item.outlet.slug for item in waiting} == {"commons-seminar", "fieldnote", "northlight", "saltmarsh"}
    prospects = Prospects()
    lights = {item.title: prospects.of_item(item) for item in waiting.select_related("outlet")}
    assert lights["The library that lends its roof"].light == "green"
    over = lights["Letter 32: what the reed cutter leaves"]
    assert over.light == "red" and "its terms allow 1" in over.why_not[0]
    one, other = waiting.filter(title__contains="night shifts")
    assert duplicates.of([one, other]) == {one.pk: [other], other.pk: [one]}
    assert sum(item.arrival.embargo_until is not None for item in waiting) == 1
    assert Item.objects.filter(state="dismissed").count() > 20
    client.force_login(User.objects.get(username="editor"))
    page = client.get(reverse("admin:inbound_item_changelist")).content.decode()
    assert all(escape(item.title) in page for item in waiting)


def test_feeds_show_each_kind_of_health():
    alarms = {feed.name: [alarm["kind"] for alarm in feed.state.alarms] for feed in Feed.objects.all()}
    assert alarms == {
        "All articles": [],
        "Coastal waters": ["empty"],
        "Ennet coast wire": [],
        "Everything": [],
        "Letters": [],
        "Notices to mariners": ["silent"],
        "Sport": ["failing"],
    }
    assert "We have moved our sports wire" in Feed.objects.get(name="Sport").state.problem
    assert Run.objects.filter(feed__name="Letters").latest("pk").errors


@pytest.mark.on_postgresql_too
def test_the_sources_changed_corrected_and_withdrew_what_we_hold():
    told = {(row.article.outlet.slug, row.kind): row for row in Development.objects.select_related("article__outlet")}
    assert set(told) == {
        ("commons-seminar", "update"),
        ("fieldnote", "correction"),
        ("northlight", "withdrawal"),
        ("saltmarsh", "withdrawal"),
    }
    assert told["fieldnote", "correction"].acted and told["northlight", "withdrawal"].acted
    assert "read from the wrong week" in told["northlight", "withdrawal"].sentence
    assert {key[0] for key, row in told.items() if row.state == "open" and row.due_at} == {
        "commons-seminar",
        "saltmarsh",
    }
    corrected = told["fieldnote", "correction"].article
    assert "Correction: two cuts with collection cost the town about £21,000" in corrected.body_html


def test_the_server_answers_a_feed_and_says_when_nothing_changed(client, monkeypatch):
    monkeypatch.setattr(mark, "born_at", lambda: BORN_AT)
    first = client.get("/demo/feeds/fieldnote.rss")
    assert first.status_code == 200 and b"library-that-lends-its-roof" in first.content
    again = client.get("/demo/feeds/fieldnote.rss", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/demo/feeds/no-such").status_code == 404


@pytest.mark.on_postgresql_too
def test_feeds_follow_the_server_to_its_port():
    for port in (8123, 8000):
        inbox.move(port)
        assert all(f"127.0.0.1:{port}/demo/feeds/" in feed.address for feed in Feed.objects.all())
    Feed.objects.filter(name="Sport").update(address="https://elsewhere.example/sport")
    inbox.move(8124)
    assert Feed.objects.get(name="Sport").address == "https://elsewhere.example/sport"


# --- what readers may see ---


def test_every_page_of_every_published_article_answers(client):
    for article in shown():
        address = article.get_absolute_url()
        pages = [address, *(f"{address}{number}/" for number in range(2, len(article.page_slices()) + 1))]
        for page in [*pages, f"{address}all/"]:
            answer = client.get(page, follow=True)
            assert answer.status_code == 200, page
            headline = LexborHTMLParser(answer.content.decode()).css_first("h1")
            assert " ".join(headline.text().split()) == article.title, page


@pytest.mark.on_postgresql_too
def test_every_page_about_sections_people_and_outlets_answers(client):
    known = Article.objects.known_to_readers()
    authors = set(Author.objects.exclude(title="")) | set(Author.objects.filter(bylines__article__in=known))
    institutions = set(Institution.objects.filter(bylines__article__in=known))
    outlets = set(Outlet.objects.filter(articles__in=known))
    assert len(authors) > 10 and len(institutions) > 3 and len(outlets) > 3
    for address in [
        "/",
        *(row.get_absolute_url() for row in (*Section.objects.all(), *authors, *institutions, *outlets)),
    ]:
        assert client.get(address).status_code == 200, address
    for nameless in {*Institution.objects.all(), *Author.objects.all()} - institutions - authors:
        assert client.get(nameless.get_absolute_url()).status_code == 404, nameless


@pytest.mark.on_postgresql_too
def test_feeds_hold_every_published_article(client):
    site = ElementTree.fromstring(client.get(reverse("outbound:feed")).content)
    held = {guid.text for guid in site.iter("guid")}
    for section in Section.objects.all():
        address = reverse("outbound:section_feed", args=[section.slug])
        in_section = {guid.text for guid in ElementTree.fromstring(client.get(address).content).iter("guid")}
        assert in_section == {article.guid for article in shown().in_section(section)}
        held |= in_section
    assert held == {article.guid for article in shown()}


def hidden():
    return Article.objects.exclude(pk__in=shown()).select_related("section")


@pytest.mark.on_postgresql_too
def test_drafts_reviews_scheduled_and_embargoed_articles_show_nowhere(client):
    states = sorted(hidden().exclude(status="withdrawn").values_list("status", flat=True))
    assert states == ["draft", "in_review", "in_review", "published", "published", "published"]
    assert Article.objects.filter(embargo_until__gt=timezone.now()).count() == 2
    lists = ["/", reverse("outbound:feed"), *(section.get_absolute_url() for section in Section.objects.all())]
    told = "".join(client.get(address).content.decode() for address in lists)
    for article in hidden().exclude(status="withdrawn"):
        assert client.get(article.get_absolute_url()).status_code == 404
        assert article.slug not in told
        assert article.title not in told


def test_an_embargo_ends_at_its_hour():
    article = Article.objects.filter(embargo_until__gt=timezone.now()).first()
    assert not may(article, Surface.PAGE, at=article.embargo_until - dt.timedelta(seconds=1))
    assert may(article, Surface.PAGE, at=article.embargo_until)


@pytest.mark.on_postgresql_too
def test_a_withdrawn_article_is_gone_and_says_why(client):
    gone = Article.objects.filter(status="withdrawn")
    assert gone.count() == 2
    for article in gone:
        answer = client.get(article.get_absolute_url())
        assert answer.status_code == 410
        assert article.withdrawn_because in answer.content.decode()


@pytest.mark.on_postgresql_too
def test_the_rights_desk_has_a_question_an_adaptation_an_excerpt_and_a_text_that_has_to_go(client):
    waiting = Article.objects.get(status="in_review", outlet__slug="tidewater-ledger")
    assert [found.clause for found in findings(waiting) if found.asks] == ["headline_change"]
    assert waiting.rights_light == "amber"
    adaptation = Article.objects.get(is_adaptation=True)
    read = client.get(adaptation.get_absolute_url()).content.decode()
    assert f"has been edited by {settings.NEWSROOM_NAME}" in read and "lost by 8 votes to 16" not in read
    assert "lost by 8 votes to 16" in adaptation.original.html
    shortened = shown().filter(outlet__slug="tidewater-ledger").order_by("closes_at")
    for article in shortened:
        assert derivation.block_count(article.body_html) == 3 < derivation.block_count(article.original.html)
        page = client.get(article.get_absolute_url()).content.decode()
        assert f'href="{article.source_url}"' in page and "Read the full article" in page
    soon = shortened.first()
    assert dt.timedelta(days=1) < soon.closes_at - timezone.now() < dt.timedelta(days=7)
    assert Article.objects.filter(status="withdrawn").exists()
    told = " ".join(guide.lines("http://127.0.0.1:8000"))
    for label in (
        "A question for the rights desk",
        "An adaptation",
        "Three paragraphs and a link",
        "Soon to be removed",
    ):
        assert label in told
    client.force_login(User.objects.get(username="rights"))
    assert "Decide" in client.get(reverse("admin:articles_article_change", args=[waiting.pk])).content.decode()


@pytest.mark.on_postgresql_too
def test_nothing_comes_from_another_machine(client):
    for article in [*shown().filter(counter_kind="img")[:3], *shown().own()[:3]]:
        page = LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())
        loaded = [node.attributes.get("src") for node in page.css("[src]")]
        assert loaded
        assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


# --- a second run ---


def test_a_second_run_changes_nothing():
    before = everything()
    run()
    assert everything() == before


@pytest.mark.on_postgresql_too
def test_what_the_desk_has_changed_stays_as_it_is():
    section = Section.objects.get(slug="business")
    section.slug, section.name = "money", "Money"
    section.save()
    article = Article.objects.get(slug="porpoises-keep-office-hours")
    article.slug = "porpoises"
    article.save()
    publishing.withdraw(long_read(), by=None, reason="The desk tries it out.")
    User.objects.get(username="writer").set_password("something else")
    Picture.objects.exclude(file="").first().uses.all().delete()
    Institution.objects.first().aliases.all().delete()
    User.objects.filter(username="editor").update(username="ines")
    before = everything()
    run()
    assert everything() == before


def test_a_run_that_was_cut_short_is_finished_by_the_next(newsroom):
    whole = {piece.name: piece.row for piece in Piece.objects.all()}
    articles = {name for name in whole if name.startswith("article:")}
    assert len(articles) == Article.objects.count() == len(material.stories()) + len(material.arrivals()) + 1
    assert len(articles & newsroom.keys()) == len(material.stories()) + 8
    assert newsroom.items() < whole.items()


# --- whose database it is ---


@pytest.mark.on_postgresql_too
def test_a_database_that_the_demo_did_not_make_is_refused():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {mark.TABLE}")
    before = everything()
    with pytest.raises(CommandError, match="was not made by the demo newsroom") as refused:
        run()
    assert "\n" not in str(refused.value)
    assert everything() == before
    with connection.cursor() as cursor:
        assert mark.TABLE not in connection.introspection.table_names(cursor)


CLAIM = "import django; django.setup(); from demo import mark; print(mark.claim().isoformat())"


def test_an_empty_database_becomes_the_demos_and_remembers_its_birth(tmp_path):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA empty")
            cursor.execute("SET LOCAL search_path TO empty")
        births = [mark.claim(), mark.claim()]
    else:
        runs = [manage(tmp_path, "-c", CLAIM, NEWSROOM_DEMO="1") for _ in range(2)]
        births = [dt.datetime.fromisoformat(run.stdout.strip()) for run in runs]
    assert births[0] == births[1]
    assert abs(timezone.now() - births[0]) < dt.timedelta(minutes=10)


def test_the_demos_own_command_refuses_too_where_it_is_installed_for_another_newsroom(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="make demo"):
        run()
    with pytest.raises(CommandError, match="make demo"):
        load_command_class("newsroom", "demo").handle()


# --- what the server answers ---


def test_the_front_is_arranged_and_one_story_has_its_translation_beside_it(client):
    front = LexborHTMLParser(client.get("/").content.decode())
    assert front.css_first(".front-lead a").attributes["href"] == long_read().get_absolute_url()
    assert len(front.css(".front-top .row")) == len(material.newsroom()["front"]["top"])
    translated = shown().get(translation_of__isnull=False)
    for article, other in ((translated, translated.translation_of), (translated.translation_of, translated)):
        page = LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())
        links = {link.attributes["hreflang"]: link.attributes["href"] for link in page.css("link[hreflang]")}
        assert links[other.language].endswith(other.get_absolute_url())


def test_a_picture_in_a_text_of_our_own_is_drawn(client):
    page = LexborHTMLParser(client.get("/business/how-we-counted-the-fares/").content.decode())
    assert page.css_first(".body figure img").attributes["src"].startswith(settings.MEDIA_URL)


def test_a_counter_is_one_transparent_pixel_that_nobody_keeps(client):
    page = "/business/ships/2/"
    for _ in range(2):
        answer = client.get("/demo/counter/content/99887/count.gif", headers={"referer": f"http://testserver{page}"})
    assert answer["Content-Type"] == "image/gif"
    assert "no-store" in answer["Cache-Control"]
    pixel = Image.open(io.BytesIO(answer.content))
    assert (pixel.format, pixel.size) == ("GIF", (1, 1))
    assert pixel.convert("RGBA").getpixel((0, 0))[3] == 0
    assert not answer.cookies
    client.head("/demo/counter/content/99887/count.gif")
    assert f"99887\t{page}\t2\n" in client.get(reverse("demo:counts")).content.decode()
    assert client.post("/demo/counter/content/99887/count.gif").status_code == 405


@pytest.mark.on_postgresql_too
def test_the_guide_names_addresses_that_answer_and_a_log_in_for_each_role(client):
    told = "\n".join(guide.lines("http://testserver"))
    assert "A republished article, 3 pages" in told
    for user in material.newsroom()["user"]:
        assert f"{user['username']} " in told
    assert paper.PASSWORD in told
    rows = re.findall(r"^  (\S.*?)  +http://testserver(\S+)$", told, re.MULTILINE)
    assert len(rows) >= 10
    for label, address in rows:
        refused = re.search(r"\((4\d\d)\)$", label)
        expected = int(refused[1]) if refused else 200
        assert client.get(address, follow=True).status_code == expected, label
