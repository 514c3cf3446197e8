"""Checks for Wagtail's forms that trust every request to come from their own page."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.contrib.redirects.forms import ConfirmImportManagementForm

Post = Callable[[CreateView, HttpRequest], HttpResponse]
SIGNED = ("import_file_name", "input_format")


def patch_forms() -> None:
    """Add the checks to Wagtail's classes."""
    CreateView.post = _with_creation_form(CreateView.post)
    ConfirmImportManagementForm.clean = _clean_signed_names


def _with_creation_form(stock: Post) -> Post:
    @wraps(stock)
    def post(view: CreateView, request: HttpRequest) -> HttpResponse:
        """Answer 404 where the chooser has no form to create an object."""
        if view.get_creation_form_class() is None:
            raise Http404
        return stock(view, request)

    return post


def _clean_signed_names(form: ConfirmImportManagementForm) -> dict[str, object]:
    """Import redirects only from the uploaded file, whose name is signed."""
    for name in SIGNED:
        try:
            form.cleaned_data[name] = form.signer.unsign(form.cleaned_data.get(name, ""))
        except BadSignature as error:
            raise ValidationError(str(error)) from error
    cleaned: dict[str, object] = form.cleaned_data
    return cleaned
