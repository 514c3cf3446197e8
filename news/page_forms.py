"""The forms in which pages and authors are edited."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import CopyForm

from news.moments.schedule import ScheduledPageForm
from news.partial_save import without_empty_rows
from news.slugs import french_slug, is_slug_of


def module(path: str) -> forms.Script:
    """A script whose names are its own; those that share the page's must differ in all of them."""
    return forms.Script(path, type="module")


class FrenchSlugField(forms.SlugField):
    """Takes whatever is typed and makes an address of it."""

    def to_python(self, value: object) -> str:
        return french_slug(super().to_python(value) or "")


class FrenchSlugForm(WagtailAdminModelForm):
    """The form of what has an address and is no page: an empty one is filled by the model."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if stock := self.fields.get("slug"):
            self.fields["slug"] = FrenchSlugField(
                label=stock.label, required=False, max_length=120, help_text=stock.help_text
            )


class PublicPageForm(ScheduledPageForm):
    """A page form whose address follows the title until the page is first published.

    Autosave stores a page at the first letters of its title, so the server, which alone knows the
    neighbours, makes the address anew at each save, and tells the open form. An address that
    somebody has typed is left alone; `slug_as_shown` tells the two apart, since it comes back as
    it was sent even when an answer was lost on the way.
    """

    slug_as_shown = forms.CharField(widget=forms.HiddenInput, required=False)

    class Media:
        css = {"all": ["css/admin/editor.css"]}
        js = [
            "js/admin/counter.js",
            "js/admin/checks.js",
            "js/admin/patient-submit.js",
            module("js/admin/approval.js"),
            module("js/admin/errors.js"),
            module("js/admin/set-aside.js"),
            module("js/admin/mentions.js"),
            module("js/admin/margin-notes.js"),
        ]

    def __init__(self, data: QueryDict | None = None, *args: object, **kwargs: object) -> None:
        if data is not None:
            data = without_empty_rows(data, type(self).formsets)
        super().__init__(data, *args, **kwargs)
        page = self.instance
        never_public = not page.live and page.first_published_at is None
        self._follows_title = never_public and (not page.slug or is_slug_of(page.slug, page.title))
        if "slug" in self.fields:
            self.fields["slug_as_shown"].initial = page.slug
            self.fields["slug"] = FrenchSlugField(
                label=_("Address"),
                max_length=255,
                required=False,
                help_text=_(
                    "The last part of the page’s web address. It follows the title until the "
                    "page is published. Change it afterwards only if you must: the old address "
                    "will lead to the new one."
                ),
            )

    def clean(self) -> dict[str, Any]:
        if "slug" in self.fields:
            self.cleaned_data["slug"] = self._chosen_slug()
        return super().clean()

    def _chosen_slug(self) -> str:
        typed: str = self.cleaned_data.get("slug") or ""
        title: str = self.cleaned_data.get("title") or ""
        changed_by_hand = typed and typed != self.cleaned_data.get("slug_as_shown")
        if changed_by_hand or not title or (typed and not self._follows_title):
            return typed
        return self.instance.free_slug(title, self.parent_page)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if "slug" in self.fields:
            updates += [("slug", self.instance.slug), ("slug_as_shown", self.instance.slug)]
        return updates


class PublicPageCopyForm(CopyForm):
    """Proposes an address that is free: the original has its own."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        original = self.page.specific_class()
        self.fields["new_slug"].initial = original.free_slug(self.page.slug, self.page.get_parent())


class ArticleForm(PublicPageForm):
    """Without a place for corrections until readers have seen the article."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        is_new = article.pk is None  # its class says that it is live, all the same
        never_public = (is_new or not article.live) and article.first_published_at is None
        # A form that was opened before the article was published sends none either.
        unasked = self.is_bound and "corrections-TOTAL_FORMS" not in self.data
        if never_public or unasked:
            self.formsets.pop("corrections", None)
        # A note that is being written knows its article only from here, and its date depends on it.
        if notes := self.formsets.get("corrections"):
            for form in notes.forms:
                form.instance.article = article
