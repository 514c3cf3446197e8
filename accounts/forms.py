"""Creating and changing the people of the newsroom."""

from typing import ClassVar

from wagtail.users.forms import UserCreationForm, UserEditForm


class NewsroomUserCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields: ClassVar[set[str]] = UserCreationForm.Meta.fields | {"job_title"}


class NewsroomUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields: ClassVar[set[str]] = UserEditForm.Meta.fields | {"job_title"}
