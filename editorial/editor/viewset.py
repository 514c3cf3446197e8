"""The views of all pages in the admin."""

from wagtail.admin.viewsets.pages import PageViewSet

from editorial.editor.create_view import (
    NewsroomAddSubpageView,
    NewsroomCreateView,
    NewsroomPreviewOnCreateView,
)
from editorial.editor.edit_view import NewsroomEditView, NewsroomRevertView
from editorial.editor.workflow_action import NewsroomWorkflowActionView
from editorial.schedule.unscheduling import NewsroomUnscheduleView
from editorial.withdrawal.views import NewsroomUnpublishView


class NewsroomPageViewSet(PageViewSet):
    """Names the views of every class of page; one with views of its own must inherit from this."""

    add_view_class = NewsroomCreateView
    add_subpage_view_class = NewsroomAddSubpageView
    edit_view_class = NewsroomEditView
    preview_on_add_view_class = NewsroomPreviewOnCreateView
    revisions_revert_view_class = NewsroomRevertView
    revisions_unschedule_view_class = NewsroomUnscheduleView
    unpublish_view_class = NewsroomUnpublishView
    workflow_action_view_class = NewsroomWorkflowActionView


page_viewset = NewsroomPageViewSet()
