"""One write of the index of references for one save of a page.

Wagtail writes it for the page and once more for each byline, tag and correction, each time for the
page as a whole; and for each new draft, although a page refers to none of its versions.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.tasks import update_reference_index_task

from jobs.held_tasks import Call, hold

# What a new draft changes of its page: the indexes say nothing of it.
NOT_INDEXED = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)


@contextmanager
def references_written_once(page: Page, update_fields: Collection[str] | None) -> Iterator[None]:
    """Have the references of `page` written once, at the end, if what is saved may change them."""
    rows = list(_unsaved_rows(page))
    with hold(update_reference_index_task) as held:
        yield
        of_page = {_call(page)}
        of_rows = {_call(row) for row in rows}
        refers = update_fields is None or not NOT_INDEXED.issuperset(update_fields)
        is_due = bool(of_rows.intersection(held) or (refers and of_page.intersection(held)))
        held[:] = [call for call in held if call not in of_page | of_rows]
        if is_due:
            held.append(_call(page))


def _unsaved_rows(page: Page) -> Iterator[Model]:
    """The rows of the page that are saved with it."""
    for relation in get_all_child_relations(type(page)):
        manager = getattr(page, relation.get_accessor_name())
        if manager.is_deferring:
            yield from manager.all()


def _call(instance: Model) -> Call:
    return (instance._meta.app_label, instance._meta.model_name or "", str(instance.pk))
