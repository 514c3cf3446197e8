"""System checks of the accounts before the site is public."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import gettext as _

from accounts.demo_accounts import DEMO_ACCOUNTS


def open_demo_accounts() -> list[str]:
    """User names of the demo whose published password still signs somebody in.

    Empty when there is no database yet: then nobody can sign in.
    """
    passwords = {account.username: account.password for account in DEMO_ACCOUNTS}
    users = apps.get_model("accounts", "User").objects.filter(
        username__in=passwords, is_active=True
    )
    try:
        return sorted(
            user.username for user in users if user.check_password(passwords[user.username])
        )
    except DatabaseError:
        return []


def _complaint(usernames: list[str]) -> str:
    return _(
        "The published demo passwords still work for these accounts: %(names)s. "
        "Change their passwords or delete them before the public reaches this site."
    ) % {"names": ", ".join(usernames)}


@register(Tags.security, deploy=True)
def demo_passwords_are_gone(app_configs: object, **kwargs: object) -> list[Error]:
    names = open_demo_accounts()
    return [Error(_complaint(names), id="accounts.E001")] if names else []


def refuse_demo_passwords() -> None:
    """Called as a web process starts: raise ImproperlyConfigured while a demo password works.

    The management commands stay usable, so that the passwords can be changed.
    """
    if settings.DEMO_PASSWORDS_ALLOWED:
        return
    names = open_demo_accounts()
    # A server that forks after this must not share the connection with its children.
    connection.close()
    if names:
        raise ImproperlyConfigured(_complaint(names))
