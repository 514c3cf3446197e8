"""The views of « La Une »: arrange it, preview it, restore and cancel versions."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from accounts.requests import StaffRequest
from editorial import rules
from editorial.front_page.forms import (
    ArrangementForm,
    WholePageForm,
    next_focus,
    rearrange,
    target_of_move,
)
from editorial.front_page.history import changes_of, history
from editorial.front_page.places import MAX_ROWS, place_labels
from editorial.ui.pages import DeskPageMixin
from home.arranging import StaleArrangement, arrange, arrangement_token, cancel, go_back
from home.forecast import forecast_at
from home.front_page import compose
from home.models import FrontPageVersion, HomePage
from home.plan import Plan
from news.models import ArticlePage
from news.moments.wording import format_relative


class FrontPageView(DeskPageMixin, TemplateView):
    """Base of the views for users who may arrange la Une; `home` is the front page."""

    request: StaffRequest
    page_title = gettext_lazy("La Une")
    header_icon = "home"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if not rules.may_arrange_front_page(self.request.user):
            raise PermissionDenied
        home = HomePage.objects.first()
        if home is None:
            raise Http404
        self.home: HomePage = home

    def version(self, number: str) -> FrontPageVersion:
        """Return the version with this key. Raises Http404."""
        found = None
        if number.isdecimal() and len(number) < 10:
            found = self.home.versions.filter(pk=int(number)).first()
        if found is None:
            raise Http404
        return found


class ArrangeFrontPageView(FrontPageView):
    """Shows and saves the arrangement."""

    template_name = "editorial/front_page/arrange.html"
    # The article of `?article=`, which a button in lists and in the editor gives.
    placed_now: ArticlePage | None = None

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.show(self.initial_form())

    def initial_form(self) -> ArrangementForm:
        """Return the form of the current arrangement, or of the scheduled version in `?version=`.

        The article of `?article=` comes first in it, if the user may see it.
        """
        plan, _change = self.home.arrangement(timezone.now())
        initial: dict[str, object] = {"seen": arrangement_token(self.home)}
        if number := self.request.GET.get("version", ""):
            version = self.version(number)
            plan = version.plan
            if version.cancelled_at is None and version.valid_from > timezone.now():
                initial |= {"valid_from": version.valid_from, "replaces": version.pk}
        if number := self.request.GET.get("article", ""):
            plan = self.with_lead(plan, number)
        return ArrangementForm(self.home, plan=plan, initial=initial)

    def with_lead(self, plan: Plan, number: str) -> Plan:
        """Return the plan with the article in first place; nothing is saved yet."""
        articles = ArticlePage.objects.filter(rules.visible_in_lists(self.request.user))
        found = None
        if number.isdecimal() and len(number) < 10:
            found = articles.filter(pk=int(number)).first()
        if found is None:
            messages.warning(
                self.request, _("This article is no longer there: nothing was placed.")
            )
            return plan
        self.placed_now = found
        return plan.with_lead(found.pk, timezone.now())

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        act = request.POST.get("act", "")
        if ":" in act:
            form = ArrangementForm(self.home, rearrange(request.POST, act))
            return self.show(form, act=act)
        form = ArrangementForm(self.home, request.POST)
        if not form.is_valid():
            messages.error(request, self.error_message(form))
            return self.show(form, status=422)
        whole = form.whole.cleaned_data
        try:
            version = arrange(
                self.home,
                form.plan(),
                request.user,
                seen=whole["seen"],
                valid_from=whole["valid_from"],
                replaces=whole["replaces"],
            )
        except StaleArrangement as changed:
            return self.show_conflict(changed.version)
        messages.success(
            request, self.outcome_message(version), buttons=[messages.button("/", _("View"))]
        )
        return redirect("front_page_desk")

    def outcome_message(self, version: FrontPageVersion) -> str:
        if version.valid_from > timezone.now():
            return _("La Une changes on %(moment)s.") % {
                "moment": format_relative(version.valid_from)
            }
        return _("La Une stands as arranged. Readers see it within a minute.")

    def error_message(self, form: ArrangementForm) -> str:
        message = _("Nothing was saved: see below what is to be mended.")
        return " ".join([message, *(f"{place}." for place in form.invalid_places())])

    def show_conflict(self, version: FrontPageVersion | None) -> HttpResponse:
        """Show what was typed and the other user's changes; saving again replaces them."""
        data: QueryDict = self.request.POST.copy()
        data["seen"] = arrangement_token(self.home)
        message = _(
            "Nothing was saved: %(name)s has arranged la Une meanwhile. Look at it in another "
            "window, then save again if yours is to take its place."
        )
        name = version and version.made_by or _("somebody")
        changes = changes_of(version) if version else []
        messages.error(self.request, " ".join([message % {"name": name}, *changes]))
        return self.show(ArrangementForm(self.home, data), status=409)

    def show(self, form: ArrangementForm, act: str = "", status: int = 200) -> HttpResponse:
        now = timezone.now()
        plan, _change = self.home.arrangement(now)
        context = self.get_context_data() | {
            "form": form,
            "media": form.media,
            "focus": next_focus(self.request.POST, act) if act else "",
            "moved": self.moved_place(form, act),
            "placed_now": self.placed_now,
            "is_unsaved": self.request.method == "POST",
            "labels": place_labels(),
            "full": {
                group: len(getattr(form, group).forms) >= most for group, most in MAX_ROWS.items()
            },
            "now": now,
            "placed": compose(self.home, plan, now).placed,
            "history": history(self.home, now),
            "scheduled": self.home.versions.to_come(now).select_related("made_by"),
            "action_url": reverse("front_page_desk"),
        }
        return self.render_to_response(context, status=status)

    def moved_place(self, form: ArrangementForm, act: str) -> str:
        """Return the new place of a moved row, for screen readers."""
        target = target_of_move(self.request.POST, act) if act else ""
        return dict(form.named_forms())[target].place_label() if target else ""


class PreviewFrontPageView(FrontPageView):
    """Previews la Une at a time as decided so far, or (POST) as the form has it.

    With `?version=` it previews that version.
    """

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if number := request.GET.get("version", ""):
            return self.preview(self.version(number).plan, timezone.now())
        try:
            asked = WholePageForm.base_fields["preview_at"].clean(request.GET.get("at", ""))
        except ValidationError:
            raise Http404 from None
        at = asked or timezone.now()
        plan, _change = self.home.arrangement(at)
        return self.preview(plan, at)

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = ArrangementForm(self.home, request.POST)
        if not form.is_valid():
            return self.refuse(form)
        whole = form.whole.cleaned_data
        at = whole["preview_at"] or whole["valid_from"] or timezone.now()
        return self.preview(form.plan(), at)

    def refuse(self, form: ArrangementForm) -> HttpResponse:
        """Show the saved arrangement and an error; what was typed is still in the other window."""
        messages.error(self.request, _("There is no preview yet: the form has something to mend."))
        return ArrangeFrontPageView.as_view()(self.request)

    def preview(self, plan: Plan, at: datetime) -> HttpResponse:
        at = max(at, timezone.now())
        request: Any = self.request
        request.is_preview = True
        context = {
            "page": self.home,
            "self": self.home,
            "front_page": compose(self.home, plan, at, forecast_at(self.home, at)),
            "preview_at": at,
        }
        response = render(request, "home/home_page.html", context)
        add_never_cache_headers(response)
        return response


class LivePreviewView(PreviewFrontPageView):
    """Previews the form for the small pictures beside it."""

    http_method_names = ["post"]

    def refuse(self, form: ArrangementForm) -> HttpResponse:
        message = _("The picture waits: there is something to mend.")
        places = [f"{place}." for place in form.invalid_places()]
        return HttpResponse(" ".join([message, *places]), content_type="text/plain", status=422)


class RestoreVersionView(FrontPageView):
    """Restores an earlier version."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        go_back(self.home, self.version(str(kwargs["version_id"])), request.user)
        messages.success(request, _("La Une stands again as it did by that version."))
        return redirect("front_page_desk")


class CancelVersionView(FrontPageView):
    """Cancels a scheduled version."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        version = self.version(str(kwargs["version_id"]))
        if cancel(self.home, version.pk, request.user):
            messages.success(request, _("The scheduled change is cancelled."))
        else:
            messages.warning(request, _("Nothing was done: this change holds already."))
        return redirect("front_page_desk")
