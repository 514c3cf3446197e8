"""The feature `language` of rich text: it says in which language a passage is.

In the editor each language is an inline style, so that a passage may hold links and emphasis.
https://docs.wagtail.org/en/stable/extending/extending_draftail.html
"""

from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import Feature
from wagtail.rich_text.feature_registry import FeatureRegistry

from news.languages import LANGUAGES

NAME = "language"
LOOK = {"borderBottom": "2px dotted"}


class LanguageFeature(Feature):
    """A control of the toolbar, and a style without a button for each language."""

    def __init__(self) -> None:
        super().__init__(js=["js/admin/languages.js"], css={"all": ["css/admin/languages.css"]})

    def construct_options(self, options: dict[str, list[dict[str, object]]]) -> None:
        options.setdefault("controls", []).append({"type": "LANGUAGE"})
        styles: list[dict[str, object]] = [{"type": style(c), "style": LOOK} for c in LANGUAGES]
        options.setdefault("inlineStyles", []).extend(styles)


def style(code: str) -> str:
    """Return the name of the editor's style for a language."""
    return f"LANGUAGE_{code}"


@hooks.register("register_rich_text_features")
def register(features: FeatureRegistry) -> None:
    features.register_editor_plugin("draftail", NAME, LanguageFeature())
    rule = {
        "from_database_format": {
            f'span[lang="{code}"]': InlineStyleElementHandler(style(code)) for code in LANGUAGES
        },
        "to_database_format": {
            "style_map": {
                style(code): {"element": "span", "props": {"lang": code}} for code in LANGUAGES
            }
        },
    }
    features.register_converter_rule("contentstate", NAME, rule)


@hooks.register("insert_editor_js")
def add_names() -> str:
    names: dict[str, str | Promise] = dict(LANGUAGES)
    words = {"title": _("Language of this passage"), "none": _("French"), "names": names}
    return str(json_script(words, "actujet-languages"))
