"""Wagtail's views that name an object by its key, and ask nobody whether the person may know it.

Each of them asks the rules here. A view that forgets to is found by the walk in
`tests/editorial/test_side_doors.py`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.forms.choosers import URLOrAbsolutePathField
from wagtail.admin.views import chooser
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from accounts.requests import answering, shown_to
from delivery.middleware import is_admin
from editorial import rules
from editorial.permissions import KNOWING
from news.library import is_shown, pages_showing

# What Wagtail and this site call the key of a page in an address.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
FILES = (AbstractImage, AbstractDocument)


def may_know(user: User, thing: Model) -> bool:
    """Whether the admin may name `thing` to the user: a page, a file, a snippet, an account."""
    if isinstance(thing, Page):
        return rules.may_see(user, thing)
    policy = policy_registry.get(thing)
    return bool(policy.user_has_any_permission_for_instance(user, KNOWING, thing))


class PagesInAddresses:
    """Middleware: an address of the admin that names a page is for those who may know the page.

    What else the admin shows knows from here to whom (`accounts.requests.shown_to`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_admin(request):
            return self.get_response(request)
        with answering(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        keys = {kwargs[name] for name in PAGE_ARGUMENTS if isinstance(kwargs.get(name), int)}
        if not keys or not is_admin(request):
            return None
        user = request.user
        if not isinstance(user, User) or not user.has_perm("wagtailadmin.access_admin"):
            return None  # the view sends them to sign in
        pages = Page.objects.filter(pk__in=keys, live=False)
        if all(rules.may_see(user, page) for page in pages):
            return None
        refusal: HttpResponse = permission_denied(request)
        return refusal


class KnownImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return super().get_queryset() & _known(self)


class KnownDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return super().get_queryset() & _known(self)


def _known(view: Any) -> Any:
    return policy_registry.get_by_type(view.model).instances_user_knows(view.request.user)


@hooks.register("construct_admin_api", order=10)  # after Wagtail's own
def list_known_files_only(router: Any) -> None:
    router.register_endpoint("images", KnownImages)
    router.register_endpoint("documents", KnownDocuments)


@hooks.register("before_serve_document")
def keep_documents_of_drafts(document: Any, request: HttpRequest) -> None:
    """A document is public while something that readers see refers to it."""
    if is_shown(document):
        return
    user = request.user
    if isinstance(user, User) and user.has_perm("wagtailadmin.access_admin"):
        if may_know(user, document):
            return
    # Readers who have passed a page's password or sign-in open what is on it.
    for page in pages_showing(document):
        if all(barrier.accept_request(request) for barrier in page.get_view_restrictions()):
            return
    raise Http404


def close() -> None:
    """Let those of Wagtail's views ask that no setting, hook or policy reaches."""
    BulkAction.get_actionable_objects = _of_known_objects(BulkAction.get_actionable_objects)
    ChosenMultipleView.get = _of_visible_pages
    chooser.render_modal_workflow = _with_titles_to_show(chooser.render_modal_workflow)
    URLOrAbsolutePathField.to_python = _of_what_was_sent(URLOrAbsolutePathField.to_python)
    BaseChooser.get_value_data = _of_known_files(BaseChooser.get_value_data)
    PageTypesUsageReportView.decorate_paginated_queryset = _with_known_pages(
        PageTypesUsageReportView.decorate_paginated_queryset
    )


def _of_known_objects(stock: Any) -> Any:
    @wraps(stock)
    def get_actionable_objects(self: BulkAction) -> tuple[list[Any], dict[str, list[Any]]]:
        """A refusal names what the person sees in lists; the rest is not there for them."""
        objects, refused = stock(self)
        known = {
            reason: [_specific(thing) for thing in things if may_know(self.request.user, thing)]
            for reason, things in refused.items()
        }
        if any(refused.values()) and not objects and not any(known.values()):
            raise Http404
        return objects, known

    return get_actionable_objects


def _specific(thing: Any) -> Any:
    """A page of its own class, which knows what title it shows to whom."""
    return thing.specific_deferred if isinstance(thing, Page) else thing


def _of_visible_pages(self: ChosenMultipleView, request: HttpRequest) -> HttpResponse:
    """Wagtail's answer, for those of the pages that its chooser lists to the person."""
    keys = [int(key) for key in request.GET.getlist("id") if key.isdecimal() and len(key) < 10]
    pages = Page.objects.filter(pk__in=keys)
    for hook in hooks.get_hooks("construct_page_chooser_queryset"):
        pages = hook(pages, request)
    result = [
        {
            "id": page.pk,
            "parentId": page.get_parent().pk,
            "adminTitle": page.get_admin_display_title(),
            "editUrl": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "url": page.url,
        }
        for page in pages.exclude(depth=1).specific()
    ]
    response: HttpResponse = self.render_chosen_response(result)
    return response


def _with_titles_to_show(stock: Any) -> Any:
    @wraps(stock)
    def render_modal_workflow(
        request: HttpRequest,
        html_template: str | None,
        js_template: str | None = None,
        template_vars: dict[str, Any] | None = None,
        json_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Wagtail finds the page behind an address, and takes the title of its draft for it."""
        template_vars, json_data = template_vars or {}, json_data or {}
        # Of the query string, where Wagtail asks nobody whether it is the key of a page.
        if not str(template_vars.get("parent_page_id") or "0").isdecimal():
            template_vars = template_vars | {"parent_page_id": None}
        found = json_data.get("internal") or json_data.get("result")
        if isinstance(found, dict) and "adminTitle" in found:
            page = Page.objects.get(pk=found["id"]).specific
            found["adminTitle"] = page.get_admin_display_title()
            if "page" in template_vars:
                template_vars = template_vars | {"page": found["adminTitle"]}
        response: HttpResponse = stock(
            request, html_template, js_template, template_vars, json_data, **kwargs
        )
        return response

    return render_modal_workflow


def _of_what_was_sent(stock: Any) -> Any:
    @wraps(stock)
    def to_python(field: URLOrAbsolutePathField, value: Any) -> Any:
        """A form without the field is one whose field is empty."""
        return stock(field, "" if value is None else value)

    return to_python


def _of_known_files(stock: Any) -> Any:
    @wraps(stock)
    def get_value_data(field: BaseChooser, value: Any) -> dict[str, Any] | None:
        """A field keeps the key of somebody else's file, and shows nothing of the file."""
        file = field.get_instance(value)
        data: dict[str, Any] | None = stock(field, file)
        person = shown_to()
        if data is None or person is None or not isinstance(file, FILES):
            return data
        if may_know(person, file):
            return data
        is_image = isinstance(file, AbstractImage)
        title = (
            gettext("Somebody else’s picture") if is_image else gettext("Somebody else’s document")
        )
        hidden = {"id": file.pk, "edit_url": "", field.display_title_key: title}
        no_preview = {"url": "", "width": 0, "height": 0}
        return hidden | ({"preview": no_preview, "default_alt_text": ""} if is_image else {})

    return get_value_data


def _with_known_pages(stock: Any) -> Any:
    @wraps(stock)
    def decorate_paginated_queryset(self: PageTypesUsageReportView, page_types: Any) -> Any:
        """The report counts all pages, and names the one edited last only to those who know it."""
        page_types = stock(self, page_types)
        for page_type in page_types:
            page = page_type.last_edited_page
            if page and not may_know(self.request.user, page):
                page_type.last_edited_page = None
        return page_types

    return decorate_paginated_queryset
