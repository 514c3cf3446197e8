"""Digests of networks, which tell one from another for a day and lead to nobody afterwards."""

import hmac
import secrets
from datetime import date
from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone

from audience.comments.models import DailySalt
from delivery.readers import network_of

_salts: dict[date, str] = {}


def digest_of(request: HttpRequest) -> str:
    """The digest of the network that asks: another one each day, as its salt is."""
    network = network_of(request)
    return _digest(network, timezone.localdate()) if network else ""


def _digest(text: str, day: date) -> str:
    return hmac.new(_salt(day).encode(), text.encode(), sha256).hexdigest()[:32]


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
