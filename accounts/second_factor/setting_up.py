"""The pages on which a person lists, adds and removes their own factors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from accounts.requests import StaffRequest
from accounts.second_factor import duty, factors, names, pages, session, tasks
from accounts.second_factor.forms import AppCodeForm, NameForm
from accounts.sessions.receivers import end_others

ADDED = "accounts.second_factor.added"
REMOVED = "accounts.second_factor.removed"
NEW_CODES = "accounts.second_factor.recovery_codes_made"
SECRET = "second_factor_secret"  # noqa: S105
SHOW_CODES = "second_factor_show_codes"
RENAMED = "accounts.second_factor.renamed"


@never_cache
def overview(request: StaffRequest) -> HttpResponse:
    """The page of the person's factors: those set up, those missing, and by when."""
    user = request.user
    standing = duty.standing_of(user)
    app = factors.app_of(user)
    return pages.show(
        request,
        "overview",
        _("Second factor"),
        {
            "standing": standing,
            "app": app,
            "app_name": names.name_of(app) if app else "",
            "passkeys": factors.passkeys_of(user),
            "codes_left": len(factors.recovery_codes_of(user)),
            "few_codes": factors.FEW_CODES,
            "is_asked": duty.is_asked(user),
        },
    )


@sensitive_post_parameters()
@never_cache
@session.confirmed
def add_app(request: StaffRequest) -> HttpResponse:
    user = request.user
    if factors.app_of(user):
        return redirect("second_factor")
    secret = request.session.setdefault(SECRET, factors.new_secret())
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        step = factors.step_of(secret, form.cleaned_data["code"])
        if step is None:
            form.add_error(
                "code",
                _(
                    "This code does not match. Wait for the next one; if it goes on, set the clock "
                    "of your telephone to the network's time."
                ),
            )
        else:
            app = factors.add_app(user, secret, step)
            del request.session[SECRET]
            return _added(request, "app", names.kind_of(app), _("The app is set up."))
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return pages.show(
        request,
        "add_app",
        _("Set up an app"),
        {"form": form, "picture": factors.picture_of(user, secret), "groups": groups},
    )


@never_cache
@session.confirmed
def add_passkey(request: StaffRequest) -> HttpResponse:
    """The page; the browser's part comes to `passkey_made`."""
    agent = request.headers.get("User-Agent", "")
    form = NameForm(initial={"name": names.suggested(request.user, agent)}, taken=set())
    return pages.show(request, "add_passkey", _("Add a passkey"), {"form": form})


@never_cache
@require_POST
@session.confirmed
def passkey_made(request: StaffRequest) -> HttpResponse:
    """Say what to make a passkey from, or keep the one that was made."""
    form = NameForm(request.POST, taken=names.taken_by(request.user))
    if not form.is_valid():
        return JsonResponse({"error": " ".join(map(str, form.errors["name"]))}, status=400)
    name = form.cleaned_data["name"]
    if "credential" not in request.POST:
        return session.asking(request, *factors.ask_to_register(request.user))
    try:
        factors.add_passkey(request.user, name, *session.answered(request))
    except (KeyError, RecursionError, ValueError, ValidationError):
        message = _("The passkey could not be read. Try again.")
        return JsonResponse({"error": message}, status=400)
    message = _("The passkey “%(name)s” is added.") % {"name": name}
    kind = _("Passkey")
    response = _added(request, "passkey", f"{kind}, {name}", message)
    return JsonResponse({"next": response.headers["Location"]})


@never_cache
@session.confirmed
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    user = request.user
    factor = get_object_or_404(factors.of(user), pk=pk)
    before = names.name_of(factor)
    form = NameForm(
        request.POST or None, initial={"name": before}, taken=names.taken_by(user, but=factor)
    )
    if form.is_valid():
        name = form.cleaned_data["name"]
        if name != before:
            names.rename(factor, name)
            log(user, RENAMED, user=user, data={"before": before, "after": name})
            messages.success(request, _("It is called “%(name)s” from now on.") % {"name": name})
        return redirect("second_factor")
    return pages.show(
        request, "rename", _("Rename a second factor"), {"form": form, "name": before}
    )


@never_cache
@session.confirmed
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    user = request.user
    factor = get_object_or_404(factors.of(user), pk=pk)
    others = factors.of(user).exclude(pk=pk).count()
    name = names.name_of(factor)
    if request.method == "POST":
        factors.remove(factor)
        ended = end_others({user.pk})
        log(user, REMOVED, user=user, data={"factor": name})
        tasks.tell(user, "removed", factor=name)
        if not others:
            request.session.pop(session.PROVED, None)
        message = _("“%(name)s” is removed.") % {"name": name}
        messages.success(request, f"{message} {_ended(ended)}")
        return redirect("second_factor")
    return pages.show(
        request,
        "remove",
        _("Remove a second factor"),
        {"name": name, "is_last": not others, "is_asked": duty.is_asked(user)},
    )


@never_cache
@session.confirmed
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """The codes, once; later on how many are left, and how to make new ones."""
    user = request.user
    if not factors.of(user).exists():
        return redirect("second_factor")
    if request.method == "POST":
        factors.new_recovery_codes(user)
        request.session[SHOW_CODES] = True
        log(user, NEW_CODES, user=user)
        tasks.tell(user, "new_codes")
        return redirect("second_factor_recovery_codes")
    codes = factors.recovery_codes_of(user)
    shown = request.session.pop(SHOW_CODES, False)
    return pages.show(
        request,
        "recovery_codes",
        _("Recovery codes"),
        {"codes": codes if shown else [], "left": len(codes), "few_codes": factors.FEW_CODES},
    )


def go_on(request: StaffRequest) -> HttpResponse:
    """To where the person wanted to go when a second factor was asked for."""
    return redirect(session.afterwards(request))


def _added(request: StaffRequest, kind: str, name: str, message: str) -> HttpResponse:
    """End either way: log it, mail the person, make recovery codes the first time."""
    user = request.user
    session.prove(request, kind)
    duty.is_fulfilled(user)
    log(user, ADDED, user=user, data={"factor": name})
    tasks.tell(user, "added", factor=name)
    messages.success(request, message)
    if factors.recovery_codes_of(user):
        return redirect("second_factor")
    factors.new_recovery_codes(user)
    request.session[SHOW_CODES] = True
    return redirect("second_factor_recovery_codes")


def _ended(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Your other session is ended.", "Your %(count)s other sessions are ended.", count
    ) % {"count": count}
