"""The form that asks which tags are merged with one."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin.widgets import AdminTagWidget

from news.models import Tag


class MergeWithForm(forms.Form):
    others = forms.CharField(
        label=_("Tags that say the same"),
        widget=AdminTagWidget(tag_model=Tag, free_tagging=False),
        help_text=_("Type the beginning of any of their words, and choose. One or several."),
    )

    def __init__(self, data: QueryDict | None, tag: Tag) -> None:
        super().__init__(data)
        self.tag = tag

    def clean_others(self) -> list[Tag]:
        found: dict[int, Tag] = {}
        for name in parse_tags(self.cleaned_data["others"]):
            tag = Tag.objects.exclude(pk=self.tag.pk).called(name)
            if tag is None:
                raise ValidationError(
                    gettext("No other tag is called “%(name)s”.") % {"name": name}
                )
            found[tag.pk] = tag
        return list(found.values())
