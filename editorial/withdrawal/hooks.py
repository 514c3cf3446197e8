"""Withdrawal in Wagtail's bulk actions and API."""

from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from editorial.lists.page_menu import PageMenuViewSet
from editorial.withdrawal.views import NewsroomUnpublishBulkAction, UnpublishAPIAction

# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", NewsroomUnpublishBulkAction, order=100)


class PagesWithdrawnWithReason(PageMenuViewSet):
    actions = PageMenuViewSet.actions | {"unpublish": UnpublishAPIAction}


@hooks.register("construct_admin_api", order=100)
def unpublish_with_a_reason(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesWithdrawnWithReason)
