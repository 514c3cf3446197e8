"""The form of a page's two hours: when it goes live and when it is withdrawn."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from news.moments.typed import written

HOURS = ("go_live_at", "expire_at")
PAST_GO_LIVE = _(
    "This hour is over: the text would go out as soon as it is approved. "
    "If that is what you want, leave the field empty; otherwise write an hour to come."
)
HOUR_MISSING = _("Write the hour at which it goes live.")
# The value of the button that approves a text for the hour in the form.
WITH_HOUR = "with-hour"


class AsShown(forms.CharField):
    """The value a field showed when its form was made: the stored hour (ISO 8601) and the words."""

    widget = forms.HiddenInput

    def has_changed(self, initial: object, data: object) -> bool:
        return False

    @staticmethod
    def value_of(hour: datetime | None, words: str) -> str:
        return f"{hour.isoformat() if hour else ''} {words}"


class ScheduledPageForm(WagtailAdminPageForm):
    """The hours of a page: what nobody touched is not moved, and none is set in the past.

    Words that stand in the field as it showed them mean the hour that the page has, and are not
    read again: « dans 2 h » does not slip with each save, and an hour that somebody has moved
    while the form was open is not moved back.
    """

    go_live_at_as_shown = AsShown(required=False)
    expire_at_as_shown = AsShown(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._stored = {name: getattr(self.instance, name) for name in HOURS if name in self.fields}
        for name in HOURS:
            if name in self._stored:
                self.fields[f"{name}_as_shown"].initial = AsShown.value_of(
                    self._stored[name], self._written(name)
                )
            else:
                del self.fields[f"{name}_as_shown"]
        if "go_live_at" in self._stored:
            self.fields["go_live_at"].widget.past_words = PAST_GO_LIVE

    def clean(self) -> dict[str, Any]:
        for name, hour in self._stored.items():
            if self._is_untouched(name):
                self.errors.pop(name, None)
                self.cleaned_data[name] = hour
        if self.data.get("action-workflow-action") == WITH_HOUR and not self._asks_for_an_hour():
            self.add_error("go_live_at", forms.ValidationError(HOUR_MISSING, code="missing"))
        elif self._goes_back_in_time():
            self.add_error("go_live_at", forms.ValidationError(PAST_GO_LIVE, code="past"))
        return super().clean()

    @cached_property
    def changed_data(self) -> list[str]:
        return [
            name
            for name in super().changed_data
            if not (name in self._stored and self._is_untouched(name))
        ]

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Send hours that others have moved to the open form; typed text is left alone."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        for name, stored in self._stored.items():
            hour, words = self.cleaned_data.get(name), self.data.get(self.add_prefix(name), "")
            known, _space, _words = self._as_shown(name).partition(" ")
            if self._is_untouched(name) and known != (stored.isoformat() if stored else ""):
                words = self._written(name)
                updates.append((name, words))
            updates.append((f"{name}_as_shown", AsShown.value_of(hour, words)))
        return updates

    def _written(self, name: str) -> str:
        value = self.fields[name].prepare_value(self._stored[name])
        return written(value) if isinstance(value, datetime) else value or ""

    def _as_shown(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(f"{name}_as_shown"), ""))

    def _is_untouched(self, name: str) -> bool:
        # A form that was made without the field says nothing of what it showed.
        _hour, space, words = self._as_shown(name).partition(" ")
        return bool(space) and words == self.data.get(self.add_prefix(name), "")

    def _asks_for_an_hour(self) -> bool:
        """Whether there is one to come, or one whose error is shown already."""
        hour = self.cleaned_data.get("go_live_at")
        return "go_live_at" in self.errors or (hour is not None and hour > timezone.now())

    def _goes_back_in_time(self) -> bool:
        typed, stored = self.cleaned_data.get("go_live_at"), self._stored.get("go_live_at")
        if typed is None or typed > timezone.now() or typed == stored:
            return False
        return stored is None or typed != stored.replace(second=0, microsecond=0)
