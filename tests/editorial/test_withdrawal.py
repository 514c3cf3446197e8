"""An article is withdrawn by a chief editor, with a reason, on every route; readers are told."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction, WorkflowState

from editorial.events.models import Announcement
from editorial.schedule.run import publish_due
from editorial.withdrawal.withdraw import ReasonMissing, take_offline
from editorial.workflow import history
from news.models import ArticlePage, Withdrawal
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
REASON = "Le témoin nie ces propos."
NOTE = "Nous vérifions un témoignage contesté."


@pytest.fixture
@made_once
def article(section, writer):
    article = ArticleFactory(parent=section, owner=writer, title="Le pont ferme", slug="le-pont")
    article.save_revision(user=writer).publish()
    return ArticlePage.objects.get(pk=article.pk)


def by_view(client, page, **said):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), said)


def by_bulk_action(client, page, **said):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{url}?id={page.pk}", said)


def by_api(client, page, **said):
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "unpublish"])
    return client.post(url, json.dumps(said), content_type="application/json")


ROUTES = pytest.mark.parametrize("withdraw", [by_view, by_bulk_action, by_api])


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def reason_in_history(page):
    return PageLogEntry.objects.get(page_id=page.pk, action=history.WITHDRAWN).data["reason"]


@ROUTES
class TestEveryRoute:
    def test_without_a_reason_nothing_is_withdrawn(self, withdraw, article, chief, sign_in):
        response = withdraw(sign_in(chief), article, note=NOTE)
        assert response.status_code in (400, 422)
        assert "aucun article n’est retiré sans motif" in response.content.decode()
        assert is_live(article)

    def test_chief_editor_withdraws_and_the_reason_stays(self, withdraw, article, chief, sign_in):
        withdraw(sign_in(chief), article, reason=REASON, note=NOTE)
        assert not is_live(article)
        assert reason_in_history(article) == REASON
        assert Withdrawal.objects.get(page=article).note == NOTE

    @pytest.mark.parametrize("role", ["writer", "copy_editor", "lawyer", "moderator"])
    def test_nobody_else_does(self, withdraw, role, article, sign_in, request):
        client = sign_in(request.getfixturevalue(role))
        withdraw(client, article, reason=REASON)
        assert is_live(article)

    def test_a_section_takes_its_articles_along_only_with_a_reason(
        self, withdraw, article, section, chief, sign_in
    ):
        client, below = sign_in(chief), {"include_descendants": "on", "recursive": True}
        assert withdraw(client, section, **below).status_code in (400, 422)
        assert is_live(section) and is_live(article)
        withdraw(client, section, reason=REASON, **below)
        assert not is_live(section) and not is_live(article)
        assert reason_in_history(article) == REASON


def test_typed_sentence_is_not_lost_when_the_reason_is_missing(article, chief, sign_in):
    assert NOTE in by_view(sign_in(chief), article, note=NOTE).content.decode()


def test_page_without_articles_asks_for_no_reason(home_page, chief, sign_in):
    empty = SectionFactory(parent=home_page)
    by_view(sign_in(chief), empty)
    assert not is_live(empty)


def test_history_says_why_and_what_readers_are_told(article, chief, sign_in):
    take_offline(article, chief, REASON, NOTE)
    url = reverse("wagtailadmin_pages:history", args=[article.pk])
    html = sign_in(chief).get(url).content.decode()
    assert REASON in html and NOTE in html


def test_those_concerned_are_told(article, chief):
    take_offline(article, chief, REASON)
    told = Announcement.objects.get(event="withdrawn")
    assert (told.page_id, told.actor_id) == (article.pk, chief.pk)


def test_update_under_review_does_not_bring_it_back(article, writer, chief):
    state = article.get_workflow().start(article, writer)
    take_offline(article, chief, REASON)
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_CANCELLED
    assert state.task_states.get().comment == REASON


def test_update_that_waits_for_its_hour_does_not_bring_it_back(article, chief):
    article.go_live_at = timezone.now() - timedelta(seconds=1)
    revision = article.save_revision()
    revision.approved_go_live_at = article.go_live_at
    revision.save()
    take_offline(article, chief, REASON)
    publish_due()
    assert not is_live(article)


def test_reason_is_asked_of_code_too(article, chief):
    with pytest.raises(ReasonMissing):
        take_offline(article, chief)


class TestWhatReadersAreTold:
    def test_address_says_gone_with_the_date_and_newer_articles(
        self, article, section, chief, reader
    ):
        other = ArticleFactory(parent=section, title="Le marché rouvre")
        take_offline(article, chief, REASON)
        response = reader.get(article.url)
        html = response.content.decode()
        assert response.status_code == 410
        assert "Cet article a été retiré" in html
        assert other.title in html and "Politique" in html
        assert article.title not in html and REASON not in html
        assert "no-cache" in response["Cache-Control"]

    def test_sentence_of_the_chief_editor_is_shown(self, article, chief, reader):
        take_offline(article, chief, REASON, NOTE)
        assert NOTE in reader.get(article.url).content.decode()

    def test_published_again_it_is_there_again(self, article, chief, reader):
        take_offline(article, chief, REASON, NOTE)
        article.get_latest_revision().publish()
        assert reader.get(article.url).status_code == 200
        assert not Withdrawal.objects.exists()

    def test_expired_article_is_gone_without_a_word_of_withdrawal(self, article, reader):
        article.unpublish(set_expired=True)
        response = reader.get(article.url)
        assert response.status_code == 410
        assert "Cette page n’est plus en ligne" in response.content.decode()
        assert "retiré" not in response.content.decode()

    @pytest.mark.parametrize("with_its_section", [False, True])
    def test_deleted_article_is_gone(self, article, section, reader, with_its_section):
        address = article.url
        (section if with_its_section else article).delete()
        assert reader.get(address).status_code == 410
        # The front page's own list of addresses: whatever comes to this one later is there.
        assert Withdrawal.objects.get().page is None

    def test_deleted_draft_was_never_there(self, section, reader):
        draft = ArticleFactory(parent=section, live=False, first_published_at=None, slug="tu")
        draft.delete()
        assert reader.get("/politique/tu/").status_code == 404

    def test_private_article_was_never_there(self, article, section, reader):
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        article.unpublish()
        assert reader.get("/politique/le-pont/").status_code == 404

    @pytest.mark.parametrize("query", ["", "?utm_source=lettre"])
    def test_redirect_of_the_newsroom_goes_first(self, article, chief, reader, query):
        take_offline(article, chief, REASON)
        Redirect.add_redirect("/politique/le-pont/", "/politique/")
        response = reader.get(f"/politique/le-pont/{query}")
        assert (response.status_code, response["Location"]) == (301, "/politique/")

    def test_moved_article_is_found_from_its_old_address(self, article, home_page, reader):
        old = article.url
        other = SectionFactory(parent=home_page, title="Société", slug="societe")
        article.move(other, pos="last-child")
        assert reader.get(old).status_code == 301

    @pytest.mark.parametrize("address", ["/politique/le-pont/rien/", "/le-pont/", "/%00/"])
    def test_addresses_around_it_are_as_unknown_as_before(self, article, chief, reader, address):
        take_offline(article, chief, REASON)
        assert reader.get(address).status_code in (400, 404)
