"""Autosaves that bring nothing new."""

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial.versions.conflicts import with_new_name
from editorial.versions.merging import changed, same_schedule
from editorial.workflow.review import is_on_record


class WithoutEchoes(EditView):
    """An autosave does nothing but save, and not even that where it repeats a version on record.

    The editor goes on saving while an approval is under way, with the approval's own fields in the
    form by then. What arrives says the same as what was approved: kept as a newer draft, it would
    make the page look changed for ever.
    """

    bound_form: Callable[[Page], Any]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.expects_json_response:
            sent: Any = request.POST.copy()
            for name in [name for name in sent if name.startswith("action-")]:
                del sent[name]
            request.POST = sent
        return super().post(request, *args, **kwargs)

    def save_action(self) -> HttpResponse:
        if self.expects_json_response and self.repeats_what_is_on_record():
            return self.answer_with_the_version_on_record()
        return super().save_action()

    def repeats_what_is_on_record(self) -> bool:
        latest = self.latest_revision
        if latest is None or not is_on_record(latest):
            return False
        comments = self.form.formsets.get("comments")
        if comments is not None and comments.has_changed():
            return False
        form = self.bound_form(self.get_object())
        form.defer_required_fields()
        if not form.is_valid():
            return False
        data = form.save(commit=False).serializable_data()
        typed = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
        return not changed(latest.content, typed) and same_schedule(latest.content, typed)

    def answer_with_the_version_on_record(self) -> HttpResponse:
        latest = self.latest_revision
        answer = JsonResponse(
            {
                "success": True,
                "pk": self.page.pk,
                "revision_id": latest.pk,
                "revision_created_at": latest.created_at.isoformat(),
                "field_updates": {},
                "comments": self.form.serialize_comments(self.request.user),
                "html": self.render_partials(),
            }
        )
        return with_new_name(answer)
