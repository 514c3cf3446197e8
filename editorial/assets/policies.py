"""What readers see is deleted by nobody: as Wagtail asks for it, before every deletion."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from editorial.assets.uses import uses_of
from editorial.permissions import LibraryPolicy


class KeepsWhatIsUsed(LibraryPolicy):
    """The policy of pictures and documents, which lets nobody delete what is in use."""

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        asked = set(actions)
        others = asked - {"delete"}
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        return "delete" in asked and self.could_delete(user, instance) and not uses_of(instance)

    def could_delete(self, user: User, instance: Any) -> bool:
        """Whether the user might delete it if nothing showed it."""
        return bool(super().user_has_any_permission_for_instance(user, {"delete"}, instance))
