"""Views that move pages: one, many at once, among their neighbours, and through the admin's API."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from rest_framework.response import Response
from wagtail.admin.api.actions.move import MovePageAPIAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.models import Page

from news.tree_lock import tree_locked


class OneMoveAtATime(View):
    """Locks the tree before a POST reads it; the move is whole or has not been."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with tree_locked(*kwargs.values()):
            return super().dispatch(request, *args, **kwargs)


class NewsroomMoveView(OneMoveAtATime, MoveConfirmView):
    pass


class NewsroomSetPositionView(OneMoveAtATime, SetPagePositionView):
    pass


class NewsroomMoveBulkAction(MoveBulkAction):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        destination: Page = form.cleaned_data["chooser"]
        with tree_locked(destination.pk):
            destination.refresh_from_db()
            response: HttpResponse = super().form_valid(form)
            return response


class MoveAPIAction(MovePageAPIAction):
    def execute(self, instance: Page, data: dict[str, Any]) -> Response:
        with tree_locked(instance.pk, data["destination_page_id"]):
            instance.refresh_from_db()
            return super().execute(instance, data)
