"""The views of all pages in the admin."""

from wagtail.admin.viewsets.pages import PageViewSet

from editorial.editor.create_view import (
    NewsroomAddSubpageView,
    NewsroomCreateView,
    NewsroomPreviewOnCreateView,
)
from editorial.editor.edit_view import NewsroomEditView, NewsroomRevertView
from editorial.editor.workflow_action import NewsroomWorkflowActionView
from editorial.lists.search_view import PageSearchView
from editorial.moves.views import NewsroomMoveView, NewsroomSetPositionView
from editorial.schedule.unscheduling import NewsroomUnscheduleView
from editorial.withdrawal.views import NewsroomUnpublishView


class NewsroomPageViewSet(PageViewSet):
    """Names the views of every class of page; one with views of its own must inherit from this."""

    add_view_class = NewsroomCreateView
    add_subpage_view_class = NewsroomAddSubpageView
    edit_view_class = NewsroomEditView
    move_confirm_view_class = NewsroomMoveView
    preview_on_add_view_class = NewsroomPreviewOnCreateView
    search_view_class = PageSearchView
    revisions_revert_view_class = NewsroomRevertView
    revisions_unschedule_view_class = NewsroomUnscheduleView
    set_page_position_view_class = NewsroomSetPositionView
    unpublish_view_class = NewsroomUnpublishView
    workflow_action_view_class = NewsroomWorkflowActionView


page_viewset = NewsroomPageViewSet()
