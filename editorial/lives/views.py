"""The page on which a live coverage is written, with one thumb, and what it sends."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.lives import acts
from editorial.ui.forms import ReadAfterwardsForm
from editorial.ui.pages import DeskPageMixin
from news.forms import PictureField
from news.images import NewsImage
from news.models import LiveBlogPage, LiveEntry, LiveWriter
from news.models.lives import LONGEST_TEXT, EntryKind
from news.typed_text import clean_text

SHOWN = 60


class EntryForm(forms.Form):
    key = forms.UUIDField()
    version = forms.IntegerField(min_value=0, required=False)
    kind = forms.ChoiceField(choices=EntryKind.choices, required=False)
    title = forms.CharField(max_length=160, required=False)
    text = forms.CharField(max_length=LONGEST_TEXT, required=False)
    source = forms.CharField(max_length=160, required=False)
    photo = PictureField(required=False)
    alt = forms.CharField(max_length=255, required=False)
    credit = forms.CharField(max_length=160, required=False)

    def __init__(self, *args: Any, picture: NewsImage | None = None, **kwargs: Any) -> None:
        """picture: that of the entry, which stays unless another one is sent."""
        super().__init__(*args, **kwargs)
        self.picture = picture

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("text") or data.get("title") or data.get("photo") or self.picture):
            raise forms.ValidationError(_("Nothing is written yet."))
        if data.get("photo") and not data.get("alt", "").strip():
            self.add_error("alt", _("Say what the picture shows, for those who cannot see it."))
        if data.get("photo") and not data.get("credit", "").strip():
            self.add_error("credit", _("Say whose picture it is."))
        return data

    def written(self, user: User) -> acts.Written:
        data = self.cleaned_data
        picture = self.picture
        # One that is sent again, with a message that the site has, is stored already.
        if data.get("photo") and (data.get("version") or picture is None):
            picture = NewsImage.objects.create(
                title=data["alt"][:255],
                file=data["photo"],
                description=data["alt"],
                credit=data["credit"],
                uploaded_by_user=user,
                collection=Collection.get_first_root_node(),
            )
        return acts.Written(
            kind=data.get("kind") or EntryKind.TEXT,
            title=clean_text(data["title"], one_line=True).strip(),
            text=clean_text(data["text"]).strip(),
            source=clean_text(data["source"], one_line=True).strip(),
            picture=picture,
            version=data.get("version") or 0,
        )


class LivePageView(DeskPageMixin, TemplateView):
    request: StaffRequest
    live: LiveBlogPage
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: object, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.live = get_object_or_404(LiveBlogPage, pk=kwargs["page_id"])
        if not acts.may_write(self.request.user, self.live):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return str(self.live.title)


class WriteView(LivePageView):
    """Writes a live coverage: a new entry, those that there are, the summary, the end."""

    template_name = "editorial/lives/write.html"
    page_title = gettext_lazy("Live coverage")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Store an entry; JSON with its place in the list, or with what is wrong."""
        user = self.request.user
        known = self._known(request.POST.get("key", ""))
        form = EntryForm(request.POST, request.FILES, picture=known.picture if known else None)
        if not form.is_valid():
            return JsonResponse({"error": " ".join(_messages(form))}, status=422)
        if form.cleaned_data.get("photo") and not policy_registry.get_by_type(
            NewsImage
        ).user_has_permission(user, "add"):
            return JsonResponse({"error": _("You may not add pictures.")}, status=403)
        written = form.written(user)
        publish = request.POST.get("act") == "publish"
        try:
            entry = acts.write(self.live, form.cleaned_data["key"], written, user, publish)
        except acts.Conflict:
            message = _(
                "Somebody else has changed this entry meanwhile. Your text is still here: copy it, "
                "and open the entry anew."
            )
            return JsonResponse({"error": message, "conflict": True}, status=409)
        except PermissionDenied:
            message = _("Only those whom a chief editor has named put entries online.")
            return JsonResponse({"error": message}, status=403)
        context = {"entry": entry, **self._rights()}
        html = render(request, "editorial/lives/entry.html", context).content.decode()
        return JsonResponse({"html": html, "id": entry.pk, "state": entry.state})

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "jeton" in request.GET:
            # A page that has been open for days asks for a token that is still good.
            return JsonResponse({"token": get_token(request)})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = LiveEntry.objects.filter(page=self.live).select_related("author", "written_by")
        return super().get_context_data(**kwargs) | {
            "live": self.live,
            "state": self.live.state,
            "entries": entries[:SHOWN],
            "kinds": EntryKind.choices,
            "new_key": uuid4(),
            "writers": LiveWriter.objects.filter(page=self.live).select_related("user"),
            **self._rights(),
        }

    def _known(self, key: str) -> LiveEntry | None:
        try:
            return LiveEntry.objects.filter(page=self.live, key=UUID(key)).first()
        except ValueError:
            return None

    def _rights(self) -> dict[str, bool]:
        user = self.request.user
        return {
            "may_put_online": acts.may_put_online(user, self.live),
            "may_name": acts.may_name(user, self.live),
        }


class ActView(LivePageView):
    """The other acts on a live coverage: summary, end, withdrawal, an article of an entry."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user, act = self.request.user, request.POST.get("act", "")
        try:
            done = self._do(act, user)
        except PermissionDenied:
            message = _("Only those whom a chief editor has named put entries online.")
            messages.error(request, message)
            done = None
        return done or redirect("live_write", self.live.pk)

    def _do(self, act: str, user: User) -> HttpResponse | None:
        request = self.request
        if act in ("end", "reopen"):
            acts.end(self.live, user, act == "end")
        elif act == "summary":
            summary = clean_text(request.POST.get("summary", ""))[:1000].strip()
            acts.sum_up(self.live, summary, user)
            messages.success(request, _("The summary is online."))
        elif act in ("withdraw", "bring-back", "article"):
            keys = {"page": self.live, "pk": _number(request.POST.get("entry"))}
            entry = get_object_or_404(LiveEntry.objects.select_related("page"), **keys)
            if act == "withdraw":
                acts.withdraw(entry, user, request.POST.get("reason", ""))
            elif act == "bring-back":
                acts.bring_back(entry, user)
            else:
                article = acts.make_article(entry, user)
                return redirect("wagtailadmin_pages:edit", article.pk)
        return None


class NamesView(LivePageView):
    """Names those who may put entries online."""

    template_name = "editorial/lives/names.html"
    page_title = gettext_lazy("Who puts entries online")

    def setup(self, request: HttpRequest, *args: object, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not acts.may_name(self.request.user, self.live):
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        keys = [_number(key) for key in request.POST.getlist("user")]
        acts.name_writers(self.live, [u for u in _people() if u.pk in keys], self.request.user)
        messages.success(request, _("It holds from now on."))
        return redirect("live_write", self.live.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = set(LiveWriter.objects.filter(page=self.live).values_list("user_id", flat=True))
        people = [(person, person.pk in named) for person in _people()]
        return {**super().get_context_data(**kwargs), "live": self.live, "people": people}


class ReadEntryView(DeskPageMixin, TemplateView):
    """Shows an entry of a live coverage for review (« À relire après coup »)."""

    request: StaffRequest
    template_name = "editorial/lives/read.html"
    page_title = gettext_lazy("To read afterwards")
    page_subtitle = gettext_lazy("Entry of a live coverage")
    header_icon = "glasses"

    def setup(self, request: HttpRequest, *args: object, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entries = LiveEntry.objects.select_related("page", "published_by", "written_by")
        self.entry = get_object_or_404(entries, pk=kwargs["entry_id"])
        if not acts.rules.may_change_articles(self.request.user):
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = ReadAfterwardsForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() else ""
        if acts.mark_read(self.entry, self.request.user, note):
            words = {"title": self.entry.headline}
            messages.success(request, _("“%(title)s” has been read.") % words)
        else:
            messages.info(request, _("Somebody else has read it already."))
        return redirect("read_afterwards")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "form": ReadAfterwardsForm(),
            "may_review": acts.may_read_afterwards(self.request.user, self.entry),
            "action_url": reverse("read_live_entry", args=[self.entry.pk]),
        }


def _people() -> list[User]:
    people = User.objects.filter(is_active=True, groups__name__in=["Writers", "Copy editors"])
    return list(people.distinct().order_by("last_name", "username"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _messages(form: forms.Form) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
