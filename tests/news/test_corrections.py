"""Corrections: on the article, on the page of all of them, in their feed, and in what is dated."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import ArticlePage, Correction, CorrectionPlace
from news.views import CORRECTIONS_PER_PAGE
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

MORNING = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page, title="Politique", slug="politique")


@pytest.fixture
@made_once
def article(section):
    return ArticleFactory(
        parent=section, title="Le pont ouvre", slug="le-pont-ouvre", first_published_at=MORNING
    )


def correct(article, text="Le pont compte neuf travées.", published_at=NOON, **values):
    article.corrections.create(text=text, published_at=published_at, **values)
    article.save()
    return ArticlePage.objects.get(pk=article.pk)


def machine_data(html):
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def read(reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_correction_says_its_kind_and_its_date_in_words(article, reader):
    correct(article, kind="clarification")
    html = read(reader, article.url)
    assert "Précision" in html
    assert ">1er mars 2026 à 12 h 00</time>" in html


@pytest.mark.parametrize(("place", "is_above"), [("top", True), ("foot", False)])
def test_correction_stands_where_the_editor_put_it(article, reader, place, is_above):
    article.body = [("paragraph", "Les camions attendent.")]
    correct(article, place=place)
    html = read(reader, article.url)
    assert (html.index("neuf travées.</p>") < html.index("Les camions")) is is_above


def test_changed_words_are_marked_and_said_aloud(article, reader):
    correct(article, before="Il compte huit travées.", after="Il compte neuf travées.")
    html = read(reader, article.url)
    removed, added = re.search(r"<del>(.*?)</del>.*?<ins>(.*?)</ins>", html).groups()
    assert re.sub("<.*?>", "", removed) == "[retiré\N{NO-BREAK SPACE}: huit]"
    assert re.sub("<.*?>", "", added) == "[ajouté\N{NO-BREAK SPACE}: neuf]"


def test_an_addition_alone_is_shown_as_one(article):
    note = correct(article, after="Le pont ferme la nuit.").correction_notes[0]
    assert [(p.op, p.text) for c in note.difference for p in c.pieces] == [
        ("added", "Le pont ferme la nuit.")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"published_at": timezone.now() + timedelta(days=1)},
        {"before": "Même  texte.", "after": "Même texte."},
    ],
)
def test_what_would_mislead_readers_is_refused(article, wrong):
    note = Correction(article=article, text="Neuf.", **wrong)
    with pytest.raises(ValidationError):
        note.clean()


def test_date_may_be_the_hour_for_which_the_article_is_planned(article):
    article.go_live_at = timezone.now() + timedelta(hours=2)
    Correction(article=article, text="Neuf.", published_at=article.go_live_at).clean()


def test_correction_goes_live_with_its_revision_and_not_before(article, reader):
    draft = article.save_revision().as_object()
    draft.corrections.create(text="Le pont compte neuf travées.", published_at=NOON)
    revision = draft.save_revision()
    for address in (article.url, "/corrections/", "/flux/corrections/"):
        assert "neuf travées" not in read(reader, address)
    revision.publish()
    for address in (article.url, "/corrections/", "/flux/corrections/"):
        assert "neuf travées" in read(reader, address)


class TestDates:
    """What is dated by a correction, and by nothing else."""

    def test_article_without_a_correction_was_modified_when_it_was_published(self, article, reader):
        article.title = "Le pont ouvre enfin"
        article.save_revision().publish()
        html = read(reader, article.url)
        assert machine_data(html)["dateModified"] == MORNING.isoformat()
        assert "article:modified_time" not in html
        assert "Mis à jour" not in html

    def test_newest_correction_is_the_date_of_modification(self, article, reader):
        correct(article)
        correct(article, published_at=NOON - timedelta(hours=1))
        html = read(reader, article.url)
        data = machine_data(html)
        assert data["datePublished"] == MORNING.isoformat()
        assert data["dateModified"] == NOON.isoformat()
        assert {note["@type"] for note in data["correction"]} == {"CorrectionComment"}
        assert f'article:modified_time" content="{NOON.isoformat()}"' in html
        assert "Mis à jour" in html

    def test_typing_error_mended_after_a_correction_does_not_move_the_date(self, article):
        corrected = correct(article)
        corrected.title = "Le pont ouvre enfin"
        corrected.save_revision().publish()
        assert ArticlePage.objects.get(pk=article.pk).updated_at == NOON

    @pytest.mark.parametrize(
        "at", [MORNING - timedelta(days=1), timezone.now() + timedelta(days=9)]
    )
    def test_date_outside_of_the_articles_life_counts_for_nothing(self, article, reader, at):
        corrected = correct(article, published_at=at)
        assert corrected.updated_at is None
        assert "<lastmod>2026-03-01" in sitemap_entry(reader, article)

    def test_sitemap_tells_the_same_date(self, article, reader):
        later = MORNING + timedelta(days=3)
        corrected = correct(article, published_at=later)
        ArticlePage.objects.filter(pk=article.pk).update(last_published_at=timezone.now())
        assert corrected.updated_at == later
        assert "<lastmod>2026-03-04" in sitemap_entry(reader, article)

    def test_feed_tells_the_same_date(self, article, reader):
        correct(article)
        feed = ElementTree.fromstring(reader.get("/flux/").content)  # noqa: S314
        assert feed.findtext("channel/lastBuildDate") == "Sun, 01 Mar 2026 12:00:00 +0000"


def sitemap_entry(reader, article):
    xml = read(reader, "/sitemap-articles-2026-03.xml")
    return next(entry for entry in xml.split("<url>") if article.url in entry)


class TestAllCorrections:
    def test_newest_comes_first_with_a_way_to_its_article(self, article, section, reader):
        other = ArticleFactory(parent=section, title="Le marché rouvre", slug="le-marche")
        correct(article, text="Ancienne note.")
        note = correct(other, text="Note récente.", published_at=timezone.now()).correction_notes[0]
        html = read(reader, "/corrections/")
        assert html.index("Note récente.") < html.index("Ancienne note.")
        assert f'href="{other.url}#{note.anchor}"' in html
        assert f'id="{note.anchor}"' in read(reader, other.url)

    def test_only_those_of_articles_that_readers_can_see(self, article, section, home_page, reader):
        private = SectionFactory(parent=home_page)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        correct(ArticleFactory(parent=private), text="Note fermée.")
        correct(ArticleFactory(parent=section, live=False), text="Note en préparation.")
        correct(article)
        for address in ("/corrections/", "/flux/corrections/"):
            text = read(reader, address)
            assert "neuf travées" in text
            assert "Note fermée" not in text and "Note en préparation" not in text

    def test_empty_page_says_so(self, home_page, reader):
        assert "Aucun article n’a encore demandé de correction." in read(reader, "/corrections/")
        assert b"<item>" not in reader.get("/flux/corrections/").content

    def test_long_list_is_cut_into_pages(self, article, reader):
        for number in range(CORRECTIONS_PER_PAGE + 1):
            article.corrections.create(text=f"Note {number}.", published_at=NOON)
        article.save()
        assert 'rel="next" href="?page=2"' in read(reader, "/corrections/")
        last = read(reader, "/corrections/?page=2")
        assert "Note 0." in last
        assert 'rel="canonical" href="http://localhost/corrections/?page=2"' in last

    def test_every_page_and_the_sitemap_lead_there(self, home_page, reader):
        assert 'href="/corrections/"' in read(reader, "/")
        assert "<loc>http://localhost/corrections/</loc>" in read(reader, "/sitemap-listes.xml")

    def test_item_of_the_feed_keeps_its_name_when_the_article_is_published_again(
        self, article, reader
    ):
        draft = article.save_revision().as_object()
        draft.corrections.create(text="Neuf travées.", published_at=NOON)
        draft.save_revision().publish()
        before = feed_item(reader)
        assert before.findtext("title") == "Correction\N{NO-BREAK SPACE}: Le pont ouvre"
        assert before.findtext("description") == "Neuf travées."
        ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
        assert feed_item(reader).findtext("guid") == before.findtext("guid")
        assert Correction.objects.count() == 1

    def test_costs_the_same_however_long_it_is(self, article, section, reader):
        correct(article, before="huit", after="neuf")
        addresses = (
            "/corrections/",
            "/flux/corrections/",
            "/flux/",
            "/sitemap-articles-2026-03.xml",
        )
        few = {address: queries_of(reader, address) for address in addresses}
        for number in range(5):
            correct(ArticleFactory(parent=section), text=f"Note {number}.")
        assert {address: queries_of(reader, address) for address in addresses} == few
        assert max(few.values()) <= 20


def feed_item(reader):
    feed = ElementTree.fromstring(reader.get("/flux/corrections/").content)  # noqa: S314
    return feed.find("channel/item")


def test_a_note_of_before_there_was_a_place_stands_at_the_foot(article):
    """Revisions that were kept before then know no place, and no passage."""
    revision = correct(article).save_revision()
    for note in revision.content["corrections"]:
        for new in ("place", "before", "after"):
            del note[new]
    revision.save(update_fields=["content"])
    revision.publish()
    note = Correction.objects.get()
    assert (note.place, note.before, note.after) == (CorrectionPlace.FOOT, "", "")
