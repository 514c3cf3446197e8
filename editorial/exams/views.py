"""The desk's pages of exam results: the lists of a page, one list, its columns, requests."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from accounts.requests import StaffRequest
from editorial.exams import acts
from editorial.exams.forms import BringForm, ColumnsForm
from editorial.ui.pages import DeskPageMixin
from news.exam_files.reading import UnreadableList, sample_of
from news.exams import importing
from news.exams.texts import text_to_send
from news.models import ExamList, ExamRequest, ExamResultsPage
from news.models.exams import ListState, RequestState

SHOWN_LINES = 50


class ExamPage(DeskPageMixin, TemplateView):
    """Base of these views, for those who may edit the page of results."""

    request: StaffRequest
    page_title = gettext_lazy("Exam results")
    header_icon = "list-ul"
    results: ExamResultsPage

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.find(**kwargs)
        if not acts.may_bring(self.request.user, self.results):
            raise PermissionDenied

    def find(self, **kwargs: Any) -> None:
        self.results = get_object_or_404(ExamResultsPage, pk=kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return self.results.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "results": self.results}


class ListsView(ExamPage):
    """The lists of a page, a form to bring another, and the requests of readers."""

    template_name = "editorial/exams/lists.html"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = BringForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                exam_list = importing.keep(self.results, form.upload, self.request.user)
            except UnreadableList as error:
                form.add_error(None, str(error))
            else:
                return redirect("exam_columns", exam_list.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = self.results.exam_lists.select_related("uploaded_by", "decided_by")
        requests = self.results.exam_requests.select_related("decided_by")
        context = {
            "form": BringForm(),
            "lists": lists,
            "requests": requests[:200],
            "open_requests": requests.filter(state=RequestState.OPEN).count(),
            "may_hide": acts.may_hide(self.request.user, self.results),
            "text": text_to_send(self.results),
        }
        return super().get_context_data(**{**context, **kwargs})


class ListPage(ExamPage):
    exam_list: ExamList

    def find(self, **kwargs: Any) -> None:
        lists = ExamList.objects.select_related("page", "uploaded_by", "decided_by")
        self.exam_list = get_object_or_404(lists, pk=kwargs["list_id"])
        self.results = self.exam_list.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "list": self.exam_list}


class ColumnsView(ListPage):
    """Shows the first rows of a file, and asks what its columns are."""

    template_name = "editorial/exams/columns.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.exam_list.state not in (ListState.COLUMNS, ListState.UNREADABLE):
            return redirect("exam_list", self.exam_list.pk)
        return self._shown(None)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self._shown(request.POST)

    def _shown(self, data: Any) -> HttpResponse:
        try:
            sample = sample_of(importing.path_of(self.exam_list))
        except (UnreadableList, OSError):
            messages.error(self.request, _("The file of this list is gone: bring it again."))
            return redirect("exam_lists", self.results.pk)
        form = ColumnsForm(self.results, sample, data)
        if data is not None and form.is_valid():
            try:
                head = form.cleaned_data["has_head"]
                acts.begin_reading(self.exam_list, form.columns, head, self.request.user)
            except acts.Stale as stale:
                messages.warning(self.request, str(stale))
            return redirect("exam_list", self.exam_list.pk)
        context = self.get_context_data(form=form, sample=sample)
        return self.render_to_response(context, status=200 if data is None else 422)


class ListView(ListPage):
    """A list: how far it is, what is wrong in it, what it changes; and the decision."""

    template_name = "editorial/exams/list.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "etat" in request.GET:
            state = self.exam_list.state
            return JsonResponse({"state": state, "lines": self.exam_list.lines})
        if self.exam_list.state == ListState.COLUMNS:
            return redirect("exam_columns", self.exam_list.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user = self.request.user
        try:
            if request.POST.get("act") == "approve":
                acts.approve(self.exam_list, user)
                messages.success(request, _("The list is approved. It goes out at its hour."))
            elif request.POST.get("act") == "refuse":
                acts.refuse(self.exam_list, user, request.POST.get("reason", ""))
                messages.success(request, _("The list was refused; its lines are deleted."))
        except acts.Stale as stale:
            messages.warning(request, str(stale))
        return redirect("exam_list", self.exam_list.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["may_decide"] = acts.may_decide(self.request.user, self.exam_list)
        before = importing.published_of(self.results)
        if before is not None and self.exam_list.state == ListState.WAITING:
            context["before"] = before
            context["differences"] = [
                (_("Lines added"), importing.added(self.exam_list, before)[:SHOWN_LINES]),
                (_("Lines withdrawn"), importing.added(before, self.exam_list)[:SHOWN_LINES]),
                (_("Lines changed"), importing.changed(self.exam_list, before)[:SHOWN_LINES]),
            ]
        return context


class RequestView(ExamPage):
    """Hides the line that a reader asks about, or leaves it."""

    http_method_names = ["post"]

    def find(self, **kwargs: Any) -> None:
        requests = ExamRequest.objects.select_related("page")
        self.asked = get_object_or_404(requests, pk=kwargs["request_id"])
        self.results = self.asked.page

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            if request.POST.get("act") == "hide":
                acts.hide(self.asked, self.request.user)
                messages.success(request, _("The line is hidden, in later lists as well."))
            else:
                acts.leave(self.asked, self.request.user)
                messages.success(request, _("The line is shown."))
        except acts.Stale as stale:
            messages.warning(request, str(stale))
        return redirect("exam_lists", self.results.pk)
