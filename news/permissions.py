"""Page permissions, as a room above answers them that knows the newsroom's roles."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.module_loading import import_string
from wagtail.models import PagePermissionTester

from accounts.requests import shown_to
from delivery.request_cache import cached_for_request


class DeskPermissions:
    """For every class of page: judged by the tester that `PAGE_PERMISSION_TESTER` names."""

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Return the tester; in a request that reads, the same one to each button of a list."""
        # The tester holds the page, whose number no other object gets meanwhile.
        return cached_for_request(
            ("permissions", user.pk, id(self)),
            lambda: import_string(settings.PAGE_PERMISSION_TESTER)(user, self),
        )

    def get_admin_display_title(self) -> str:
        """The latest title, to those who may know it: whatever list, field or report asks."""
        title: str = super().get_admin_display_title()  # type: ignore[misc]
        page: Any = self
        person = shown_to()
        if person is None or (page.live and title == page.title):
            return title
        return str(page.permissions_for_user(person).title_to_show(title))
