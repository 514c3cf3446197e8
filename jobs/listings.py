"""The queue, the periodic work and the processes, as administrators read them."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import re_path
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from jobs import conf, queue
from jobs.models import Heartbeat, JobRecord, PeriodicJob
from jobs.periodic import registry

STATES = {
    TaskResultStatus.READY: _("Waiting"),
    TaskResultStatus.RUNNING: _("Running"),
    TaskResultStatus.FAILED: _("Failed"),
    TaskResultStatus.SUCCESSFUL: _("Done"),
}


def in_words(span: timedelta | None) -> str:
    """A span of time to the second, or to the tenth of one below ten."""
    if span is None:
        return ""
    seconds = span.total_seconds()
    if seconds < 10:
        return f"{localize(round(seconds, 1))} s"
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


class ReadOnly(PermissionHelper):
    """What machines write, people only read; those whom the view permission was given."""

    def user_can_list(self, user: Any) -> bool:
        return bool(self.user_has_specific_permission(user, self.get_perm_codename("view")))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_retry(self, user: Any) -> bool:
        return bool(self.user_has_specific_permission(user, "retry_jobrecord"))


class KnownParameters(IndexView):
    """The stock listing answers an unknown parameter in its address with an error page."""

    def get_filters_params(self, params: Any = None) -> dict[str, list[str]]:
        known = {list_filter.parameter_name for list_filter in self.list_filter}
        given: dict[str, list[str]] = super().get_filters_params(params)
        return {name: values for name, values in given.items() if name in known}


class Listing(ModelAdmin):
    """A read-only listing among the reports."""

    index_view_class = KnownParameters
    add_to_admin_menu = False
    history_view_enabled = False
    permission_helper_class = ReadOnly
    list_per_page = 50

    def register_indexing(self) -> None:
        """Nothing: these rows refer to no page, and are not looked through for references."""


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(status.value, label) for status, label in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class TaskFilter(SimpleListFilter):
    title = _("task")
    parameter_name = "task"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        paths = JobRecord.objects.order_by("task_path").values_list("task_path", flat=True)
        return [(path, queue.label_of(path)) for path in paths.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(task_path=self.value()) if self.value() else queryset


class TaskInspectView(InspectView):
    """A task with its traceback, and the button that puts a failed one back in the queue."""

    def get_page_title(self) -> str:
        return self.model_admin.what(self.instance)

    def get_page_subtitle(self) -> str:
        return str(STATES[self.instance.status])

    def get_field_label(self, field_name: str, field: Any = None) -> Any:
        column = getattr(self.model_admin, field_name, None)
        return getattr(column, "short_description", None) or super().get_field_label(field_name)

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        column = getattr(self.model_admin, field_name, None)
        return column(self.instance) if column else super().get_field_display_value(field_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.instance.status == TaskResultStatus.FAILED and (
            self.permission_helper.user_can_retry(self.request.user)
        ):
            context["retry_url"] = self.url_helper.get_action_url("retry", self.pk_quoted)
        return context


class RandomKeys(AdminURLHelper):
    """Addresses whose last part is the UUID of a task; whatever else is typed leads nowhere."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        key = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>{key})/$"


class TaskListing(Listing):
    model = JobRecord
    url_helper_class = RandomKeys
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

    @display(description=_("task"), ordering="task_path")
    def what(self, record: JobRecord) -> str:
        return queue.label_of(record.task_path)

    @display(description=_("state"), ordering="status")
    def state(self, record: JobRecord) -> str:
        return str(STATES[TaskResultStatus(record.status)])

    @display(description=_("queued"), ordering="enqueued_at")
    def queued(self, record: JobRecord) -> Any:
        return record.enqueued_at

    @display(description=_("started"), ordering="started_at")
    def started(self, record: JobRecord) -> Any:
        return record.started_at

    @display(description=_("finished"), ordering="finished_at")
    def finished(self, record: JobRecord) -> Any:
        return record.finished_at

    @display(description=_("duration"))
    def took(self, record: JobRecord) -> str:
        return in_words(record.duration)

    @display(description=_("attempts"))
    def tries(self, record: JobRecord) -> str:
        most = queue.retry_policy_of(record.task_path).max_attempts
        return gettext("%(done)d of %(most)d") % {"done": record.attempts, "most": most}

    @display(description=_("next attempt"), ordering="run_after")
    def next_try(self, record: JobRecord) -> Any:
        return record.waits_until

    @display(description=_("with"))
    def arguments(self, record: JobRecord) -> str:
        named = [f"{name}={value!r}" for name, value in record.args_kwargs["kwargs"].items()]
        return ", ".join([*map(repr, record.args_kwargs["args"]), *named])

    @display(description=_("error"))
    def error(self, record: JobRecord) -> str:
        return record.exception_class_path

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        pattern = self.url_helper.get_action_url_pattern("retry")
        name = self.url_helper.get_action_url_name("retry")
        urls: tuple[Any, ...] = super().get_admin_urls_for_registration()
        return (*urls, re_path(pattern, require_POST(self.retry_view), name=name))

    def retry_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Put a failed task back in the queue."""
        if not self.permission_helper.user_can_retry(request.user):
            raise PermissionDenied
        record = get_object_or_404(JobRecord, pk=instance_pk)
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
    list_display = ("what", "rhythm", "last_started_at", "next_run_at", "failures")
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

    @display(description=_("work"), ordering="name")
    def what(self, row: PeriodicJob) -> Any:
        return registry[row.name].label if row.name in registry else row.name

    @display(description=_("every"))
    def rhythm(self, row: PeriodicJob) -> str:
        return in_words(registry[row.name].every) if row.name in registry else ""


class ProcessListing(Listing):
    model = Heartbeat
    menu_label = _("Clock and workers")
    menu_icon = "time"
    menu_order = 1120
    base_url_path = "processes"
    list_display = ("process", "host", "pid", "started_at", "beat_at", "alive")
    list_export = ("kind", "host", "pid", "started_at", "beat_at")
    export_filename = "processes"

    @display(description=_("process"), ordering="kind")
    def process(self, row: Heartbeat) -> str:
        return row.get_kind_display()

    @display(description=_("state"))
    def alive(self, row: Heartbeat) -> str:
        silent = abs(timezone.now() - row.beat_at)
        return gettext("Alive") if silent < conf.lease() else gettext("Silent")
