"""The report of what was done on the site, read along the indexes of the logs.

Wagtail makes a list of the keys of all pages that the user sees, and reads the logs from end to end
for the choices of each filter.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import registry
from wagtail.models import BaseLogEntryManager, ModelLogEntry, Page, PageLogEntry
from wagtail.models.pages import PageLogEntryManager, PageLogEntryQuerySet

from accounts.models import User
from editorial.permissions import explorable

LOGS: tuple[type[Model], ...] = (PageLogEntry, ModelLogEntry)
# Along an index, from each value to the next one.
EACH_ONCE = """
    WITH RECURSIVE used(value) AS (
        SELECT MIN({column}) FROM {table}
        UNION ALL
        SELECT (SELECT MIN({column}) FROM {table} WHERE {column} > used.value)
        FROM used WHERE used.value IS NOT NULL
    )
    SELECT value FROM used WHERE value IS NOT NULL
"""


def entries_of_pages(manager: PageLogEntryManager, user: User) -> QuerySet[PageLogEntry]:
    """Those of pages that the user sees; also of deleted ones, for who works on the whole tree."""
    entries: QuerySet[PageLogEntry] = manager.all()
    deletions = PageLogEntry.objects.order_by().filter(deleted=True)
    seen = explorable(Page.objects.order_by(), user)
    root = Page.get_first_root_node().permissions_for_user(user)
    sees_deleted = user.is_superuser or root.can_add_subpage() or root.can_edit()
    if not seen.query.where:
        # Who sees every page is not asked about each: few are deleted.
        return entries if sees_deleted else entries.exclude(page__in=deletions.values("page"))
    shown = Q(Exists(seen.filter(pk=OuterRef("page_id"))))
    if sees_deleted:
        shown |= Q(Exists(deletions.filter(page=OuterRef("page"))))
    return entries.filter(shown)


def with_pages(entries: PageLogEntryQuerySet) -> list[tuple[PageLogEntry, Page | None]]:
    """Return the entries with their pages, as far as these exist: all types in one query."""
    found = list(entries)
    pages = Page.objects.filter(pk__in={entry.page_id for entry in found}).specific(defer=True)
    by_key = {page.pk: page for page in pages}
    return [(entry, by_key.get(entry.page_id)) for entry in found]


def entries_of_others(manager: BaseLogEntryManager, user: User) -> QuerySet[Any]:
    """Those of objects of which the user holds any permission."""
    entries: QuerySet[Any] = manager.all()
    if user.is_superuser:
        return entries
    held = user.get_all_permissions()
    permissions = Permission.objects.order_by().values_list(
        "content_type__app_label", "codename", "content_type"
    )
    types = {key for app, codename, key in permissions if f"{app}.{codename}" in held}
    return entries.filter(content_type__in=types)


def types_in_logs(request: HttpRequest) -> QuerySet[ContentType]:
    """What was written about: all types of page as one."""
    others = ModelLogEntry.objects.viewable_by_user(request.user).order_by()
    page = ContentType.objects.get_for_model(Page).pk
    is_logged = Exists(others.filter(content_type=OuterRef("pk")))
    return ContentType.objects.filter(Q(pk=page) | Q(is_logged)).order_by("model")


class SiteHistoryFilterSet(SiteHistoryReportFilterSet):
    object_type = ContentTypeFilter(
        label=_("Type"), method="filter_object_type", queryset=types_in_logs
    )

    def get_action_choices(self) -> list[tuple[str, str | Promise]]:
        used = {action for log in LOGS for action in each_once(log, "action")}
        return [choice for choice in registry.get_choices() if choice[0] in used]

    def get_users_queryset(self) -> QuerySet[User]:
        wrote = [
            Exists(log._default_manager.order_by().filter(user=OuterRef("pk"))) for log in LOGS
        ]
        return User.objects.filter(Q(*wrote, _connector=Q.OR)).order_by(User.USERNAME_FIELD)


class HistoryPaginator(WagtailPaginator):
    @cached_property
    def count(self) -> int:
        """The number of entries, of each log by its own indexes."""
        logs = self.object_list.query.combined_queries
        return sum(QuerySet(log.model, log.clone()).values("pk").count() for log in logs)


def each_once(model: type[Model], column: str) -> list[str]:
    """The different values of an indexed column."""
    with connection.cursor() as cursor:
        cursor.execute(EACH_ONCE.format(column=column, table=model._meta.db_table))
        return [value for (value,) in cursor.fetchall()]


def take_over() -> None:
    PageLogEntryManager.viewable_by_user = entries_of_pages
    PageLogEntryQuerySet.with_instances = with_pages
    BaseLogEntryManager.viewable_by_user = entries_of_others
    LogEntriesView.filterset_class = SiteHistoryFilterSet
    LogEntriesView.paginator_class = HistoryPaginator
