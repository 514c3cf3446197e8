"""Locks a page for saving, and describes a newer version to who edits an older one."""

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from accounts.models import User


def lock_page(page_id: int) -> None:
    """Lock the page until the transaction ends, so that saves come one after the other.

    On SQLite the transaction itself, which is IMMEDIATE, locks the database.
    """
    list(Page.objects.select_for_update().filter(pk=page_id).values_list("pk"))


def describe_save(revision: Revision, reader: User) -> str:
    """Return a sentence on the newer version for `reader`, whose save was refused."""
    when = date_format(timezone.localtime(revision.created_at), "DATETIME_FORMAT")
    if revision.user is None:
        return _("Another version of this page was saved on %(when)s.") % {"when": when}
    if revision.user == reader:
        return _("You saved this page in another window on %(when)s.") % {"when": when}
    return _("%(name)s saved this page on %(when)s, after you had opened it.") % {
        "name": revision.user,
        "when": when,
    }


def describe_scheduled_version(scheduled: Revision) -> str:
    """Return what happens to changes while a version is scheduled."""
    saved, due = (
        date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        for moment in (scheduled.created_at, scheduled.approved_go_live_at)
    )
    if scheduled.approved_go_live_at < timezone.now():
        return _(
            "The version saved on %(saved)s is approved and was to go live on %(due)s. It has not "
            "yet: the schedule says why. What you change here is a new draft."
        ) % {"saved": saved, "due": due}
    return _(
        "The version saved on %(saved)s is approved and goes live on %(due)s. What you change here "
        "is a new draft and leaves it as it is; once approved itself, it takes its place."
    ) % {"saved": saved, "due": due}


def version_buttons(latest: Revision, page: Page, opened: str) -> list[tuple[str, str, bool]]:
    """Return buttons to the newer version and to its changes since `opened`, a revision's id."""
    buttons = []
    earlier = [str(pk) for pk in page.revisions.order_by("-pk").values_list("pk", flat=True)[:200]]
    earlier.remove(str(latest.pk))
    if earlier:
        base = opened if opened in earlier else earlier[0]
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, base, latest.pk])
        buttons.append(messages.button(url, _("See what changed"), new_window=True))
    url = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, latest.pk])
    buttons.append(messages.button(url, _("Read the other version"), new_window=True))
    return buttons


def without_deleted_rows(data: QueryDict, page: Page) -> QueryDict:
    """Return `data` with empty ids for rows (bylines, comments…) that another user has deleted.

    The form then creates them anew, except comments. With their ids it would be refused without a
    visible error.
    """
    data = data.copy()
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        known = {str(row.pk) for row in getattr(page, name).all()}
        prefix = "comments" if name == COMMENTS_RELATION_NAME else name
        for key in [key for key in data if key.startswith(f"{prefix}-") and key.endswith("-id")]:
            if key.count("-") == 2 and data[key] and data[key] not in known:
                data[key] = ""
                if prefix == "comments":
                    # Another user's comment must not be created anew in this one's name.
                    data[key.removesuffix("id") + "DELETE"] = "on"
    return data
