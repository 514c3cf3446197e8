"""The pages of resets: those that wait, the request, the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import StaffRequest
from accounts.second_factor import resets, session
from accounts.second_factor.forms import ResetForm
from accounts.second_factor.models import ResetRequest

DECIDED = 20


@never_cache
def waiting(request: StaffRequest) -> HttpResponse:
    _only_participants(request)
    everything = ResetRequest.objects.select_related("user", "asked_by", "decided_by")
    decided = everything.exclude(decided_at=None)[:DECIDED]
    context = {
        "requests": list(everything.open()),
        "decided": decided,
        "proved": session.has_proved(request),
        "alone": not resets.participants().exclude(pk=request.user.pk).exists(),
    }
    return _page(request, "resets", _("Lost second factors"), context)


@never_cache
def ask(request: StaffRequest) -> HttpResponse:
    _only_participants(request)
    if not session.has_proved(request):
        return redirect("second_factor_resets")
    confirmed = session.is_confirmed(request)
    if request.method != "POST" and not confirmed:
        return redirect(session.confirmation_of(request.get_full_path()))
    form = ResetForm(
        request.POST or None, asker=request.user, initial={"user": request.GET.get("user")}
    )
    if form.is_valid() and not confirmed:
        form.add_error("reason", session.ask_to_confirm())
    if form.is_valid():
        asked = resets.ask(form.cleaned_data["user"], request.user, form.cleaned_data["reason"])
        messages.success(
            request,
            _("Asked. Somebody else confirms it within 24 hours, and %(person)s is told by mail.")
            % {"person": asked.user},
        )
        return redirect("second_factor_resets")
    return _page(request, "reset_ask", _("Ask for a reset"), {"form": form})


@never_cache
@session.confirmed
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    _only_participants(request)
    if not session.has_proved(request):
        return redirect("second_factor_resets")
    asked = get_object_or_404(ResetRequest.objects.open(), pk=pk)
    if request.method == "POST":
        agrees = request.POST.get("decision") == "confirm"
        if not agrees and request.POST.get("decision") != "refuse":
            return redirect("second_factor_reset", pk)
        if agrees and not resets.still_counts(asked):
            messages.error(
                request,
                _("Whoever asked may no longer do so. Refuse, and let somebody else ask."),
            )
            return redirect("second_factor_reset", pk)
        if not resets.decide(pk, request.user, agrees):
            messages.error(request, _("Somebody has decided on this already."))
        elif agrees:
            messages.success(
                request,
                _("The second factor of %(person)s is reset, and every session is ended.")
                % {"person": asked.user},
            )
        else:
            messages.success(request, _("Refused. %(person)s is told.") % {"person": asked.user})
        return redirect("second_factor_resets")
    context = {"asked": asked, "may_decide": resets.may_decide(request.user, asked)}
    return _page(request, "reset_decide", _("Confirm a reset"), context)


def _only_participants(request: StaffRequest) -> None:
    if not resets.may_take_part(request.user):
        raise PermissionDenied


def _page(request: StaffRequest, name: str, title: str, context: dict[str, object]) -> HttpResponse:
    trail = [{"url": reverse("second_factor_resets"), "label": _("Lost second factors")}]
    if name != "resets":
        trail.append({"url": "", "label": title})
    frame = {
        "page_title": title,
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": trail,
    }
    return render(request, f"accounts/second_factor/{name}.html", frame | context)
