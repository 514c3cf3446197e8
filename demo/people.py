"""The demo accounts: one a role, with the passwords that accounts/demo_accounts.py publishes."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.demo_accounts import DEMO_ACCOUNTS, DemoAccount
from accounts.models import User


@transaction.atomic
def load_accounts() -> dict[str, User]:
    """The demo accounts by user name; an account that exists keeps its password."""
    return {account.username: _account(account) for account in DEMO_ACCOUNTS}


def _account(account: DemoAccount) -> User:
    user, created = User.objects.get_or_create(
        username=account.username,
        defaults={
            "first_name": account.first_name,
            "last_name": account.last_name,
            "job_title": account.job_title,
            "email": account.email,
            "is_superuser": account.group is None,
        },
    )
    if created:
        user.set_password(account.password)
        user.save(update_fields=["password"])
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))
    return user
