"""The groups of the newsroom: English in the code, French on the screen."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext, gettext_noop

SEEDED = {
    gettext_noop("Writers"),
    gettext_noop("Copy editors"),
    gettext_noop("Chief editors"),
    gettext_noop("Moderators"),
    gettext_noop("Legal"),
}


def label(group: Group) -> str:
    """A group's name as people read it; a group that the newsroom made is called as it likes."""
    return gettext(group.name) if group.name in SEEDED else group.name
