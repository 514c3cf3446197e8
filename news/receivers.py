"""Signal receivers: redirects, withdrawals."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, post_page_move

from news import former_addresses, lists
from news.models import ArticlePage, Author, RaceMeetingPage, Tag, TagAddress, Withdrawal
from news.models.lists import tagged
from news.races import starts
from news.signals import page_saved
from news.tasks import write_redirects


@receiver(pre_save, sender=Author)
def lead_from_old_address(instance: Author, raw: bool, **kwargs: object) -> None:
    """Make a redirect from the old address of an author, as Wagtail does for pages."""
    before = Author.objects.filter(pk=instance.pk).first() if instance.pk else None
    if raw or before is None or not instance.slug or before.slug == instance.slug:
        return
    old, new = before.get_absolute_url(), instance.get_absolute_url()
    Redirect.objects.filter(old_path=Redirect.normalise_path(new)).delete()
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=None,
        defaults={"redirect_link": new, "is_permanent": True, "automatically_created": True},
    )


@receiver(pre_save)
def lead_from_old_page(
    instance: Any, raw: bool, update_fields: Collection[str] | None, **kwargs: object
) -> None:
    """Keep the address of a page that is moved or renamed; the queue writes the redirects.

    In the transaction of the move: nobody meets an address that leads nowhere. Wagtail's own would
    write those of a whole section in the request, after the commit.
    """
    if raw or not isinstance(instance, Page) or not instance.pk:
        return
    if update_fields is None or {"slug", "url_path"}.intersection(update_fields):
        if former_addresses.remember_address(instance):
            write_redirects.enqueue()


@receiver(pre_save, sender=Tag)
def keep_old_address(instance: Tag, raw: bool, **kwargs: object) -> None:
    """Have the old address of a renamed tag lead to it: that of its page, its feed and searches."""
    before = Tag.objects.filter(pk=instance.pk).first() if instance.pk else None
    if raw or before is None or not instance.slug or before.slug == instance.slug:
        return
    TagAddress.objects.update_or_create(slug=before.slug, defaults={"tag": instance})


@receiver(post_delete, sender=Tag)
def end_double(instance: Tag, **kwargs: object) -> None:
    """Let a tag that was written like the deleted one stand alone."""
    other = Tag.objects.filter(key__startswith=f"{instance.key} ").order_by("pk").first()
    if other is not None:
        other.save()


@receiver(page_published)
def is_back(instance: Page, **kwargs: object) -> None:
    if instance.live:
        Withdrawal.objects.filter(page=instance.pk).delete()


@receiver(pre_delete, sender=ArticlePage)
def remember_address(instance: ArticlePage, **kwargs: object) -> None:
    """A link to a deleted article that readers knew says that it is gone, not that it never was."""
    Withdrawal.objects.filter(page=None, url_path=instance.url_path).delete()
    if not Withdrawal.objects.filter(page=instance).update(url_path=instance.url_path):
        if instance.first_published_at is not None:
            Withdrawal.objects.create(url_path=instance.url_path)


# What a save may write by itself that no list shows.
LISTED_BY = frozenset({"live", "first_published_at", "path", "tags", "bylines"})


@receiver(page_saved)
def list_article(instance: Page, update_fields: Collection[str] | None, **kwargs: object) -> None:
    if isinstance(instance, ArticlePage):
        if update_fields is None or LISTED_BY.intersection(update_fields):
            lists.refresh([instance.pk])


# What a save may write by itself that is not what a race page shows of its races.
RUN_BY = frozenset({"live", "day", "races"})


@receiver(page_saved)
def note_starts(instance: Page, update_fields: Collection[str] | None, **kwargs: object) -> None:
    if isinstance(instance, RaceMeetingPage):
        if update_fields is None or RUN_BY.intersection(update_fields):
            starts.refresh(instance)


@receiver(post_page_move)
def list_in_new_section(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: object
) -> None:
    if parent_page_before.pk != parent_page_after.pk:
        lists.refresh_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def list_what_is_public(
    instance: PageViewRestriction, origin: object = None, **kwargs: object
) -> None:
    # One that goes with its page lets nobody in.
    is_left = origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction
    page = Page.objects.filter(pk=instance.page_id).first() if is_left else None
    if page is not None:
        lists.refresh_below(page)


@receiver(pre_delete)
def take_out_of_lists(instance: Any, **kwargs: object) -> None:
    if isinstance(instance, ArticlePage):
        lists.forget(instance.pk)


@receiver(post_delete, sender=Tag)
def forget_list(instance: Tag, **kwargs: object) -> None:
    lists.forget_list(tagged(instance))
