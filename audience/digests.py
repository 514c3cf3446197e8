"""Digests of networks, which tell one from another for a day and lead to nobody afterwards."""

import hmac
import secrets
from datetime import date
from hashlib import sha256

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.readers import network_of


class DailySalt(models.Model):
    """What the digests of networks are made with on a day; without it they lead to nobody."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")

    def __str__(self) -> str:
        return str(self.day)


_salts: dict[date, str] = {}


def digest_of(request: HttpRequest) -> str:
    """The digest of the network that asks: another one each day, as its salt is."""
    network = network_of(request)
    return digest(network) if network else ""


def digest(text: str) -> str:
    """The digest of a text today, in 32 hexadecimal digits."""
    return hmac.new(_salt(timezone.localdate()).encode(), text.encode(), sha256).hexdigest()[:32]


def _salt(day: date) -> str:
    """Random, and one for all processes."""
    if day not in _salts:
        row, _is_new = DailySalt.objects.get_or_create(
            day=day, defaults={"salt": secrets.token_hex(32)}
        )
        _salts.clear()
        _salts[day] = row.salt
    return _salts[day]


def forget_salts(today: date) -> None:
    """Delete the salts of the days before; what was made with them can be made by nobody again."""
    DailySalt.objects.filter(day__lt=today).delete()
