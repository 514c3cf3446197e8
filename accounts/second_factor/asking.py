"""Pages of the admin that ask who is there before they open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.requests import StaffRequest
from accounts.second_factor import session


class OpensOnceConfirmed:
    """A page for those who have shown who they are within the last minutes."""

    request: StaffRequest

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not session.is_confirmed(request):
            return redirect(session.confirmation_of(request.get_full_path()))
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response


class AsksFirst(OpensOnceConfirmed):
    """Such a page with a form: one that was open for too long keeps what was chosen and says so."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse
        if session.is_confirmed(request):
            response = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return response
        form = self.get_form()  # type: ignore[attr-defined]
        if not form.fields:
            return redirect(session.confirmation_of(request.get_full_path()))
        form.add_error(next(iter(form.fields)), session.ask_to_confirm())
        response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response
