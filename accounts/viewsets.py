"""Administration of users, with their positions in the newsroom, and of their groups."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.groups import IndexView as GroupIndexView
from wagtail.users.views.users import UserViewSet

from accounts.forms import NewsroomUserCreationForm, NewsroomUserEditForm


class NewsroomUserViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return NewsroomUserEditForm if for_update else NewsroomUserCreationForm


class NewsroomGroupIndexView(GroupIndexView):
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "name",
            label=_("Name"),
            accessor=str,
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class NewsroomGroupViewSet(GroupViewSet):
    index_view_class = NewsroomGroupIndexView
