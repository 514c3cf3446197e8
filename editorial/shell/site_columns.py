"""Labels of the columns in Wagtail's list of sites."""

from django.utils.text import capfirst

FIELD_COLUMNS = ("port", "site_name", "root_page")


def label_site_columns() -> None:
    """Name the columns by their field's label, as the form does.

    Wagtail makes these labels from the name of the attribute, which no catalogue translates.
    """
    from wagtail.models import Site
    from wagtail.sites.views import IndexView

    for column in IndexView.columns:
        if column.name in FIELD_COLUMNS:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
