"""Views that take pages off the site: one, many at once, and through the admin's API."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from rest_framework import fields
from rest_framework.exceptions import ValidationError as APIValidationError
from rest_framework.response import Response
from wagtail.admin.api.actions.unpublish import (
    UnpublishPageAPIAction,
    UnpublishPageAPIActionSerializer,
)
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.versions.locked_view import LockedPageView
from editorial.withdrawal.forms import BulkWithdrawalForm, WithdrawalForm
from editorial.withdrawal.withdraw import ReasonMissing, asks_for_reason, take_offline


class NewsroomUnpublishView(LockedPageView, UnpublishView):
    request: StaffRequest
    template_name = "editorial/withdrawal/unpublish.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.form = self.get_form()

    def get_form(self) -> WithdrawalForm | None:
        """Return the form; None where readers cannot lose an article."""
        if not asks_for_reason([self.object], with_descendants=True):
            return None
        below = bool(self.request.POST.get("include_descendants"))
        return WithdrawalForm(
            self.request.POST if self.request.method == "POST" else None,
            needs_reason=asks_for_reason([self.object], with_descendants=below),
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.form is not None and not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        return super().post(request, *args, **kwargs)

    def unpublish(self) -> HttpResponse | None:
        response = self.run_hook("before_unpublish_page", self.request, self.object)
        if response is not None:
            return response
        said = self.form.cleaned_data if self.form is not None else {}
        take_offline(
            self.object,
            self.request.user,
            **said,
            with_descendants=bool(self.request.POST.get("include_descendants")),
        )
        return self.run_hook("after_unpublish_page", self.request, self.object)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.form}


class NewsroomUnpublishBulkAction(UnpublishBulkAction):
    form_class = BulkWithdrawalForm
    template_name = "editorial/withdrawal/bulk_unpublish.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        pages, _without_access = self.get_actionable_objects()
        below = bool(self.request.POST.get("include_descendants"))
        return kwargs | {
            "needs_reason": asks_for_reason(pages, with_descendants=below),
            "has_subpages": any(not page.is_leaf() for page in pages),
        }

    def get_execution_context(self) -> dict[str, Any]:
        said = self.cleaned_form.cleaned_data
        return super().get_execution_context() | {"reason": said["reason"], "note": said["note"]}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        *,
        user: User,
        reason: str = "",
        note: str = "",
        **kwargs: object,
    ) -> tuple[int, int]:
        pages = list(objects)
        lost = sum(take_offline(page, user, reason, note, include_descendants) for page in pages)
        return len(pages), max(0, lost - len(pages))

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class WithdrawalSerializer(UnpublishPageAPIActionSerializer):
    reason = fields.CharField(required=False, default="", max_length=500)
    note = fields.CharField(required=False, default="", max_length=300, allow_blank=True)


class UnpublishAPIAction(UnpublishPageAPIAction):
    serializer = WithdrawalSerializer

    def execute(self, instance: Page, data: dict[str, Any]) -> Response:
        user: User = self.request.user
        try:
            take_offline(instance, user, data["reason"], data["note"], data["recursive"])
        except ReasonMissing as error:
            message = WithdrawalForm.base_fields["reason"].error_messages["required"]
            raise APIValidationError({"reason": [str(message)]}) from error
        except ValidationError as error:
            raise APIValidationError(error.messages) from error
        return Response(self.view.get_serializer(instance.specific).data)
