"""Names of factors, given by their owner or at first by us."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from accounts.devices.user_agents import browser_of, in_words, system_of
from accounts.second_factor import factors
from accounts.users import User

LONGEST = 60


def kind_of(factor: Authenticator) -> str:
    is_app = factor.type == Authenticator.Type.TOTP
    return _("App on the telephone") if is_app else _("Passkey")


def name_of(factor: Authenticator) -> str:
    return str(factor.data.get("name") or kind_of(factor))


def taken_by(user: User, but: Authenticator | None = None) -> set[str]:
    """The names of the other factors of a person."""
    others = factors.of(user).exclude(pk=but.pk if but else None)
    return {name_of(factor) for factor in others}


def suggested(user: User, agent: str) -> str:
    """A name for a passkey that is made in this browser: “Chrome on Android”, then “… 2”."""
    browser, system = browser_of(agent), system_of(agent)
    plain = in_words(browser, system) if browser or system else _("Passkey")
    taken = {name.casefold() for name in taken_by(user)}
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    return name


def rename(factor: Authenticator, name: str) -> None:
    factor.data["name"] = name
    factor.save(update_fields=["data"])
