"""What people are told of a move; moves in Wagtail's bulk actions and API."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial.moves.views import MoveAPIAction, NewsroomMoveBulkAction
from editorial.withdrawal.hooks import PagesWithdrawnWithReason
from news.models import FormerAddress

# After Wagtail's own, which it replaces.
hooks.register("register_bulk_action", NewsroomMoveBulkAction, order=100)


class PagesMovedOneByOne(PagesWithdrawnWithReason):
    actions = PagesWithdrawnWithReason.actions | {"move": MoveAPIAction}


@hooks.register("construct_admin_api", order=110)
def move_one_by_one(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesMovedOneByOne)


@hooks.register("after_move_page")
@hooks.register("after_publish_page")
@hooks.register("open_page_editor")
def show_how_far_the_redirects_are(request: StaffRequest, page: Page) -> None:
    """While the queue writes the redirects of a section that was moved or renamed."""
    former = FormerAddress.objects.unfinished().filter(page=page.pk).last()
    if former is None or former.pages < 2 or page.is_site_root():
        return
    text = _(
        "“%(title)s” has a new address. Every old address below it leads on already; %(done)s of "
        "%(pages)s redirects are in the list, the others follow in the background."
    )
    values = {
        "title": page.title,
        "done": number_format(former.looked_at, force_grouping=True),
        "pages": number_format(former.pages, force_grouping=True),
    }
    messages.info(request, text % values)


@hooks.register("after_bulk_action")
def show_how_far_those_of_many_are(
    request: StaffRequest, action_type: str, objects: Iterable[Page], action: object
) -> None:
    if action_type == "move":
        for page in objects:
            show_how_far_the_redirects_are(request, page)
