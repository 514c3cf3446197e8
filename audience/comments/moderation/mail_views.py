"""Pages behind the links in mails to moderators: a button decides, opening them does nothing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audience.comments import deciding
from audience.comments.deciding import AlreadyDecided
from audience.comments.models import Comment, Decision, Status
from audience.comments.moderation import by_mail


@csrf_exempt  # The link is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, act: str, token: str) -> HttpResponse:
    """Show a waiting comment with a button; decide on it when that is pressed."""
    if act not in by_mail.IN_ADDRESS:
        raise Http404
    try:
        if request.method == "POST":
            decision = by_mail.decide(token, by_mail.IN_ADDRESS[act])
            return HttpResponseRedirect(by_mail.decided_link(decision))
        moderator, comment = by_mail.read(token)
    except (by_mail.DeadLink, AlreadyDecided) as error:
        return _page(request, {"problem": str(error)}, status=410)
    links = by_mail.links_of(moderator.pk, comment)
    asked = by_mail.IN_ADDRESS[act]
    # The one that was tapped in the mail comes first.
    acts = sorted(links.items(), key=lambda link: link[0] != asked)
    return _page(request, {"comment": comment, "acts": acts, "moderator": moderator})


@csrf_exempt  # The link is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest, token: str) -> HttpResponse:
    """Say what was decided, and take it back within a minute."""
    try:
        moderator, decision = by_mail.read_decided(token)
    except by_mail.DeadLink as error:
        return _page(request, {"problem": str(error)}, status=410)
    context: dict[str, object] = {}
    if request.method == "POST":
        try:
            context["problem"] = _take_back(decision, moderator)
            decision.comment.refresh_from_db()
        except Comment.DoesNotExist:
            return _page(request, {"problem": str(by_mail.DeadLink.erased())}, status=410)
    status = 409 if context.get("problem") else 200
    context |= {
        "comment": decision.comment,
        "decision": decision,
        "waits": decision.comment.status == Status.PENDING,
        "may_undo": by_mail.may_undo(decision),
    }
    return _page(request, context, status)


def _take_back(decision: Decision, moderator: User) -> str:
    """Why it cannot be taken back; empty once it was. Raises Comment.DoesNotExist."""
    if not by_mail.may_undo(decision):
        return gettext("It is too late to take this back here.")
    try:
        deciding.undo(decision, moderator)
    except AlreadyDecided as error:
        return str(error)
    return ""


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "audience/moderation/by_mail.html", context, status=status)
