"""Administration of users, with their positions in the newsroom, and of their groups."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import Button
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.groups import IndexView as GroupIndexView
from wagtail.users.views.users import EditView, UserViewSet

from accounts.forms import NewsroomUserCreationForm, NewsroomUserEditForm
from accounts.second_factor import resets


class NewsroomUserEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if resets.resettable_by(self.request.user).filter(pk=self.object.pk).exists():
            address = f"{reverse('second_factor_reset_ask')}?user={self.object.pk}"
            label = _("Reset the second factor")
            buttons.append(Button(label, url=address, icon_name="lock", priority=40))
        return buttons


class NewsroomUserViewSet(UserViewSet):
    edit_view_class = NewsroomUserEditView

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
