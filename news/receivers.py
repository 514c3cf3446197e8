"""What follows when something of the newsroom's is saved."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect

from news.images import NewsImage
from news.models import Author, Tag
from news.tasks import make_picture_files


@receiver(post_save, sender=NewsImage)
def make_files_later(instance: NewsImage, raw: bool, **kwargs: Any) -> None:
    if not raw:
        transaction.on_commit(partial(make_picture_files.enqueue, instance.pk), robust=True)


@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Tag)
def lead_from_old_address(sender: Any, instance: Author | Tag, raw: bool, **kwargs: Any) -> None:
    """What Wagtail does for pages: who has kept the old address finds the author or tag."""
    before = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if raw or before is None or not instance.slug or before.slug == instance.slug:
        return
    old, new = before.get_absolute_url(), instance.get_absolute_url()
    Redirect.objects.filter(old_path=Redirect.normalise_path(new)).delete()
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=None,
        defaults={"redirect_link": new, "is_permanent": True, "automatically_created": True},
    )
