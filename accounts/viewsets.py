"""Administration of users, with their positions in the newsroom, and of their groups."""

from typing import ClassVar

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CopyView
from wagtail.admin.widgets import Button
from wagtail.users.views import groups
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from accounts.forms import NewsroomUserCreationForm, NewsroomUserEditForm
from accounts.own_account.forms import tell_of_new_address
from accounts.requests import StaffRequest
from accounts.second_factor import resets, session, tasks
from accounts.second_factor.asking import AsksFirst, OpensOnceConfirmed
from accounts.users import User

# What a person signs in with, gets a new password by, or may do once signed in.
GUARDED_FIELDS = ("username", "email", "password1", "is_active", "is_superuser", "groups")


class AsksWhoIsThere:
    """Nobody's way of signing in, and nobody's power, is changed from a desk that was left open."""

    request: StaffRequest

    def is_valid(self, form: BaseForm) -> bool:
        if not session.is_confirmed(self.request):
            for name in self.guarded(form):
                form.add_error(name, session.ask_to_confirm())
        return super().is_valid(form)  # type: ignore[misc]

    def guarded(self, form: BaseForm) -> list[str]:
        return [name for name in form.changed_data if name in GUARDED_FIELDS]


class NewsroomUserCreateView(AsksWhoIsThere, CreateView):
    pass


class NewsroomUserCopyView(AsksWhoIsThere, CopyView):
    pass


class NewsroomUserEditView(AsksWhoIsThere, EditView):
    def save_instance(self) -> User:
        before = self.form.initial["email"]
        user: User = super().save_instance()
        tell_of_new_address(user, before)
        if "password1" in self.form.changed_data:
            tasks.tell(user, "password_changed")
        return user

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if resets.resettable_by(self.request.user).filter(pk=self.object.pk).exists():
            address = f"{reverse('second_factor_reset_ask')}?user={self.object.pk}"
            label = _("Reset the second factor")
            buttons.append(Button(label, url=address, icon_name="lock", priority=40))
        return buttons


class NewsroomUserViewSet(UserViewSet):
    add_view_class = NewsroomUserCreateView
    copy_view_class = NewsroomUserCopyView
    edit_view_class = NewsroomUserEditView

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return NewsroomUserEditForm if for_update else NewsroomUserCreationForm


class NewsroomGroupIndexView(groups.IndexView):
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "name",
            label=_("Name"),
            accessor=str,
            sort_key="name",
            url_name="wagtailusers_groups:edit",
        )
    ]


class AsksWhoGivesRights(OpensOnceConfirmed, AsksWhoIsThere):
    """Whatever is changed of a group changes what its members may do."""

    def guarded(self, form: BaseForm) -> list[str]:
        return ["name"]


class NewsroomGroupCreateView(AsksWhoGivesRights, groups.CreateView):
    pass


class NewsroomGroupEditView(AsksWhoGivesRights, groups.EditView):
    pass


class NewsroomGroupDeleteView(AsksFirst, groups.DeleteView):
    pass


class NewsroomGroupViewSet(groups.GroupViewSet):
    index_view_class = NewsroomGroupIndexView
    add_view_class = NewsroomGroupCreateView
    edit_view_class = NewsroomGroupEditView
    delete_view_class = NewsroomGroupDeleteView
