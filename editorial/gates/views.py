"""The page on which chief editors set the effect of each check before each step."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.requests import StaffRequest
from editorial.gates import matrix
from editorial.gates.defaults import CHECKS
from editorial.gates.models import Effect, GateSettings, Transition
from editorial.ui.pages import DeskPageMixin
from news.models import ArticleKind

PERMISSION = "editorial.change_gaterule"
SHOWN_CHANGES = 15


class GatesPageView(DeskPageMixin, TemplateView):
    """Base of the views for users who may change the rules."""

    request: StaffRequest
    page_title = gettext_lazy("Checks before publication")
    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.has_perm(PERMISSION):
            raise PermissionDenied


class MatrixForm(forms.Form):
    """One choice per cell; for one kind, each may be left to the rule of all kinds."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = matrix.rules_of(kind)
        for_all = matrix.rules_of("") if kind else {}
        for code, transition in matrix.cells():
            choices: list[tuple[str, Any]] = list(Effect.choices)
            if kind:
                common = Effect(for_all.get((code, transition), Effect.OFF)).label
                choices.insert(0, ("", _("as for all (%(effect)s)") % {"effect": common}))
            effect = own.get((code, transition), "" if kind else Effect.OFF.value)
            label = f"{CHECKS[code]}, {Transition(transition).label}"
            self.fields[f"{code}-{transition}"] = forms.ChoiceField(
                choices=choices, initial=effect, required=not kind, label=label
            )

    def wanted(self) -> dict[matrix.Cell, str]:
        return {
            (code, transition): self.cleaned_data[f"{code}-{transition}"]
            for code, transition in matrix.cells()
        }

    def rows(self) -> list[dict[str, object]]:
        """Return the rows of the matrix: a check, with a cell for each transition."""
        return [
            {
                "check": label,
                "code": code,
                "cells": [
                    {"transition": transition.label, "field": self[f"{code}-{transition}"]}
                    for transition in Transition
                ],
            }
            for code, label in CHECKS.items()
        ]


class SettingsForm(forms.ModelForm):
    class Meta:
        model = GateSettings
        fields = ("page_budget", "checks_external_links")


class GatesView(GatesPageView):
    template_name = "editorial/gates/matrix.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("kind", "")
        self.kind = asked if asked in ArticleKind.values else ""
        data = request.POST if request.method == "POST" else None
        self.matrix = MatrixForm(data, kind=self.kind)
        # The settings are the same for all kinds, and are on the page of all kinds.
        self.settings = SettingsForm(None if self.kind else data, instance=GateSettings.load())

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.matrix.is_valid() or not (self.kind or self.settings.is_valid()):
            messages.error(request, _("Nothing was saved: see below what is to be mended."))
            return self.render_to_response(self.get_context_data(), status=422)
        matrix.change_rules(self.kind, self.matrix.wanted(), request.user)
        if not self.kind and self.settings.has_changed():
            self.save_settings()
        messages.success(request, _("The checks are saved. They hold from now on."))
        return redirect(self.own_url(self.kind))

    def save_settings(self) -> None:
        kept = self.settings.save()
        data = {name: getattr(kept, name) for name in self.settings.fields}
        log(
            instance=kept,
            action=matrix.CHANGE_SETTINGS_ACTION,
            user=self.request.user,
            data=data,
        )

    @staticmethod
    def own_url(kind: str) -> str:
        return f"{reverse('gates')}?kind={kind}" if kind else reverse("gates")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        kinds = [("", _("All kinds")), *ArticleKind.choices]
        return context | {
            "kind": self.kind,
            "kind_label": dict(kinds)[self.kind],
            "kinds": [
                {"label": label, "url": self.own_url(kind), "is_current": kind == self.kind}
                for kind, label in kinds
            ],
            "transitions": Transition.choices,
            "rows": self.matrix.rows(),
            "settings_form": self.settings,
            "action_url": self.own_url(self.kind),
            "is_default": matrix.is_default(),
            "changes": ModelLogEntry.objects.for_instance(GateSettings(pk=1)).select_related(
                "user"
            )[:SHOWN_CHANGES],
        }


class RestoreGatesView(GatesPageView):
    """Asks for a confirmation, and restores the rules of a new site."""

    template_name = "editorial/gates/restore.html"

    def post(self, request: StaffRequest, *args: object, **kwargs: object) -> HttpResponse:
        matrix.restore_defaults(request.user)
        messages.success(request, _("The checks are what a new site begins with."))
        return redirect("gates")
