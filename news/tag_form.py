"""The form of a tag, which asks what becomes of its address and old name when it is renamed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.page_forms import FrenchSlugForm
from news.tag_keys import tag_key, tidy_name


class TagForm(FrenchSlugForm):
    address_follows = forms.BooleanField(
        label=_("Renamed: the address follows"),
        required=False,
        help_text=_(
            "It is made of the new name, and the old one leads readers to it. Otherwise it stays."
        ),
    )
    keeps_old_name = forms.BooleanField(
        label=_("Renamed: the old name stays as another spelling"),
        required=False,
        initial=True,
        help_text=_(
            "Whoever types it gets this tag. Untick it if the old name means something else."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.old_name: str = self.instance.name
        if self.instance.pk is None:
            del self.fields["address_follows"], self.fields["keeps_old_name"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        name = cleaned.get("name") or self.old_name
        if not self.old_name or tidy_name(name) == self.old_name:
            return cleaned
        if cleaned.get("keeps_old_name") and tag_key(name) != tag_key(self.old_name):
            cleaned["spellings"] = f"{cleaned.get('spellings', '')}\n{self.old_name}".strip()
        if cleaned.get("address_follows") and "slug" not in self.changed_data:
            cleaned["slug"] = ""
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.pk and not self.instance.slug:
            self.instance.slug = self.instance.free_slug()
