"""Registers the views, menu entries and log actions of pictures and documents."""

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, register_converter, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.documents.models import Document
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models.audit_log import BaseLogEntry

from accounts.requests import StaffRequest
from editorial import rules
from editorial.assets import deciding, page_history, proposing, receivers  # noqa: F401 (connects)
from editorial.assets.comparing import label_of
from editorial.assets.document_names import (
    DocumentsIndexView,
    TakeNamesOutAction,
    TakeNamesOutView,
)
from editorial.assets.fresh_documents import (
    DocumentFromUploadView,
    UploadDocumentsView,
    UploadedDocumentEditView,
)
from editorial.assets.library import (
    DocumentDeleteView,
    DocumentEditView,
    DocumentsDeleteAction,
    PictureDeleteView,
    PictureEditView,
    PicturesDeleteAction,
    UploadedPictureEditView,
)
from editorial.assets.rules import visible_to
from editorial.assets.views import (
    ProposalFileView,
    ProposalsPanel,
    ProposalsView,
    ProposalView,
    awaiting_decision_of,
)
from news.images import NewsImage
from news.models import ArticlePage
from news.older_documents import NAMES_TAKEN_OUT

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Our addresses come before Wagtail's of the same names, our bulk actions after Wagtail's.
FIRST, LAST = -100, 100


class SideConverter:
    regex = "before|after"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SideConverter, "proposal_side")


@hooks.register("register_admin_urls", order=FIRST)
def register_urls() -> list[URLPattern]:
    return [
        path("proposals/", ProposalsView.as_view(), name="asset_proposals"),
        path("proposals/<int:proposal_id>/", ProposalView.as_view(), name="asset_proposal"),
        path(
            "proposals/<int:proposal_id>/<proposal_side:side>/",
            ProposalFileView.as_view(),
            name="asset_proposal_file",
        ),
        path("images/<int:image_id>/", PictureEditView.as_view()),
        path("images/<int:image_id>/delete/", PictureDeleteView.as_view()),
        path("images/multiple/<int:image_id>/", UploadedPictureEditView.as_view()),
        path("documents/", DocumentsIndexView.as_view()),
        path("documents/results/", DocumentsIndexView.as_view(results_only=True)),
        path(
            "documents/edit/<int:document_id>/names/",
            TakeNamesOutView.as_view(),
            name="take_document_names_out",
        ),
        path("documents/edit/<int:document_id>/", DocumentEditView.as_view()),
        path("documents/delete/<int:document_id>/", DocumentDeleteView.as_view()),
        path("documents/multiple/add/", UploadDocumentsView.as_view()),
        path("documents/multiple/<int:doc_id>/", UploadedDocumentEditView.as_view()),
        path(
            "documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/",
            DocumentFromUploadView.as_view(),
        ),
    ]


hooks.register("register_bulk_action", PicturesDeleteAction, order=LAST)
hooks.register("register_bulk_action", DocumentsDeleteAction, order=LAST)
hooks.register("register_bulk_action", TakeNamesOutAction)


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        if rules.has_type_permission(request.user, "change", ArticlePage):
            return True
        return bool(visible_to(request.user).exists())


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ProposalsMenuItem(
        gettext_lazy("Proposals"),
        reverse("asset_proposals"),
        name="proposals",
        icon_name="clipboard-list",
        order=131,
    )


@hooks.register("construct_homepage_panels")
def add_proposals_panel(request: StaffRequest, panels: list[Component]) -> None:
    proposals = awaiting_decision_of(request.user)
    if proposals:
        panels.append(ProposalsPanel(proposals))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        (
            proposing.PROPOSED_ACTION,
            gettext_lazy("Propose a change"),
            gettext_lazy("Proposed a change of what readers see"),
        ),
        (
            deciding.WITHDRAWN_ACTION,
            gettext_lazy("Withdraw a proposal"),
            gettext_lazy("Withdrew the proposed change"),
        ),
        (
            NAMES_TAKEN_OUT,
            gettext_lazy("Take names out of a file"),
            gettext_lazy("Took the names of authors and programs out of the file"),
        ),
        (
            deciding.TAKEN_BACK_ACTION,
            gettext_lazy("Bring the version before back"),
            gettext_lazy("Brought the version before an accepted change back"),
        ),
    ):
        actions.register_action(action, label, message)

    class Decided(LogFormatter):
        message: "StrPromise"
        message_with_comment: "StrPromise"

        def format_message(self, log_entry: BaseLogEntry) -> str:
            comment = log_entry.data.get("comment")
            if not comment:
                return str(self.message)
            return str(self.message_with_comment) % {"comment": comment}

    @actions.register_action(deciding.ACCEPTED_ACTION)
    class Accepted(Decided):
        label = gettext_lazy("Accept a proposal")
        message = gettext_lazy("Accepted the proposed change")
        message_with_comment = gettext_lazy("Accepted the proposed change: %(comment)s")

    @actions.register_action(deciding.DECLINED_ACTION)
    class Declined(Decided):
        label = gettext_lazy("Decline a proposal")
        message = gettext_lazy("Declined the proposed change")
        message_with_comment = gettext_lazy("Declined the proposed change: %(comment)s")

    class Changed(LogFormatter):
        def format_message(self, log_entry: BaseLogEntry) -> str:
            before, after = log_entry.data["before"], log_entry.data["after"]
            return "; ".join(
                _("%(field)s: “%(before)s” became “%(after)s”")
                % {"field": name, "before": before[name] or "", "after": after[name] or ""}
                for name in after
                if before.get(name) != after[name]
            )

    @actions.register_action(page_history.ACTION)
    class ChangedInPage(LogFormatter):
        label = gettext_lazy("Change a picture or document of the text")

        def format_message(self, log_entry: BaseLogEntry) -> str:
            data = log_entry.data
            model = Document if data["is_document"] else NewsImage
            values = data | {
                "fields": ", ".join(dict.fromkeys(label_of(model, name) for name in data["fields"]))
            }
            if data["is_document"] and data["proposed_by"]:
                return (
                    _("Document “%(title)s” changed as %(proposed_by)s had proposed: %(fields)s")
                    % values
                )
            if data["is_document"]:
                return _("Document “%(title)s” changed: %(fields)s") % values
            if data["proposed_by"]:
                return (
                    _("Picture “%(title)s” changed as %(proposed_by)s had proposed: %(fields)s")
                    % values
                )
            return _("Picture “%(title)s” changed: %(fields)s") % values

        def format_comment(self, log_entry: BaseLogEntry) -> str:
            data = log_entry.data
            name = "wagtaildocs:edit" if data["is_document"] else "wagtailimages:edit"
            text = _("see the document") if data["is_document"] else _("see the picture")
            return format_html('<a href="{}">{}</a>', reverse(name, args=[data["asset"]]), text)

    @actions.register_action(proposing.MENDED_ACTION)
    class Mended(Changed):
        label = gettext_lazy("Mend credit or rights")

    @actions.register_action(proposing.ALONE_ACTION)
    class ChangedAlone(Changed):
        label = gettext_lazy("Changed alone, while in use")
