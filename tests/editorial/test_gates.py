"""What a check blocks does not go on, on whichever way; what it warns of does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from accounts.models import User
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.gates import evaluate
from editorial.gates.models import Effect, GateRule, Transition
from editorial.schedule.actions import PublishNow
from editorial.schedule.models import PublishingFailure
from editorial.schedule.queries import scheduled_items
from editorial.schedule.run import publish_due
from editorial.versions.tokens import revision_token
from editorial.workflow.deciding import Decision
from news.models import ArticleIndexPage, ArticleKind, ArticlePage
from tests.editorial.steps import approve, state_of, step_of, was_submitted
from tests.editorial.whole import STANDFIRST, TITLE, whole_article
from tests.factories import NewsImageFactory
from tests.forms import problems, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
REASON = "La correction ne peut pas attendre la photo."

pytestmark = pytest.mark.usefixtures("gates_as_seeded")


@pytest.fixture
@made_once
def article(section: ArticleIndexPage, writer: User) -> ArticlePage:
    return whole_article(section, writer)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def change(page: ArticlePage, user: User, **fields: Any) -> None:
    """Save a version with these fields, without asking anybody."""
    draft = newest(page).as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, clean=False)


def start(page: ArticlePage, writer: User) -> None:
    fresh = ArticlePage.objects.get(pk=page.pk)
    fresh.get_workflow().start(fresh, writer)


def newest(page: Page) -> Revision:
    revision = Page.objects.get(pk=page.pk).get_latest_revision()
    assert revision is not None
    return revision


def judge(client: Client, page: Page, **changes: str) -> Any:
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return send(client, edit_url(page), pressed | changes)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def overrides(page: Page) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(page=page.pk, action=evaluate.OVERRIDE_ACTION))


# The one answer.


def test_whole_article_passes_every_gate(article: ArticlePage, chief: User) -> None:
    for transition in Transition:
        verdict = evaluate.gate(article, transition, chief)
        assert verdict.is_open and verdict.warnings == ()


def test_a_check_blocks_warns_or_is_not_asked(article: ArticlePage, writer: User) -> None:
    article.standfirst = ""
    for effect, expected in (
        (Effect.BLOCK, (1, 0)),
        (Effect.WARN, (0, 1)),
        (Effect.OFF, (0, 0)),
    ):
        GateRule.objects.filter(code="standfirst", kind="").update(effect=effect)
        verdict = evaluate.gate(article, Transition.SUBMIT, writer)
        assert (len(verdict.blocking), len(verdict.warnings)) == expected


def test_rule_of_a_kind_goes_before_that_of_all(article: ArticlePage) -> None:
    article.lead_image = None
    assert not evaluate.gate(article, Transition.PUBLISH).is_open
    article.kind = ArticleKind.BRIEF
    assert evaluate.gate(article, Transition.PUBLISH).is_open
    article.kind = ArticleKind.OPINION
    assert [f.code for f in evaluate.gate(article, Transition.PUBLISH).warnings] == ["lead_image"]


def test_a_stored_version_is_judged_as_it_is_stored(article: ArticlePage, writer: User) -> None:
    change(article, writer, standfirst="")
    revision = newest(article)
    assert not evaluate.gate(revision, Transition.SUBMIT).is_open
    assert evaluate.gate(article, Transition.SUBMIT).is_open


def test_next_step_is_told(article: ArticlePage, writer: User, copy_editor: User) -> None:
    assert evaluate.next_transition(article) == Transition.SUBMIT
    start(article, writer)
    page = ArticlePage.objects.get(pk=article.pk)
    assert evaluate.next_transition(page) == Transition.APPROVE
    approve(article, copy_editor)
    page = ArticlePage.objects.get(pk=article.pk)
    assert evaluate.next_transition(page) == Transition.PUBLISH
    page.live = True
    assert evaluate.next_transition(page) == Transition.UPDATE


# Submitting.


def test_refused_submission_keeps_the_text_as_a_draft_and_says_what_is_missing(
    article: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    changes = {"standfirst": "", "kicker": "Crue du siècle"}
    response = send(sign_in(writer), edit_url(article), changes, "action-submit")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="actujet-refused"' in page and 'href="#id_standfirst"' in page
    draft = newest(article).as_object()
    assert (draft.kicker, draft.standfirst) == ("Crue du siècle", "")
    assert not was_submitted(article)


def test_refused_editor_can_be_mended_and_submitted(
    article: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    client = sign_in(writer)
    send(client, edit_url(article), {"standfirst": ""}, "action-submit")
    response = send(client, edit_url(article), {"standfirst": STANDFIRST}, "action-submit")
    assert response.status_code == 302
    assert step_of(article) == "Secrétariat de rédaction"


def test_new_article_that_is_refused_becomes_one_draft(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    client = sign_in(writer)
    response = send(client, url, {"title": TITLE, "slug": "crue"}, "action-submit")
    article = ArticlePage.objects.get(title=TITLE)
    assert response.url == edit_url(article)
    assert 'class="actujet-refused"' in client.get(response.url).content.decode()
    assert not article.live and not was_submitted(article)


def test_new_article_that_lacks_nothing_blocked_is_submitted(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    GateRule.objects.filter(code="body").update(effect=Effect.WARN)
    fields = {"title": TITLE, "slug": "crue", "standfirst": STANDFIRST}
    response = send(sign_in(writer), url, fields, "action-submit")
    assert response.status_code == 302
    assert step_of(ArticlePage.objects.get(title=TITLE)) == "Secrétariat de rédaction"


def test_resubmission_is_asked_the_same(
    article: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    start(article, writer)
    state = state_of(article)
    assert state is not None
    Decision(state.current_task_state, copy_editor, "reject", comment="Un chapô ?").execute()
    client = sign_in(writer)
    for button in ("action-submit", "action-restart-workflow"):
        response = send(client, edit_url(article), {"standfirst": ""}, button)
        assert response.status_code == 422
        assert any("Un chapô ?" in told for told in problems(response))
        state = state_of(article)
        assert state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    response = send(client, edit_url(article), {"standfirst": STANDFIRST}, "action-submit")
    assert response.status_code == 302
    assert step_of(article) == "Secrétariat de rédaction"


def test_update_of_a_live_page_is_held_too(
    article: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    article.get_latest_revision().publish()
    response = send(sign_in(writer), edit_url(article), {"standfirst": ""}, "action-submit")
    assert response.status_code == 422
    live = ArticlePage.objects.get(pk=article.pk)
    assert live.standfirst == STANDFIRST and live.has_unpublished_changes


def test_a_writer_cannot_give_a_reason(article: ArticlePage, writer: User, sign_in: SignIn) -> None:
    changes = {"standfirst": "", "gate_reason": REASON}
    response = send(sign_in(writer), edit_url(article), changes, "action-submit")
    assert response.status_code == 422
    assert 'name="gate_reason"' not in response.content.decode()
    assert overrides(article) == []


def test_a_chief_goes_past_with_a_reason_that_is_in_the_history(
    article: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    changes = {"standfirst": "", "gate_reason": REASON}
    response = send(client, edit_url(article), changes, "action-submit")
    assert response.status_code == 302
    [entry] = overrides(article)
    assert (entry.user, entry.data["reason"]) == (chief, REASON)
    assert (entry.data["checks"], entry.data["transition"]) == (["standfirst"], "submit")
    history = client.get(reverse("wagtailadmin_pages:history", args=[article.pk]))
    assert REASON in history.content.decode()


def test_those_whose_text_it_is_are_told_that_a_check_was_overridden(
    article: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    changes = {"standfirst": "", "gate_reason": REASON}
    send(sign_in(chief), edit_url(article), changes, "action-submit")
    told = Announcement.objects.get(event=Event.OVERRIDDEN)
    assert (told.page_id, told.actor, told.details) == (article.pk, chief, {"reason": REASON})


def test_a_reason_of_one_word_is_none_and_stays_in_its_field(
    article: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    changes = {"standfirst": "", "gate_reason": "urgent"}
    response = send(sign_in(chief), edit_url(article), changes, "action-submit")
    assert response.status_code == 422
    assert ">urgent</textarea>" in response.content.decode()
    assert not was_submitted(article)


def test_without_a_blocked_check_a_reason_is_not_recorded(
    article: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    send(sign_in(chief), edit_url(article), {"gate_reason": REASON}, "action-submit")
    assert overrides(article) == []


# Approving and publishing.


def test_refused_approval_changes_nothing(
    article: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    change(article, writer, lead_image_caption="Le port, photo TK")
    start(article, writer)
    versions = article.revisions.count()
    response = judge(sign_in(copy_editor), article, go_live_at="2099-06-04 17:00")
    page = response.content.decode()
    assert response.status_code == 422
    assert "actujet-refused" in page and 'value="2099-06-04 17:00"' in page
    assert article.revisions.count() == versions
    assert step_of(article) == "Secrétariat de rédaction"


def test_dashboard_and_dialog_are_refused_as_well(
    article: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    change(article, writer, lead_image_caption="TK")
    start(article, writer)
    state = state_of(article)
    assert state is not None
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[article.pk, "approve", state.current_task_state.pk],
    )
    client = sign_in(copy_editor)
    url += f"?seen={revision_token(newest(article))}"
    response = client.post(url)
    assert response.url == edit_url(article)
    assert "actujet-refused" in client.get(response.url).content.decode()
    headers = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(url, {"comment": "Bien."}, headers=headers).json()
    assert answer["step"] == "action" and "TK" in answer["html"] and "Bien." in answer["html"]
    assert step_of(article) == "Secrétariat de rédaction"


@pytest.mark.parametrize("live", [False, True])
def test_last_approval_asks_for_publication_or_update(
    article: ArticlePage,
    writer: User,
    copy_editor: User,
    chief: User,
    sign_in: SignIn,
    live: bool,
) -> None:
    if live:
        article.get_latest_revision().publish()
    other = Transition.PUBLISH if live else Transition.UPDATE
    GateRule.objects.filter(transition=other).update(effect=Effect.OFF)
    change(article, writer, lead_image=None, kicker="Sans photo")
    start(article, writer)
    approve(article, copy_editor)
    client = sign_in(chief)
    assert judge(client, article).status_code == 422
    page = ArticlePage.objects.get(pk=article.pk)
    assert page.live == live and (not live or page.kicker == "Crue")
    assert judge(client, article, gate_reason=REASON).status_code == 302
    page = ArticlePage.objects.get(pk=article.pk)
    assert page.live and page.kicker == "Sans photo"
    [entry] = overrides(article)
    assert entry.data["transition"] == ("update" if live else "publish")


def test_no_bulk_action_publishes_an_article(
    article: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    change(article, writer, standfirst="")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    sign_in(chief).post(f"{url}?id={article.pk}", {"include_descendants": ""})
    assert not is_live(article)


def test_emergency_shows_what_would_block_and_its_reason_goes_past(
    article: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    change(article, writer, lead_image=None)
    client = sign_in(chief)
    url = reverse("publish_in_emergency", args=[article.pk])
    form = 'form[action$="/emergency/"]'
    message = evaluate.gate(newest(article), Transition.PUBLISH).blocking[0].message
    assert message in client.get(url).content.decode()
    send(client, url, {"reason": REASON}, form=form)
    assert is_live(article)
    [entry] = overrides(article)
    assert (entry.data["reason"], entry.data["checks"]) == (REASON, ["lead_image"])


# At the minute.


def schedule(article: ArticlePage) -> None:
    at = timezone.now() - timedelta(minutes=1)
    article.go_live_at = at
    article.save_revision(approved_go_live_at=at)


def test_picture_whose_rights_ended_since_does_not_go_out(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    schedule(article)
    image = article.lead_image
    image.rights_expire_on = timezone.localdate() - timedelta(days=1)
    image.save()
    assert publish_due().failed == 1
    failure = PublishingFailure.objects.get()
    assert image.title in failure.last_error and failure.page_id == article.pk
    assert not is_live(article)
    image.rights_expire_on = None
    image.save()
    assert publish_due(timezone.now() + timedelta(minutes=2)).published == 1
    assert is_live(article) and not PublishingFailure.objects.exists()


def test_section_withdrawn_since_holds_its_articles_back(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    schedule(article)
    section.unpublish()
    assert publish_due().failed == 1
    assert section.title in PublishingFailure.objects.get().last_error
    assert not is_live(article)


def test_publishing_before_its_time_asks_the_same(
    article: ArticlePage, section: ArticleIndexPage, chief: User
) -> None:
    at = timezone.now() + timedelta(hours=1)
    article.go_live_at = at
    article.save_revision(approved_go_live_at=at)
    section.unpublish()
    [item] = scheduled_items()
    with pytest.raises(evaluate.GateClosed):
        PublishNow(item, chief).execute()
    assert not is_live(article)
    assert newest(article).approved_go_live_at == at


def test_nothing_else_is_asked_again_at_the_minute(
    article: ArticlePage, section: ArticleIndexPage
) -> None:
    article.standfirst = ""
    schedule(article)
    assert publish_due().published == 1


def test_what_a_chief_went_past_is_not_asked_again(article: ArticlePage, chief: User) -> None:
    image = NewsImageFactory(rights_expire_on=timezone.localdate() - timedelta(days=1))
    article.lead_image = image
    schedule(article)
    revision = article.get_latest_revision()
    with evaluate.overriding(REASON):
        evaluate.pass_gate(revision, Transition.PUBLISH, chief)
    assert publish_due().published == 1


def test_what_only_warns_goes_out_at_the_minute(article: ArticlePage) -> None:
    GateRule.objects.filter(code="rights").update(effect=Effect.WARN)
    schedule(article)
    article.lead_image.rights_expire_on = timezone.localdate() - timedelta(days=1)
    article.lead_image.save()
    assert publish_due().published == 1


# Beside the editor.


def test_editor_tells_what_stops_the_next_step_and_what_a_later_one(
    article: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    change(article, writer, lead_image_caption="TK", title="Crue")
    page = sign_in(writer).get(edit_url(article)).content.decode()
    assert 'actujet-checks__item--later" data-code="placeholder"' in page
    assert 'actujet-checks__item--warn" data-code="title_length"' in page
    start(article, writer)
    page = sign_in(copy_editor).get(edit_url(article)).content.decode()
    assert 'actujet-checks__item--block" data-code="placeholder"' in page


def test_check_that_is_off_everywhere_is_not_shown(
    article: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    change(article, writer, title="Crue")
    GateRule.objects.filter(code="title_length").update(effect=Effect.OFF)
    assert 'data-code="title_length"' not in sign_in(writer).get(edit_url(article)).text
