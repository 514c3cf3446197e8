from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import dependencies
        from search.receivers import fill_after_upgrade

        dependencies.declare_tables()
        post_migrate.connect(fill_after_upgrade, sender=self)
