from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from news import (
            choosers,
            dependencies,
            own_profile,
            picture_receivers,  # noqa: F401
            receivers,  # noqa: F401
            tree_paths,
            typed_fields,
        )
        from news.exams import receivers as exam_receivers  # noqa: F401
        from news.lives import listing  # noqa: F401 (it adds to the context of its pages)
        from news.moments import widgets

        dependencies.declare_tables()
        own_profile.register()
        widgets.take_over()
        typed_fields.take_over()
        choosers.take_over()
        tree_paths.take_over()
