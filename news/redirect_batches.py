"""Writes a redirect for each page whose address changed with that of a page above it.

From then on an old address leads on by itself, and is in the list of redirects, where the newsroom
may change it.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from news.former_addresses import seen_by_readers
from news.models import FormerAddress

BATCH = 500
LONGEST = Redirect._meta.get_field("old_path").max_length


@transaction.atomic
def write_some() -> bool:
    """Write the redirects of the next pages; False if there is nothing left to do.

    Moves are worked off in their order: of two pages that were at one address, the last keeps it.
    """
    waiting = FormerAddress.objects.unfinished().select_for_update(of=["self"])
    former = waiting.select_related("page").first()
    if former is None:
        return False
    below = seen_by_readers(former.page).filter(pk__gt=former.last_page).order_by("pk")
    pages = list(below.values_list("pk", "url_path")[:BATCH])
    if pages:
        _write(former, pages)
        former.last_page = pages[-1][0]
        former.looked_at += len(pages)
    else:
        former.finished_at = timezone.now()
    former.save(update_fields=["last_page", "looked_at", "finished_at"])
    return True


def _write(former: FormerAddress, pages: list[tuple[int, str]]) -> None:
    """Write the redirects of some pages; what the newsroom has set by hand stays."""
    site, root = _site_of(former.url_path)
    if site is None:
        return
    length = len(former.page.url_path)
    wanted = {}
    for pk, url_path in pages:
        old = former.url_path + url_path[length:]
        old_path = Redirect.normalise_path("/" + old[len(root) :])
        if old != url_path and len(old_path) <= LONGEST and old_path != "/":
            wanted[old_path] = pk
    at_these = Redirect.get_for_site(site).filter(old_path__in=wanted)
    by_hand = set(at_these.filter(automatically_created=False).values_list("old_path", flat=True))
    at_these.filter(automatically_created=True).delete()
    Redirect.objects.bulk_create(
        (
            Redirect(old_path=old_path, site=site, redirect_page_id=pk, automatically_created=True)
            for old_path, pk in wanted.items()
            if old_path not in by_hand
        ),
        ignore_conflicts=True,
    )


def _site_of(url_path: str) -> tuple[Site | None, str]:
    """The site to which the address belonged, with the `url_path` of its front page."""
    sites = [(site, site.root_page.url_path) for site in Site.objects.select_related("root_page")]
    holding = [(site, root) for site, root in sites if url_path.startswith(root)]
    return max(holding, key=lambda held: len(held[1]), default=(None, ""))
