"""Requests of people who have signed in."""

from django.http import HttpRequest

from accounts.models import User


class StaffRequest(HttpRequest):
    """What Wagtail hands to a view of the admin: somebody is always signed in there."""

    user: User
