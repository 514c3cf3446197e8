"""Filters documents whose files name people, and takes the names out.

The text of a document stays as it is, so nobody else has to accept the change, which is logged.
"""

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.documents.models import Document
from wagtail.documents.views import documents
from wagtail.documents.views.bulk_actions.document_bulk_action import DocumentBulkAction

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.assets import rules
from news import older_documents
from news.document_metadata import Unreadable
from news.models import DocumentNames
from news.older_documents import NotStored


def known_names(document: Document) -> DocumentNames | None:
    """Return the names found in the document's file, which is read if that is not known yet."""
    noted = DocumentNames.objects.filter(document=document).first()
    if noted is None or noted.file_hash != document.file_hash:
        try:
            noted = older_documents.look_at(document)
        except NotStored:
            return None
    return noted


def unreadable_message() -> str:
    return _(
        "The file of “%(title)s” was left as it is: it is protected, damaged or lost. Replace it "
        "by a copy that its program has saved without names."
    )


@method_decorator(require_POST, name="dispatch")
class TakeNamesOutView(View):
    """Takes the names out of one document."""

    request: StaffRequest

    def post(self, request: StaffRequest, document_id: int) -> HttpResponse:
        may_know = rules.policy_of(Document).instances_user_has_permission_for(
            request.user, "change"
        )
        document = get_object_or_404(may_know, pk=document_id)
        title = {"title": document.title}
        if not rules.is_editor(request.user, document):
            messages.error(
                request, _("A copy editor or a chief editor takes names out of a stored file.")
            )
            return redirect("wagtaildocs:edit", document_id)
        try:
            had_names = older_documents.take_out(document, request.user)
        except (Unreadable, NotStored):
            messages.error(request, unreadable_message() % title)
        else:
            message = (
                _("The names are out of the file of “%(title)s”. Its address stays.")
                if had_names
                else _("The file of “%(title)s” names nobody.")
            )
            messages.success(request, message % title)
        return redirect("wagtaildocs:edit", document_id)


CHOICES = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("spoken", gettext_lazy("In comments or tracked changes")),
    ("unknown", gettext_lazy("Cannot be read, or not looked at yet")),
]


class DocumentsFilterSet(documents.DocumentsFilterSet):
    names = django_filters.ChoiceFilter(
        label=gettext_lazy("File names people or programs"), choices=CHOICES, method="with_names"
    )

    def with_names(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        noted = DocumentNames.objects.all()
        unknown = older_documents.not_looked_at().order_by().values("pk")
        if value == "unknown":
            unreadable = noted.filter(is_readable=False).values("document")
            return queryset.filter(pk__in=unknown) | queryset.filter(pk__in=unreadable)
        found = {
            "yes": noted.filter(holds_names=True),
            "no": noted.filter(holds_names=False, is_readable=True),
            "spoken": noted.exclude(speakers=[]),
        }[value]
        return queryset.filter(pk__in=found.values("document")).exclude(pk__in=unknown)

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentsIndexView(documents.IndexView):
    filterset_class = DocumentsFilterSet


class TakeNamesOutAction(DocumentBulkAction):
    """Takes the names out of the documents that are ticked in the list."""

    display_name = gettext_lazy("Take names out")
    aria_label = gettext_lazy("Take the names of authors and programs out of selected files")
    action_type = "take_names_out"
    template_name = "editorial/assets/bulk_take_names_out.html"
    action_priority = 40

    def check_perm(self, document: Document) -> bool:
        return rules.is_editor(self.request.user, document)

    def get_execution_context(self) -> dict[str, object]:
        return {"user": self.request.user, "view": self}

    @classmethod
    def execute_action(
        cls, objects: list[Document], user: User, view: "TakeNamesOutAction", **kwargs: object
    ) -> tuple[int, int]:
        cleaned = 0
        for document in objects:
            try:
                cleaned += older_documents.take_out(document, user)
            except (Unreadable, NotStored):
                messages.error(view.request, unreadable_message() % {"title": document.title})
        return cleaned, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "The names are out of %(number)d file.",
            "The names are out of %(number)d files.",
            num_parent_objects,
        ) % {"number": num_parent_objects}
