"""Comments on the public site: pages to read them, forms to write, correct and report them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from audience.comments import links
from audience.comments.deciding import AlreadyDecided
from audience.comments.erasing import comments_of, erase
from audience.comments.forms import CommentForm, EditForm, MineForm, ReportForm
from audience.comments.models import (
    Comment,
    Commenter,
    CommentReport,
    Status,
)
from audience.comments.posting import Closed, post
from audience.comments.posting import edit as edit_comment
from audience.comments.proofs import accept, challenge, suspicion
from audience.comments.reading import NEWEST_FIRST, answers_of, threads_of
from audience.comments.rules import rules_of
from audience.comments.tasks import send_confirmation, send_mine
from audience.digests import digest_of
from delivery.compression import holds_no_secret
from delivery.limits import HOUR, MINUTE, HourlyLimit, MinuteLimit
from delivery.pages.dependencies import changes_at, depends_on
from delivery.pages.views import page_cached
from news.models import ArticlePage

# Of one network, behind which there may be a school or a village; beyond it, nothing is looked up.
posts_limit = MinuteLimit(20)
# The field of a proof of work, in forms that were opened from a suspect network.
PROOF = "proof"
# Links to somebody's comments, which are mailed to whomever a form names.
MINE = HourlyLimit("comments_of_mine", most=5)


def _article(key: int) -> ArticlePage:
    """The article of that key, if readers can open it."""
    article: ArticlePage = get_object_or_404(ArticlePage.objects.visible(), pk=key)
    return article


@page_cached("ordre", "apres", "partie")
@require_safe
def comments(request: HttpRequest, article_id: int) -> HttpResponse:
    """A page of the comments of an article; `partie`: without the page around them."""
    article = _article(article_id)
    depends_on(f"comments:{article_id}")
    rules = rules_of(article)
    changes_at(rules.closes_at)
    order = NEWEST_FIRST if request.GET.get("ordre") == NEWEST_FIRST else ""
    context = {
        "article": article,
        "page_of_threads": threads_of(article_id, order, request.GET.get("apres", "")),
        "number": rules.number,
        "order": order,
        "newest_first": NEWEST_FIRST,
        "rules": rules,
    }
    part = "partie" in request.GET
    name = "threads" if part else "list"
    response = render(request, f"audience/comments/{name}.html", context)
    response["X-Robots-Tag"] = "noindex, follow"
    return response


@page_cached("apres")
@require_safe
def thread(request: HttpRequest, article_id: int, comment_id: int) -> HttpResponse:
    """All answers of one thread, page by page."""
    article = _article(article_id)
    depends_on(f"comments:{article_id}")
    shown = Comment.objects.filter(article=article, thread=None, is_shown=True)
    head = get_object_or_404(shown.select_related("member"), pk=comment_id)
    answers, following = answers_of(head, request.GET.get("apres", ""))
    context = {"article": article, "head": head, "answers": answers, "following": following}
    response = render(request, "audience/comments/thread.html", context)
    response["X-Robots-Tag"] = "noindex, follow"
    return response


@csrf_exempt  # It has a stamp of its own, and readers have no cookie.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    """The form of a comment; `reponse` names the one that it answers, `partie` as above."""
    too_many = request.method == "POST" and not posts_limit.allows(request)
    if too_many:
        # Nothing is looked up for a flood; what was typed is shown again.
        form = CommentForm(article_id, data=request.POST, label_suffix="")
        context = {"form": form.shown_again(), "too_many": True}
        response = render(request, "audience/comments/write.html", context, status=429)
        response["Retry-After"] = str(MINUTE)
        return response
    article = _article(article_id)
    rules = rules_of(article)
    answered = _answered(request, article)
    network = digest_of(request)
    suspect = suspicion(network) if rules.is_open else ""
    form = CommentForm(article_id, label_suffix="")
    status = 200
    if request.method == "POST":
        form = CommentForm(article_id, data=request.POST, label_suffix="")
        status = 422
        if rules.is_open and form.is_valid() and suspect and PROOF not in request.POST:
            form.ask_again()
        elif rules.is_open and form.is_valid():
            if suspect and accept(request.POST[PROOF], article_id):
                suspect = ""
            comment = form.comment(article_id, answered, network)
            try:
                comment = post(comment, rules, form.seconds, form.cleaned_data["website"], suspect)
            except Closed:
                rules = rules_of(article)
            else:
                if comment.wants_answers:
                    send_confirmation.enqueue(_key_of_writer(comment.email))
                return HttpResponseRedirect(links.own_link(comment.pk))
        form.shown_again()
    if not rules.is_open:
        status = 409 if request.method == "POST" else 200
    context = {"article": article, "form": form, "answered": answered, "rules": rules}
    context["challenge"] = challenge(article_id) if suspect else ""
    part = "partie" in request.GET and not form.is_bound
    name = "form" if part else "write"
    response = render(request, f"audience/comments/{name}.html", context, status=status)
    return response if form.is_bound else holds_no_secret(response)


def _answered(request: HttpRequest, article: ArticlePage) -> Comment | None:
    """The comment that is answered; none if readers do not see it any more."""
    key = request.POST.get("reponse") or request.GET.get("reponse") or ""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    return Comment.objects.approved().filter(article=article, pk=int(key)).first()


@never_cache
@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """One's own comment, once it was sent: whether it can be read, and how to correct it."""
    comment = _own(token)
    context = {"comment": comment, "article": comment.article, "token": token}
    context["may_edit"] = _may_edit(comment)
    return render(request, "audience/comments/sent.html", context)


@csrf_exempt  # The link is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """Correct one's own comment, for ten minutes."""
    comment = _own(token)
    if not _may_edit(comment):
        return _too_late(request, comment, token)
    form = EditForm(initial={"text": comment.text}, label_suffix="")
    status = 200
    if request.method == "POST":
        form = EditForm(request.POST, label_suffix="")
        status = 422
        if form.is_valid():
            try:
                edit_comment(comment, form.cleaned_data["text"], rules_of(comment.article))
            except (AlreadyDecided, Comment.DoesNotExist):
                # Not found if it was erased.
                return _too_late(request, _own(token), token)
            return HttpResponseRedirect(links.own_link(comment.pk))
    context = {"form": form, "article": comment.article, "token": token}
    return render(request, "audience/comments/edit.html", context, status=status)


def _too_late(request: HttpRequest, comment: Comment, token: str) -> HttpResponse:
    context = {"comment": comment, "article": comment.article, "token": token}
    context["late"] = comment.status in (Status.PENDING, Status.APPROVED)
    return render(request, "audience/comments/sent.html", context, status=409)


def _own(token: str) -> Comment:
    key = links.read_own(token)
    comments = Comment.objects.select_related("article").filter(article__live=True)
    if key is None:
        raise Http404
    return get_object_or_404(comments, pk=key)


def _may_edit(comment: Comment) -> bool:
    age = timezone.now() - comment.posted_at
    is_open = comment.status in (Status.PENDING, Status.APPROVED)
    return is_open and age < timedelta(minutes=links.MINUTES_TO_EDIT)


@csrf_exempt  # It has a stamp of its own, and readers have no cookie.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Say that a comment breaks the rules; once from each network."""
    comments = Comment.objects.approved().select_related("article")
    comment = get_object_or_404(comments.filter(article__live=True), pk=comment_id)
    form = ReportForm(comment_id, label_suffix="")
    status = 200
    if request.method == "POST":
        form = ReportForm(comment_id, data=request.POST, label_suffix="")
        status = 422
        if form.is_valid():
            network = digest_of(request)
            if not form.cleaned_data["website"] and posts_limit.allows(request):
                CommentReport.objects.get_or_create(
                    comment=comment,
                    network=network,
                    defaults={"reason": form.cleaned_data["reason"]},
                )
            context = {"comment": comment, "article": comment.article, "received": True}
            return render(request, "audience/comments/report.html", context)
        form.shown_again()
    context = {"comment": comment, "article": comment.article, "form": form}
    return render(request, "audience/comments/report.html", context, status=status)


@csrf_exempt  # The link is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a mail address for answers: by a button, which no mail scanner presses."""
    known = {"confirmed_at": timezone.now(), "muted_at": None}
    return _by_button(request, links.read_address(token, links.CONFIRM), "address", known)


@csrf_exempt  # The link is the secret; mail programs post to it by themselves (RFC 8058).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Send no more mail to an address."""
    known = {"muted_at": timezone.now()}
    return _by_button(request, links.read_address(token, links.MUTE), "mute", known)


def _by_button(
    request: HttpRequest, email: str, page: str, known: Mapping[str, datetime | None]
) -> HttpResponse:
    """Ask the owner of an address on `page`; once they have pressed its button, note `known`."""
    if not email:
        raise Http404
    done = request.method == "POST"
    if done:
        Commenter.objects.update_or_create(email=email, defaults=known)
    context = {"email": email, "done": done}
    return render(request, f"audience/comments/{page}.html", context)


def _key_of_writer(email: str) -> int:
    """The key of what is known of a mail address; 0 if nothing is."""
    keys = Commenter.objects.filter(email=email.lower()).values_list("pk", flat=True)
    return keys.first() or 0


@csrf_exempt  # It has a stamp of its own, and readers have no cookie.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_mine(request: HttpRequest) -> HttpResponse:
    """Ask for a link to all of one's comments, which is mailed to their address."""
    form = MineForm(0, label_suffix="")
    context: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        form = MineForm(0, data=request.POST, label_suffix="")
        status = 422
        if form.is_valid():
            if MINE.is_reached(request):
                status, context["too_many"] = 429, True
            else:
                MINE.count(request)
                if not form.cleaned_data["website"]:
                    send_mine.enqueue(_key_of_writer(form.cleaned_data["email"]))
                # The same answer whether there are any: who has commented is nobody's business.
                context["sent"], status = True, 200
        form.shown_again()
    context |= {"form": form}
    response = render(request, "audience/comments/ask.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(HOUR)
    return response


@csrf_exempt  # The link is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """All of one's comments, to take with one (`?json`) or to erase."""
    email = links.read_mine(token)
    if not email:
        raise Http404
    if request.method == "POST":
        context = {"email": email, "erased": erase(email)}
        return render(request, "audience/comments/mine.html", context)
    own = comments_of(email)
    if "json" in request.GET:
        rows = [
            {
                "article": comment.article.full_url,
                "name": comment.name,
                "email": comment.email,
                "text": comment.text,
                "state": comment.status,
                "posted_at": comment.posted_at,
                "edited_at": comment.edited_at,
            }
            for comment in own
        ]
        response = JsonResponse({"comments": rows}, json_dumps_params={"ensure_ascii": False})
        response["Content-Disposition"] = 'attachment; filename="commentaires.json"'
        return response
    context = {"email": email, "own": own, "token": token}
    return render(request, "audience/comments/mine.html", context)
