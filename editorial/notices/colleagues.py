"""Suggests names while an `@` mention is typed in a margin comment."""

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from wagtail.models import Page

from accounts.groups import label
from accounts.models import User
from accounts.requests import StaffRequest
from editorial.notices.mentions import fold

MAX_PEOPLE = 8


@require_GET
def colleagues(request: StaffRequest, page_id: int) -> JsonResponse:
    """Return, to a user who may edit the page, others who may; `q` begins their name."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    others = (
        person for person in people_named(request.GET.get("q", ""), page) if person != request.user
    )
    found = [
        {
            "mention": person.username,
            "name": str(person),
            "role": ", ".join(str(label(group)) for group in person.groups.all()),
        }
        for person in islice(others, MAX_PEOPLE)
    ]
    return JsonResponse({"people": found})


def people_named(typed: str, page: Page) -> Iterator[User]:
    """Yield the users who may edit `page` and have a name that begins with `typed`, by name."""
    key = fold(typed)
    people = User.objects.filter(is_active=True).prefetch_related("groups")
    for person in people.order_by("first_name", "last_name", "pk"):
        full = person.get_full_name()
        begins = any(fold(name).startswith(key) for name in (person.username, full, *full.split()))
        if begins and page.permissions_for_user(person).can_edit():
            yield person
