from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home import dependencies, front_page, paper, receivers, site_address, sitemaps  # noqa: F401

        dependencies.declare_tables()
        post_migrate.connect(site_address.take_port_after_upgrade, sender=self)
