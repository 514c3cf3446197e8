"""Where four eyes for pictures and documents hang on to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, register_converter, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document
from wagtail.log_actions import LogActionRegistry, LogFormatter

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
    to_decide,
)
from news.images import NewsImage
from news.older_documents import NAMES_TAKEN_OUT

# Before Wagtail's own addresses, whose names lead to ours; its actions are replaced afterwards.
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
        if rules.may_change_articles(request.user):
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
def show_what_is_to_be_decided(request: StaffRequest, panels: list[Any]) -> None:
    proposals = to_decide(request.user)
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
        said: Any
        said_with_comment: Any

        def format_message(self, log_entry: Any) -> str:
            comment = log_entry.data.get("comment")
            if not comment:
                return str(self.said)
            return str(self.said_with_comment) % {"comment": comment}

    @actions.register_action(deciding.ACCEPTED_ACTION)
    class Accepted(Decided):
        label = gettext_lazy("Accept a proposal")
        said = gettext_lazy("Accepted the proposed change")
        said_with_comment = gettext_lazy("Accepted the proposed change: %(comment)s")

    @actions.register_action(deciding.DECLINED_ACTION)
    class Declined(Decided):
        label = gettext_lazy("Decline a proposal")
        said = gettext_lazy("Declined the proposed change")
        said_with_comment = gettext_lazy("Declined the proposed change: %(comment)s")

    class Changed(LogFormatter):
        def format_message(self, log_entry: Any) -> str:
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

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            model = Document if data["is_document"] else NewsImage
            told = data | {
                "fields": ", ".join(dict.fromkeys(label_of(model, name) for name in data["fields"]))
            }
            if data["is_document"] and data["proposed_by"]:
                return (
                    _("Document “%(title)s” changed as %(proposed_by)s had proposed: %(fields)s")
                    % told
                )
            if data["is_document"]:
                return _("Document “%(title)s” changed: %(fields)s") % told
            if data["proposed_by"]:
                return (
                    _("Picture “%(title)s” changed as %(proposed_by)s had proposed: %(fields)s")
                    % told
                )
            return _("Picture “%(title)s” changed: %(fields)s") % told

        def format_comment(self, log_entry: Any) -> str:
            data = log_entry.data
            name = "wagtaildocs:edit" if data["is_document"] else "wagtailimages:edit"
            said = _("see the document") if data["is_document"] else _("see the picture")
            return format_html('<a href="{}">{}</a>', reverse(name, args=[data["asset"]]), said)

    @actions.register_action(proposing.MENDED_ACTION)
    class Mended(Changed):
        label = gettext_lazy("Mend credit or rights")

    @actions.register_action(proposing.ALONE_ACTION)
    class ChangedAlone(Changed):
        label = gettext_lazy("Changed alone, while in use")
