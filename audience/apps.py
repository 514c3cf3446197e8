from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AudienceConfig(AppConfig):
    name = "audience"
    verbose_name = _("Readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audience import dependencies
        from audience.comments import receivers as of_comments  # noqa: F401
        from audience.counts import receivers as of_counts  # noqa: F401

        dependencies.declare_tables()
