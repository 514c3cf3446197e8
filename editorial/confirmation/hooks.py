"""Addresses, panel and messages of changes to confirm in Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial import rules
from editorial.confirmation.confirming import request_on
from editorial.confirmation.views import (
    ConfirmChangeView,
    OwnChangeView,
    ReviewChangesView,
    to_confirm_panel,
)
from editorial.versions.authorship import as_submitted
from editorial.versions.merging import same_text


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/review-changes/",
            ReviewChangesView.as_view(),
            name="review_changes",
        ),
        path("pages/<int:page_id>/own-change/", OwnChangeView.as_view(), name="own_change"),
        path("confirm/<int:request_id>/", ConfirmChangeView.as_view(), name="confirm_change"),
    ]


@hooks.register("construct_homepage_panels")
def show_what_is_to_be_confirmed(request: StaffRequest, panels: list[Component]) -> None:
    panel = to_confirm_panel(request)
    if panel:
        panels.append(panel)


@hooks.register("open_page_editor")
def point_to_the_confirmation(request: StaffRequest, page: Page) -> None:
    """Link the editor of a text that waits for a confirmation to that confirmation."""
    waiting = request_on(page)
    if waiting is None:
        return
    if waiting.asked_by == request.user:
        messages.info(request, _("Your change waits for another reviewer to confirm it."))
    elif rules.may_confirm(request.user, waiting):
        url = reverse("confirm_change", args=[waiting.pk])
        messages.warning(
            request,
            _("%(name)s has changed this text and asks for a confirmation.")
            % {"name": waiting.asked_by},
            buttons=[messages.button(url, _("See the change and confirm it"))],
        )


@hooks.register("open_page_editor")
def show_what_reviewers_have_changed(request: StaffRequest, page: Page) -> None:
    """Link the editor of a text under review to the changes of the steps before."""
    if not rules.reviews_any_step(request.user, page):
        return
    submitted, latest = as_submitted(page), page.get_latest_revision()
    if submitted is None or same_text(submitted.content, latest.content):
        return
    people = page.revisions.filter(created_at__gt=submitted.created_at).exclude(user=None)
    names = {str(version.user) for version in people.select_related("user").defer("content")}
    url = reverse("review_changes", args=[page.pk])
    messages.info(
        request,
        _("Changed during the review by %(names)s.")
        % {"names": get_text_list(sorted(names), _("and"))},
        buttons=[messages.button(url, _("See the changes"))],
    )
