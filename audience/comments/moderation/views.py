"""The queue of the moderators, and the rules of the sections."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.requests import StaffRequest, unwrapped
from accounts.users import User
from audience.comments.models import (
    LONGEST_REASON,
    LONGEST_TEXT,
    Comment,
    Commenter,
    CommentSettings,
    Discussion,
    Mode,
    SectionComments,
)
from audience.comments.moderation import acts, queue
from audience.comments.moderation.acts import MODERATE
from audience.comments.posting import post_as_newsroom
from news.models import ArticleIndexPage
from news.typed_fields import ManyLinesField

CHANGE_RULES = "audience.change_commentsettings"
REASONS = (
    _("Off the subject of the article."),
    _("Insults or attacks on somebody."),
    _("Unfounded accusations."),
    _("Advertising."),
)


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    request: StaffRequest
    template_name = "audience/moderation/queue.html"
    page_title = _("Comments to moderate")
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        _require(self.request, MODERATE)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        shows_reported = self.request.GET.get("reported") == "1"
        comments = queue.reported() if shows_reported else queue.waiting()
        numbers = {"waiting": queue.number(queue.waiting())}
        numbers["reported"] = queue.number(queue.reported())
        return super().get_context_data(**kwargs) | {
            "shows_reported": shows_reported,
            "items": queue.described(comments),
            "numbers": numbers,
            "most": queue.COUNTED,
            "reasons": REASONS,
            "last": acts.last(self.request),
            "longest_reason": LONGEST_REASON,
            "may_change_rules": self.request.user.has_perm(CHANGE_RULES),
        }


@require_POST
def decide(request: StaffRequest) -> HttpResponse:
    """Approve or refuse the comments whose keys are posted: one, or those that were ticked."""
    user = _require(request, MODERATE)
    act, _dash, key = request.POST.get("act", "").partition("-")
    keys = _keys([key] if key else request.POST.getlist("keys"))
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
    if act == "block" and len(keys) == 1:
        comment = get_object_or_404(Comment, pk=keys[0])
        acts.remember(request, acts.block(user, comment))
        messages.success(request, gettext("Nothing more is taken from this person."))
    elif act in acts.ACTS and keys:
        made, late = acts.act(request, user, keys, act, reason)
        for error in late:
            messages.warning(request, str(error))
        if made:
            messages.success(request, _said(act, len(made)))
    elif act in acts.ACTS:
        messages.warning(request, gettext("Tick the comments first."))
    return redirect(_back(request))


@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    user = _require(request, MODERATE)
    number = acts.undo_last(request, user)
    if number:
        said = ngettext("%(n)s decision taken back.", "%(n)s decisions taken back.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.warning(request, gettext("There is nothing to take back any more."))
    return redirect(_back(request))


@require_POST
def trust(request: StaffRequest, comment_id: int) -> HttpResponse:
    """Let what a writer sends appear at once from now on, or no more."""
    _require(request, MODERATE)
    comment = get_object_or_404(Comment, pk=comment_id)
    writer = get_object_or_404(Commenter, email=comment.email.lower())
    writer.trusted = not writer.trusted
    writer.save(update_fields=["trusted"])
    said = (
        gettext("What %(name)s writes appears at once from now on.")
        if writer.trusted
        else gettext("What %(name)s writes is read first again.")
    )
    messages.success(request, said % {"name": comment.name})
    return redirect(_back(request))


@require_POST
def close(request: StaffRequest, comment_id: int) -> HttpResponse:
    """Close the comments of the article of a comment, or open them again."""
    _require(request, MODERATE)
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    with transaction.atomic():
        discussion, _new = Discussion.objects.get_or_create(article_id=comment.article_id)
        discussion.mode = "" if discussion.mode == Mode.CLOSED else Mode.CLOSED
        discussion.save(update_fields=["mode"])
    said = (
        gettext("The comments on “%(title)s” are closed.")
        if discussion.mode
        else gettext("The comments on “%(title)s” are open again, as in its section.")
    )
    messages.success(request, said % {"title": comment.article.title})
    return redirect(_back(request))


class AnswerForm(forms.Form):
    text = ManyLinesField(
        label=_("Your answer, in the name of the newsroom"),
        min_length=2,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def answer(request: StaffRequest, comment_id: int) -> HttpResponse:
    """Answer a comment in the name of the newsroom; an answer to what waits approves it first."""
    user = _require(request, MODERATE)
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    form = AnswerForm(request.POST or None, label_suffix="")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            acts.act(request, user, [comment.pk], "approve", "")
            own = Comment(
                article_id=comment.article_id,
                answers_to=comment,
                thread=comment.thread or comment,
                name=user.get_full_name() or user.get_username(),
                text=form.cleaned_data["text"],
                member=user,
            )
            post_as_newsroom(own)
            messages.success(request, gettext("Your answer is online."))
            return redirect(_back(request))
    context = {
        "comment": comment,
        "form": form,
        "back": _back(request),
    }
    context |= _header(gettext("Answer a comment"))
    return render(request, "audience/moderation/answer.html", context, status=status)


class SectionForm(forms.ModelForm):
    class Meta:
        model = SectionComments
        fields = ("mode", "known_after", "closes_after_days")

    own = forms.BooleanField(label=_("rules of its own"), required=False)
    field_order = ("own", "mode", "known_after", "closes_after_days")


def sections(request: StaffRequest) -> HttpResponse:
    """The rules of each section; what has none of its own has those of the site."""
    _require(request, CHANGE_RULES)
    pages = ArticleIndexPage.objects.order_by("path").select_related("comment_rules")
    usual = CommentSettings.load()
    rows = []
    for page in pages:
        rules = getattr(page, "comment_rules", None)
        fresh = SectionComments(
            section=page,
            mode=usual.mode,
            known_after=usual.known_after,
            closes_after_days=usual.closes_after_days,
        )
        form = SectionForm(
            request.POST or None,
            instance=rules or fresh,
            initial={"own": rules is not None},
            prefix=f"section-{page.pk}",
            label_suffix="",
        )
        rows.append((page, rules, form))
    status = 200
    if request.method == "POST":
        if all(form.is_valid() for _page, _rules, form in rows):
            with transaction.atomic():
                for _page, rules, form in rows:
                    if form.cleaned_data["own"]:
                        form.save()
                    elif rules is not None:
                        rules.delete()
            messages.success(request, gettext("The rules of the sections are saved."))
            return redirect("comment_sections")
        status = 422
    context = {"rows": rows, "usual": usual} | _header(gettext("Comments by section"))
    return render(request, "audience/moderation/sections.html", context, status=status)


def _header(title: str) -> dict[str, Any]:
    """What the head of a page of the admin shows, below the queue."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": reverse("comment_queue"), "label": gettext("Comments to moderate")},
        {"url": "", "label": title},
    ]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "comment",
        "breadcrumbs_items": crumbs,
    }


def _require(request: HttpRequest, permission: str) -> User:
    user: User = unwrapped(request.user)
    if not user.has_perm(permission):
        raise PermissionDenied
    return user


def _keys(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


def _back(request: HttpRequest) -> str:
    """Where the form stood, on this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return asked
    return reverse("comment_queue")


def _said(act: str, number: int) -> str:
    said = {
        "approve": ngettext("%(n)s comment approved.", "%(n)s comments approved.", number),
        "reject": ngettext("%(n)s comment refused.", "%(n)s comments refused.", number),
        "spam": ngettext("%(n)s comment marked as spam.", "%(n)s comments marked as spam.", number),
    }
    return said[act] % {"n": number}
