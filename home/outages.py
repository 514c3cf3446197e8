"""The answers given while the disk is full or the database away, with the form that was sent."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.paper_name import last_known_name
from delivery.outages import Outage, is_connection_lost, outage_of
from delivery.sent_values import NO_FORM

RETRY_AFTER = 10  # seconds
STATUS = {Outage.DISK_FULL: 507, Outage.DATABASE_AWAY: 503}
# Never sent back in a page. Where one of these was typed, all of the form is typed again.
SECRETS = ("code", "credential", "otp")
NOT_TYPED = ("csrfmiddlewaretoken",)


def outage_answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """507 or 503 with the reason in words; None if the error is no outage.

    Neither the database nor a template that asks it is needed. A form that was sent is in the page,
    to be sent again as it is.
    """
    outage = outage_of(error)
    if outage is None:
        return None
    answer: HttpResponse
    if wants_json(request):
        answer = JsonResponse(
            {"success": False, "error_code": outage, "error_message": sentence(outage)},
            status=STATUS[outage],
            json_dumps_params={"ensure_ascii": False},
        )
    else:
        answer = _page(request, outage)
    answer["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(answer)
    # For delivery.retried_reads and delivery.rolled_back_reads.
    answer.connection_was_lost = is_connection_lost(error)  # type: ignore[attr-defined]
    answer.outage = outage  # type: ignore[attr-defined]
    return answer


def sentence(outage: Outage) -> str:
    if outage == Outage.DISK_FULL:
        return _("The server’s disk is full: nothing could be saved.")
    return _("The database does not answer for now: nothing could be saved.")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script has asked, as the editor's autosave does."""
    in_dialog = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return in_dialog or not request.accepts("text/html")


def _page(request: HttpRequest, outage: Outage) -> HttpResponse:
    status = STATUS[outage]
    fields, files = sent_by(request)
    context = {
        "base": "errors/plain.html",
        "site_name": last_known_name(),
        "is_form": request.method == "POST",
        "fields": fields,
        "files": files,
        "action": request.get_full_path(),
        "in_admin": request.path_info.startswith("/admin/"),
    }
    return render(request, f"{status}.html", context, status=status)


def sent_by(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """The fields of a form, to be sent again, and the names of its files, which cannot be.

    Nothing at all of a form in which a secret was typed.
    """
    if request.method != "POST":
        return [], []
    try:
        sent, files = request.POST, request.FILES
    except NO_FORM:
        return [], []  # No form, or one that could not be read: no room for its files.
    if any(_is_secret(name) and any(values) for name, values in sent.lists()):
        return [], []
    fields = [
        (name, str(value))
        for name, values in sent.lists()
        if name not in NOT_TYPED
        for value in values
    ]
    names = [str(file.name) for _name, many in files.lists() for file in many]
    return fields, names


def _is_secret(name: str) -> bool:
    return "password" in name or name in SECRETS
