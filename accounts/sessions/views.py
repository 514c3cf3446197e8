"""The list of somebody's sessions, for them and for administrators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from accounts.requests import StaffRequest
from accounts.sessions import tracking
from accounts.sessions.models import SignIn, SignInQuerySet, longest, longest_idle
from accounts.users import User

ENDED = "accounts.end_sessions"


class SessionsView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the sessions; POST ends the one that `end` names, or all the `others`."""

    request: StaffRequest
    template_name = "accounts/sessions.html"
    page_title = gettext_lazy("Sessions")
    header_icon = "desktop"

    @cached_property
    def person(self) -> User:
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        account = {"url": reverse("wagtailadmin_account"), "label": _("Account")}
        here = {"url": "", "label": str(self.page_title)}
        return [*super().get_breadcrumbs_items(), account, here]

    @property
    def sessions(self) -> SignInQuerySet:
        lasting = SignIn.objects.filter(user=self.person)
        return lasting.exclude(pk__in=lasting.over(timezone.now()).values("pk"))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        current = tracking.current.get()
        sessions = sorted(self.sessions, key=lambda session: session.pk != current)
        return super().get_context_data(
            person=self.person,
            is_own=self.person == self.request.user,
            sessions=sessions,
            current=current,
            has_others=any(session.pk != current for session in sessions),
            idle_hours=round(longest_idle().total_seconds() / 3600),
            days=longest().days,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "others" in request.POST:
            chosen = self.sessions.exclude(pk=tracking.current.get())
        else:
            chosen = self.sessions.filter(pk=_number(request))
        ended = chosen.count()
        if ended:
            chosen.end()
            log(self.person, ENDED, data={"count": ended})
            messages.success(request, _("Sessions ended: %(count)d") % {"count": ended})
        else:
            messages.info(request, _("That session was over already."))
        return redirect(request.path)


class SessionsOfSomebodyView(SessionsView):
    """The list of a person's sessions for administrators of users."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self._may_end():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def _may_end(self) -> bool:
        actor = self.request.user
        # Only one of them signs a superuser out.
        return actor.has_perm("accounts.change_user") and (
            actor.is_superuser or not self.person.is_superuser
        )

    @cached_property
    def person(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *WagtailAdminTemplateMixin.get_breadcrumbs_items(self),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {
                "url": reverse("wagtailusers_users:edit", args=[self.person.pk]),
                "label": str(self.person),
            },
            {"url": "", "label": str(self.page_title)},
        ]


def _number(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("end", ""))
    except ValueError:
        return tracking.NONE
