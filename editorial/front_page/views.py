"""« La Une »: the chief editor says what stands where, sees it before, and takes it back."""

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
from editorial.front_page.forms import ArrangementForm, WholeForm, focus_after, moved_to, rearranged
from editorial.front_page.history import changed_by, history
from editorial.front_page.places import MOST_ROWS, all_in_words
from editorial.ui.pages import DeskPageMixin
from home.arranging import StaleArrangement, arrange, arrangement_token, cancel, go_back
from home.forecast import forecast_at
from home.front_page import compose
from home.models import FrontPageVersion, HomePage
from home.plan import Plan
from news.models import ArticlePage
from news.moments.wording import format_relative


class FrontPageDesk(DeskPageMixin, TemplateView):
    """For those who arrange la Une; `home` is the site's front page."""

    request: StaffRequest
    page_title = gettext_lazy("La Une")
    header_icon = "home"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not rules.may_arrange_front_page(self.request.user):
            raise PermissionDenied
        home = HomePage.objects.first()
        if home is None:
            raise Http404
        self.home: HomePage = home

    def version(self, number: str) -> FrontPageVersion:
        """The version of that number; raises Http404 where there is none."""
        found = None
        if number.isdecimal() and len(number) < 10:
            found = self.home.versions.filter(pk=int(number)).first()
        if found is None:
            raise Http404
        return found


class ArrangeFrontPageView(FrontPageDesk):
    template_name = "editorial/front_page/arrange.html"
    # The article that was sent here from a list or from its editor.
    placed_now: ArticlePage | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.opened())

    def opened(self) -> ArrangementForm:
        """As la Une stands now, or as the scheduled version does that `?version=` names.

        With the article of `?article=` at the top, if the person may meet it.
        """
        plan, _change = self.home.arrangement(timezone.now())
        initial: dict[str, Any] = {"seen": arrangement_token(self.home)}
        if number := self.request.GET.get("version", ""):
            version = self.version(number)
            plan = version.plan
            if version.cancelled_at is None and version.valid_from > timezone.now():
                initial |= {"valid_from": version.valid_from, "replaces": version.pk}
        if number := self.request.GET.get("article", ""):
            plan = self.with_lead(plan, number)
        return ArrangementForm(self.home, plan=plan, initial=initial)

    def with_lead(self, plan: Plan, number: str) -> Plan:
        """The plan with that article at the top, which is nothing yet that readers see."""
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

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if ":" in act:
            form = ArrangementForm(self.home, rearranged(request.POST, act))
            return self.show(form, act=act)
        form = ArrangementForm(self.home, request.POST)
        if not form.is_valid():
            messages.error(request, self.told_of_mistakes(form))
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
            return self.ask_again(changed.version)
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

    def told_of_mistakes(self, form: ArrangementForm) -> str:
        told = _("Nothing was saved: see below what is to be mended.")
        return " ".join([told, *(f"{place}." for place in form.wrong_places())])

    def ask_again(self, version: FrontPageVersion | None) -> HttpResponse:
        """With what was typed: to save it all the same is a new decision."""
        data: QueryDict = self.request.POST.copy()
        data["seen"] = arrangement_token(self.home)
        told = _(
            "Nothing was saved: %(name)s has arranged la Une meanwhile. Look at it in another "
            "window, then save again if yours is to take its place."
        )
        name = version and version.made_by or _("somebody")
        changes = changed_by(version) if version else []
        messages.error(self.request, " ".join([told % {"name": name}, *changes]))
        return self.show(ArrangementForm(self.home, data), status=409)

    def show(self, form: ArrangementForm, act: str = "", status: int = 200) -> HttpResponse:
        now = timezone.now()
        plan, _change = self.home.arrangement(now)
        context = self.get_context_data() | {
            "form": form,
            "media": form.media,
            "focus": focus_after(self.request.POST, act) if act else "",
            "moved": self.moved(form, act),
            "placed_now": self.placed_now,
            "is_unsaved": self.request.method == "POST",
            "labels": all_in_words(),
            "full": {
                group: len(getattr(form, group).forms) >= most for group, most in MOST_ROWS.items()
            },
            "now": now,
            "placed": compose(self.home, plan, now).placed,
            "history": history(self.home, now),
            "scheduled": self.home.versions.to_come(now).select_related("made_by"),
            "action_url": reverse("front_page_desk"),
        }
        return self.render_to_response(context, status=status)

    def moved(self, form: ArrangementForm, act: str) -> str:
        """Where a row stands now, in words, for those who do not see it move."""
        target = moved_to(self.request.POST, act) if act else ""
        return dict(form.named_forms())[target].place_in_words() if target else ""


class PreviewFrontPageView(FrontPageDesk):
    """La Une as it will be at a minute: as decided so far, or (POST) as the form would have it.

    With `?version=`: as it would be now by that version.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if number := request.GET.get("version", ""):
            return self.preview(self.version(number).plan, timezone.now())
        try:
            asked = WholeForm.base_fields["preview_at"].clean(request.GET.get("at", ""))
        except ValidationError:
            raise Http404 from None
        at = asked or timezone.now()
        plan, _change = self.home.arrangement(at)
        return self.preview(plan, at)

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ArrangementForm(self.home, request.POST)
        if not form.is_valid():
            return self.refuse(form)
        whole = form.whole.cleaned_data
        at = whole["preview_at"] or whole["valid_from"] or timezone.now()
        return self.preview(form.plan(), at)

    def refuse(self, form: ArrangementForm) -> HttpResponse:
        """In the window that was opened for it; what was typed stands in the other one."""
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


class PictureView(PreviewFrontPageView):
    """The page that the form would make, for the pictures beside it."""

    http_method_names = ["post"]

    def refuse(self, form: ArrangementForm) -> HttpResponse:
        told = _("The picture waits: there is something to mend.")
        places = [f"{place}." for place in form.wrong_places()]
        return HttpResponse(" ".join([told, *places]), content_type="text/plain", status=422)


class GoBackView(FrontPageDesk):
    """Makes an earlier version hold again."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go_back(self.home, self.version(str(kwargs["version_id"])), request.user)
        messages.success(request, _("La Une stands again as it did by that version."))
        return redirect("front_page_desk")


class CancelVersionView(FrontPageDesk):
    """Takes back a change that has not come into force."""

    http_method_names = ["post"]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version(str(kwargs["version_id"]))
        if cancel(self.home, version.pk, request.user):
            messages.success(request, _("The scheduled change is cancelled."))
        else:
            messages.warning(request, _("Nothing was done: this change holds already."))
        return redirect("front_page_desk")
