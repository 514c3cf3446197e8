"""View that disables a workflow."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.workflows import Disable

from accounts.requests import StaffRequest
from editorial.newsroom import newsroom
from editorial.workflow.policy_pages import WHY_IT_STAYS, is_needed


class DisableWorkflowView(Disable):
    """Wagtail's view, which keeps the workflow of policy pages while a setting names it."""

    def get(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.keep() if is_needed(self.object) else super().get(request, *args, **kwargs)

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.keep() if is_needed(self.object) else super().post(request, *args, **kwargs)

    def keep(self) -> HttpResponse:
        chosen = AdminURLFinder(self.request.user).get_edit_url(newsroom())
        buttons = [messages.button(chosen, _("Choose another one"))] if chosen else []
        messages.error(self.request, WHY_IT_STAYS, buttons=buttons)
        return redirect(self.get_edit_url)


disable_workflow = require_admin_access(DisableWorkflowView.as_view())
