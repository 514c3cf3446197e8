"""What readers see is deleted by nobody: as Wagtail asks for it, before every deletion."""

from collections.abc import Iterable
from typing import Any

from wagtail.documents.models import Document
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from accounts.models import User
from editorial.assets.uses import uses_of
from news.images import NewsImage


class KeepsWhatIsUsed(CollectionOwnershipPermissionPolicy):
    """Wagtail's own policy, but for the deletion of what is in use."""

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        asked = set(actions)
        if "delete" in asked and uses_of(instance):
            asked.remove("delete")
        return bool(asked) and super().user_has_any_permission_for_instance(user, asked, instance)

    def could_delete(self, user: User, instance: Any) -> bool:
        """Whether the user might delete it if nothing showed it."""
        return bool(super().user_has_any_permission_for_instance(user, {"delete"}, instance))


def image_policy() -> KeepsWhatIsUsed:
    return KeepsWhatIsUsed(
        NewsImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )


def document_policy() -> KeepsWhatIsUsed:
    return KeepsWhatIsUsed(
        Document, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
    )
