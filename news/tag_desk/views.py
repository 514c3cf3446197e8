"""The views of tags in the admin that differ from those of other snippets."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from accounts.requests import StaffRequest
from news.models import ArticleTag, Tag
from news.tag_desk.forms import MergeWithForm
from news.tag_desk.splitting import NameTaken, NothingToSplit, SplitTags, last_merge
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
        return tags.exclude(Exists(ArticleTag.objects.filter(tag=OuterRef("pk"))))


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


class TagEditView(snippets.EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        tag = Tag.objects.with_use().get(pk=self.object.pk)
        return context | {"tag": tag, "merge": last_merge(tag), "may_merge": self.can_delete}


class OneTagView(WagtailAdminTemplateMixin, FormView):
    """A page about one tag, which those may open who change and delete tags."""

    request: StaffRequest
    tag: Tag
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.tag = get_object_or_404(Tag.objects.with_use(), pk=self.kwargs["pk"])
        may = policy_registry.get_by_type(Tag).user_has_permission
        if not all(may(request.user, action) for action in ("change", "delete")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.tag.name

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        items: list[dict[str, object]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": reverse("wagtailsnippets_news_tag:list"), "label": _("Tags")},
            {"url": edit_url(self.tag), "label": self.tag.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"tag": self.tag}


class MergeWithView(OneTagView):
    """Asks for the other tags, and goes on to the page that says what will happen."""

    page_title = _("Merge with…")
    template_name = "news/tag_desk/merge_with.html"

    def get_form(self, form_class: object = None) -> MergeWithForm:
        return MergeWithForm(self.request.POST or None, self.tag)

    def form_valid(self, form: MergeWithForm) -> HttpResponse:
        return redirect(merging_url([self.tag, *form.cleaned_data["others"]]))


class SplitView(OneTagView):
    """Takes the last merge into a tag back, once it has said what that means."""

    page_title = _("Split again")
    template_name = "news/tag_desk/split.html"
    form_class = Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = last_merge(self.tag)
        return super().get_context_data(**kwargs) | {"merge": entry}

    def form_valid(self, form: Form) -> HttpResponse:
        entry = last_merge(self.tag)
        try:
            if entry is None:
                raise NothingToSplit
            tags = SplitTags(self.tag, entry, self.request.user).execute()
        except NothingToSplit:
            messages.error(self.request, gettext("There is nothing to split any more."))
        except NameTaken as taken:
            text = gettext("Another tag is called “%(name)s” meanwhile: merge or rename it first.")
            messages.error(self.request, text % {"name": taken})
        else:
            names = ", ".join(tag.name for tag in tags)
            text = gettext("There again, with their articles: %(names)s.") % {"names": names}
            messages.success(self.request, text)
        return redirect(edit_url(self.tag))


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


def edit_url(tag: Tag) -> str:
    return reverse("wagtailsnippets_news_tag:edit", args=[tag.pk])


def merging_url(tags: Iterable[Tag]) -> str:
    ids = "&".join(f"id={tag.pk}" for tag in tags)
    back = reverse("wagtailsnippets_news_tag:list")
    return f"{reverse('wagtail_bulk_action', args=['news', 'tag', 'merge'])}?{ids}&next={back}"


def columns() -> list[str | Column]:
    return [
        "name",
        Column("published_use", label=_("In published articles"), sort_key="published_use"),
        Column("used", label=_("In all"), sort_key="used"),
    ]
