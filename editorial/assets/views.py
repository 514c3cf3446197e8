"""« Propositions à décider »: the list, the page of each, and the two files side by side."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
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
from editorial.assets.models import AssetProposal
from editorial.assets.uses import uses_of
from editorial.ui.pages import DeskPageMixin

PER_PAGE = 20
SHOWN_ON_DASHBOARD = 5


def for_user(user: User) -> Any:
    """The proposals that the user may see, with what their cards name."""
    return rules.visible_to(user).select_related("image", "document", "proposed_by", "decided_by")


def to_decide(user: User) -> list[AssetProposal]:
    """What waits for the user's decision, the oldest first."""
    waiting = for_user(user).waiting()
    return [proposal for proposal in waiting if rules.may_decide(user, proposal)]


class ProposalsView(DeskPageMixin, TemplateView):
    request: StaffRequest
    template_name = "editorial/assets/list.html"
    page_title = gettext_lazy("Proposals to decide")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        waiting = [card(proposal) for proposal in for_user(user).waiting()]
        done = Paginator(for_user(user).done(), PER_PAGE).get_page(self.request.GET.get("p"))
        mine = [one for one in waiting if not rules.may_decide(user, one["proposal"])]
        return context | {
            "waiting": [one for one in waiting if one not in mine],
            "mine": mine,
            "done": done,
            "done_cards": [card(proposal) for proposal in done],
        }


def card(proposal: AssetProposal) -> dict[str, Any]:
    return {"proposal": proposal, "labels": comparing.labels(proposal)}


class ProposalView(DeskPageMixin, TemplateView):
    """One change, both versions side by side, with what can be done about it."""

    request: StaffRequest
    template_name = "editorial/assets/proposal.html"
    page_title = gettext_lazy("Proposed change")
    header_icon = "clipboard-list"
    refusal = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal: AssetProposal = get_object_or_404(
            for_user(self.request.user), pk=kwargs["proposal_id"]
        )
        self.form = DecisionForm()

    def get_page_subtitle(self) -> str:
        return str(self.proposal.asset.title)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ways = {
            "accept": self.accept,
            "decline": self.decline,
            "withdraw": self.withdraw,
            "take_back": self.take_back,
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
            self.proposal = for_user(self.request.user).get(pk=self.proposal.pk)
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

    def take_back(self) -> HttpResponse:
        reverse = deciding.take_back(self.proposal.pk, self.request.user)
        if reverse.waits:
            told = _("Going back to the version before of “%(title)s” waits for somebody else.")
        else:
            told = _("Readers of “%(title)s” see the version before again.")
        return self.done(told)

    def done(self, told: str) -> HttpResponse:
        messages.success(self.request, told % {"title": self.proposal.asset.title})
        return redirect("asset_proposals")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, proposal, asset = self.request.user, self.proposal, self.proposal.asset
        return (
            context
            | {
                "proposal": proposal,
                "labels": comparing.labels(proposal),
                "words": comparing.changed_words(proposal),
                "compares_pictures": comparing.changes_look(proposal),
                "compares_files": proposal.document_id is not None and "file" in proposal.after,
                "sides": sides(proposal),
                "overtaken": proposal.waits and deciding.is_overtaken(proposal),
                "may_decide": proposal.waits and rules.may_decide(user, proposal),
                "may_withdraw": proposal.waits and proposal.proposed_by_id == user.pk,
                "may_take_back": rules.may_take_back(user, proposal)
                and deciding.can_be_taken_back(proposal),
                "at_once": rules.takes_back_at_once(user, proposal),
                "edit_url": AdminURLFinder(user).get_edit_url(asset),
                "refusal": self.refusal,
                "form": self.form,
                "action_url": reverse("asset_proposal", args=[proposal.pk]),
            }
            | told_uses(user, asset)
        )


def sides(proposal: AssetProposal) -> list[dict[str, Any]]:
    """Before and after: the heading, the file's name, and whether it is still there."""
    heads = (("before", _("Before")), ("after", _("Proposed") if proposal.waits else _("After")))
    return [
        {
            "name": name,
            "label": label,
            "file": getattr(proposal, name).get("file", ""),
            "is_there": files.exists(proposal.asset, files.file_name(proposal, name)),
            "url": reverse("asset_proposal_file", args=[proposal.pk, name]),
        }
        for name, label in heads
    ]


def told_uses(user: User, asset: Any) -> dict[str, Any]:
    """Where it is shown: the pages that `user` may see by name, the rest as a number."""
    uses = uses_of(asset)
    named = uses.named_for(user)
    return {
        "uses": uses,
        "named": named,
        "unnamed": len(uses.pages) - len(named),
        "others": [{"kind": other._meta.verbose_name, "name": str(other)} for other in uses.others],
    }


class ProposalFileView(View):
    """One side's file: a picture made small, a document to save."""

    def get(
        self, request: StaffRequest, proposal_id: int, side: str, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        proposal = get_object_or_404(for_user(request.user), pk=proposal_id)
        try:
            response = self.shown(proposal, side)
        except OSError as error:
            raise Http404 from error
        response["Cache-Control"] = "private, no-store"
        return response

    def shown(self, proposal: AssetProposal, side: str) -> HttpResponseBase:
        if proposal.image_id is not None:
            return HttpResponse(files.small_picture(proposal, side), content_type="image/jpeg")
        name = files.file_name(proposal, side)
        content = files.storage_of(proposal.asset).open(name)
        shown = getattr(proposal, side).get("file") or proposal.asset.filename
        return FileResponse(content, as_attachment=True, filename=shown)


class ProposalsPanel(Component):
    """On the dashboard of those who may decide, as long as something waits."""

    name = "asset_proposals"
    template_name = "editorial/assets/panel.html"
    order = 95

    def __init__(self, proposals: list[AssetProposal]) -> None:
        self.proposals = proposals

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "cards": [card(proposal) for proposal in self.proposals[:SHOWN_ON_DASHBOARD]],
            "waiting": len(self.proposals),
            "url": reverse("asset_proposals"),
        }
