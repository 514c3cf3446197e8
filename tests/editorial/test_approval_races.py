"""An approval and a save at the same moment, each in a transaction of its own."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision, Site, WorkflowState

from accounts.models import User
from editorial.gates.models import GateRule
from editorial.versions.tokens import revision_token
from news.models import ArticlePage
from tests.editorial.conftest import member
from tests.editorial.races import at_once
from tests.factories import ArticleFactory, HomePageFactory, SectionFactory
from tests.forms import fields_sent
from tests.scale import scaled

ROUNDS = scaled(4, 8)
READ, WRITTEN = "Le pont ferme", "Écrit au même moment"


def article_at_the_chiefs(section: Page, writer: User, copy_editor: User) -> ArticlePage:
    article: ArticlePage = ArticleFactory(
        parent=section, owner=writer, live=False, first_published_at=None, title=READ
    )
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    step = article.current_workflow_task_state
    seen = revision_token(Page.objects.get(pk=article.pk).latest_revision)
    step.task.specific.on_action(step, copy_editor, "approve", seen=seen)
    return article


@pytest.mark.usefixtures("transactional_db")
def test_only_the_text_that_was_read_goes_live(sign_in: Callable[[User], Client]) -> None:
    GateRule.objects.all().delete()  # A database of its own has those of a new site.
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    section = SectionFactory(parent=home)
    writer = member("Writers", username="awa")
    copy_editor = member("Copy editors", username="moussa")
    reader, author = (member("Chief editors", username=name) for name in ("adama", "fatou"))
    approving, saving = sign_in(reader), sign_in(author)
    for _round in range(ROUNDS):
        article = article_at_the_chiefs(section, writer, copy_editor)
        edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
        fields = fields_sent(saving, edit_url) | {"title": WRITTEN}
        step = article.current_workflow_task_state
        seen = revision_token(Page.objects.get(pk=article.pk).latest_revision)
        approve_url = reverse(
            "wagtailadmin_pages:workflow_action", args=[article.pk, "approve", step.pk]
        )
        answers = at_once(
            partial(approving.post, f"{approve_url}?seen={seen}"),
            partial(saving.post, edit_url, fields),
        )
        page = Page.objects.get(pk=article.pk)
        status = WorkflowState.objects.for_instance(page).latest("created_at").status
        assert max(answer.status_code for answer in answers) < 500
        assert (page.live, status) in {(True, "approved"), (False, "in_progress")}
        if page.live:
            assert page.title == READ
        titles = [r.content["title"] for r in Revision.objects.for_instance(page).order_by("pk")]
        # The one who saved has lost nothing either, unless they were told so.
        assert titles[-1] == WRITTEN or answers[1].status_code != 302
