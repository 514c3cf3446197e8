"""The queue, the periodic work and the processes, as administrators read them."""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from jobs import queue
from jobs.models import STATES, Heartbeat, JobRecord, PeriodicJob
from jobs.retrying import label_of


def not_a_formula(text: str) -> str:
    """`text` so that no spreadsheet computes what a stranger wrote.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class ReadOnly(PermissionHelper):
    """Permissions on rows that machines write: those of the model, for superusers too."""

    def user_has_specific_permission(self, user: AbstractUser, perm_codename: str) -> bool:
        actions = {get_permission_codename(a, self.opts) for a in self.opts.default_permissions}
        known = actions | {codename for codename, _name in self.opts.permissions}
        return perm_codename in known and user.has_perm(f"{self.opts.app_label}.{perm_codename}")

    def user_has_any_permissions(self, user: AbstractUser) -> bool:
        """Whether the user may list and inspect the rows."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))


class Listing(ModelAdmin):
    """A read-only listing among the reports."""

    add_to_admin_menu = False
    history_view_enabled = False
    permission_helper_class = ReadOnly
    list_per_page = 50


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(status.value, str(label)) for status, label in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[JobRecord]) -> QuerySet[JobRecord]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class TaskFilter(SimpleListFilter):
    title = _("task")
    parameter_name = "task"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        paths = JobRecord.objects.order_by("task_path").values_list("task_path", flat=True)
        return [(task_path, label_of(task_path)) for task_path in paths.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[JobRecord]) -> QuerySet[JobRecord]:
        return queryset.filter(task_path=self.value()) if self.value() else queryset


class TaskInspectView(InspectView):
    """A task with its traceback, and the button that puts a failed one back in the queue."""

    def get_page_title(self) -> str:
        return self.instance.what()

    def get_page_subtitle(self) -> str:
        return self.instance.state()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        may_retry = self.request.user.has_perm("jobs.retry_jobrecord")
        if may_retry and self.instance.status == TaskResultStatus.FAILED:
            context["retry_url"] = self.url_helper.get_action_url("retry", self.instance.pk)
        return context


class TaskListing(Listing):
    model = JobRecord
    menu_label = _("Background tasks")
    menu_icon = "tasks"
    menu_order = 1100
    base_url_path = "background-tasks"
    list_display = ("what", "state", "queued", "started", "took", "tries", "next_try")
    list_filter = (StateFilter, TaskFilter)
    search_fields = ("task_path", "exception_class_path", "traceback")
    ordering = ("-enqueued_at",)
    inspect_view_enabled = True
    inspect_view_class = TaskInspectView
    inspect_view_fields = (
        "what",
        "state",
        "queued",
        "started",
        "finished",
        "took",
        "tries",
        "next_try",
        "arguments",
        "error",
    )
    list_export = (
        "id",
        "what",
        "task_path",
        "state",
        "enqueued_at",
        "started_at",
        "finished_at",
        "tries",
        "exception_class_path",
    )
    export_filename = "background-tasks"

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        urls: tuple[URLPattern, ...] = super().get_admin_urls_for_registration()
        name = self.url_helper.get_action_url_name("retry")
        retry = require_POST(self.retry_view)
        return (*urls, path(f"{self.base_url_path}/retry/<uuid:pk>/", retry, name=name))

    def retry_view(self, request: HttpRequest, pk: object) -> HttpResponse:
        """Put a failed task back in the queue."""
        if not request.user.has_perm("jobs.retry_jobrecord"):
            raise PermissionDenied
        record = get_object_or_404(JobRecord, pk=pk)
        if queue.retry(record):
            messages.success(request, gettext("The task waits for a worker again."))
        else:
            messages.warning(request, gettext("Only a failed task can be put back in the queue."))
        return redirect(self.url_helper.get_action_url("inspect", quote(record.pk)))


class DottedNames(AdminURLHelper):
    """Addresses whose last part is the dotted name of a periodic job."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[-.\w]+)/$"


class PeriodicListing(Listing):
    model = PeriodicJob
    url_helper_class = DottedNames
    menu_label = _("Periodic work")
    menu_icon = "calendar-alt"
    menu_order = 1110
    base_url_path = "periodic-work"
    list_display = ("what", "rhythm", "left", "last_started_at", "next_run_at", "failures")
    inspect_view_enabled = True
    inspect_view_fields = (
        "name",
        "last_started_at",
        "last_finished_at",
        "next_run_at",
        "failures",
        "last_error",
    )
    list_export = ("name", "last_started_at", "last_finished_at", "next_run_at", "last_error")
    export_filename = "periodic-work"


class ProcessListing(Listing):
    model = Heartbeat
    menu_label = _("Clock and workers")
    menu_icon = "time"
    menu_order = 1120
    base_url_path = "processes"
    list_display = ("process", "host", "pid", "started_at", "beat_at", "alive")
    list_export = ("kind", "host", "pid", "started_at", "beat_at")
    export_filename = "processes"
