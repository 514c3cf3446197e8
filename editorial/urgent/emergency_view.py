"""View of an emergency publication, which asks for the reason."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page, Revision

from accounts.requests import StaffRequest
from editorial import rules
from editorial.gates import evaluate
from editorial.ui.pages import DeskPageMixin
from editorial.ui.seen import with_seen_line
from editorial.urgent.emergency import PublishInEmergency, StaleRevision
from editorial.urgent.forms import EmergencyForm
from editorial.versions.conflicts import describe_save


class PublishInEmergencyView(DeskPageMixin, FormView):
    request: StaffRequest
    form_class = EmergencyForm
    template_name = "editorial/urgent/emergency.html"
    page_title = gettext_lazy("Publish now in an emergency")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.page: Page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        # A plain page, as the root of the tree, has Wagtail's permissions alone.
        if not rules.needs_approval(self.page.specific_class):
            raise PermissionDenied
        if not self.page.permissions_for_user(self.request.user).can_publish_in_emergency():
            raise PermissionDenied
        self.latest: Revision | None = self.page.get_latest_revision()

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.latest and self.latest.pk}

    def form_valid(self, form: EmergencyForm) -> HttpResponse:
        reason, revision_id = form.cleaned_data["reason"], form.cleaned_data["revision"]
        publication = PublishInEmergency(self.page.pk, self.request.user, reason, revision_id)
        try:
            publication.execute()
        except StaleRevision:
            return self.ask_again(form)
        except ValidationError as error:
            form.add_error(None, self.explain(error))
            return self.form_invalid(form)
        page = publication.read_page()
        told = _("“%(title)s” is published. The reason is in its history.") % {"title": page.title}
        messages.success(
            self.request,
            with_seen_line(told, page, self.request),
            buttons=[messages.button(page.url, _("View live"))] if page.url else None,
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def ask_again(self, form: EmergencyForm) -> HttpResponse:
        """Show the form again with the newer version: publishing that is a new decision."""
        self.latest = self.page.get_latest_revision()
        number = self.latest.pk if self.latest else ""
        form.data = {"reason": form.cleaned_data["reason"], "revision": number}
        told = describe_save(self.latest, self.request.user) if self.latest else ""
        again = _("Look at it, then publish again if it is still to go out now.")
        form.add_error(None, f"{told} {again}")
        return self.form_invalid(form)

    def explain(self, error: ValidationError) -> list[str]:
        """What the draft lacks, each with the name of its field."""
        missing = [_("This draft is not complete, so readers would get a broken page.")]
        for name, errors in error.message_dict.items():
            field = {f.name: f for f in self.page._meta.get_fields()}.get(name)
            label = getattr(field, "verbose_name", "")
            missing += [f"{label}: {text}" if label else text for text in errors]
        return missing

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "latest": self.latest,
            "verdict": evaluate.gate(
                self.page.get_latest_revision_as_object(), evaluate.final_transition(self.page)
            ),
            "workflow_state": self.page.current_workflow_state,
            "action_url": reverse("publish_in_emergency", args=[self.page.pk]),
            "cancel_url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }
