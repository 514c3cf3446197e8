"""« Corriger tout de suite »: the live version in the page form, beside the update that waits."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial.correcting import Clash, Versions, correct_now, may_correct_now
from editorial.differences import Difference, form_without
from editorial.emergency import SavedSince
from editorial.forms import CorrectNowForm
from editorial.merging import SCHEDULE
from editorial.views.desk import DeskPageMixin


class CorrectNowView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/correct_now.html"
    page_title = gettext_lazy("Correct at once")
    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page: Page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(self.request.user).can_publish_in_emergency():
            raise PermissionDenied
        self.versions = Versions.of(self.page)
        self.differences: list[Difference] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_correct_now(self.request.user, self.page):
            messages.info(request, _("No update of this page is scheduled: correct it as usual."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = self.page_form()
        self.why = CorrectNowForm(initial=vars(self.versions))
        return super().get(request, *args, **kwargs)

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = self.page_form(request.POST, request.FILES)
        self.why = CorrectNowForm(request.POST)
        is_complete = self.form.is_valid()
        if not (self.why.is_valid() and is_complete):
            return self.show_again(422)
        return self.correct()

    def correct(self) -> HttpResponse:
        try:
            page = correct_now(
                self.form.save(commit=False),
                self.request.user,
                self.why.cleaned_data["reason"],
                self.why.versions(),
                self.choices(),
            )
        except Clash as clash:
            self.differences = clash.differences
            return self.show_again(409)
        except SavedSince:
            # Sending it again is a new decision, made with the newer versions in view.
            self.why.data = {**self.request.POST.dict(), **vars(self.versions)}
            self.why.add_error(
                None,
                _(
                    "Another version of this page was saved meanwhile. Nothing is published, and "
                    "what you typed is still below: look at it again, then send it."
                ),
            )
            return self.show_again(409)
        except ValidationError as error:
            self.why.add_error(None, error.messages)
            return self.show_again(422)
        messages.success(
            self.request,
            _("The correction of “%(title)s” is online, and in the scheduled version too.")
            % {"title": page.title},
            buttons=[messages.button(page.url, _("View live"))] if page.url else None,
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def choices(self) -> dict[str, str]:
        prefix = "choose-"
        return {
            name.removeprefix(prefix): str(value)
            for name, value in self.request.POST.items()
            if name.startswith(prefix)
        }

    def page_form(self, *data: Any) -> Any:
        """The form of the live version, without the times: those are the schedule's."""
        live = self.page.live_revision.as_object() if self.page.live_revision else self.page
        self.edit_handler = self.page.get_edit_handler()
        form_class = form_without(self.edit_handler.get_form_class(), set(SCHEDULE))
        return form_class(
            *data, instance=live, parent_page=self.page.get_parent(), for_user=self.request.user
        )

    def show_again(self, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        panel = self.edit_handler.get_bound_panel(
            request=self.request, instance=self.form.instance, form=self.form
        )
        return context | {
            "page": self.page,
            "form": self.form,
            "why": self.why,
            "panel": panel,
            "media": self.form.media + self.why.media + panel.media,
            "has_unsaved_changes": self.request.method == "POST",
            "scheduled_at": self.page.scheduled_revision.approved_go_live_at,
            "action_url": reverse("correct_now", args=[self.page.pk]),
            "cancel_url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "differences": self.differences,
            "differences_title": _("Changed by the scheduled version too"),
            "mine_label": _("Keep what the later version says"),
            "theirs_label": _("Take the correction"),
            "form_id": "w-editor-form",
        }
