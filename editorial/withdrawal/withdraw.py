"""Taking an article off the site: by a chief editor, with a reason on record, on every route."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.versions.conflicts import lock_page
from news.models import Withdrawal
from news.page_facts import facts_of, page_types

WITHDRAWAL_ACTION = "editorial.withdraw"


class ReasonMissing(Exception):
    """An article is among what was to be taken off the site, and nobody said why."""


def asks_for_reason(pages: Iterable[Page], with_descendants: bool = False) -> bool:
    """Whether readers would lose an article with `pages`."""
    types = [model for model in page_types() if model.is_withdrawn_with_reason]
    return any(
        Page.objects.live().exact_type(*types).descendant_of(page, inclusive=True).exists()
        if with_descendants
        else page.live and facts_of(page.specific_class).is_withdrawn_with_reason
        for page in pages
    )


@transaction.atomic
def take_offline(
    page: Page, user: User, reason: str = "", note: str = "", with_descendants: bool = False
) -> int:
    """Unpublish `page`, and all below it if so asked; returns how many pages readers have lost.

    reason: for the newsroom; kept in the history of each article and told to those concerned.
    note: a sentence for readers, shown where the article was; empty if there is nothing to say.
    Raises PermissionDenied, and ReasonMissing if an article is among them.
    """
    if not page.permissions_for_user(user).can_unpublish():
        raise PermissionDenied
    if not reason and asks_for_reason([page], with_descendants):
        raise ReasonMissing
    count = 0
    for found in _live_pages(page, with_descendants):
        if not found.permissions_for_user(user).can_unpublish():
            raise PermissionDenied
        if facts_of(type(found)).is_withdrawn_with_reason:
            _withdraw(found, user, reason, note)
        else:
            UnpublishPageAction(found, user=user).execute(skip_permission_checks=True)
        count += 1
    return count


def _live_pages(page: Page, with_descendants: bool) -> Iterator[Page]:
    """Freshly read, each locked until the transaction ends."""
    pages = Page.objects.live().descendant_of(page, inclusive=True)
    for pk in list(pages.values_list("pk", flat=True)) if with_descendants else [page.pk]:
        lock_page(pk)
        found = Page.objects.filter(pk=pk, live=True).first()
        if found is not None:
            yield found.specific


def _withdraw(article: Page, user: User, reason: str, note: str) -> None:
    _close_workflow(article, user, reason)
    article.unpublish(user=user, log_action=False)
    log(
        instance=article,
        action=WITHDRAWAL_ACTION,
        user=user,
        data={"reason": reason, "note": note},
    )
    Withdrawal.objects.update_or_create(
        page=article, defaults={"url_path": article.url_path, "note": note}
    )
    announce(Event.WITHDRAWN, article, actor=user, reason=reason)


def _close_workflow(article: Page, user: User, reason: str) -> None:
    """An update under review would bring the article back by its approval, which nobody expects."""
    state = article.current_workflow_state
    if state is None:
        return
    running = state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    steps = list(running.values_list("pk", flat=True))
    state.cancel(user=user)
    TaskState.objects.filter(pk__in=steps).update(comment=reason)
