"""Permission checks for Wagtail's views that show an object by its key without one.

A view that is not covered is found by the walk in `tests/editorial/test_side_doors.py`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
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
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from accounts.requests import answering, shown_to
from delivery.requests import is_admin
from editorial import rules
from editorial.permissions import VIEWING
from news.library import is_shown, pages_showing

# A method or function of Wagtail's that is wrapped here.
AnyCallable = Callable[..., Any]
# The names of a page's key in the addresses of Wagtail and this site.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
FILES = (AbstractImage, AbstractDocument)


def may_see_object(user: User, instance: Model) -> bool:
    """Whether the user may see the name of a page, a file, a snippet or an account."""
    if isinstance(instance, Page):
        return rules.may_see(user, instance)
    policy = policy_registry.get(instance)
    return bool(policy.user_has_any_permission_for_instance(user, VIEWING, instance))


class PageAddressMiddleware:
    """Middleware that refuses an address of the admin whose page the user may not see.

    It also sets the user of `accounts.requests.shown_to`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_admin(request):
            return self.get_response(request)
        with answering(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        keys = {kwargs[name] for name in PAGE_ARGUMENTS if isinstance(kwargs.get(name), int)}
        if not keys or not is_admin(request):
            return None
        user = request.user
        if not isinstance(user, User) or not user.has_perm("wagtailadmin.access_admin"):
            return None  # the view redirects to the sign-in
        pages = Page.objects.filter(pk__in=keys, live=False)
        if all(rules.may_see(user, page) for page in pages):
            return None
        refusal: HttpResponse = permission_denied(request)
        return refusal


class VisibleImagesViewSet(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Model]:
        files: QuerySet[Model] = super().get_queryset() & _visible_files(self)
        return files


class VisibleDocumentsViewSet(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Model]:
        files: QuerySet[Model] = super().get_queryset() & _visible_files(self)
        return files


def _visible_files(view: BaseAPIViewSet) -> QuerySet[Model]:
    policy = policy_registry.get_by_type(view.model)
    files: QuerySet[Model] = policy.visible_instances(view.request.user)
    return files


@hooks.register("construct_admin_api", order=10)  # after Wagtail's own
def register_restricted_endpoints(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", VisibleImagesViewSet)
    router.register_endpoint("documents", VisibleDocumentsViewSet)


@hooks.register("before_serve_document")
def refuse_unpublished_documents(document: AbstractDocument, request: HttpRequest) -> None:
    """Refuse a document that nothing public shows, to readers and to users who may not see it."""
    if is_shown(document):
        return
    user = request.user
    if isinstance(user, User) and user.has_perm("wagtailadmin.access_admin"):
        if may_see_object(user, document):
            return
    # Readers who have given a page's password, or signed in for it, may open its documents.
    for page in pages_showing(document):
        if all(barrier.accept_request(request) for barrier in page.get_view_restrictions()):
            return
    raise Http404


def patch_views() -> None:
    """Add the checks to those of Wagtail's views that no setting, hook or policy reaches."""
    BulkAction.get_actionable_objects = _with_visible_refusals(BulkAction.get_actionable_objects)
    ChosenMultipleView.get = _get_visible_pages
    chooser.render_modal_workflow = _with_visible_titles(chooser.render_modal_workflow)
    URLOrAbsolutePathField.to_python = _accepting_missing_value(URLOrAbsolutePathField.to_python)
    BaseChooser.get_value_data = _without_hidden_files(BaseChooser.get_value_data)
    PageTypesUsageReportView.decorate_paginated_queryset = _without_hidden_pages(
        PageTypesUsageReportView.decorate_paginated_queryset
    )


def _with_visible_refusals(stock: AnyCallable) -> AnyCallable:
    @wraps(stock)
    def get_actionable_objects(self: BulkAction) -> tuple[list[Model], dict[str, list[Model]]]:
        """Name, in a refusal, only objects that the user may see; 404 if there is none."""
        objects, refused = stock(self)
        known = {
            reason: [
                _specific(each) for each in instances if may_see_object(self.request.user, each)
            ]
            for reason, instances in refused.items()
        }
        if any(refused.values()) and not objects and not any(known.values()):
            raise Http404
        return objects, known

    return get_actionable_objects


def _specific(instance: Model) -> Model:
    """Return a page as its own class, whose title depends on the user."""
    return instance.specific_deferred if isinstance(instance, Page) else instance


def _get_visible_pages(self: ChosenMultipleView, request: HttpRequest) -> HttpResponse:
    """Answer as Wagtail does, with those of the pages that its chooser lists for the user."""
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


def _with_visible_titles(stock: AnyCallable) -> AnyCallable:
    @wraps(stock)
    def render_modal_workflow(
        request: HttpRequest,
        html_template: str | None,
        js_template: str | None = None,
        template_vars: dict[str, object] | None = None,
        json_data: dict[str, Any] | None = None,
        **kwargs: object,
    ) -> HttpResponse:
        """Show the title that the user may see of the page behind an address, not its draft's."""
        template_vars, json_data = template_vars or {}, json_data or {}
        # From the query string, which Wagtail does not check.
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


def _accepting_missing_value(stock: AnyCallable) -> AnyCallable:
    @wraps(stock)
    def to_python(field: URLOrAbsolutePathField, value: object) -> object:
        """Take a field that is missing from the form as empty."""
        return stock(field, "" if value is None else value)

    return to_python


def _without_hidden_files(stock: AnyCallable) -> AnyCallable:
    @wraps(stock)
    def get_value_data(field: BaseChooser, value: object) -> dict[str, object] | None:
        """Keep the key of a file that the user may not see, without its title and preview."""
        file = field.get_instance(value)
        data: dict[str, object] | None = stock(field, file)
        person = shown_to()
        if data is None or person is None or not isinstance(file, FILES):
            return data
        if may_see_object(person, file):
            return data
        is_image = isinstance(file, AbstractImage)
        title = (
            gettext("Somebody else’s picture") if is_image else gettext("Somebody else’s document")
        )
        hidden = {"id": file.pk, "edit_url": "", field.display_title_key: title}
        no_preview = {"url": "", "width": 0, "height": 0}
        return hidden | ({"preview": no_preview, "default_alt_text": ""} if is_image else {})

    return get_value_data


def _without_hidden_pages(stock: AnyCallable) -> AnyCallable:
    @wraps(stock)
    def decorate_paginated_queryset(self: PageTypesUsageReportView, page_types: Any) -> Any:
        """Name the page that was edited last only if the user may see it; all pages are counted."""
        page_types = stock(self, page_types)
        for page_type in page_types:
            page = page_type.last_edited_page
            if page and not may_see_object(self.request.user, page):
                page_type.last_edited_page = None
        return page_types

    return decorate_paginated_queryset
