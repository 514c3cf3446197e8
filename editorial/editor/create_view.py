"""The form of a new page, and what comes before it."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.views.pages.create import AddSubpageView, CreateView
from wagtail.admin.views.pages.preview import PreviewOnCreateView
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial import rules
from editorial.editor import autosave, gating, kept_text
from editorial.editor.new_page import begin
from editorial.ui.pages import HeaderTitle


class NewsroomCreateView(HeaderTitle, CreateView):
    """Creates a page of any type, in the steps of `NewsroomEditView` that a new page knows."""

    request: StaffRequest

    def get(self, request: StaffRequest) -> HttpResponse:
        begin(self.page, request.user)
        return super().get(request)

    def post(self, request: StaffRequest) -> HttpResponse:
        if kept_text.TAKE_UP_FIELD in request.POST:
            return self.take_up()
        answer: HttpResponse = super().post(request)
        return kept_text.forget(request, answer) if answer.status_code == 302 else answer

    def take_up(self) -> HttpResponse:
        """Show what a browser has kept of a page that was never saved."""
        self.form = self.form_class(
            self.request.POST,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        autosave.is_valid_draft(self.form)
        self.has_unsaved_changes = True
        messages.info(self.request, kept_text.BACK_IN_FORM)
        return self.render_to_response(self.get_context_data())

    def form_invalid(self, form: WagtailAdminPageForm) -> HttpResponse:
        """Store all that can be stored of an autosave."""
        if not self.expects_json_response or self.action_name != "save":
            return super().form_invalid(form)
        set_aside = autosave.make_savable(form)
        return autosave.complete(self.form_valid(form), set_aside, names=False)

    @transaction.atomic
    def submit_action(self) -> HttpResponse:
        """Submit the new page, or keep it as a draft where a check blocks that."""
        typed = self.form.save(commit=False)
        typed.section = self.parent_page
        verdict = gating.ask(self.request, typed)
        if verdict.allows(gating.reason_in(self.request)):
            answer: HttpResponse = super().submit_action()
            gating.after_submission(self.request, self.page, verdict)
            return answer
        self.save_action()
        gating.tell_refusal(self.request, verdict, _("Your text is saved as a draft."))
        # To the draft: sent again, this request would create a second one.
        return redirect(self.get_edit_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = kept_text.name_in(self.request)
        return super().get_context_data(kept_text_name=name, **kwargs)


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
    """Previews a page of a class that the person may create."""

    def get_object(self) -> Page:
        page = super().get_object()
        parent = Page.objects.get(pk=self.parent_object_id).specific
        if not rules.may_create(self.request.user, type(page), parent):
            raise PermissionDenied
        return page
