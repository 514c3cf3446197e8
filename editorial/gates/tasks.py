"""The task that checks links to other sites."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from editorial.gates.checks.external_links import ask
from editorial.gates.checks.links import external_links
from editorial.gates.models import MAX_ADDRESS, GateSettings, LinkAnswer
from jobs.retrying import retried
from news.models import ArticlePage

ASK_AGAIN_AFTER = timedelta(days=7)
MOST_LINKS = 50  # of one article, and so of one task: ten minutes if none answers


# Two attempts are enough: the next save after a week checks the links again.
@retried(max_attempts=2, first_wait=timedelta(minutes=5))
@task()
def ask_other_sites(addresses: list[str]) -> None:
    """Request each address and store its answer, if another task has not done so."""
    for address in addresses:
        waiting = LinkAnswer.objects.filter(address=address, answered_at=None)
        if not GateSettings.load().checks_external_links or not waiting.exists():
            continue
        with translation.override(settings.LANGUAGE_CODE):
            answer = ask(address)
        waiting.update(
            answered_at=timezone.now(), is_dead=answer.is_dead, reason=answer.reason[:200]
        )


def ask_for_links_of(article: ArticlePage) -> int:
    """Enqueue the addresses in the article that were not requested within a week.

    Nothing is enqueued unless the newsroom has switched the check on. Returns their number.
    """
    if not GateSettings.load().checks_external_links:
        return 0
    now = timezone.now()
    linked = [link.target for link in external_links(article) if len(link.target) <= MAX_ADDRESS]
    with transaction.atomic():
        fresh = LinkAnswer.objects.filter(
            address__in=linked, asked_at__gt=now - ASK_AGAIN_AFTER
        ).values_list("address", flat=True)
        due = [address for address in linked if address not in set(fresh)][:MOST_LINKS]
        for address in due:
            LinkAnswer.objects.update_or_create(
                address=address, defaults={"asked_at": now, "answered_at": None}
            )
        if due:
            ask_other_sites.enqueue(due)
    return len(due)
