"""User administration, with the position that everybody has in the newsroom."""

from typing import Any

from wagtail.users.views.users import UserViewSet

from accounts.forms import NewsroomUserCreationForm, NewsroomUserEditForm


class NewsroomUserViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return NewsroomUserEditForm if for_update else NewsroomUserCreationForm
