from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
    # Two configurations in this module: Django must be told which one is the room's own.
    default = True

    def ready(self) -> None:
        from django.contrib.auth.models import Group

        from accounts import checks, groups  # noqa: F401
        from accounts.sessions import receivers as sessions_end  # noqa: F401
        from accounts.throttling import receivers as tries_end  # noqa: F401

        # Forms, filters and lists of the admin all show a group by its text.
        Group.add_to_class("__str__", groups.label)


class NewsroomUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with the positions of the newsroom."""

    user_viewset = "accounts.viewsets.NewsroomUserViewSet"
    group_viewset = "accounts.viewsets.NewsroomGroupViewSet"
