"""The form in the account settings that says how a person is notified of each event."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from accounts.models import User
from editorial.alerts.approving import may_approve_any as may_approve_any_alert
from editorial.events.kinds import Choice, Event, default_choice
from editorial.notices.models import Notice, NoticePreference, SectionWatch
from editorial.notices.recipients import CHIEFS, MODERATORS
from editorial.workflow.models import ReviewTask
from news.models import ArticleIndexPage

FOR_REVIEWERS = (Event.SUBMITTED, Event.TO_CONFIRM, Event.PROPOSED)
FOR_EDITORS = (Event.ALERT_WAITS, Event.ALERT_URGENT)
FOR_CHIEFS = (Event.CLOCK_LATE,)
FOR_MODERATORS = (Event.COMMENTS_WAIT,)


def events_for(user: User) -> list[Event]:
    """Return the events that a person can be notified of."""
    hidden: list[Event] = []
    if not is_reviewer(user):
        hidden += FOR_REVIEWERS
    if not may_approve_any_alert(user):
        hidden += FOR_EDITORS
    if not User.objects.filter(CHIEFS, pk=user.pk).exists():
        hidden += FOR_CHIEFS
    if not User.objects.filter(MODERATORS, pk=user.pk).exists():
        hidden += FOR_MODERATORS
    return [event for event in Event if event not in hidden]


def is_reviewer(user: User) -> bool:
    """Whether a group of the user reviews a step of a workflow."""
    return ReviewTask.objects.filter(groups__user=user, active=True).exists()


class NoticesForm(forms.Form):
    """One choice per event, and the sections that a reviewer watches."""

    sections = forms.ModelMultipleChoiceField(
        label=_("Sections that you watch"),
        queryset=ArticleIndexPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are told of texts of these sections. None ticked: of all sections."),
    )

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = instance
        chosen = dict(instance.notice_preferences.values_list("event", "choice"))
        self.events = events_for(instance)
        for event in self.events:
            self.fields[event.value] = forms.ChoiceField(
                label=event.label,
                choices=Choice.choices,
                initial=chosen.get(event.value, default_choice(event)),
                widget=forms.RadioSelect,
            )
        if is_reviewer(instance):
            self.fields["sections"].queryset = ArticleIndexPage.objects.order_by("title")  # type: ignore[attr-defined]
            self.initial["sections"] = instance.watched_sections.values_list("section", flat=True)
        else:
            del self.fields["sections"]

    def choices(self) -> list[forms.BoundField]:
        """Return the fields of the events, in their order."""
        return [self[event.value] for event in self.events]

    @transaction.atomic
    def save(self) -> None:
        for event in self.events:
            NoticePreference.objects.update_or_create(
                user=self.user, event=event, defaults={"choice": self.cleaned_data[event.value]}
            )
        self._drop_unwanted()
        if "sections" in self.fields:
            SectionWatch.objects.filter(user=self.user).delete()
            SectionWatch.objects.bulk_create(
                SectionWatch(user=self.user, section=section)
                for section in self.cleaned_data["sections"]
            )

    def _drop_unwanted(self) -> None:
        """Delete unsent notices of events that the person no longer wants."""
        unwanted = [e for e in self.events if self.cleaned_data[e.value] == Choice.NEVER]
        Notice.objects.filter(
            recipient=self.user,
            choice=Choice.DIGEST,
            sent_at=None,
            announcement__event__in=unwanted,
        ).delete()


class NoticesPanel(BaseSettingsPanel):
    name = "notices"
    title = _("Notices")
    tab = notifications_tab
    order = 100
    form_class = NoticesForm
    template_name = "editorial/notices/panel.html"

    def get_context_data(self) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data()
        return context | {"options": Choice.choices, "address": self.user.email}
