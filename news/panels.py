"""Panels of the editor: counted fields, folded groups, rows."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

# In characters, spaces included: what fits the cards, search engines and the eye. Never a limit.
TITLE_LENGTH = (45, 95)
STANDFIRST_LENGTH = (120, 260)
SEO_TITLE_LENGTH = (30, 65)
SEO_DESCRIPTION_LENGTH = (80, 160)


class CountedFieldPanel(FieldPanel):
    """A field with a count of its characters and the recommended range (`js/admin/counter.js`)."""

    def __init__(self, field_name: str, recommended: tuple[int, int], **kwargs: Any) -> None:
        shortest, longest = recommended
        attrs = {
            "data-controller": "actujet-counter",
            "data-actujet-counter-min-value": shortest,
            "data-actujet-counter-max-value": longest,
            "data-actujet-counter-count-value": _("{count} characters (best: {min} to {max})"),
            "data-actujet-counter-short-value": _("{missing} to go"),
            "data-actujet-counter-right-value": _("right length"),
            "data-actujet-counter-long-value": _("{excess} too many"),
        }
        super().__init__(field_name, attrs=attrs | kwargs.pop("attrs", {}), **kwargs)
        self.recommended = recommended

    def clone_kwargs(self) -> dict[str, object]:
        return super().clone_kwargs() | {"recommended": self.recommended}


class NamedPanel(MultiFieldPanel):
    """Fields under one heading, in a section whose id is the same in every language."""

    def __init__(self, children: list[Panel], name: str, **kwargs: Any) -> None:
        super().__init__(children, **kwargs)
        self.name = name

    def clone_kwargs(self) -> dict[str, object]:
        return super().clone_kwargs() | {"name": self.name}

    @property
    def clean_name(self) -> str:
        return self.name


class FoldedPanel(NamedPanel):
    """Fields that are folded away until one of them says something.

    Wagtail's script unfolds a panel that holds an error.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def classes(self) -> list[str]:
            said = any(_says_something(child) for child in self.visible_children)
            return [*super().classes(), *([] if said else ["collapsed"])]


class RowsPanel(InlinePanel):
    """Rows below a page, in a section whose id is the same in every language."""

    @property
    def clean_name(self) -> str:
        return str(self.relation_name)

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form = kwargs["form"]
            self.is_asked = form is None or kwargs["panel"].relation_name in form.formsets
            super().__init__(**kwargs if self.is_asked else kwargs | {"form": None})

        def is_shown(self) -> bool:
            """Not where the form of the page leaves these rows out."""
            return self.is_asked and super().is_shown()


class FoldedRowsPanel(RowsPanel):
    """Rows that are folded away as long as there is none."""

    class BoundPanel(RowsPanel.BoundPanel):
        def classes(self) -> list[str]:
            return [*super().classes(), *([] if self.children else ["collapsed"])]


def _says_something(panel: Panel.BoundPanel) -> bool:
    """Whether a bound field holds more than what a new page begins with."""
    value = panel.bound_field.value()
    default = panel.panel.db_field.get_default() if panel.panel.db_field.has_default() else None
    return bool(value) and value != default
