"""The port of the site's own address.

Readers reach the site at BASE_URL, through a proxy that speaks HTTPS for it. Canonical addresses,
feeds and sitemaps are built from Wagtail's record of the site, which says HTTPS only of port 443,
and which an administrator makes by hand: its form proposes port 80.
"""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Site


@receiver(pre_save, sender=Site)
def take_port(instance: Site, **kwargs: object) -> None:
    """Give a site of BASE_URL's host its port, unless another site has it."""
    base = urlsplit(settings.BASE_URL)
    others = Site.objects.filter(hostname=base.hostname, port=port_of(base))
    if instance.hostname == base.hostname and not others.exclude(pk=instance.pk).exists():
        instance.port = port_of(base)


def take_port_after_upgrade(**kwargs: object) -> None:
    """The same for a site that stands already; BASE_URL may have changed."""
    base = urlsplit(settings.BASE_URL)
    for site in Site.objects.filter(hostname=base.hostname).exclude(port=port_of(base)):
        site.save()


def port_of(address: SplitResult) -> int:
    return address.port or (443 if address.scheme == "https" else 80)
