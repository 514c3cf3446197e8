"""Periodic work of the accounts: old sessions and counts are deleted."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import counts
from accounts.devices import cookie
from accounts.sessions.models import SignIn
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(hours=1),
    name="accounts.prune",
    label=_("Delete sessions that are over, old counts of sign-ins and forgotten devices"),
)
def prune(tick: Tick) -> None:
    counts.prune(tick.now, tick.should_continue)
    SignIn.objects.over(tick.now).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    cookie.prune(tick.now)
