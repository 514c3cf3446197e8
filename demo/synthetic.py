"""Any number of plausible articles for load and scale work, written in bulk."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from news import lists
from news.models import (
    ArticleIndexPage,
    ArticleKind,
    ArticlePage,
    ArticleTag,
    Author,
    Byline,
    NewsImage,
    Tag,
)
from news.picture_shapes import note
from news.slugs import french_slug

BATCH = 500
MINUTES_APART = 23

SUBJECTS = (
    "Les maraîchères de {place}",
    "Le conseil communal de {place}",
    "La coopérative de {place}",
    "Les transporteurs de {place}",
    "L’école de {place}",
    "Le centre de santé de {place}",
    "Les pêcheurs de {place}",
    "Le marché de {place}",
    "Les jeunes de {place}",
    "L’atelier de {place}",
)
DEEDS = (
    "ouvre un guichet pour les familles",
    "prépare la saison des pluies",
    "publie ses comptes de l’année",
    "attend sa nouvelle pompe",
    "relance le chantier de la digue",
    "partage une récolte meilleure que prévu",
    "demande une route praticable",
    "reçoit des équipements solaires",
    "forme une centaine d’apprentis",
    "fête ses vingt ans d’existence",
)
PLACES = (
    "Koulouba-Est",
    "Banankoro-sur-Fleuve",
    "Dougoufé",
    "Niamakoro-Nord",
    "Sébéninkoro",
    "Tintiba",
    "Farakala",
    "Sanankorola",
    "Moribabougou",
    "Kalabambougou",
)
SENTENCES = (
    "Le chantier avance par étapes, à mesure que les moyens arrivent.",
    "Les habitants se retrouvent chaque semaine pour faire le point.",
    "La saison sèche laisse le temps de réparer ce que les pluies ont emporté.",
    "Une partie des dépenses est couverte par les cotisations du village.",
    "Les plus anciens se souviennent d’une crue plus forte, il y a trente ans.",
    "Le calendrier dépendra du niveau du fleuve et de l’état des pistes.",
    "Un relevé affiché à l’entrée donne le détail des sommes.",
    "Les prix restent stables depuis le début du mois.",
    "Des équipes se relaient du matin au soir.",
    "La prochaine réunion est fixée à jeudi, à la maison des associations.",
)
CITY_TAGS = ("eau potable", "transports", "agriculture", "formation", "collectivités locales")


def make(count: int, seed: int = 2026) -> Iterator[int]:
    """Write `count` live articles, spread over all sections; yield how many each batch added.

    Each batch is one transaction, the search index included.
    """
    chance = random.Random(seed + ArticlePage.objects.count())  # noqa: S311
    sections = list(ArticleIndexPage.objects.live())
    images = [*NewsImage.objects.exclude(width=F("height")).order_by("pk")[:60], None]
    # What is written in bulk sends no signal.
    note({image.pk: ArticlePage.picture_shapes["lead_image"] for image in images if image})
    authors = list(Author.objects.order_by("pk"))
    tags = [Tag.objects.called_or_new(name) for name in CITY_TAGS]
    batches = _Batches(chance, sections, images, authors, tags)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        with transaction.atomic():
            batches.write(size)
        yield size


class _Batches:
    def __init__(
        self,
        chance: random.Random,
        sections: Sequence[ArticleIndexPage],
        images: Sequence[NewsImage | None],
        authors: Sequence[Author],
        tags: Sequence[Tag],
    ) -> None:
        self.chance = chance
        self.sections = sections
        self.images = images
        self.authors = authors
        self.tags = tags
        self.content_type = ContentType.objects.get_for_model(ArticlePage)
        self.locale = Locale.get_default()
        self.written = ArticlePage.objects.count()

    def write(self, size: int) -> None:
        last_steps = {section.pk: self._last_step(section) for section in self.sections}
        articles = []
        for _ in range(size):
            section = self.chance.choice(self.sections)
            last_steps[section.pk] += 1
            articles.append(self._article(section, last_steps[section.pk]))
        self._insert(articles)
        for section in self.sections:
            numchild = Page.objects.child_of(section).count()
            Page.objects.filter(pk=section.pk).update(numchild=numchild)

    def _last_step(self, section: ArticleIndexPage) -> int:
        last = Page.objects.child_of(section).aggregate(last=Max("path"))["last"]
        return Page._str2int(last[-Page.steplen :]) if last else 0

    def _article(self, section: ArticleIndexPage, step: int) -> ArticlePage:
        self.written += 1
        title = " ".join(
            (
                self.chance.choice(SUBJECTS).format(place=self.chance.choice(PLACES)),
                self.chance.choice(DEEDS),
            )
        )
        slug = f"{french_slug(title, 60)}-{self.written}"
        written_at = timezone.now() - timedelta(days=40, minutes=MINUTES_APART * self.written)
        return ArticlePage(
            path=Page._get_path(section.path, section.depth + 1, step),
            depth=section.depth + 1,
            numchild=0,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{section.url_path}{slug}/",
            content_type=self.content_type,
            locale=self.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=written_at,
            last_published_at=written_at,
            latest_revision_created_at=written_at,
            kicker=section.title,
            standfirst=" ".join(self.chance.sample(SENTENCES, 2)),
            kind=self.chance.choice(ArticleKind.values),
            lead_image=self.chance.choice(self.images),
            body=[("paragraph", self._paragraph()) for _ in range(self.chance.randint(3, 9))],
        )

    def _paragraph(self) -> Any:
        text = " ".join(self.chance.sample(SENTENCES, self.chance.randint(3, 6)))
        return ArticlePage.body.field.stream_block.child_blocks["paragraph"].to_python(
            f"<p>{text}</p>"
        )

    def _insert(self, articles: list[ArticlePage]) -> None:
        """Write both tables of each article, its tags, its byline and its place in the index."""
        page_fields = [
            field.attname for field in Page._meta.concrete_fields if not field.primary_key
        ]
        pages = Page.objects.bulk_create(
            Page(**{name: getattr(article, name) for name in page_fields}) for article in articles
        )
        for article, page in zip(articles, pages, strict=True):
            article.pk = article.page_ptr_id = article.id = page.pk
            article.word_count = article.words
        # bulk_create refuses models with two tables; this is its own last step, for the second one.
        ArticlePage._base_manager._insert(
            articles, fields=ArticlePage._meta.local_concrete_fields, using=ArticlePage.objects.db
        )
        ArticleTag.objects.bulk_create(
            ArticleTag(content_object=article, tag=tag)
            for article in articles
            for tag in self.chance.sample(self.tags, 2)
        )
        Byline.objects.bulk_create(
            Byline(article=article, author=self.chance.choice(self.authors), sort_order=0)
            for article in articles
        )
        lists.refresh(article.pk for article in articles)
        index = get_search_backend().get_index_for_model(ArticlePage)
        index.add_items(ArticlePage, ArticlePage.objects.filter(pk__in=[a.pk for a in articles]))
