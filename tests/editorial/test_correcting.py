"""A correction is written in the page editor, beside the text that it explains."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Correction
from tests.factories import ArticleFactory
from tests.forms import send
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def article(section, writer):
    article = ArticleFactory(parent=section, owner=writer, title="Le pont ouvre", slug="le-pont")
    article.save_revision(user=writer)
    return article


@pytest.fixture
def write(article, copy_editor, sign_in):
    """The copy editor adds a note to the live article and saves the draft."""
    client = sign_in(copy_editor)

    def written(**fields):
        note = {
            "published_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
            "kind": "correction",
            "place": "top",
            "text": "Neuf travées.",
            "before": "",
            "after": "",
            "id": "",
            "ORDER": "1",
            "DELETE": "",
        } | fields
        changes = {f"corrections-0-{name}": value for name, value in note.items()}
        changes["corrections-TOTAL_FORMS"] = "1"
        return send(client, reverse("wagtailadmin_pages:edit", args=[article.pk]), changes)

    return written


def test_note_is_kept_with_the_draft_and_not_shown_yet(article, write):
    write(before="huit travées", after="neuf travées")
    article.refresh_from_db()
    (note,) = article.get_latest_revision_as_object().correction_notes
    assert (note.place, note.text, note.before) == ("top", "Neuf travées.", "huit travées")
    assert not Correction.objects.exists()


def test_date_that_lies_ahead_is_refused_in_words(write):
    tomorrow = timezone.localtime() + timedelta(days=1)
    response = write(published_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    assert "Les lecteurs verraient cette date avant l’heure" in response.content.decode()


def test_same_passages_are_refused_in_words(write):
    response = write(before="neuf travées", after="neuf  travées")
    assert "Les deux passages disent la même chose." in response.content.decode()


def test_date_of_a_planned_article_may_be_its_hour(article, write):
    later = timezone.now() + timedelta(days=2)
    draft = article.get_latest_revision_as_object()
    draft.go_live_at = later
    draft.save_revision()
    tomorrow = timezone.localtime() + timedelta(days=1)
    write(published_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    article.refresh_from_db()
    assert len(article.get_latest_revision_as_object().correction_notes) == 1
