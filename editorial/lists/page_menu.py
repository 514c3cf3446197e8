"""The page menu of the side bar, in a number of queries that does not grow with the rows."""

from collections import OrderedDict
from typing import Any

from django.db.models import Q
from wagtail.admin.api.serializers import (
    AdminPageSerializer,
    PageChildrenField,
    get_model_listing_url,
)
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.serializers import PageParentField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from delivery.request_cache import cached_for_request
from editorial import rules


class ChildrenField(PageChildrenField):
    """The number of children: the tree keeps it, for users who see all of them."""

    def to_representation(self, page: Page) -> OrderedDict[str, object]:
        sees_all = rules.visible_in_lists(self.context["request"].user) == Q()
        if page.numchild and not sees_all:
            counted: OrderedDict[str, object] = super().to_representation(page)
            return counted
        url = f"{get_model_listing_url(self.context, Page)}?child_of={page.pk}"
        return OrderedDict([("count", page.numchild), ("listing_url", url)])


class ParentField(PageParentField):
    """The parent, if the user may see it: asked once for all rows of a parent."""

    def get_attribute(self, instance: Page) -> Page | None:
        parent = instance._parent_page if hasattr(instance, "_parent_page") else None
        if parent is None:
            found: Page | None = super().get_attribute(instance)
            return found
        seen = self.context["base_queryset"].filter(pk=parent.pk)
        return parent if cached_for_request(("menu", parent.pk), seen.exists) else None


class PageMenuSerializer(AdminPageSerializer):
    children = ChildrenField(read_only=True)
    parent = ParentField(read_only=True)


class PageMenuViewSet(PagesAdminAPIViewSet):
    base_serializer_class = PageMenuSerializer

    def paginate_queryset(self, queryset: PageQuerySet) -> Any:
        states = queryset.annotate_approved_schedule().prefetch_workflow_states()
        rows = super().paginate_queryset(states)
        Page.objects.annotate_parent_page(rows)
        return rows
