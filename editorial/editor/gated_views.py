"""The gates as the buttons of the admin meet them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, TaskState

from accounts.requests import StaffRequest
from editorial import rules
from editorial.editor import kept_text
from editorial.editor.autosave import KeepsTheRest
from editorial.editor.kept_text import TakesUpKeptText
from editorial.editor.new_page import begin
from editorial.gates import evaluate
from editorial.gates.models import Transition
from editorial.newsroom import NewsroomSize, newsroom
from editorial.ui.pages import HeaderTitle
from editorial.versions.tokens import revision_token
from editorial.workflow import outcome
from editorial.workflow.deciding import Decision

REASON_FIELD = "gate_reason"


def reason_in(request: StaffRequest) -> str:
    """Why a chief editor goes past what blocks."""
    return request.POST.get(REASON_FIELD, "").strip()


def tell_refusal(request: StaffRequest, verdict: evaluate.Verdict, what_was_kept: str) -> None:
    """Say what is missing, each with a link to its field."""
    message = render_to_string(
        "editorial/gates/refused.html",
        {"verdict": verdict, "kept": what_was_kept, "reason": reason_in(request)},
    )
    messages.error(request, message)


def publish_if_alone(request: StaffRequest, page: Page, reason: str) -> None:
    """In a newsroom of one, what a reviewer submits goes out at once, or at its hour.

    A check that blocks the publication leaves the text submitted, and says so.
    """
    submitted = Page.objects.get(pk=page.pk).specific
    task_state = submitted.current_workflow_task_state
    if newsroom().size != NewsroomSize.SOLO or task_state is None:
        return
    if not rules.may_approve(request.user, submitted.latest_revision):
        return
    seen = revision_token(submitted.latest_revision)
    try:
        with transaction.atomic(), evaluate.overriding(reason):
            Decision(task_state, request.user, "approve", seen).execute()
    except evaluate.GateClosed as closed:
        tell_refusal(request, closed.verdict, _("It is submitted, and not published yet."))
    else:
        messages.success(request, outcome.outcome_message(page.pk))


class GatedEditing(KeepsTheRest, HeaderTitle, EditView):
    """Nothing goes on from the editor that a check blocks."""

    show_again: Callable[..., HttpResponse]

    def submit_action(self) -> HttpResponse:
        return self.pass_gate(Transition.SUBMIT, super().submit_action)

    def restart_workflow_action(self) -> HttpResponse:
        return self.pass_gate(Transition.SUBMIT, super().restart_workflow_action)

    def pass_gate(self, step: Transition, go_on: Callable[[], HttpResponse]) -> HttpResponse:
        """Judge what was typed before anything is done with it."""
        reason = reason_in(self.request)
        verdict = evaluate.gate(self.as_typed(), step, self.request.user)
        if not verdict.allows(reason):
            return self.keep_as_draft(verdict)
        with transaction.atomic():
            response = go_on()
            evaluate.record_override(self.page, verdict, self.request.user, reason)
            publish_if_alone(self.request, self.page, reason)
        return response

    def as_typed(self) -> Page:
        """The page with what was typed, apart from the one that the view saves."""
        form = self.form_class(
            self.request.POST,
            instance=self.get_object(),
            parent_page=self.parent,
            for_user=self.request.user,
        )
        form.is_valid()
        return form.save(commit=False)

    def keep_as_draft(self, verdict: evaluate.Verdict) -> HttpResponse:
        """Save as the save button would, and open the editor again with what is missing."""
        self.save_action()
        tell_refusal(self.request, verdict, _("Your text is saved as a draft."))
        saved = kept_text.name_in(self.request)
        response = self.open_again()
        response.status_code = 422
        return kept_text.forget(self.request, response, saved)

    def open_again(self) -> HttpResponse:
        # The reason alone was not saved with the text: it stays in its field.
        kept = QueryDict(mutable=True)
        kept[REASON_FIELD] = reason_in(self.request)
        self.request.method = "GET"
        self.request.POST = kept
        editor = resolve(self.get_edit_url())
        return editor.func(self.request, *editor.args, **editor.kwargs)

    def perform_workflow_action(self) -> HttpResponse:
        try:
            with transaction.atomic(), evaluate.overriding(reason_in(self.request)):
                return super().perform_workflow_action()
        except evaluate.GateClosed as closed:
            kept = _("Nothing was approved; your changes are still in the form below.")
            tell_refusal(self.request, closed.verdict, kept)
            return self.show_again(status=422)


class GatedCreateView(TakesUpKeptText, KeepsTheRest, HeaderTitle, CreateView):
    """A new page that is submitted at once, and kept as a draft where a check blocks that."""

    def get(self, request: StaffRequest) -> HttpResponse:
        begin(self.page, request.user)
        return super().get(request)

    def take_up(self) -> HttpResponse:
        """What a browser has kept of a page that was never saved, in the form again."""
        self.form = self.form_class(
            self.request.POST,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        messages.info(self.request, kept_text.BACK_IN_FORM)
        return self.render_to_response(self.get_context_data())

    @transaction.atomic
    def submit_action(self) -> HttpResponse:
        reason = reason_in(self.request)
        verdict = evaluate.gate(self.as_typed(), Transition.SUBMIT, self.request.user)
        if not verdict.allows(reason):
            self.save_action()
            tell_refusal(self.request, verdict, _("Your text is saved as a draft."))
            # To the draft: sent again, this request would create a second one.
            return redirect(self.get_edit_url())
        response = super().submit_action()
        evaluate.record_override(self.page, verdict, self.request.user, reason)
        publish_if_alone(self.request, self.page, reason)
        return response

    def as_typed(self) -> Page:
        form = self.form_class(
            self.request.POST,
            instance=self.page_class(owner=self.request.user),
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        form.is_valid()
        page = form.save(commit=False)
        page.section = self.parent_page
        return page


class GatedWorkflowActionView(WorkflowActionView):
    """Approval from the dashboard and from the dialogs; a refusal leads to the editor."""

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().post(request, *args, **kwargs)
        except evaluate.GateClosed as closed:
            return self.refuse(closed)
        self.task_state.refresh_from_db()
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            messages.success(request, outcome.outcome_message(self.object.pk))
        return response

    def refuse(self, closed: evaluate.GateClosed) -> HttpResponse:
        in_dialog = self.request.headers.get("x-requested-with") == "XMLHttpRequest"
        if in_dialog and self.form_class and self.action_modal:
            form = self.form_class(self.request.POST)
            form.add_error(None, closed.messages)
            return self.render_modal_form(self.request, form)
        tell_refusal(self.request, closed.verdict, _("Nothing was approved."))
        editor = reverse(self.redirect_url_name, args=[self.object.pk])
        if in_dialog:
            return self.render_modal_json(self.request, {"step": "success", "redirect": editor})
        return redirect(editor)
