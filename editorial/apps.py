from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Editorial")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from editorial import signals
        from editorial.permissions import NewsroomPagePolicy

        register_permission_policy(Page, NewsroomPagePolicy(Page))
        signals.connect()
