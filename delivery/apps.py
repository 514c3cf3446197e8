from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from delivery import held_connections  # noqa: F401 (it connects)
        from delivery.pages import migrating, renewing  # noqa: F401 (it connects)

        migrating.register(self)
