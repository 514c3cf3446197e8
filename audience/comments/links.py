"""Signed links: to one's own comment, to confirm an address, to hear no more."""

from django.core import signing
from django.urls import reverse

OWN, CONFIRM, MUTE, MINE = "comment.own", "comment.confirm", "comment.mute", "comment.mine"
# One's own comment is edited for so long, and shown for a day.
MINUTES_TO_EDIT = 10
DAY = 24 * 60 * 60


def own_link(key: int) -> str:
    return reverse("comment_sent", args=[signing.dumps(key, salt=OWN)])


def confirm_link(email: str) -> str:
    return reverse("comment_address", args=[signing.dumps(email, salt=CONFIRM)])


def mute_link(email: str) -> str:
    return reverse("comment_mute", args=[signing.dumps(email, salt=MUTE)])


def mine_link(email: str) -> str:
    return reverse("comments_of_mine", args=[signing.dumps(email, salt=MINE)])


def read_mine(token: str) -> str:
    """The mail address of a link to all of somebody's comments; it is good for a day."""
    found = _read(token, MINE, DAY)
    return found if isinstance(found, str) else ""


def read_own(token: str) -> int | None:
    """The key of the comment that a link names; None if it is no such link, or an old one."""
    found = _read(token, OWN, DAY)
    return found if isinstance(found, int) else None


def read_address(token: str, salt: str) -> str:
    """The mail address of a link; empty if it is no such link. Mails are read late."""
    found = _read(token, salt, 365 * DAY)
    return found if isinstance(found, str) else ""


def _read(token: str, salt: str, seconds: int) -> object:
    try:
        return signing.loads(token, salt=salt, max_age=seconds)
    except (signing.BadSignature, ValueError):
        return None
