"""Views of a reviewer's own change and of the confirmation of another's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from accounts.requests import StaffRequest
from editorial import rules
from editorial.confirmation.confirming import Confirm, Decline, open_requests, still_holds
from editorial.confirmation.forms import DeclineForm
from editorial.confirmation.own_change import (
    ConfirmOwnChange,
    OwnChange,
    PublishOwnChange,
    TakeBackOwnChange,
)
from editorial.gates.evaluate import GateClosed
from editorial.ui.pages import DeskPageMixin
from editorial.versions.authorship import as_submitted
from editorial.versions.differences import marked
from editorial.versions.tokens import revision_token
from editorial.workflow import outcome
from editorial.workflow.models import ConfirmationRequest
from editorial.workflow.refusals import DecisionRefused
from editorial.workflow.review import UnseenRevision

LOOK_AGAIN = gettext_lazy("The text has changed since you read it: nothing was done. Look again.")


class ChangeView(DeskPageMixin, TemplateView):
    """Base of the views that show one change, marked."""

    request: StaffRequest
    header_icon = "edit"
    refusal = ""
    page: Page

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def compared(self) -> tuple[Revision | None, Revision]:
        """Return the version without the change, and the one with it."""
        raise NotImplementedError

    def refuse(self, refused: DecisionRefused | GateClosed, status: int = 409) -> HttpResponse:
        told = refused.messages if isinstance(refused, GateClosed) else [str(refused)]
        self.refusal = " ".join(told)
        return self.render_to_response(self.get_context_data(), status=status)

    def tell_outcome(self) -> HttpResponse:
        outcome.tell_outcome(self.request, self.page.pk)
        return redirect("wagtailadmin_home")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        before, after = self.compared()
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "before": before,
            "after": after,
            "marked": marked(before.as_object(), after.as_object()) if before else [],
            "outcome": outcome.timing_message(after),
            "refusal": self.refusal,
        }


class ReviewChangesView(ChangeView):
    """View of what reviewers have changed in a text since it was submitted."""

    template_name = "editorial/confirmation/review_changes.html"
    page_title = gettext_lazy("Changed during the review")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied

    def compared(self) -> tuple[Revision | None, Revision]:
        return as_submitted(self.page), self.page.get_latest_revision()


class OwnChangeView(ChangeView):
    """View of a change by the last reviewer, with three ways on (`editorial.rules`, line 4)."""

    template_name = "editorial/confirmation/own_change.html"
    page_title = gettext_lazy("Your change")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific

    @cached_property
    def change(self) -> OwnChange:
        """The change as it is stored, read after a decision that was refused."""
        return OwnChange(Page.objects.get(pk=self.page.pk).specific, self.request.user)

    def compared(self) -> tuple[Revision | None, Revision]:
        return self.change.before, self.change.latest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            self.change.check()
        except DecisionRefused as refused:
            messages.info(request, str(refused))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        ways = {
            "confirm": (ConfirmOwnChange, self.say_asked),
            "form": (PublishOwnChange, self.tell_outcome),
            "back": (TakeBackOwnChange, self.say_taken_back),
        }
        way = request.POST.get("way", "")
        if way not in ways:
            raise Http404
        decision, answer = ways[way]
        try:
            decision(self.page.pk, self.request.user, request.POST.get("seen", "")).execute()
        except UnseenRevision:
            self.refusal = str(LOOK_AGAIN)
            return self.render_to_response(self.get_context_data(), status=409)
        except (DecisionRefused, GateClosed) as refused:
            return self.refuse(refused)
        return answer()

    def say_asked(self) -> HttpResponse:
        told = _("The other reviewers are told: one of them confirms your change of “%(title)s”.")
        messages.success(self.request, told % {"title": self.page.get_admin_display_title()})
        return redirect("wagtailadmin_home")

    def say_taken_back(self) -> HttpResponse:
        messages.success(
            self.request, _("Your change is taken back: the text can be approved as it is now.")
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "seen": revision_token(self.change.latest),
            "findings": self.change.findings(),
            "action_url": reverse("own_change", args=[self.page.pk]),
        }


class ConfirmChangeView(ChangeView):
    """View of another reviewer's change, with the button that confirms it."""

    template_name = "editorial/confirmation/confirm.html"
    page_title = gettext_lazy("A change to confirm")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.confirmation = get_object_or_404(
            ConfirmationRequest.objects.select_related("page", "asked_by", "before", "revision"),
            pk=kwargs["request_id"],
        )
        self.page = self.confirmation.page.specific
        self.form = DeclineForm()

    def compared(self) -> tuple[Revision | None, Revision]:
        return self.confirmation.before, self.confirmation.revision

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user, confirmation = self.request.user, self.confirmation
        if not self.page.permissions_for_user(user).can_edit():
            raise PermissionDenied
        if not still_holds(confirmation):
            messages.info(
                request,
                _("“%(title)s” does not wait for this confirmation any more.")
                % {"title": self.page.get_admin_display_title()},
            )
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if not rules.may_confirm(user, confirmation):
            told = (
                _("You asked for this confirmation: another reviewer gives it.")
                if confirmation.asked_by == user
                else _("This change is for another reviewer to confirm.")
            )
            messages.info(request, told)
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if request.POST.get("answer") == "confirm":
                Confirm(self.confirmation, self.request.user).execute()
                return self.tell_outcome()
            return self.decline()
        except (DecisionRefused, GateClosed) as refused:
            return self.refuse(refused)

    def decline(self) -> HttpResponse:
        self.form = DeclineForm(self.request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        Decline(self.confirmation, self.request.user, self.form.cleaned_data["note"]).execute()
        messages.success(
            self.request,
            _("Not confirmed: %(name)s is told why.") % {"name": self.confirmation.asked_by},
        )
        return redirect("wagtailadmin_home")

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "confirmation": self.confirmation,
            "form": self.form,
            "confirm_label": outcome.button_label(self.confirmation.revision, _("Confirm")),
            "action_url": reverse("confirm_change", args=[self.confirmation.pk]),
        }


class ToConfirmPanel(Component):
    """Dashboard panel of changes that the user may confirm."""

    name = "to_confirm"
    template_name = "editorial/confirmation/to_confirm_panel.html"
    order = 90

    def __init__(self, requests: list[ConfirmationRequest]) -> None:
        self.requests = requests

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"requests": self.requests}


def to_confirm_panel(request: StaffRequest) -> ToConfirmPanel | None:
    requests = open_requests(request.user)
    return ToConfirmPanel(requests) if requests else None
