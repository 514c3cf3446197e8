"""Wagtail's views of a picture or document, with its uses and proposals."""

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.views import documents
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views import images
from wagtail.images.views import multiple as multiple_images
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages
from wagtail.log_actions import log

from accounts.requests import StaffRequest
from editorial.assets import rules
from editorial.assets.comparing import changed_labels
from editorial.assets.document_names import known_names
from editorial.assets.forms import ProposingForm
from editorial.assets.models import Asset, AssetProposal
from editorial.assets.policies import UsedAssetPolicy
from editorial.assets.views import card_context, use_context, visible_proposals
from news.forms import listed, told_speakers

AS_NEW = "as_new"


def warn_of_proposal(request: StaffRequest, proposal: AssetProposal) -> None:
    url = reverse("asset_proposal", args=[proposal.pk])
    messages.warning(
        request,
        _("Saved as a proposal, since readers see “%(title)s”: somebody else decides (%(fields)s).")
        % {"title": proposal.asset.title, "fields": ", ".join(changed_labels(proposal))},
        buttons=[messages.button(url, _("See the proposal"))],
    )


class AssetUseMixin:
    """Adds uses and proposals to Wagtail's edit views, and warns of a proposal after a save."""

    request: StaffRequest
    object: Asset
    form: ProposingForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        user, asset = self.request.user, self.object
        proposals = visible_proposals(user).of(asset)
        return (
            context
            | use_context(user, asset)
            | {
                "works_alone": rules.works_alone(),
                "is_editor": rules.is_editor(user, asset),
                "waiting_cards": [card_context(proposal) for proposal in proposals.waiting()],
                "done_cards": [card_context(proposal) for proposal in proposals.done()[:5]],
            }
        )

    def save_instance(self) -> Asset:
        """Save the form, and log a change only where there is one."""
        view: Any = self
        form, user = self.form, self.request.user
        action = view.action_class(form.instance, user=user, form=form, log_action=False)
        action.execute(skip_permission_checks=True)
        if form.proposal is not None:
            warn_of_proposal(self.request, form.proposal)
        if form.proposal is None or form.changed_data:
            changed = bool(form.changed_data)
            log(form.instance, "wagtail.edit", user=user, content_changed=changed)
        saved: Asset = form.instance
        return saved

    def get_success_message(self) -> str | None:
        if self.form.proposal is not None and not self.form.changed_data:
            return None
        message: str | None = super().get_success_message()  # type: ignore[misc]
        return message


class PictureEditView(AssetUseMixin, images.EditView):
    template_name = "editorial/assets/edit_image.html"

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        if AS_NEW not in request.POST:
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        self.object = self.get_object()
        return self.save_as_new(request)

    def save_as_new(self, request: StaffRequest) -> HttpResponse:
        """Create another picture from the form; the one in use stays as it is."""
        uploads = request.FILES.copy()
        if "file" not in uploads:
            with self.object.open_file() as stored:
                name = PurePath(self.object.file.name).name
                uploads["file"] = SimpleUploadedFile(name, stored.read())
        fresh = self.model(uploaded_by_user=request.user)
        form = self.get_form_class()(request.POST, uploads, instance=fresh, user=request.user)
        if not self.user_has_permission("add") or not form.is_valid():
            return self.form_invalid(form)
        made = form.save()
        messages.success(
            request,
            _("“%(title)s” is a new picture. Choose it in the text where it is to be shown.")
            % {"title": made.title},
        )
        return redirect(self.edit_url_name, made.pk)


class DocumentEditView(AssetUseMixin, documents.EditView):
    template_name = "editorial/assets/edit_document.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        names = known_names(self.object)
        if names is not None:
            context |= {
                "names": names,
                "names_listed": listed(names.found),
                "speakers_told": told_speakers(names.found),
            }
        return context


class ProposalWarningMixin:
    """Warns of a proposal after a form of the page of uploads was saved."""

    request: StaffRequest

    def save_object(self, form: ProposingForm) -> None:
        super().save_object(form)  # type: ignore[misc]
        if form.proposal is not None:
            warn_of_proposal(self.request, form.proposal)


class UploadedPictureEditView(ProposalWarningMixin, multiple_images.EditView):
    pass


class UsedAssetMixin:
    """Lists, in Wagtail's delete views, the pages that prevent the deletion."""

    request: StaffRequest
    object: Asset
    permission_policy: UsedAssetPolicy

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view: Any = self
        if self.permission_policy.may_delete_unused(self.request.user, self.object):
            uses = use_context(self.request.user, self.object)
            if uses["uses"]:
                view.template_name = "editorial/assets/in_use.html"
                context = view.get_context_data() | uses
                refused: HttpResponse = view.render_to_response(
                    context, status=409 if request.method == "POST" else 200
                )
                return refused
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response


class PictureDeleteView(UsedAssetMixin, images.DeleteView):
    pass


class DocumentDeleteView(UsedAssetMixin, documents.DeleteView):
    pass


class UsedAssetsBulkMixin:
    """Lists, in Wagtail's bulk deletion, the pages that prevent each deletion."""

    request: StaffRequest
    permission_policy: UsedAssetPolicy

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        user = self.request.user
        refused = [entry["item"] for entry in context["items_with_no_access"]]
        used = [item for item in refused if self.permission_policy.may_delete_unused(user, item)]
        context["items_with_no_access"] = [
            entry for entry in context["items_with_no_access"] if entry["item"] not in used
        ]
        context["used"] = [{"asset": item} | use_context(user, item) for item in used]
        return context


class PicturesDeleteAction(UsedAssetsBulkMixin, DeleteImages):
    template_name = "editorial/assets/bulk_delete_images.html"


class DocumentsDeleteAction(UsedAssetsBulkMixin, DeleteDocuments):
    template_name = "editorial/assets/bulk_delete_documents.html"
