"""The addresses at which caches are purged that know no tags."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task
from wagtail.contrib.frontend_cache.utils import PurgeBatch, purge_urls_from_cache
from wagtail.models import Page, Site

from jobs.retrying import retried
from news.models import Withdrawal

# What was deleted has left its address behind; it is looked for among the newest.
DELETED_SINCE = timedelta(minutes=10)

retried(label=_("Purge addresses from the cache in front of the site"))(purge_urls_from_cache_task)


def purge_addresses_of(tags: set[str]) -> None:
    """Have the queue purge the addresses at which a change of `tags` is seen, if a cache wants it.

    In the transaction in which it is noted as told: the queue has them if and only if it is.
    """
    if settings.WAGTAILFRONTENDCACHE:
        purge_urls_from_cache(addresses_of(tags))


def addresses_of(tags: set[str]) -> list[str]:
    """Return the addresses of the pages in `tags`, of their sections, of la Une and its feeds.

    What shows a page beside those (its authors, its words, the search) is kept until it is too old.
    """
    batch = PurgeBatch()
    keys = [int(tag.removeprefix("page:")) for tag in tags if tag.startswith("page:")]
    pages = list(Page.objects.filter(pk__in=keys))
    parents = {page.path[: -Page.steplen] for page in pages}
    sections = Page.objects.filter(path__in=parents, depth__gt=1)
    batch.add_pages([*pages, *sections])
    for site in Site.objects.select_related("root_page"):
        root = site.root_page.url_path
        batch.add_url(f"{site.root_url}/")
        for name in ("feed", "json_feed"):
            batch.add_url(site.root_url + reverse(name))
        for section in [*pages, *sections]:
            path = section.url_path.removeprefix(root).strip("/")
            if path and section.url_path.startswith(root) and section.numchild:
                batch.add_url(site.root_url + reverse("section_feed", args=[path]))
        since = timezone.now() - DELETED_SINCE
        for gone in Withdrawal.objects.filter(page=None, withdrawn_at__gte=since):
            if gone.url_path.startswith(root):
                batch.add_url(f"{site.root_url}/{gone.url_path.removeprefix(root)}")
    return sorted(batch.urls)
