"""The pages of proposals in the admin: their list, each one, and the files of its two sides."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.assets import comparing, deciding, files, rules
from editorial.assets.forms import DecisionForm
from editorial.assets.models import Asset, AssetProposal, AssetProposalQuerySet
from editorial.assets.uses import find_uses
from editorial.ui.pages import DeskPageMixin

PER_PAGE = 20
SHOWN_ON_DASHBOARD = 5


def visible_proposals(user: User) -> AssetProposalQuerySet:
    """Return the proposals that the user may see, with the relations that their cards show."""
    return rules.visible_to(user).select_related("image", "document", "proposed_by", "decided_by")


def awaiting_decision_of(user: User) -> list[AssetProposal]:
    """Return the proposals that the user may decide on, the oldest first."""
    waiting = visible_proposals(user).waiting()
    return [proposal for proposal in waiting if rules.may_decide(user, proposal)]


class ProposalsView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/assets/list.html"
    page_title = gettext_lazy("Proposals to decide")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        user = self.request.user
        waiting = [card_context(proposal) for proposal in visible_proposals(user).waiting()]
        done = Paginator(visible_proposals(user).done(), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        mine = [one for one in waiting if not rules.may_decide(user, one["proposal"])]
        return context | {
            "waiting": [one for one in waiting if one not in mine],
            "mine": mine,
            "done": done,
            "done_cards": [card_context(proposal) for proposal in done],
        }


def card_context(proposal: AssetProposal) -> dict[str, Any]:
    return {"proposal": proposal, "labels": comparing.changed_labels(proposal)}


class ProposalView(DeskPageMixin, TemplateView):
    """Shows a proposal with both versions side by side, and takes the decision."""

    request: StaffRequest
    template_name = "editorial/assets/proposal.html"
    page_title = gettext_lazy("Proposed change")
    header_icon = "clipboard-list"
    refusal = ""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal: AssetProposal = get_object_or_404(
            visible_proposals(self.request.user), pk=kwargs["proposal_id"]
        )
        self.form = DecisionForm()

    def get_page_subtitle(self) -> str:
        return str(self.proposal.asset.title)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        ways = {
            "accept": self.accept,
            "decline": self.decline,
            "withdraw": self.withdraw,
            "take_back": self.revert,
        }
        way = ways.get(request.POST.get("answer", ""))
        if way is None:
            raise Http404
        self.form = DecisionForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            return way()
        except deciding.ProposalRefused as refused:
            self.refusal = str(refused)
            self.proposal = visible_proposals(self.request.user).get(pk=self.proposal.pk)
            return self.render_to_response(self.get_context_data(), status=409)

    def accept(self) -> HttpResponse:
        comment = self.form.cleaned_data["comment"]
        deciding.accept(self.proposal.pk, self.request.user, comment)
        return self.done(_("Accepted: readers of “%(title)s” see the change from now on."))

    def decline(self) -> HttpResponse:
        comment = self.form.cleaned_data["comment"]
        deciding.decline(self.proposal.pk, self.request.user, comment)
        return self.done(_("Declined: “%(title)s” stays as it is."))

    def withdraw(self) -> HttpResponse:
        deciding.withdraw(self.proposal.pk, self.request.user)
        return self.done(_("Withdrawn: “%(title)s” stays as it is."))

    def revert(self) -> HttpResponse:
        change = deciding.revert(self.proposal.pk, self.request.user)
        if change.waits:
            message = _("Going back to the version before of “%(title)s” waits for somebody else.")
        else:
            message = _("Readers of “%(title)s” see the version before again.")
        return self.done(message)

    def done(self, message: str) -> HttpResponse:
        messages.success(self.request, message % {"title": self.proposal.asset.title})
        return redirect("asset_proposals")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        user, proposal, asset = self.request.user, self.proposal, self.proposal.asset
        return (
            context
            | {
                "proposal": proposal,
                "labels": comparing.changed_labels(proposal),
                "words": comparing.changed_words(proposal),
                "compares_pictures": comparing.changes_picture(proposal),
                "compares_files": proposal.document_id is not None and "file" in proposal.after,
                "sides": sides(proposal),
                "outdated": proposal.waits and deciding.is_outdated(proposal),
                "may_decide": proposal.waits and rules.may_decide(user, proposal),
                "may_withdraw": proposal.waits and proposal.proposed_by_id == user.pk,
                "may_revert": rules.may_revert(user, proposal)
                and deciding.can_be_reverted(proposal),
                "at_once": rules.reverts_at_once(user, proposal),
                "edit_url": AdminURLFinder(user).get_edit_url(asset),
                "refusal": self.refusal,
                "form": self.form,
                "action_url": reverse("asset_proposal", args=[proposal.pk]),
            }
            | use_context(user, asset)
        )


def sides(proposal: AssetProposal) -> list[dict[str, object]]:
    """Return heading, file name and address of the two sides, and whether their file exists."""
    heads = (("before", _("Before")), ("after", _("Proposed") if proposal.waits else _("After")))
    return [
        {
            "name": name,
            "label": label,
            "file": getattr(proposal, name).get("file", ""),
            "is_there": files.exists(proposal.asset, files.stored_name(proposal, name)),
            "url": reverse("asset_proposal_file", args=[proposal.pk, name]),
        }
        for name, label in heads
    ]


def use_context(user: User, asset: Asset) -> dict[str, object]:
    """Return where the asset is shown: the pages that `user` may see, the others as a number."""
    uses = find_uses(asset)
    named = uses.pages_visible_to(user)
    return {
        "uses": uses,
        "named": named,
        "unnamed": len(uses.pages) - len(named),
        "others": [{"kind": other._meta.verbose_name, "name": str(other)} for other in uses.others],
    }


class ProposalFileView(View):
    """Serves the file of a side: a picture made small, a document as a download."""

    def get(
        self, request: StaffRequest, proposal_id: int, side: str, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        proposal = get_object_or_404(visible_proposals(request.user), pk=proposal_id)
        try:
            response = self.file_response(proposal, side)
        except OSError as error:
            raise Http404 from error
        response["Cache-Control"] = "private, no-store"
        return response

    def file_response(self, proposal: AssetProposal, side: str) -> HttpResponseBase:
        if proposal.image_id is not None:
            return HttpResponse(files.preview_jpeg(proposal, side), content_type="image/jpeg")
        name = files.stored_name(proposal, side)
        content = files.storage_of(proposal.asset).open(name)
        filename = getattr(proposal, side).get("file") or proposal.asset.filename
        return FileResponse(content, as_attachment=True, filename=filename)


class ProposalsPanel(Component):
    """Lists, on the dashboard of those who may decide, the proposals that wait."""

    name = "asset_proposals"
    template_name = "editorial/assets/panel.html"
    order = 95

    def __init__(self, proposals: list[AssetProposal]) -> None:
        self.proposals = proposals

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        return {
            "cards": [card_context(proposal) for proposal in self.proposals[:SHOWN_ON_DASHBOARD]],
            "waiting": len(self.proposals),
            "url": reverse("asset_proposals"),
        }
