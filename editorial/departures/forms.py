"""The form that closes one account or several."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from editorial.departures.belongings import needs_successor
from editorial.departures.closing import Way, may_deactivate, successors


class ClosingForm(forms.Form):
    way = forms.ChoiceField(
        label=_("What shall become of the account?"),
        widget=forms.RadioSelect,
        help_text=_(
            "Deactivated, nobody signs in with it any more: texts and notes stay as they are, and "
            "it can be activated again. Deleted, only the name is left, in the records."
        ),
    )
    successor = forms.ModelChoiceField(
        label=_("Hand over to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_(
            "One colleague for all that is handed over. Whoever owns a text does not approve it. "
            "With a deactivated account you may leave it: the texts keep their owner."
        ),
    )

    def __init__(self, *args: Any, people: Sequence[User], actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        ways = list(Way.choices)
        if not any(person.is_active and may_deactivate(actor, person) for person in people):
            ways = [choice for choice in ways if choice[0] != Way.DEACTIVATE]
        way = cast(forms.ChoiceField, self.fields["way"])
        way.choices, way.initial = ways, ways[0][0]
        successor = cast("forms.ModelChoiceField[User]", self.fields["successor"])
        successor.queryset = successors(people)

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("way") != Way.DELETE or data.get("successor") or "successor" in self.errors:
            return
        if any(needs_successor(person) for person in self.people):
            self.add_error(
                "successor",
                _("Name a colleague: nothing of what is listed may be left without an owner."),
            )
