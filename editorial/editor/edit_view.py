"""The page editor of the newsroom."""

import json
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page, TaskState

from accounts.requests import StaffRequest
from editorial import rules
from editorial.editor import kept_text
from editorial.editor.echoes import WithoutEchoes
from editorial.editor.gated_views import GatedEditing
from editorial.editor.kept_text import TakesUpKeptText
from editorial.editor.opening import OpensInOutages
from editorial.schedule.queries import move_label, move_url
from editorial.urgent.correct_now import content_of
from editorial.versions.conflicts import (
    beside_schedule,
    describe_save,
    lock_page,
    ways_to_look,
    with_new_name,
    without_lost_rows,
)
from editorial.versions.differences import Difference, differences, fields_to_leave, form_without
from editorial.versions.tokens import revision_from_token, revision_token, token_from_form
from editorial.workflow import outcome
from editorial.workflow.refusals import (
    DecisionRefused,
    not_yours,
    too_late,
    who_approves_instead,
    why_not_yours,
)
from editorial.workflow.review import UnseenRevision, is_on_record

# Longer than an autosave takes on a slow line, shorter than a person takes to change windows.
AUTOSAVE_UNDER_WAY = timedelta(seconds=3)


class ConflictAwareEditView(EditView):
    """Whoever saves on top of a version they have not seen is told first.

    Wagtail refuses only autosaves that come too late. Here a save, a submission, an approval and
    a publication are refused as well, with the typed text kept. The answer carries the newer
    version's number, so that the next save is made knowingly, and both versions field by field,
    so that it drops nothing unseen.
    """

    differences: list[Difference] = []

    @cached_property
    def is_out_of_date(self) -> bool:
        """Also where the save does not say which version it was typed on: it may be any."""
        sent = self.request.POST
        says = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id")
        return bool(self.latest_revision and not says) or super().is_out_of_date

    def dispatch(self, request: StaffRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or kept_text.TAKE_UP_FIELD in request.POST:
            return super().dispatch(request, page_id, **kwargs)
        # Locked before anything is read: of two saves at once, the second sees the first.
        with transaction.atomic():
            lock_page(page_id)
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent: Any = without_lost_rows(request.POST, self.page)
        request.POST = sent
        locked = self.locked_for_user and not self.is_approving
        told_elsewhere = self.expects_json_response or locked or self.page.alias_of_id
        if self.is_out_of_date and not (told_elsewhere or self.was_overtaken_by_own_autosave()):
            return self.refuse_outdated()
        if self.latest_revision and is_on_record(self.latest_revision):
            # An autosave that would write over it makes a new version instead.
            sent.pop("overwrite_revision_id", None)
        self.form_class = form_without(self.edit_handler.get_form_class(), fields_to_leave(sent))
        return super().post(request, *args, **kwargs)

    def take_up(self) -> HttpResponse:
        """What a browser has kept, in the form again; beside what was saved meanwhile."""
        sent: Any = without_lost_rows(self.request.POST, self.page)
        self.request.POST = sent
        if self.locked_for_user or self.page.alias_of_id:
            messages.error(
                self.request,
                _("This page is locked for you. Your text stays in this browser until it is not."),
            )
            return redirect(self.get_edit_url())
        if self.is_out_of_date:
            return self.refuse_outdated()
        messages.info(self.request, kept_text.BACK_IN_FORM)
        return self.show_again(status=200, autosaves=True)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Shown again with every field, also those that were left to the other version."""
        if fields_to_leave(self.request.POST):
            self.form_class = self.edit_handler.get_form_class()
            self.form = self.bound_form(self.page)
            self.form.is_valid()
            form = self.form
        return super().form_invalid(form)

    def save_action(self) -> HttpResponse:
        response = super().save_action()
        return with_new_name(response) if self.expects_json_response else response

    @property
    def is_approving(self) -> bool:
        sent = self.request.POST
        return "action-workflow-action" in sent and sent.get("workflow-action-name") == "approve"

    def was_overtaken_by_own_autosave(self) -> bool:
        """Whether the newer version is the autosave that was under way as the button was pressed.

        The window does not know its number yet, and holds all that it holds.
        """
        latest = self.latest_revision
        age = timezone.now() - latest.created_at
        return latest.user_id == self.request.user.pk and age < AUTOSAVE_UNDER_WAY

    def refuse_outdated(self) -> HttpResponse:
        opened = self.request.POST.get("loaded_revision_id", "")
        keep = _(
            "Your text has not been saved yet: it is still in the form below. "
            "Save again to put it on top of the other version, which stays in the history."
        )
        self.differences = self.compare_with_latest(opened)
        told = describe_save(self.latest_revision, self.request.user)
        if self.is_approving:
            first = _("Changed since you read it: nothing was approved.")
            told = f"{first} {told}"
        messages.error(
            self.request,
            f"{told} {keep}",
            buttons=ways_to_look(self.latest_revision, self.real_page_record, opened),
        )
        return self.show_again(status=409)

    def compare_with_latest(self, opened: str) -> list[Difference]:
        """Field by field, what was typed and what the other one has saved meanwhile."""
        sent, latest = self.request.POST, self.latest_revision
        base = revision_from_token(
            self.real_page_record,
            token_from_form(opened, sent.get("loaded_revision_created_at", "")),
        )
        if sent.get("overwrite_revision_id", "").isdecimal():
            # The window's own autosave, on top of which the other one has saved.
            own = self.real_page_record.revisions.filter(pk=sent["overwrite_revision_id"])
            base = own.exclude(pk=latest.pk).first()
        form = self.bound_form(latest.as_object())
        form.defer_required_fields()
        if not form.is_valid():
            return []
        typed = form.save(commit=False)
        return differences(typed, latest.as_object(), base.content if base else {})

    def bound_form(self, page: Page) -> Any:
        return self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            differences=self.differences,
            differences_title=_("Two versions of this text"),
            mine_label=_("Yours, as typed"),
            theirs_label=_("The version saved meanwhile"),
            **kwargs,
        )

    def show_again(self, status: int, autosaves: bool = False) -> HttpResponse:
        """The form with what was typed, unsaved; by default nothing saves it but its author."""
        self.form = self.bound_form(self.page)
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        if not autosaves:
            self.autosave_enabled = False
        return self.render_to_response(self.get_context_data(), status=status)


class NewsroomEditView(
    TakesUpKeptText, OpensInOutages, WithoutEchoes, GatedEditing, ConflictAwareEditView
):
    # Whether what was typed is kept as a version beside the one that was to be approved.
    is_kept_beside = False

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Nothing from inside the request: `editorial.notices` tells of what was saved."""

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.hydrate_create_view:
            self.explain_missing_approval()
            self.explain_schedule()
        return super().get(request, *args, **kwargs)

    def explain_missing_approval(self) -> None:
        revision = self.latest_revision
        if revision is None or not rules.may_send_back(self.request.user, revision):
            return
        reason = why_not_yours(self.request.user, revision)
        if reason:
            messages.info(self.request, f"{reason} {who_approves_instead(revision)}")

    def explain_schedule(self) -> None:
        """What is written here leaves the version alone that waits for its hour."""
        scheduled = self.scheduled_revision
        if scheduled is None or not self.page.has_drafts_beside_schedule:
            return
        buttons = []
        if scheduled.approved_go_live_at < timezone.now() and rules.may_see_schedule(
            self.request.user
        ):
            buttons.append(messages.button(reverse("editorial_schedule"), _("See the schedule")))
        if self.latest_revision != scheduled:
            args = [self.page.pk, scheduled.pk, self.latest_revision.pk]
            url = reverse("wagtailadmin_pages:revisions_compare", args=args)
            buttons.append(messages.button(url, _("Compare with the scheduled version")))
        if rules.may_arrange_schedule(self.request.user):
            url = move_url(self.page, "publish", scheduled.approved_go_live_at)
            buttons.append(messages.button(url, move_label("publish")))
        if self.page_perms.can_unschedule():
            args = [self.page.pk, scheduled.pk]
            url = reverse("wagtailadmin_pages:revisions_unschedule", args=args)
            buttons.append(messages.button(url, _("Cancel scheduled publish")))
        messages.info(self.request, beside_schedule(scheduled), buttons=buttons)

    def perform_workflow_action(self) -> HttpResponse:
        """Correcting and approving in one go; a change that needs a second person is kept."""
        if self.is_approving and self.would_stand_alone():
            self.is_kept_beside = True
            self.save_action()
            return redirect("own_change", self.page.pk)
        self.name_what_was_seen()
        try:
            with transaction.atomic():
                return super().perform_workflow_action()
        except UnseenRevision:
            return self.refuse_outdated()
        except DecisionRefused as refused:
            return self.refuse_decision(refused)

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
        return rules.would_stand_alone(user, page, content_of(self.as_typed()))

    def refuse_decision(self, refused: DecisionRefused) -> HttpResponse:
        """With what was typed, and the comment, which would be lost with its dialog."""
        kept = _("Nothing was decided or saved; your text is still in the form below.")
        messages.error(self.request, f"{refused} {kept} {self.comment_to_keep()}".strip())
        return self.show_again(status=403)

    def comment_to_keep(self) -> str:
        comment = comment_in(self.request.POST.get("workflow-action-extra-data", ""))
        return _("Your comment was: “%(comment)s”") % {"comment": comment} if comment else ""

    def add_save_confirmation_message(self) -> None:
        """After a decision, where the text is now: that it was saved says too little."""
        if self.is_kept_beside:
            return
        if "action-workflow-action" not in self.request.POST:
            super().add_save_confirmation_message()
        elif self.action_name == "save":
            self.say_why_nothing_was_decided()
        else:
            messages.success(self.request, outcome.outcome_message(self.page.pk))

    def say_why_nothing_was_decided(self) -> None:
        """The step was decided on, or the text taken back, after the form was opened."""
        user = self.request.user
        last = TaskState.objects.for_instance(self.page).order_by("started_at", "pk").last()
        if self.page.current_workflow_task is not None:
            refused: DecisionRefused = not_yours(user, self.page.get_latest_revision())
        elif last is not None:
            refused = too_late(last, user)
        else:
            refused = DecisionRefused(_("This text is not under review."))
        kept = _("Nothing was decided; your text is saved as a draft.")
        messages.error(self.request, f"{refused} {kept} {self.comment_to_keep()}".strip())

    def name_what_was_seen(self) -> None:
        """Put the version that the form showed where the step looks for it."""
        sent: Any = self.request.POST
        comment = comment_in(sent.get("workflow-action-extra-data", ""))
        if sent.get("overwrite_revision_id"):
            # Checked already: it is the window's own autosave, and the latest version.
            seen = revision_token(self.latest_revision)
        else:
            seen = token_from_form(
                sent.get("loaded_revision_id", ""), sent.get("loaded_revision_created_at", "")
            )
        data = json.dumps({"comment": comment, "seen": seen})
        sent["workflow-action-extra-data"] = data


def comment_in(extra_data: str) -> str:
    """What a reviewer's dialog has sent along with the form."""
    try:
        data = json.loads(extra_data)
    except ValueError:
        return ""
    return str(data.get("comment", "")) if isinstance(data, dict) else ""


class NewsroomRevertView(GatedEditing, ConflictAwareEditView, RevisionsRevertView):
    pass


class NewsroomAddSubpageView(AddSubpageView):
    """Offers the classes of page that the person may create here, and no other."""

    page_types: list[tuple[str, str, str, str]]

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page_types = [
            (name, app_label, model_name, description)
            for name, app_label, model_name, description in self.page_types
            if rules.may_create(
                request.user, apps.get_model(app_label, model_name), self.parent_page
            )
        ]
        if len(self.page_types) == 1:
            _name, app_label, model_name, _description = self.page_types[0]
            return redirect("wagtailadmin_pages:add", app_label, model_name, self.parent_page.pk)
        return super().get(request, *args, **kwargs)


class NewsroomPreviewOnCreateView(PreviewOnCreateView):
    def get_object(self) -> Page:
        page = super().get_object()
        parent = Page.objects.get(pk=self.parent_object_id).specific
        if not rules.may_create(self.request.user, type(page), parent):
            raise PermissionDenied
        return page
