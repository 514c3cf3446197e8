"""The views of tags in the admin that differ from those of other snippets."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets

from news.models import Tag
from news.tag_keys import tag_key

DOUBLES, UNUSED = "doubles", "unused"


class TagFilterSet(WagtailFilterSet):
    state = ChoiceFilter(
        label=_("Show"),
        empty_label=_("All tags"),
        choices=[(DOUBLES, _("Written alike")), (UNUSED, _("On no article"))],
        method="in_state",
    )

    class Meta:
        model = Tag
        fields: ClassVar[list[str]] = []

    def in_state(self, tags: QuerySet[Tag], name: str, value: str) -> QuerySet[Tag]:
        if value == DOUBLES:
            return tags.filter(pk__in=Tag.objects.doubles().values("pk")).order_by("key")
        return tags.filter(tagged_articles=None)


class TagList(snippets.IndexView):
    filterset_class = TagFilterSet

    def search_queryset(self, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        """Find names and other spellings, without case, accents and hyphens, by any part."""
        if not self.is_searching:
            return queryset
        key = tag_key(self.search_query)
        return queryset.filter(Q(key__contains=key) | Q(other_keys__contains=key))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"doubles": doubles_to_merge()}


class TagDeleteView(snippets.DeleteView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"tag": Tag.objects.with_use().get(pk=self.object.pk)}


def doubles_to_merge() -> list[tuple[list[Tag], str]]:
    """The tags that are written alike, each group with the address at which it is merged."""
    groups: dict[str, list[Tag]] = {}
    for tag in Tag.objects.doubles().with_use().order_by("key"):
        groups.setdefault(tag.key.partition(" ")[0], []).append(tag)
    return [(tags, merging_url(tags)) for tags in groups.values()]


def merging_url(tags: list[Tag]) -> str:
    ids = "&".join(f"id={tag.pk}" for tag in tags)
    back = reverse("wagtailsnippets_news_tag:list")
    return f"{reverse('wagtail_bulk_action', args=['news', 'tag', 'merge'])}?{ids}&next={back}"


def columns() -> list[str | Column]:
    return [
        "name",
        Column("published_use", label=_("In published articles"), sort_key="published_use"),
        Column("used", label=_("In all"), sort_key="used"),
    ]
