"""The forms of pictures and documents, which propose what somebody else must accept.

They serve every route that changes a picture or a document (`WAGTAILIMAGES_IMAGE_FORM_BASE`,
`WAGTAILDOCS_DOCUMENT_FORM_BASE`), so that no view is without it.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from accounts.models import User
from editorial.assets import rules
from editorial.assets.files import metadata_to_propose
from editorial.assets.models import Asset, AssetProposal, is_document
from editorial.assets.proposing import (
    ALONE_ACTION,
    MENDED_ACTION,
    Values,
    propose,
    record_change,
    values_of,
)
from news.forms import NewsDocumentForm, NewsImageForm


class ProposingForm(forms.ModelForm):
    """Saves what the user may change, and proposes the rest; `proposal` is what it has proposed.

    Wagtail makes these forms with `user`; a form without one is a script's, and proposes nothing.
    """

    sender: User | None
    proposal: AssetProposal | None = None
    asked = False

    @transaction.atomic
    def save(self, commit: bool = True) -> Asset:
        before: Values = {}
        if self.instance.pk and self.sender is not None:
            before = self.propose_protected_changes(self.sender)
        saved: Asset = super().save(commit)
        action = ALONE_ACTION if rules.works_alone() else MENDED_ACTION
        if before and self.sender is not None:
            record_change(action, saved, before, self.sender)
        return saved

    def propose_protected_changes(self, user: User) -> Values:
        """Propose what must wait, and leave it out of what is saved.

        Returns the earlier values of what is changed at once and logged.
        """
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        seen = rules.public_fields(stored)
        changed = [
            name
            for name in self.fields
            if name in {*seen, *rules.ON_RECORD} and self._changes(stored, name)
        ]
        if not changed or not rules.is_in_use(stored):
            return {}
        waits = rules.fields_to_propose(user, stored, changed)
        before = values_of(stored, [name for name in changed if name not in waits])
        if waits:
            wanted = {name: self.cleaned_data[name] for name in waits}
            if "file" in wanted and not is_document(stored) and not self.metadata_was_shown:
                wanted |= metadata_to_propose(stored, wanted["file"], changed)
            self.proposal = propose(stored, wanted, user)
            kept = [name for name in self.fields if name not in waits]
            self.instance = construct_instance(self, stored, fields=kept)
            # Wagtail deletes the old file if the form says that there is a new one.
            self.changed_data = [name for name in self.changed_data if name not in waits]
        return before

    @property
    def metadata_was_shown(self) -> bool:
        """Whether the form has shown the metadata of the file to the user."""
        return bool(self.cleaned_data.get("facts_shown"))

    def _changes(self, stored: Asset, name: str) -> bool:
        if name == "file":
            return "file" in self.changed_data
        return bool(self.cleaned_data.get(name) != getattr(stored, name))


class DeskImageForm(ProposingForm, NewsImageForm):
    pass


class DeskDocumentForm(ProposingForm, NewsDocumentForm):
    pass


class DecisionForm(forms.Form):
    """Takes the comment of a decision, which a refusal must have."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        help_text=_("The person who proposed it reads it, and it stays on record."),
        widget=AdminAutoHeightTextInput,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("answer") == "decline" and not cleaned.get("comment"):
            self.add_error("comment", _("Say why, so that something better can be proposed."))
        return cleaned
