"""The widget in which an article is chosen: its picture and title, and the newest ones."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.widgets import BaseChooser, BaseChooserAdapter
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from news.images import SHAPES, NewsImage

# The file that cards on small screens are shown with: it is there already.
THUMBNAIL = SHAPES["card"].spec(SHAPES["card"].widths[0], "jpeg")
SCRIPT = "js/admin/article-chooser.js"


def thumbnail_url(image: NewsImage | None) -> str:
    return get_rendition_or_not_found(image, THUMBNAIL).url if image else ""


class ArticleChooser(BaseChooser):
    model = "news.ArticlePage"
    choose_one_text = _("Choose an article")
    choose_another_text = _("Choose another article")
    link_to_chosen_text = _("Edit this article")
    chooser_modal_url_name = "article_chooser:choose"
    template_name = "news/article_chooser/widget.html"
    icon = "doc-full"
    classname = "actujet-article-chooser"
    js_constructor = "ArticleChooser"

    def get_display_title(self, instance: Page) -> str:
        return str(instance.get_admin_display_title())

    def get_value_data_from_instance(self, instance: Page) -> dict[str, object]:
        data: dict[str, object] = super().get_value_data_from_instance(instance)
        return data | {"thumbnail": thumbnail_url(instance.lead_image)}

    def get_context(
        self, name: str, value_data: dict[str, object], attrs: object
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(name, value_data, attrs)
        return context | {"thumbnail": value_data.get("thumbnail", "")}

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("wagtailadmin/js/chooser-widget.js"), SCRIPT],
            css={"all": ["css/admin/article-chooser.css"]},
        )


class ArticleChooserAdapter(BaseChooserAdapter):
    """For the body of a page, where blocks are added by script."""

    js_constructor = "actujet.ArticleChooser"

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/chooser-widget.js"),
                versioned_static("wagtailadmin/js/chooser-widget-telepath.js"),
                SCRIPT,
            ],
            css={"all": ["css/admin/article-chooser.css"]},
        )


register(ArticleChooserAdapter(), ArticleChooser)
