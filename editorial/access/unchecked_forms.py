"""Forms of Wagtail's that take for granted that they were sent by their own page."""

from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.contrib.redirects.forms import ConfirmImportManagementForm

SIGNED = ("import_file_name", "input_format")


def take_over() -> None:
    CreateView.post = _where_something_is_made(CreateView.post)
    ConfirmImportManagementForm.clean = _of_what_was_signed


def _where_something_is_made(stock: Any) -> Any:
    @wraps(stock)
    def post(view: CreateView, request: HttpRequest) -> HttpResponse:
        """A chooser whose kind of thing is made elsewhere has an address for it all the same."""
        if view.get_creation_form_class() is None:
            raise Http404
        response: HttpResponse = stock(view, request)
        return response

    return post


def _of_what_was_signed(form: ConfirmImportManagementForm) -> dict[str, Any]:
    """A list of redirects is imported from the file that was uploaded, and from no other."""
    for name in SIGNED:
        try:
            form.cleaned_data[name] = form.signer.unsign(form.cleaned_data.get(name, ""))
        except BadSignature as error:
            raise ValidationError(str(error)) from error
    return form.cleaned_data
