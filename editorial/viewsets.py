"""The views of all pages in the admin."""

from wagtail.admin.viewsets.pages import PageViewSet

from editorial.views.editing import (
    NewsroomAddSubpageView,
    NewsroomEditView,
    NewsroomPreviewOnCreateView,
    NewsroomRevertView,
)
from editorial.views.gated import GatedCreateView
from editorial.views.in_turn import NewsroomUnscheduleView
from editorial.views.withdrawal import NewsroomUnpublishView
from editorial.views.workflow import NewsroomWorkflowActionView


class NewsroomPageViewSet(PageViewSet):
    """For every class of page; one with views of its own must inherit from this."""

    add_view_class = GatedCreateView
    add_subpage_view_class = NewsroomAddSubpageView
    edit_view_class = NewsroomEditView
    preview_on_add_view_class = NewsroomPreviewOnCreateView
    revisions_revert_view_class = NewsroomRevertView
    revisions_unschedule_view_class = NewsroomUnscheduleView
    unpublish_view_class = NewsroomUnpublishView
    workflow_action_view_class = NewsroomWorkflowActionView


page_viewset = NewsroomPageViewSet()
