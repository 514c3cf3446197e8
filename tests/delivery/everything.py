"""A newsroom with one of everything, the pages that show it, and a change of any column of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Concat, Substr
from django.utils import timezone

from delivery.pages.tables import declared
from home.models import Campaign, FaqPage, FaqQuestion, HomePage, Identity, PolicyPage
from news.images import SHAPES, spec_filter
from news.models import Correction, TopicPage
from tests.news.newsroom import Newsroom

Column = tuple[type[models.Model], models.Field]
# A column that names its row, or where the tree of pages is kept together by more than one row.
NOT_ALONE = {"path", "depth", "numchild", "url_path", "translation_key", "filter_spec"}


def newsroom_with_everything(home_page: HomePage) -> Newsroom:
    room = Newsroom(home_page, with_files=False)
    for picture in (room.authors[0].portrait, *room.pictures):
        for shape in ("card", "portrait"):
            # The cheapest of the files that pages show.
            picture.create_rendition(
                spec_filter(SHAPES[shape].spec(SHAPES[shape].widths[0], "jpeg"))
            )
    first, *_ = room.publish(14)
    first.corrections.add(Correction(text="Le pont est à Ségou.", published_at=timezone.now()))
    first.save()
    topic = TopicPage(title="La crue", standfirst="Semaine après semaine.")
    room.sections[0].add_child(instance=topic)
    faq = FaqPage(title="Questions")
    home_page.add_child(instance=faq)
    FaqQuestion.objects.create(page=faq, question="Qui ?", answer="<p>Nous.</p>")
    home_page.add_child(instance=PolicyPage(title="Confidentialité", body=""))
    identity = Identity.for_site(home_page.get_site())
    identity.name = "L’Écho"
    identity.save()
    now = timezone.now()
    Campaign.objects.create(
        name="Mil", advertiser="La Meunerie", url="https://example.org/", title="Du mil",
        starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), on_top=True,
    )  # fmt: skip
    return room


def addresses(room: Newsroom) -> list[str]:
    article = room.articles[0]
    found = [
        "/",
        room.sections[0].get_url(),
        article.get_url(),
        room.authors[0].get_absolute_url(),
        room.tags[0].get_absolute_url(),
        "/corrections/",
        "/flux/",
        "/sitemap.xml",
        f"/sitemap-articles-{article.first_published_at:%Y-%m}.xml",
        FaqPage.objects.get().get_url(),
        PolicyPage.objects.get().get_url(),
        "/recherche/?q=nouvelle",
    ]
    return [address.replace("http://testserver", "") for address in found]


def other_value(field: models.Field) -> Any:
    """An expression for another value of a column; None where it would take another row."""
    if field.remote_field or field.unique or field.choices or field.column in NOT_ALONE:
        return None
    if isinstance(field, models.BooleanField):
        return Case(When(**{field.attname: True}, then=Value(False)), default=Value(True))
    if isinstance(field, models.DateTimeField):
        return Coalesce(F(field.attname), timezone.now()) - timedelta(days=40)
    if isinstance(field, models.IntegerField):
        return Coalesce(F(field.attname), 0) + 1
    if isinstance(field, models.CharField | models.TextField):
        # A column that is full of text on one engine takes no more on the other.
        return Concat(Substr(F(field.attname), 2), Value("z"), output_field=models.TextField())
    return None


def columns_read() -> Iterator[Column]:
    for model in apps.get_models(include_auto_created=True):
        # A virtual table takes no trigger; each entry of it has a row elsewhere.
        if model._meta.db_table in declared and not model._meta.db_table.endswith("_fts"):
            constraints = model._meta.total_unique_constraints
            together = {name for constraint in constraints for name in constraint.fields}
            together |= {name for names in model._meta.unique_together for name in names}
            for field in model._meta.local_concrete_fields:
                if field.primary_key or field.name in together:
                    continue
                if other_value(field) is not None:
                    yield model, field


def change(model: type[models.Model], field: models.Field) -> None:
    model._base_manager.update(**{field.attname: other_value(field)})
