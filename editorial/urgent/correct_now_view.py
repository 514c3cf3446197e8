"""View of « Corriger tout de suite »: the live version in the page form."""

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
from editorial import rules
from editorial.ui.pages import DeskPageMixin
from editorial.ui.seen import with_seen_line
from editorial.urgent.carrying import MergeConflict, Versions
from editorial.urgent.correct_now import (
    AskToConfirmCorrection,
    LiveCorrection,
    PublishCorrection,
    PublishFormCorrection,
    findings,
    may_correct_now,
    may_publish_form,
)
from editorial.urgent.emergency import StaleRevision
from editorial.urgent.forms import CorrectNowForm
from editorial.versions.canonical import SCHEDULE
from editorial.versions.differences import Difference, form_without
from editorial.workflow.form_correction import Finding
from editorial.workflow.refusals import DecisionRefused
from news.models import Correction as ReadersNote
from news.page_facts import facts_of

# What the buttons of the page are for.
PUBLISH, CONFIRM, HASTE = "publish", "confirm", "haste"


class CorrectNowView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/urgent/correct_now.html"
    page_title = gettext_lazy("Correct at once")
    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.page: Page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        self.versions = Versions.of(self.page)
        self.differences: list[Difference] = []
        self.findings: list[Finding] = []
        # A plain page has Wagtail's permissions alone.
        may_haste = (
            rules.needs_approval(self.page.specific_class)
            and self.page.permissions_for_user(self.request.user).can_publish_in_emergency()
        )
        self.ways = {
            PUBLISH: may_publish_form(self.request.user, self.page),
            CONFIRM: True,
            HASTE: may_haste,
        }

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_correct_now(self.request.user, self.page):
            messages.info(request, _("This page is not online: correct it as usual."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.form = self.page_form()
        self.why = CorrectNowForm(initial=vars(self.versions))
        return super().get(request, *args, **kwargs)

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        way = str(request.POST.get("way", PUBLISH if self.ways[PUBLISH] else CONFIRM))
        if not self.ways.get(way):
            raise PermissionDenied
        self.form = self.page_form(request.POST, request.FILES)
        is_complete = self.form.is_valid()
        if is_complete:
            self.findings = findings(self.form.save(commit=False))
        self.why = CorrectNowForm(request.POST, asks=self.asked(way))
        if not (self.why.is_valid() and is_complete):
            return self.show_again(422)
        if self.findings and way == PUBLISH:
            # More than form: the page says why, and shows the other ways.
            return self.show_again(422)
        return self.correct(way)

    def asked(self, way: str) -> set[str]:
        """Names of the further questions to ask: a reason, and whether readers are told."""
        asked = {"reason"} if way == HASTE else set()
        is_told = any(row for row in self.request.POST if row.startswith("corrections-0-text"))
        if self.asks_about_readers() and way != PUBLISH and not is_told:
            asked.add("readers")
        return asked

    def asks_about_readers(self) -> bool:
        """Whether readers may have to be told, since more than form is corrected."""
        return bool(self.findings) and facts_of(type(self.page)).has_corrections

    def correct(self, way: str) -> HttpResponse:
        corrected = self.form.save(commit=False)
        if self.why.cleaned_data["tell_readers"] == "yes" and self.why.asks_about_readers:
            corrected.corrections.add(ReadersNote(text=self.why.cleaned_data["notice"]))
        try:
            self.decision_on(corrected, way).execute()
        except MergeConflict as conflict:
            self.differences = conflict.differences
            return self.show_again(409)
        except StaleRevision:
            # Sending it again is a new decision, made with the newer versions in view.
            seen = {name: value or "" for name, value in vars(self.versions).items()}
            self.why.data = {**self.request.POST.dict(), **seen}
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
        except DecisionRefused as refused:
            self.why.add_error(None, str(refused))
            return self.show_again(409)
        return self.say_done(corrected, way)

    def decision_on(self, corrected: Page, way: str) -> LiveCorrection:
        seen, choices = self.why.versions(), self.choices()
        if way == HASTE:
            reason = self.why.cleaned_data["reason"]
            return PublishCorrection(corrected, self.request.user, seen, choices, reason)
        decision = AskToConfirmCorrection if way == CONFIRM else PublishFormCorrection
        return decision(corrected, self.request.user, seen, choices)

    def say_done(self, corrected: Page, way: str) -> HttpResponse:
        title = {"title": corrected.title}
        if way == CONFIRM:
            waits = _(
                "The correction of “%(title)s” waits for a confirmation; readers see it then."
            )
            told = waits % title
        else:
            online = _("The correction of “%(title)s” is online.") % title
            page = Page.objects.get(pk=self.page.pk)
            told = with_seen_line(online, page, self.request)
        url = None if way == CONFIRM else self.page.url
        buttons = [messages.button(url, _("View live"))] if url else None
        messages.success(self.request, told, buttons)
        return redirect("wagtailadmin_pages:edit", self.page.pk)

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

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        panel = self.edit_handler.get_bound_panel(
            request=self.request, instance=self.form.instance, form=self.form
        )
        scheduled = self.page.scheduled_revision
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "form": self.form,
            "why": self.why,
            "ways": self.ways,
            "findings": self.findings,
            "asks_about_readers": self.asks_about_readers(),
            "panel": panel,
            "media": self.form.media + self.why.media + panel.media,
            "has_unsaved_changes": self.request.method == "POST",
            "scheduled_at": scheduled.approved_go_live_at if scheduled else None,
            "action_url": reverse("correct_now", args=[self.page.pk]),
            "cancel_url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "differences": self.differences,
            "differences_title": _("Changed by the later version too"),
            "mine_label": _("Keep what the later version says"),
            "theirs_label": _("Take the correction"),
            "form_id": "w-editor-form",
        }
