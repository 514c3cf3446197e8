"""Addresses, menu and lists of moderation in the admin."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import IndexView

from accounts.users import User
from audience.comments.models import BlockedWriter, Comment, Commenter
from audience.comments.moderation import views
from audience.comments.moderation.acts import MODERATE
from audience.comments.moderation.views import CHANGE_RULES
from jobs.listings import not_a_formula


@hooks.register("register_admin_urls")
def register_moderation_urls() -> list[URLPattern]:
    return [
        path("comments/", views.QueueView.as_view(), name="comment_queue"),
        path("comments/decide/", views.decide, name="comment_decide"),
        path("comments/undo/", views.undo, name="comment_undo"),
        path("comments/sections/", views.sections, name="comment_sections"),
        path("comments/<int:comment_id>/answer/", views.answer, name="comment_answer"),
        path("comments/<int:comment_id>/trust/", views.trust, name="comment_trust"),
        path("comments/<int:comment_id>/close/", views.close, name="comment_close"),
    ]


class Permitted(MenuItem):
    """A menu item for who has a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class OnlyReadersWrite(PermissionHelper):
    """Comments come from readers; moderators list them, and decide in the queue."""

    def user_can_list(self, user: User) -> bool:
        return user.has_perm(MODERATE)

    def user_can_create(self, user: User) -> bool:
        return False

    def user_can_edit_obj(self, user: User, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: User, obj: Model) -> bool:
        return False

    def user_can_copy_obj(self, user: User, obj: Model) -> bool:
        return False

    def user_has_any_permissions(self, user: User) -> bool:
        return user.has_perm(MODERATE)


class Unblocking(OnlyReadersWrite):
    """Whom a moderator has blocked from the queue is let in again here."""

    def user_can_delete_obj(self, user: User, obj: Model) -> bool:
        return user.has_perm(MODERATE)


class SafeExports(IndexView):
    """What readers have written is no formula in a spreadsheet."""

    custom_field_preprocess: ClassVar[dict[str, dict[str, Any]]] = {
        field: {"csv": not_a_formula} for field in ("name", "email", "text")
    }


class Listing(ModelAdmin):
    add_to_admin_menu = False
    history_view_enabled = False
    permission_helper_class = OnlyReadersWrite
    list_per_page = 50


class CommentListing(Listing):
    model = Comment
    menu_label = _("All comments")
    menu_icon = "comment"
    base_url_path = "all-comments"
    list_display = ("text", "name", "article", "status", "posted_at")
    list_filter = ("status", "posted_at")
    search_fields = ("text", "name", "email", "article__title")
    list_select_related = ("article",)
    ordering = ("-posted_at", "-pk")
    inspect_view_enabled = True
    inspect_view_fields = (
        "article",
        "status",
        "name",
        "email",
        "text",
        "posted_at",
        "edited_at",
        "approved_at",
    )
    list_export = inspect_view_fields
    index_view_class = SafeExports
    export_filename = "comments"


class WriterListing(Listing):
    model = Commenter
    menu_label = _("Writers of comments")
    menu_icon = "user"
    base_url_path = "comment-writers"
    list_display = ("email", "approved", "refused", "trusted")
    list_filter = ("trusted",)
    search_fields = ("email",)
    ordering = ("-approved", "email")


class BlockedListing(Listing):
    model = BlockedWriter
    menu_label = _("Blocked persons")
    menu_icon = "cross"
    base_url_path = "blocked-writers"
    permission_helper_class = Unblocking
    list_display = ("value", "kind", "by", "at")
    list_filter = ("kind",)
    search_fields = ("value",)
    ordering = ("-at",)


for listing in (CommentListing, WriterListing, BlockedListing):
    modeladmin_register(listing)


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    lists = [CommentListing, WriterListing, BlockedListing]
    items = [
        Permitted(
            _("To moderate"),
            reverse("comment_queue"),
            name="comment-queue",
            icon_name="comment",
            order=1,
            permission=MODERATE,
        ),
        *(listing().get_menu_item(order=order) for order, listing in enumerate(lists, start=2)),
        Permitted(
            _("By section"),
            reverse("comment_sections"),
            name="comment-sections",
            icon_name="folder-open-inverse",
            order=9,
            permission=CHANGE_RULES,
        ),
    ]
    return SubmenuMenuItem(
        _("Comments"), Menu(items=items), name="comments", icon_name="comment", order=255
    )
