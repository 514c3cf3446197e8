"""The forms of the two libraries: what has to wait for somebody else is set aside.

They serve every route that changes a picture or a document (`WAGTAILIMAGES_IMAGE_FORM_BASE`,
`WAGTAILDOCS_DOCUMENT_FORM_BASE`), so that no view can forget to ask.
"""

from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from editorial.assets import rules
from editorial.assets.files import facts_to_propose
from editorial.assets.models import AssetProposal, is_document
from editorial.assets.proposing import (
    ALONE_ACTION,
    MENDED_ACTION,
    propose,
    record_change,
    values_of,
)
from news.forms import NewsDocumentForm, NewsImageForm


class AsksSomebodyElse(forms.ModelForm):
    """Saves what may be saved, and proposes the rest; `proposal` is what it has proposed.

    Forms of Wagtail's libraries are made with `user`; without one a script is at work, and nobody
    to propose anything.
    """

    sender: Any
    proposal: AssetProposal | None = None
    asked = False

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        before: dict[str, Any] = {}
        if self.instance.pk and self.sender is not None:
            before = self.set_aside()
        saved = super().save(commit)
        action = ALONE_ACTION if rules.works_alone() else MENDED_ACTION
        if before:
            record_change(action, saved, before, self.sender)
        return saved

    def set_aside(self) -> dict[str, Any]:
        """Propose what must wait and take it out of what is saved.

        Returns the values before of what is changed at once and goes on record.
        """
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        seen = rules.seen_by_readers(stored)
        changed = [
            name
            for name in self.fields
            if name in {*seen, *rules.ON_RECORD} and self._changes(stored, name)
        ]
        if not changed or not rules.is_in_use(stored):
            return {}
        waits = rules.fields_that_wait(self.sender, stored, changed)
        before = values_of(stored, [name for name in changed if name not in waits])
        if waits:
            wanted = {name: self.cleaned_data[name] for name in waits}
            if "file" in wanted and not is_document(stored) and not self.facts_were_shown:
                wanted |= facts_to_propose(stored, wanted["file"], changed)
            self.proposal = propose(stored, wanted, self.sender)
            kept = [name for name in self.fields if name not in waits]
            self.instance = construct_instance(self, stored, fields=kept)
            # The old file is deleted where the form says that there is a new one.
            self.changed_data = [name for name in self.changed_data if name not in waits]
        return before

    @property
    def facts_were_shown(self) -> bool:
        """Whether a person has seen what the file says, and left empty what is empty."""
        return bool(self.cleaned_data.get("facts_shown"))

    def _changes(self, stored: Any, name: str) -> bool:
        if name == "file":
            return "file" in self.changed_data
        return bool(self.cleaned_data.get(name) != getattr(stored, name))


class DeskImageForm(AsksSomebodyElse, NewsImageForm):
    pass


class DeskDocumentForm(AsksSomebodyElse, NewsDocumentForm):
    pass


class DecisionForm(forms.Form):
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
