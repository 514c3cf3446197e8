"""What is done with several tags of the list at once."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from accounts.requests import StaffRequest
from news.models import Tag
from news.tag_desk.merging import MergeTags, NothingToMerge


class MergeForm(forms.Form):
    kept = forms.ModelChoiceField(
        Tag.objects.none(),
        label=_("The tag that stays"),
        widget=forms.RadioSelect,
        empty_label=None,
    )


class MergeTagsAction(SnippetBulkAction):
    """Asks which of the chosen tags stays, says what will happen, and merges the others into it."""

    request: StaffRequest
    models = [Tag]
    action_type = "merge"
    display_name = _("Merge")
    aria_label = _("Merge selected tags")
    template_name = "news/tag_desk/merge.html"
    form_class = MergeForm
    action_priority = 20

    def check_perm(self, tag: Tag) -> bool:
        may = self.permission_policy.user_has_permission_for_instance
        return all(may(self.request.user, action, tag) for action in ("change", "delete"))

    def annotate_items(self, items: list[Tag]) -> list[Tag]:
        """With their use, the most used first: it is the one that is kept unless they choose."""
        tags = Tag.objects.with_use().filter(pk__in=[tag.pk for tag in items])
        return list(tags.order_by("-published_use", "-used", "pk"))

    def get_form(self, form_class: type[MergeForm] | None = None) -> MergeForm:
        form: MergeForm = super().get_form(form_class)
        chosen = self.annotate_items(self.get_actionable_objects()[0])
        kept: Any = form.fields["kept"]
        kept.queryset = Tag.objects.filter(pk__in=[tag.pk for tag in chosen])
        kept.initial = chosen[0].pk if chosen else None
        return form

    def prepare_action(
        self, objects: list[Tag], objects_without_access: dict[str, list[Tag]]
    ) -> HttpResponse | None:
        if len(objects) > 1:
            return None
        messages.error(self.request, gettext("Choose two tags or more to merge."))
        return redirect(self.next_url)

    def get_execution_context(self) -> dict[str, Any]:
        kept: Tag = self.cleaned_form.cleaned_data["kept"]
        return {**super().get_execution_context(), "kept": kept, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Tag], **context: Any) -> tuple[int, int]:
        kept = context["kept"]
        others = [tag for tag in objects if tag.pk != kept.pk]
        try:
            return len(others), MergeTags(kept, others, context["user"]).execute()
        except NothingToMerge:  # Somebody else has merged or deleted them meanwhile.
            return 0, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        kept = self.cleaned_form.cleaned_data["kept"]
        if not num_parent_objects:
            return gettext("Nothing was left to merge into “%(tag)s”.") % {"tag": kept}
        return ngettext(
            "%(count)s tag is merged into “%(tag)s”.",
            "%(count)s tags are merged into “%(tag)s”.",
            num_parent_objects,
        ) % {"count": num_parent_objects, "tag": kept}


class DeleteTagsAction(DeleteBulkAction):
    """Wagtail's, which knows nothing of the articles that carry a tag."""

    models = [Tag]
    template_name = "news/tag_desk/bulk_delete.html"

    def object_context(self, tag: Tag) -> dict[str, Any]:
        with_use = Tag.objects.with_use().get(pk=tag.pk)
        return {**super().object_context(tag), "item": with_use}
