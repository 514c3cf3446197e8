"""The demo newsroom is the size and the variety that a newsroom shows."""

import pytest
from wagtail.models import Site

from accounts.models import User
from demo import newsroom
from editorial.gates.evaluate import gate
from editorial.gates.matrix import restore_defaults
from editorial.gates.models import GateRule, Transition
from home.models import FaqPage, HomePage, PolicyPage
from news.blocks import BodyBlock
from news.models import ArticleIndexPage, ArticlePage, Author, NewsImage, Tag

pytestmark = pytest.mark.django_db


def silent_progress(label, items, total):
    return items


def load():
    newsroom.load(silent_progress, lambda line: None)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """One load for the tests that only look; each of them leaves it as it was."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def test_demo_reaches_the_size_that_a_newsroom_shows(loaded):
    assert ArticleIndexPage.objects.live().count() >= 10
    assert ArticlePage.objects.published().count() >= 45
    assert Author.objects.count() == 8
    assert Tag.objects.count() >= 40
    assert PolicyPage.objects.live().count() == 4
    assert FaqPage.objects.live().get().questions.count() >= 12


def test_every_block_and_every_kind_is_used(loaded):
    live = ArticlePage.objects.live()
    used = {block.block_type for article in live for block in article.body}
    assert used == set(BodyBlock().child_blocks) - {"unreadable"}
    assert len(set(live.values_list("kind", flat=True))) == 6


def test_articles_on_their_way_pass_the_gates_of_a_new_site(loaded):
    restore_defaults()
    blocked = {
        (article.slug, finding.code)
        for article in ArticlePage.objects.all()
        for finding in gate(article.get_latest_revision(), Transition.PUBLISH).blocking
        if article.live or article.approved_schedule or article.workflow_in_progress
    }
    GateRule.objects.all().delete()
    assert blocked == set()


def test_articles_stand_in_every_state_of_the_workflow(loaded):
    states = {
        (article.status_string, getattr(article.current_workflow_state, "status", None))
        for article in ArticlePage.objects.all()
    }
    assert {str(text) for text, _ in states} >= {
        "brouillon",
        "en relecture",
        "programmée",
        "expirée",
        "publiée",
    }
    assert {status for _, status in states} >= {"in_progress", "needs_changes", None}
    assert ArticlePage.objects.filter(locked=True).exists()


def test_every_role_has_one_account(loaded):
    roles = User.objects.values_list("groups__name", flat=True)
    assert sorted(role for role in roles if role) == [
        "Chief editors",
        "Copy editors",
        "Legal",
        "Moderators",
        "Writers",
    ]
    assert User.objects.filter(is_superuser=True).count() == 1


def test_second_load_changes_nothing(loaded):
    before = list(ArticlePage.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    pictures = NewsImage.objects.count()
    load()
    after = list(ArticlePage.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    assert (after, NewsImage.objects.count()) == (before, pictures)


def test_opening_the_site_replaces_the_welcome_page(loaded):
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert HomePage.objects.get().get_siblings().count() == 1
