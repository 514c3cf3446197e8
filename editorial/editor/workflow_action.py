"""Judging a text from the dashboard, and what an approval finds that comes too late."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Revision, TaskState

from accounts.requests import StaffRequest
from editorial import rules
from editorial.editor import gating
from editorial.editor.decision import refusal_message
from editorial.gates.evaluate import GateClosed
from editorial.versions.conflicts import describe_save
from editorial.versions.tokens import revision_from_token, revision_token
from editorial.workflow import outcome
from editorial.workflow.refusals import DecisionRefused, SecondPersonNeeded, not_yours, too_late
from editorial.workflow.review import UnseenRevision, has_seen


class NewsroomWorkflowActionView(WorkflowActionView):
    """Decides on a text from the dashboard and from the dialogs.

    An approval names the version that was read (`?seen=`), and covers no other. An approver who
    comes too late is shown what has changed since, and may approve that.
    """

    request: StaffRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.seen = request.GET.get("seen", "")

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.task_state.workflow_state.object_id != str(self.object.pk):
            raise PermissionDenied
        if self.object.current_workflow_task_state != self.task_state:
            return self.refuse_decision(too_late(self.task_state, request.user))
        if self.comes_too_late():
            return self.show_the_change()
        try:
            return super().dispatch(request, *args, **kwargs)
        except SecondPersonNeeded:
            return self.lead_to(reverse("own_change", args=[self.object.pk]))
        except UnseenRevision:
            # Somebody saved between the two looks; the second was under lock.
            return self.show_the_change()
        except DecisionRefused as refused:
            return self.refuse_decision(refused)
        except PermissionDenied:
            page = Page.objects.get(pk=self.object.pk).specific
            return self.refuse_decision(not_yours(request.user, page.get_latest_revision()))

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide; Wagtail's own method would take `seen` from the form alone."""
        form = self.form_class(request.POST)
        if form.is_valid():
            said = form.cleaned_data | {"seen": self.seen}
            try:
                self.task.on_action(self.task_state, request.user, self.action_name, **said)
            except GateClosed as closed:
                return self.refuse_at_gate(closed, form)
        elif self.is_in_dialog and self.action_modal:
            return self.render_modal_form(request, form)
        self.task_state.refresh_from_db()
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            outcome.tell_outcome(request, self.object.pk)
        return self.lead_to(self.redirect_url)

    def refuse_at_gate(self, closed: GateClosed, form: TaskStateCommentForm) -> HttpResponse:
        """Say what blocks: in the dialog, or in the editor, where it can be mended."""
        if self.is_in_dialog and self.action_modal:
            form.add_error(None, closed.messages)
            return self.render_modal_form(self.request, form)
        gating.tell_refusal(self.request, closed.verdict, _("Nothing was approved."))
        return self.lead_to(reverse(self.redirect_url_name, args=[self.object.pk]))

    def refuse_decision(self, refused: DecisionRefused) -> HttpResponse:
        """Say why in the editor, with the comment, which would be lost with its dialog."""
        comment = self.request.POST.get("comment", "").strip()
        messages.error(self.request, refusal_message(refused, "", comment))
        may_open = self.object.permissions_for_user(self.request.user).can_edit()
        editor = reverse(self.redirect_url_name, args=[self.object.pk])
        return self.lead_to(editor if may_open else reverse("wagtailadmin_home"))

    @property
    def is_in_dialog(self) -> bool:
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def lead_to(self, url: str) -> HttpResponse:
        """Redirect to another page, from a dialog as well."""
        if self.is_in_dialog:
            return self.render_modal_json(self.request, {"step": "success", "redirect": url})
        return redirect(url)

    def comes_too_late(self) -> bool:
        """Whether an approval is for another version than the one that was read.

        Asked before anything else, since the step may be another group's by now.
        """
        page = Page.objects.get(pk=self.object.pk).specific
        may_edit = page.permissions_for_user(self.request.user).can_edit()
        if self.action_name != "approve" or not may_edit:
            return False
        seen, latest = revision_from_token(page, self.seen), page.get_latest_revision()
        return latest is None or not has_seen(self.request.user, seen, latest)

    def get_submit_url(self) -> str:
        return f"{super().get_submit_url()}?seen={self.seen}"

    def show_the_change(self) -> HttpResponse:
        number = self.seen.partition("-")[0]
        known = number.isascii() and number.isdigit() and len(number) < 19
        revision_id = int(number) if known else self.task_state.revision_id
        return self.lead_to(reverse("changed_since", args=[self.object.pk, revision_id]))


class ChangedSinceView(RevisionsCompareView):
    """Compares a text with what its approver has read, and asks for the approval of what it is."""

    page_title = gettext_lazy("Changed since you read it")
    template_name = "editorial/editor/changed_since.html"

    def setup(self, request: HttpRequest, page_id: int, revision_id: int, **kwargs: Any) -> None:
        super().setup(request, page_id, revision_id, "latest", **kwargs)

    @cached_property
    def latest(self) -> Revision:
        return self.object.get_latest_revision()

    def _get_revision_and_heading(self, revision_id: int | str) -> tuple[Page, str]:
        """Return the version that was read; the one before where autosave has written over it."""
        if revision_id == self.latest.pk:
            earlier = self.object.revisions.filter(created_at__lt=self.latest.created_at)
            before = earlier.order_by("created_at", "pk").last()
            revision_id = before.pk if before else revision_id
        if revision_id == "latest":
            revision_id = self.latest.pk
            return self.latest.as_object(), ""
        return super()._get_revision_and_heading(revision_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "told": describe_save(self.latest, self.request.user),
            "step": self.object.current_workflow_task,
            "approve_url": self.approve_url(),
        }

    def approve_url(self) -> str:
        """Return where the newest version is approved; empty for those who may not."""
        task_state = self.object.current_workflow_task_state
        if task_state is None or not rules.may_approve(self.request.user, self.latest):
            return ""
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.object.pk, "approve", task_state.pk]
        )
        return f"{url}?seen={revision_token(self.latest)}"
