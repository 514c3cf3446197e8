"""The permission policy of pictures and documents, which forbids to delete one in use."""

from collections.abc import Iterable

from accounts.models import User
from editorial.assets.models import Asset
from editorial.assets.uses import find_uses
from editorial.permissions import LibraryPolicy


class UsedAssetPolicy(LibraryPolicy):
    """Allows what the library allows, but for deleting what is in use."""

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Asset
    ) -> bool:
        asked = set(actions)
        others = asked - {"delete"}
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        return (
            "delete" in asked and self.may_delete_unused(user, instance) and not find_uses(instance)
        )

    def may_delete_unused(self, user: User, instance: Asset) -> bool:
        """Whether the user may delete it if it is not in use."""
        return bool(super().user_has_any_permission_for_instance(user, {"delete"}, instance))
