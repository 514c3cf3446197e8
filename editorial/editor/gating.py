"""The checks before a submission, as the page editor's buttons meet them."""

from django.contrib import messages
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial import rules
from editorial.gates import evaluate
from editorial.gates.models import Transition
from editorial.newsroom import NewsroomSize, newsroom
from editorial.versions.tokens import revision_token
from editorial.workflow import outcome
from editorial.workflow.deciding import Decision

REASON_FIELD = "gate_reason"


def reason_in(request: StaffRequest) -> str:
    """Return why a chief editor goes past what blocks."""
    return request.POST.get(REASON_FIELD, "").strip()


def ask(request: StaffRequest, typed: Page) -> evaluate.Verdict:
    """Judge what was typed before it is submitted."""
    return evaluate.gate(typed, Transition.SUBMIT, request.user)


def tell_refusal(request: StaffRequest, verdict: evaluate.Verdict, what_was_kept: str) -> None:
    """Say what is missing, each with a link to its field."""
    message = render_to_string(
        "editorial/gates/refused.html",
        {"verdict": verdict, "kept": what_was_kept, "reason": reason_in(request)},
    )
    messages.error(request, message)


def after_submission(request: StaffRequest, page: Page, verdict: evaluate.Verdict) -> None:
    """Record what was gone past; publish the text in a newsroom of one."""
    reason = reason_in(request)
    evaluate.record_override(page, verdict, request.user, reason)
    publish_if_alone(request, page, reason)


def publish_if_alone(request: StaffRequest, page: Page, reason: str) -> None:
    """In a newsroom of one, let what a reviewer submits go out at once, or at its hour.

    A check that blocks the publication leaves the text submitted, and says so.
    """
    if newsroom().size != NewsroomSize.SOLO:
        return
    submitted = Page.objects.get(pk=page.pk).specific
    task_state = submitted.current_workflow_task_state
    if task_state is None or not rules.may_approve(request.user, submitted.latest_revision):
        return
    seen = revision_token(submitted.latest_revision)
    try:
        with transaction.atomic(), evaluate.overriding(reason):
            Decision(task_state, request.user, "approve", seen).execute()
    except evaluate.GateClosed as closed:
        tell_refusal(request, closed.verdict, _("It is submitted, and not published yet."))
    else:
        outcome.tell_outcome(request, page.pk)
