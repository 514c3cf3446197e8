"""Views that move pages: one, many at once, among their neighbours, and through the admin's API."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from rest_framework.response import Response
from wagtail.admin.api.actions.move import MovePageAPIAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.models import Page

from news.tree_lock import lock_tree


class OneMoveAtATime(View):
    """Locks the tree before a POST reads it; the move is whole or has not been."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock_tree(*kwargs.values())
            return super().dispatch(request, *args, **kwargs)


class NewsroomMoveView(OneMoveAtATime, MoveConfirmView):
    pass


class NewsroomSetPositionView(OneMoveAtATime, SetPagePositionView):
    pass


class NewsroomMoveBulkAction(MoveBulkAction):
    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        destination: Page = form.cleaned_data["chooser"]
        lock_tree(destination.pk)
        destination.refresh_from_db()
        response: HttpResponse = super().form_valid(form)
        return response


class MoveAPIAction(MovePageAPIAction):
    @transaction.atomic
    def execute(self, instance: Page, data: dict[str, Any]) -> Response:
        lock_tree(instance.pk, data["destination_page_id"])
        instance.refresh_from_db()
        return super().execute(instance, data)
