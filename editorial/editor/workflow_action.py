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
from wagtail.models import Page, Revision

from accounts.requests import StaffRequest
from editorial import rules
from editorial.editor.gated_views import GatedWorkflowActionView
from editorial.versions.conflicts import describe_save
from editorial.versions.tokens import revision_from_token, revision_token
from editorial.workflow.refusals import DecisionRefused, SecondPersonNeeded, not_yours, too_late
from editorial.workflow.review import UnseenRevision, has_seen


class NewsroomWorkflowActionView(GatedWorkflowActionView):
    """An approval names the version that was read (`?seen=`), and covers no other.

    Whoever comes too late is shown what has changed since, and may approve that.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.seen = request.GET.get("seen", "")
        if request.method == "POST":
            sent: Any = request.POST.copy()
            sent["seen"] = self.seen
            request.POST = sent

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

    def refuse_decision(self, refused: DecisionRefused) -> HttpResponse:
        """In the editor, with the comment, which would be lost with its dialog."""
        comment = self.request.POST.get("comment", "").strip()
        kept = _("Your comment was: “%(comment)s”") % {"comment": comment} if comment else ""
        messages.error(self.request, f"{refused} {kept}".strip())
        may_open = self.object.permissions_for_user(self.request.user).can_edit()
        editor = reverse(self.redirect_url_name, args=[self.object.pk])
        return self.lead_to(editor if may_open else reverse("wagtailadmin_home"))

    def lead_to(self, url: str) -> HttpResponse:
        """To another page, from a dialog as well."""
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(self.request, {"step": "success", "redirect": url})
        return redirect(url)

    def comes_too_late(self) -> bool:
        """Told before anything else, since the step may be another group's by now."""
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
    """What has changed in a text since its approver read it, and the approval of what it is now."""

    page_title = gettext_lazy("Changed since you read it")
    template_name = "editorial/editor/changed_since.html"

    def setup(self, request: HttpRequest, page_id: int, revision_id: int, **kwargs: Any) -> None:
        super().setup(request, page_id, revision_id, "latest", **kwargs)

    @cached_property
    def latest(self) -> Revision:
        return self.object.get_latest_revision()

    def _get_revision_and_heading(self, revision_id: Any) -> tuple[Any, str]:
        """The version that was read; the one before where autosave has written over it."""
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
        """Where the newest version is approved, for those who may."""
        task_state = self.object.current_workflow_task_state
        if task_state is None or not rules.may_approve(self.request.user, self.latest):
            return ""
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.object.pk, "approve", task_state.pk]
        )
        return f"{url}?seen={revision_token(self.latest)}"
