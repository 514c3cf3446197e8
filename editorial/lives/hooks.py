"""Registers the pages of live coverage and their acts in Wagtail's admin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from accounts.log_actions import tell_in_history
from editorial.lives import acts, views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("live/<int:page_id>/", views.WriteView.as_view(), name="live_write"),
        path("live/<int:page_id>/act/", views.ActView.as_view(), name="live_act"),
        path("live/<int:page_id>/names/", views.NamesView.as_view(), name="live_names"),
        path(
            "read-afterwards/live/<int:entry_id>/",
            views.ReadEntryView.as_view(),
            name="read_live_entry",
        ),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, name, sentence in (
        (acts.PUT_ONLINE, _("Entry put online"), _("Entry put online: %(entry)s")),
        (acts.CORRECTED, _("Entry corrected"), _("Entry corrected: %(entry)s")),
        (
            acts.WITHDRAWN,
            _("Entry withdrawn"),
            _("Entry withdrawn: %(entry)s. Reason: %(reason)s"),
        ),
        (acts.ENDED, _("Live coverage ended"), _("The live coverage was ended.")),
        (acts.REOPENED, _("Live coverage reopened"), _("The live coverage goes on.")),
        (acts.NAMED, _("Live writers named"), _("Who puts entries online: %(names)s")),
    ):
        tell_in_history(actions, action, name, sentence)
