"""The page editor of the newsroom."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from accounts.requests import StaffRequest
from audience.counts.desk.side_panel import figures_panel
from delivery.outages import try_to_write
from delivery.request_cache import reading
from editorial import rules
from editorial.editor import autosave, conflict_answer, decision, gating, kept_text, opening
from editorial.gates import evaluate
from editorial.ui.pages import HeaderTitle
from editorial.urgent.correct_now import content_of
from editorial.versions.conflicts import lock_page, without_deleted_rows
from editorial.versions.differences import fields_to_leave, form_without
from editorial.workflow import outcome
from editorial.workflow.refusals import DecisionRefused
from editorial.workflow.review import UnseenRevision, is_on_record
from news.partial_save import SetAside

# Longer than an autosave takes on a slow line, shorter than a person takes to change windows.
AUTOSAVE_UNDER_WAY = timedelta(seconds=3)


class NewsroomEditView(HeaderTitle, EditView):
    """Edits a page of any type.

    The steps of a POST, which is a save by hand or by autosave, a submission or a decision:

    1. `dispatch` locks the page, so that of two saves at once the second sees the first.
    2. A text that the browser has kept is shown in the form, not saved (`take_up`).
    3. A save that comes too late is answered with both versions (`answer_conflict`).
    4. A version that was judged is not written over: autosave makes a new one.
    5. The form is built, once: without the ids of rows that somebody else has removed, and
       without the fields for which the other version was chosen (`bound_form`).
    6. Wagtail calls the method of the button: `save_action`; `submit_action` and
       `restart_workflow_action` behind the checks (`pass_gate`); `perform_workflow_action`.
       Of an invalid autosave all that can be stored is (`form_invalid`).
    7. An answer that leads to another page deletes the copy in the browser (`kept_text.forget`).
    """

    request: StaffRequest
    autosave_enabled: bool
    # Set where a POST is answered with the page as it is stored.
    shows_stored = False
    # Set where what was typed is kept as a version beside the one that was to be approved.
    is_kept_beside = False
    # What could not be stored of an autosave.
    set_aside: list[SetAside] = []
    conflict: dict[str, Any] = {}

    def dispatch(self, request: StaffRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or kept_text.TAKE_UP_FIELD in request.POST:
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            lock_page(page_id)
            return super().dispatch(request, page_id, **kwargs)

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.latest_revision and self.page.latest_revision_id == self.latest_revision.pk:
            # Read once, with its text: each of the panels below asks for it.
            self.page.latest_revision = self.latest_revision
        if not self.expects_json_response and not self.hydrate_create_view:
            # Our own hook: for what other packages say to whoever opens a page.
            self.run_hook("open_page_editor", request, self.page)
            if not self.is_reverting:
                opening.explain_missing_approval(request, self.latest_revision)
                opening.explain_schedule(
                    request, self.page, self.scheduled_revision, self.latest_revision
                )
        return super().get(request, *args, **kwargs)

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.shows_stored:
            return self.get(request, *args, **kwargs)
        if kept_text.TAKE_UP_FIELD in request.POST:
            return self.take_up()
        if self.page.alias_of_id or (self.expects_json_response and self.is_out_of_date):
            # Refused by Wagtail.
            return super().post(request, *args, **kwargs)
        if self.comes_too_late():
            return self.answer_conflict()
        if request.POST.get("overwrite_revision_id") and self.is_latest_on_record:
            self.set_in_request("overwrite_revision_id", "")
        self.form = self.bound_form(fields_to_leave(request.POST))
        if self.action_name == "save":
            self.form.defer_required_fields()
        if self.form.is_valid() and not self.locked_for_user:
            answer = self.form_valid(self.form)
        else:
            self.form.restore_required_fields()
            answer = self.form_invalid(self.form)
        return kept_text.forget(request, answer) if answer.status_code == 302 else answer

    def take_up(self) -> HttpResponse:
        """Show what a browser has kept, beside what was saved meanwhile."""
        if self.locked_for_user or self.page.alias_of_id:
            messages.error(
                self.request,
                _("This page is locked for you. Your text stays in this browser until it is not."),
            )
            return redirect(self.get_edit_url())
        if self.is_out_of_date:
            return self.answer_conflict()
        messages.info(self.request, kept_text.BACK_IN_FORM)
        return self.show_again(status=200, autosaves=True)

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether the save was typed on another version than the latest, or says none."""
        sent = self.request.POST
        says = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id")
        return bool(self.latest_revision and not says) or super().is_out_of_date

    def comes_too_late(self) -> bool:
        """Whether the save would go on top of a version that its author has not seen.

        Their own autosave that was under way as the button was pressed is none: the window does
        not know its number yet, and holds all that it holds.
        """
        if not self.is_out_of_date or (self.locked_for_user and not self.is_approving):
            return False
        latest = self.latest_revision
        age = timezone.now() - latest.created_at
        return bool(latest.user_id != self.request.user.pk or age >= AUTOSAVE_UNDER_WAY)

    def answer_conflict(self) -> HttpResponse:
        """Answer with what was typed and what was saved meanwhile, field by field.

        The form carries the newer version's number, so that the next save is made knowingly.
        """
        latest = self.latest_revision
        conflict_answer.add_message(self.request, self.real_page_record, latest, self.is_approving)
        self.page = latest.as_object()
        self.form = self.bound_form()
        if autosave.is_valid_draft(self.form):
            typed = self.form.save(commit=False)
            self.conflict = conflict_answer.context(self.request, typed, latest)
        return self.show(status=409)

    @cached_property
    def is_latest_on_record(self) -> bool:
        return self.latest_revision is not None and is_on_record(self.latest_revision)

    def bound_form(self, leave: Collection[str] = ()) -> WagtailAdminPageForm:
        """Return the form with what was sent, but for the fields in `leave`."""
        return form_without(self.form_class, set(leave))(
            without_deleted_rows(self.request.POST, self.page),
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def set_in_request(self, field: str, value: str) -> None:
        """Set what a method of Wagtail's reads from the request, and takes by no argument.

        In `save_action` that is the version to write over, in `perform_workflow_action` what a
        decision comes with.
        """
        sent = self.request.POST.copy()
        sent[field] = value
        self.request.POST = sent  # type: ignore[assignment]

    @cached_property
    def action_name_and_method(self) -> tuple[str, Callable[[], HttpResponse]]:
        """The action of the button; autosave saves, also with an approval's fields in the form."""
        if self.expects_json_response:
            return "save", self.save_action
        name, method = super().action_name_and_method
        return name, method

    @cached_property
    def is_cancelling_workflow(self) -> bool:
        return not self.expects_json_response and bool(super().is_cancelling_workflow)

    @property
    def is_approving(self) -> bool:
        sent = self.request.POST
        return "action-workflow-action" in sent and sent.get("workflow-action-name") == "approve"

    def save_action(self) -> HttpResponse:
        if not self.expects_json_response:
            return super().save_action()
        if self.is_echo():
            return self.answer_echo()
        return autosave.complete(super().save_action(), self.set_aside)

    def is_echo(self) -> bool:
        """Whether this autosave says what the version on record says."""
        latest = self.latest_revision
        is_whole = not self.set_aside
        return is_whole and self.is_latest_on_record and autosave.repeats(self.form, latest)

    def answer_echo(self) -> HttpResponse:
        """Answer with the version on record as Wagtail does with one that it has saved."""
        latest = self.latest_revision
        saved_at = latest.created_at.isoformat()
        return JsonResponse(
            {
                "success": True,
                "pk": self.page.pk,
                "revision_id": latest.pk,
                "revision_created_at": saved_at,
                "field_updates": autosave.fields_that_name(latest.pk, saved_at),
                "comments": self.form.serialize_comments(self.request.user),
                "html": self.render_partials(),
            }
        )

    def form_invalid(self, form: WagtailAdminPageForm) -> HttpResponse:
        """Store what can be stored of an autosave; show the form of a save, with every field."""
        if self.expects_json_response and not self.locked_for_user:
            self.set_aside = autosave.make_savable(form)
            return self.form_valid(form)
        if fields_to_leave(self.request.POST):
            self.form = self.bound_form()
            self.form.is_valid()
        return super().form_invalid(self.form)

    def submit_action(self) -> HttpResponse:
        return self.pass_gate(super().submit_action)

    def restart_workflow_action(self) -> HttpResponse:
        return self.pass_gate(super().restart_workflow_action)

    def pass_gate(self, submit: Callable[[], HttpResponse]) -> HttpResponse:
        """Submit what was typed, or keep it as a draft where a check blocks that."""
        verdict = gating.ask(self.request, self.form.save(commit=False))
        if verdict.allows(gating.reason_in(self.request)):
            with transaction.atomic():
                answer = submit()
                gating.after_submission(self.request, self.page, verdict)
            return answer
        self.save_action()
        gating.tell_refusal(self.request, verdict, _("Your text is saved as a draft."))
        answer = NewsroomEditView.as_view(shows_stored=True)(self.request, self.page.pk)
        answer.status_code = 422
        return kept_text.forget(self.request, answer)

    def perform_workflow_action(self) -> HttpResponse:
        """Save what was typed and decide on it; keep a change that needs a second person beside."""
        if self.is_approving and self.would_stand_alone():
            self.is_kept_beside = True
            self.save_action()
            return redirect("own_change", self.page.pk)
        comes_with = decision.data_for_task(self.request.POST, self.latest_revision)
        self.set_in_request(decision.DATA_FIELD, comes_with)
        try:
            with transaction.atomic(), evaluate.overriding(gating.reason_in(self.request)):
                return super().perform_workflow_action()
        except UnseenRevision:
            return self.answer_conflict()
        except evaluate.GateClosed as closed:
            kept = _("Nothing was approved; your changes are still in the form below.")
            gating.tell_refusal(self.request, closed.verdict, kept)
            return self.show_again(status=422)
        except DecisionRefused as refused:
            kept = _("Nothing was decided or saved; your text is still in the form below.")
            decision.tell_refusal(self.request, refused, kept)
            return self.show_again(status=403)

    def would_stand_alone(self) -> bool:
        """Whether the text as typed would go out with nobody but its approver behind it."""
        page, user = self.real_page_record, self.request.user
        state = page.current_workflow_state
        if state is None or not rules.ends_review(state):
            return False
        if rules.newsroom().size == rules.NewsroomSize.SOLO:
            return False
        if not rules.may_take_step(user, self.latest_revision):
            return False
        return rules.would_stand_alone(user, page, content_of(self.form.save(commit=False)))

    def add_save_confirmation_message(self) -> None:
        """Say after a decision where the text is now: that it was saved says too little."""
        if self.is_kept_beside:
            return
        if "action-workflow-action" not in self.request.POST:
            super().add_save_confirmation_message()
        elif self.action_name == "save":
            kept = _("Nothing was decided; your text is saved as a draft.")
            refused = decision.why_there_is_none(self.page, self.request.user)
            decision.tell_refusal(self.request, refused, kept)
        else:
            outcome.tell_outcome(self.request, self.page.pk)

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Send nothing from inside the request: `editorial.notices` tells of what was saved."""

    def show_again(self, status: int, autosaves: bool = False) -> HttpResponse:
        """Show what was typed in a form of its own: a save that was undone has used the first."""
        self.form = self.bound_form()
        autosave.is_valid_draft(self.form)
        return self.show(status, autosaves)

    def show(self, status: int, autosaves: bool = False) -> HttpResponse:
        """Show the form as unsaved; by default nothing saves it but its author."""
        self.has_unsaved_changes = True
        self.autosave_enabled = self.autosave_enabled and autosaves
        return self.render_to_response(self.get_context_data(), status=status)

    def render_partials(self) -> str:
        """Render what an autosave sends back of the page; all that could change is saved."""
        with reading():
            return str(super().render_partials())

    def get_side_panels(self) -> MediaContainer:
        """Add the figures of the article; an autosave sends back what it may have changed alone."""
        panels: MediaContainer = super().get_side_panels()
        if not self.expects_json_response and not self.hydrate_create_view:
            figures = figures_panel(self.page, self.request)
            panels.extend([figures] if figures else [])
        return panels

    def get_editing_sessions(self) -> EditingSessionsModule:
        """Note who has the page open; the editor opens in an outage as well."""
        begun = try_to_write("editing_session", super().get_editing_sessions)
        return begun or opening.session_not_begun(self.page, self.latest_revision_created_at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = "" if self.shows_stored else kept_text.name_in(self.request)
        return super().get_context_data(kept_text_name=name, **self.conflict, **kwargs)


class NewsroomRevertView(RevisionsRevertView, NewsroomEditView):
    """Edits an older version of a page, to save it as the newest."""
