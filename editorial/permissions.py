"""Applies the rules of the desk to Wagtail's permissions.

The tester is for one page (menus, views, bulk actions, choosers), the policy for many (explorer,
searches, reports).
"""

from collections.abc import Iterable
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, get_page_models
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.models import User
from editorial import rules
from news.library import is_shown, shown

# Any of these actions on a picture, a document or a snippet lets the user see its name.
VIEWING = frozenset({"choose", "view", "add", "change", "delete"})

# Any of these lets the user see a page in the explorer, and the pages above it.
EXPLORING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


class NewsroomPermissions(PagePermissionTester):
    """Narrows Wagtail's permissions of a page by the rules of the desk."""

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() and any(
            rules.may_create(self.user, model, self.page)
            for model in self.page.specific_class.creatable_subpage_models()
        )

    def can_edit(self) -> bool:
        may = super().can_edit() or self._edits_as_author()
        return may and rules.may_edit(self.user, self.page)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return rules.may_delete(self.user, self.page) and self._takes_away(ignore_bulk)

    def can_move(self) -> bool:
        return rules.may_move(self.user, self.page) and self._takes_away(ignore_bulk=True)

    def _takes_away(self, ignore_bulk: bool) -> bool:
        """Answer as Wagtail does, which asks the database for the pages below each row of a list.

        A page with none below it is judged by itself.
        """
        page, user = self.page, self.user
        if not user.is_active or user.is_superuser or self.page_is_root or not page.is_leaf():
            return bool(super().can_delete(ignore_bulk))
        granted = self.permissions
        if not granted & {"add", "change"}:
            return False
        is_theirs = "change" in granted or page.owner_id == user.pk
        return is_theirs and (not page.live or "publish" in granted)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return super().can_copy_to(destination, recursive) and rules.may_create(
            self.user, self.page.specific_class, destination
        )

    def can_publish(self) -> bool:
        return super().can_publish() and rules.may_publish(self.user, self.page)

    def can_publish_subpage(self) -> bool:
        """Whether pages of every allowed class may be published below this one."""
        return super().can_publish_subpage() and not any(
            rules.needs_approval(model)
            for model in self.page.specific_class.creatable_subpage_models()
        )

    def can_unpublish(self) -> bool:
        """Whether the user may withdraw the page, also during a review or before a schedule."""
        return self.page.live and not self.page_is_root and self._holds("publish")

    def can_unschedule(self) -> bool:
        return self._holds("publish")

    def can_set_view_restrictions(self) -> bool:
        return self._holds("publish") and self.can_edit()

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()

    def can_publish_in_emergency(self) -> bool:
        return self._holds("publish") and rules.may_publish_in_emergency(self.user, self.page)

    def title_to_show(self, latest: str) -> str:
        """Return the latest title, or the one that the user may see instead."""
        if not rules.may_see(self.user, self.page):
            return gettext("Somebody else’s draft")
        if self.page.live and not rules.may_edit(self.user, self.page):
            return str(self.page.title)
        return latest

    def _edits_as_author(self) -> bool:
        """Whether the user edits the page as its owner does; Wagtail has one owner only."""
        if self.page_is_root or not self._holds("add"):
            return False
        return rules.is_co_author(self.user, self.page)

    def _holds(self, action: str) -> bool:
        return self.user.is_active and (self.user.is_superuser or action in self.permissions)


class NewsroomPagePolicy(PagePermissionPolicy):
    """Limits the pages that a user sees by the rules of the desk."""

    def explorable_instances(self, user: User) -> QuerySet[Model]:
        return self.reachable(user).filter(rules.visible_in_lists(user))

    def reachable(self, user: User) -> QuerySet[Model]:
        """Return the pages below or above those that the user's groups work on.

        Wagtail's condition, one for each permission of each group, lets no index be used: a group
        that works on the whole tree reaches all.
        """
        if self._on_the_whole_tree(user, EXPLORING):
            return self.model._default_manager.all()
        return super().explorable_instances(user)

    def _on_the_whole_tree(self, user: User, actions: Iterable[str]) -> bool:
        names = self._get_permission_codenames(actions)
        return user.is_active and any(
            granted.page.depth == 1 and granted.permission.codename in names
            for granted in self.get_cached_permissions_for_user(user)
        )

    def _with_permission(self, user: User, actions: Iterable[str]) -> QuerySet[Model]:
        if self._on_the_whole_tree(user, actions):
            return self.model._default_manager.all()
        return super().instances_user_has_any_permission_for(user, actions)

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Page
    ) -> bool:
        asked = set(actions)
        if "change" in asked and not rules.may_edit(user, instance):
            asked.remove("change")
        if super().user_has_any_permission_for_instance(user, asked, instance):
            return True
        as_owner = "change" in asked and rules.is_co_author(user, instance)
        return as_owner and super().user_has_any_permission_for_instance(user, {"add"}, instance)

    def changes_all(self, user: User) -> bool:
        """Whether the user may change every page of the newsroom's types."""
        if not user.is_active or user.is_superuser:
            return user.is_active
        everywhere = self._on_the_whole_tree(user, {"change"})
        return everywhere and {Page, *_types_changed_by(user)} == set(get_page_models())

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Model]:
        pages = self._with_permission(user, actions)
        if set(actions) != {"change"}:
            return pages
        theirs = _types_changed_by(user)
        if {Page, *theirs} == set(get_page_models()):
            plain = ContentType.objects.get_for_model(Page)
            return pages if Page in theirs else pages.exclude(content_type=plain)
        types = ContentType.objects.get_for_models(*theirs).values()
        own = pages.filter(Q(content_type__in=list(types)) | Q(owner_id=user.pk))
        written = self._with_permission(user, {"add"})
        return own | written.filter(rules.co_signed_by(user))


def _types_changed_by(user: User) -> list[type[Page]]:
    return [page for page in get_page_models() if rules.has_type_permission(user, "change", page)]


def explorable(pages: QuerySet[Page], user: User) -> QuerySet[Page]:
    """Return those of `pages` that the user may see in the explorer.

    Wagtail's lists make a list of the keys of all such pages first.
    """
    reached = policy_registry.get_by_type(Page).reachable(user)
    if reached.query.where:
        pages = pages.filter(pk__in=reached.values("pk"))
    return pages.filter(rules.visible_in_lists(user))


class LibraryPolicy(CollectionOwnershipPermissionPolicy):
    """Limits the pictures and documents that a user sees.

    They are those of the collections that the user's groups may choose from. Users who work on
    articles, or may change other users' files, see all of them; others, as the legal desk, see
    what they have uploaded and what readers see.
    """

    @classmethod
    def of(cls, model: type[Model]) -> Self:
        """Return the policy for a model of files, with Wagtail's permissions of groups."""
        kind = "image" if issubclass(model, AbstractImage) else "document"
        auth_model = f"wagtail{'images' if kind == 'image' else 'docs'}.{kind.capitalize()}"
        return cls(model, auth_model=auth_model, owner_field_name="uploaded_by_user")

    def visible_instances(self, user: User) -> QuerySet[Model]:
        """Return what lists, choosers, reports and views by key may show to the user."""
        return self.instances_user_has_any_permission_for(user, VIEWING)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Model]:
        files = super().instances_user_has_any_permission_for(user, actions)
        if self._shares_all(user):
            return files
        return files.filter(Q(uploaded_by_user=user.pk) | Q(pk__in=shown(self.model)))

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: AbstractImage | AbstractDocument
    ) -> bool:
        return super().user_has_any_permission_for_instance(user, actions, instance) and (
            self._shares_all(user) or instance.uploaded_by_user_id == user.pk or is_shown(instance)
        )

    def _shares_all(self, user: User) -> bool:
        return rules.shares_library(user) or self._check_perm(user, {"change"})


class SuperusersOnly(ModelPermissionPolicy):
    """Gives every permission to superusers, and none to groups."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return self.user_has_permission(user, "")
