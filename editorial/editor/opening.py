"""The editor opens while nothing can be saved: a text that the browser keeps is offered in it."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page

from delivery.outages import try_to_write

# No session has this number. The first question that reaches the database begins a new one.
NOT_BEGUN = 0


class OpensInOutages:
    """For Wagtail's edit view, which writes down who has the page open each time it is shown."""

    def get_editing_sessions(self) -> Any:
        begin = super().get_editing_sessions  # type: ignore[misc]
        return try_to_write("editing_session", begin) or self.not_begun()

    def not_begun(self) -> EditingSessionsModule:
        view: Any = self
        model = Page._meta
        return EditingSessionsModule(
            None,
            reverse(
                "wagtailadmin_editing_sessions:ping",
                args=[model.app_label, model.model_name, view.page.pk, NOT_BEGUN],
            ),
            reverse("wagtailadmin_editing_sessions:release", args=[NOT_BEGUN]),
            [],
            view.page.latest_revision_id,
            view.latest_revision_created_at,
        )
