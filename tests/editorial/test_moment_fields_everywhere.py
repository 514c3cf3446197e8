"""Every field for a date or an hour in the admin keeps what people type, and reads it in French."""

from collections.abc import Iterator
from typing import Any

import django_filters
import pytest
from django import forms
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from news.moments.fields import ReadsWords
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDED = (AdminDateInput, AdminDateTimeInput, AdminTimeInput)
TEMPORAL = (forms.DateField, forms.DateTimeField, forms.TimeField, forms.SplitDateTimeField)

TEMPORAL_FILTERS = (
    django_filters.DateFilter,
    django_filters.DateTimeFilter,
    django_filters.TimeFilter,
    django_filters.DateFromToRangeFilter,
    django_filters.DateTimeFromToRangeFilter,
    django_filters.TimeRangeFilter,
)


def subclasses(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


def forms_of_the_admin() -> dict[str, Any]:
    """Each form by the name under which a failure tells of it, with the rows inside."""
    found: dict[str, Any] = {}
    for page_model in get_page_models():
        found[page_model._meta.label] = page_model.get_edit_handler().get_form_class()
    for model in [*get_snippet_models(), *registry]:
        found[model._meta.label] = get_edit_handler(model).get_form_class()
    for model, make in (
        (get_image_model(), get_image_form),
        (get_document_model(), get_document_form),
    ):
        # These forms change their fields as they are made.
        found[model._meta.label] = make(model)()
    # Whatever else the admin's addresses have loaded: dialogs, reports, bulk actions.
    for form in subclasses(forms.BaseForm):
        if not form.__module__.startswith(("django.", "wagtail.test")):
            found.setdefault(f"{form.__module__}.{form.__qualname__}", form)
    for name, form in list(found.items()):
        for relation, rows in getattr(form, "formsets", {}).items():
            found[f"{name} › {relation}"] = rows.form
    return found


def temporal_fields() -> Iterator[tuple[str, forms.Field]]:
    for name, form in forms_of_the_admin().items():
        fields = getattr(form, "fields", None) or getattr(form, "base_fields", {})
        for field_name, field in fields.items():
            if isinstance(field, TEMPORAL):
                yield f"{name}.{field_name}", field


def temporal_filters() -> Iterator[tuple[str, forms.Field]]:
    for filters in subclasses(django_filters.FilterSet):
        for name, each in filters.base_filters.items():
            if isinstance(each, TEMPORAL_FILTERS):
                yield f"{filters.__module__}.{filters.__name__}.{name}", each.field


@pytest.fixture(autouse=True)
def _all_addresses_loaded() -> None:
    assert get_resolver().url_patterns


def test_walk_finds_the_fields_that_are_known() -> None:
    names = {name.rpartition(" › ")[2] for name, _field in temporal_fields()}
    known = {
        "news.ArticlePage.go_live_at",
        "news.ArticlePage.expire_at",
        "corrections.published_at",
        "events.day",
        "home.PolicyPage.effective_date",
        "home.Alert.starts_at",
        "home.Campaign.ends_at",
        "news.NewsImage.rights_expire_on",
        "editorial.front_page.forms.SlotForm.until",
        "editorial.front_page.forms.WholePageForm.valid_from",
        "editorial.schedule.moving.HourForm.hour",
    }
    assert known - names == set()
    assert len(list(temporal_filters())) >= 5


def test_every_field_of_a_form_reads_words() -> None:
    stock = [
        name
        for name, field in temporal_fields()
        if not (isinstance(field.widget, WORDED) and isinstance(field, ReadsWords))
    ]
    assert stock == []


def test_every_filter_keeps_and_reads_words() -> None:
    stock = [
        name
        for name, field in temporal_filters()
        for widget in getattr(field.widget, "widgets", [field.widget])
        if not isinstance(widget, WORDED)
    ]
    assert stock == []


@pytest.mark.parametrize("widget", WORDED)
def test_no_widget_brings_the_calendar_that_replaces_what_was_typed(widget: Any) -> None:
    html = widget().render("at", "bidule", {"id": "id_at"})
    assert "Chooser" not in html
    assert 'value="bidule"' in html
    assert not str(widget().media)
    assert widget().value_from_datadict({"at": "bidule"}, {}, "at") == "bidule"


def test_filter_reads_words_and_shows_them_again() -> None:
    client = Client()
    client.force_login(
        UserFactory(is_superuser=True, is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    page = client.get(
        reverse("wagtailadmin_reports:site_history"), {"timestamp_from": "il y a 3 jours"}
    )
    assert 'value="il y a 3 jours"' in page.text
    assert page.context["filters"].form.cleaned_data["timestamp"].start is not None
