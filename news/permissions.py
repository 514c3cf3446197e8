"""Who may do what with a page is asked of the room that knows the newsroom's roles."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


class DeskPermissions:
    """For every class of page: judged by the tester that `PAGE_PERMISSION_TESTER` names."""

    def permissions_for_user(self, user: Any) -> Any:
        return import_string(settings.PAGE_PERMISSION_TESTER)(user, self)
