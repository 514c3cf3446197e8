"""Autosave stores all that can be stored; what cannot is named, and stays in the form."""

import json
from dataclasses import asdict

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, Revision

from editorial.versions.merging import changed, same_schedule
from news.partial_save import SetAside, set_aside_errors


def is_valid_draft(form: WagtailAdminPageForm) -> bool:
    """Check a form as a draft, which need not be complete."""
    form.defer_required_fields()
    is_valid: bool = form.is_valid()
    form.restore_required_fields()
    return is_valid


def make_savable(form: WagtailAdminPageForm) -> list[SetAside]:
    """Set aside what is wrong in an invalid form; return what will not be stored."""
    set_aside = set_aside_errors(form)
    give_title(form.instance, form.data.get("title", ""))
    return set_aside


def give_title(page: Page, typed: str) -> None:
    """Name a page that has no title yet by as much of the typed one as can be stored."""
    if not page.title:
        longest = page._meta.get_field("title").max_length
        page.title = typed.strip()[:longest] or _("Untitled")


def repeats(form: WagtailAdminPageForm, latest: Revision) -> bool:
    """Whether a valid form says what `latest` says, comments and schedule included.

    The editor goes on saving while an approval is under way. What arrives says the same as what
    was approved: kept as a newer draft, it would make the page look changed for ever.
    """
    comments = form.formsets.get("comments")
    if comments is not None and comments.has_changed():
        return False
    data = form.save(commit=False).serializable_data()
    typed = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return not changed(latest.content, typed) and same_schedule(latest.content, typed)


def fields_that_name(revision_id: int, saved_at: str) -> dict[str, str]:
    """Return the fields by which a form says which version it shows."""
    return {"loaded_revision_id": str(revision_id), "loaded_revision_created_at": saved_at}


def complete(answer: HttpResponse, set_aside: list[SetAside], names: bool = True) -> HttpResponse:
    """Add to Wagtail's answer to an autosave what was set aside and, with `names`, the version.

    Wagtail's script keeps the version to itself for its next autosave: a save by hand would go on
    naming the one that was opened, and be taken for another window's. `save_action` makes the
    answer itself and has no hook for either: it is read again here, and nowhere else.
    """
    told = json.loads(answer.content)
    if names and told.get("success"):
        told["field_updates"] |= fields_that_name(told["revision_id"], told["revision_created_at"])
    if set_aside:
        told["unsaved"] = [asdict(item) for item in set_aside]
    answer.content = json.dumps(told, cls=DjangoJSONEncoder)
    return answer
