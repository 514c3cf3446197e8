"""Autosave stores all that can be stored; what cannot is named, and stays in the form."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.lenient import set_aside_errors


class KeepsTheRest:
    """For Wagtail's views of the editor, whose autosave refuses a form with one wrong field."""

    locked_for_user = False

    def form_invalid(self, form: Any) -> HttpResponse:
        view: Any = self
        if not view.expects_json_response or view.locked_for_user or view.action_name != "save":
            refused: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
            return refused
        set_aside = set_aside_errors(form)
        give_title(form.instance, form.data.get("title", ""))
        answer: HttpResponse = view.form_valid(form)
        told = json.loads(answer.content)
        told["unsaved"] = [asdict(item) for item in set_aside]
        return JsonResponse(told, status=answer.status_code)


def give_title(page: Page, typed: str) -> None:
    """Name a page that has no title yet by as much of the typed one as can be stored."""
    if not page.title:
        longest = page._meta.get_field("title").max_length
        page.title = typed.strip()[:longest] or _("Untitled")
