"""The view in which authors edit their own page.

What they write goes online at once, as it does for editors, and is on record.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views import snippets

from accounts.models import User
from news.models import Author


class OwnProfilePolicy(ModelPermissionPolicy):
    """Everybody's pages for those who may change authors, their own for those who write."""

    def user_has_permission(self, user: User, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        return action == "change" and self._own(user).exists()

    def user_has_permission_for_instance(self, user: User, action: str, instance: Author) -> bool:
        if super().user_has_permission(user, action):
            return True
        return action == "change" and self._own(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Author]:
        asked = set(actions)
        if any(super(OwnProfilePolicy, self).user_has_permission(user, one) for one in asked):
            return Author.objects.all()
        return self._own(user) if "change" in asked else Author.objects.none()

    def _own(self, user: User) -> QuerySet[Author]:
        if not user.has_perm("news.add_articlepage"):
            return Author.objects.none()
        return Author.objects.filter(user=user.pk)


def register() -> None:
    register_permission_policy(Author, OwnProfilePolicy(Author))


class ForOneAuthor:
    """A view that requires the permission for this author, where Wagtail's asks for any."""

    def get_object(self, *args: object) -> Author:
        view: Any = super()
        author: Author = view.get_object(*args)
        asker: Any = self
        if not asker.user_has_permission_for_instance("change", author):
            raise PermissionDenied
        return author


class EditView(ForOneAuthor, snippets.EditView):
    pass


class UsageView(ForOneAuthor, snippets.UsageView):
    pass


class HistoryView(ForOneAuthor, snippets.HistoryView):
    pass
