"""Panels that help while one writes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

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

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"recommended": self.recommended}
