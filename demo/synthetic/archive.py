"""The archive: articles over years, batch by batch, with all that hangs on them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from accounts.models import User
from demo.synthetic import history, staff
from demo.synthetic.phrases import Phrase, PhraseDocument, Phrases, joined
from demo.synthetic.rows import Row, insert, next_keys, room_for_bulk
from demo.synthetic.writer import Text, Writer, falling
from news import lists
from news.models import (
    ArticleIndexPage,
    ArticleKind,
    ArticlePage,
    ArticleTag,
    Author,
    Byline,
    Correction,
    CorrectionKind,
    NewsImage,
    PictureShape,
    Tag,
    TopicArticle,
    TopicPage,
)
from news.picture_shapes import note
from news.slugs import french_slug
from news.tree_lock import lock_tree
from search.models import IndexedItem, Source, Word
from search.models.index import AUTHOR, KIND, SECTION, TAG

BATCH = 1_000
NEWEST = timedelta(days=40)
# A daily's pace; a small archive is as old, and thinner.
APART, AT_LEAST = timedelta(minutes=45), timedelta(days=730)
WITH_VERSIONS = 1_000
FEWEST_TAGS, MOST_TAGS = 2, 5
CORRECTED = 0.02
TWO_AUTHORS = 0.15
ARTICLES_A_TOPIC, MOST_TOPICS = 800, 40
# How much more the first has than those after it: sections, authors, tags, in that order.
STEEPNESS = (1.0, 1.0, 0.8)
KINDS = falling(len(ArticleKind.values))


def make(count: int, seed: int = 2026, writer: Writer | None = None) -> Iterator[int]:
    """Write `count` live articles older than all others; yield how many each batch added.

    Each batch is one transaction, the search index included.
    """
    if count < 1:
        return
    chance = Random(seed + ArticlePage.objects.count())  # noqa: S311
    with transaction.atomic():
        archive = Archive(chance, count, writer or Writer(chance, count))
    with room_for_bulk():
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            with transaction.atomic():
                archive.write(size)
            yield size
    with transaction.atomic():
        archive.pick_for_topics()


@dataclass
class Made:
    """An article on its way into the tables."""

    page: Row
    text: Text
    section: ArticleIndexPage
    picture: int | None
    kind: str
    authors: list[Author]
    tags: list[Tag]

    @property
    def key(self) -> int:
        key: int = self.page["id"]
        return key


class Archive:
    def __init__(self, chance: Random, count: int, writer: Writer) -> None:
        self.chance = chance
        self.writer = writer
        self.left = count
        self.sections = list(ArticleIndexPage.objects.live().order_by("path"))
        self.kickers = {section.pk: [Phrase(section.title)] for section in self.sections}
        self.pictures, self.inline = _pictures()
        self.authors = staff.authors(chance)
        self.tags = staff.tags(chance)
        self.signatures = {author.pk: Phrase(author.name) for author in self.authors}
        self.tag_names = {tag.pk: [Phrase(tag.name), Phrase(tag.spellings)] for tag in self.tags}
        steep = zip((self.sections, self.authors, self.tags), STEEPNESS, strict=True)
        self.shares = [falling(len(each), how) for each, how in steep]
        owners = User.objects.filter(is_active=True).order_by("pk")
        self.owners: list[int | None] = [*owners.values_list("pk", flat=True)] or [None]
        self.content_type = ContentType.objects.get_for_model(ArticlePage).pk
        self.locale = Locale.get_default().pk
        self.serial = ArticlePage.objects.count()
        self.earlier: list[int] = []
        self.known_words: set[str] = set()
        first = ArticlePage.objects.aggregate(first=Min("first_published_at"))["first"]
        newest = timezone.now() - NEWEST
        self.newest = min(first, newest) if first else newest
        self.apart = max(APART, AT_LEAST / max(1, count))

    def write(self, size: int) -> None:
        """Write that many articles, later than those of before."""
        lock_tree()
        steps = {section.pk: _last_step(section) for section in self.sections}
        added: Counter[int] = Counter()
        made = []
        for key in next_keys(Page, size):
            (section,) = self.chance.choices(self.sections, cum_weights=self.shares[0])
            added[section.pk] += 1
            made.append(self._article(key, section, steps[section.pk] + added[section.pk]))
        self._insert(made)
        for section, more in added.items():
            Page.objects.filter(pk=section).update(numchild=F("numchild") + more)
        self._index(made)
        # What is written in bulk sends no signal.
        lists.refresh(each.key for each in made)
        self.earlier += [each.key for each in made]

    def pick_for_topics(self) -> None:
        """Make some dossiers of articles that are there."""
        for number in range(min(MOST_TOPICS, len(self.earlier) // ARTICLES_A_TOPIC)):
            picks = self.chance.sample(self.earlier, self.chance.randint(5, 15))
            topic = TopicPage(
                title=f"Dossier : {joined(self.writer.title())}",
                slug=f"dossier-{self.serial}-{number}",
                standfirst=joined(self.writer.sentences(2))[:400],
                lead_image_id=self.chance.choice(self.pictures),
                first_published_at=self.newest,
                last_published_at=self.newest,
                picks=[TopicArticle(article_id=key) for key in picks],
            )
            section = self.chance.choice(self.sections)
            section.refresh_from_db()
            section.add_child(instance=topic)

    def _article(self, key: int, section: ArticleIndexPage, step: int) -> Made:
        self.serial += 1
        self.left -= 1
        text = self.writer.write(self.inline, self.earlier)
        title = joined(text.title)
        slug = f"{french_slug(title, 60)}-{self.serial}"
        at = self._date()
        authors = self.chance.choices(
            self.authors,
            cum_weights=self.shares[1],
            k=1 + (self.chance.random() < TWO_AUTHORS),
        )
        page = {
            "id": key,
            "path": Page._get_path(section.path, section.depth + 1, step),
            "depth": section.depth + 1,
            "numchild": 0,
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{section.url_path}{slug}/",
            "content_type_id": self.content_type,
            "locale_id": self.locale,
            "translation_key": UUID(int=self.chance.getrandbits(128), version=4),
            "live": True,
            "owner_id": self.chance.choice(self.owners),
            "first_published_at": at,
            "last_published_at": at,
            "latest_revision_created_at": at,
        }
        return Made(
            page,
            text,
            section,
            self.chance.choice(self.pictures),
            self.chance.choices(ArticleKind.values, cum_weights=KINDS)[0],
            list(dict.fromkeys(authors)),
            self._some_tags(),
        )

    def _date(self) -> datetime:
        apart = self.apart
        return self.newest - apart * self.left - apart * self.chance.random()

    def _some_tags(self) -> list[Tag]:
        wanted = min(self.chance.randint(FEWEST_TAGS, MOST_TAGS), len(self.tags))
        found: dict[int, Tag] = {}
        while len(found) < wanted:
            (tag,) = self.chance.choices(self.tags, cum_weights=self.shares[2])
            found[tag.pk] = tag
        return sorted(found.values(), key=lambda tag: tag.pk)

    def _insert(self, made: Sequence[Made]) -> None:
        """Write both tables of each article, and those whose rows belong to it."""
        insert(Page, [each.page for each in made])
        insert(ArticlePage, [self._own_row(each) for each in made])
        insert(Correction, [row for each in made for row in self._corrections(each)])
        bylines = [(each, author) for each in made for author in each.authors]
        byline_keys = next_keys(Byline, len(bylines))
        insert(
            Byline,
            [
                {"id": key, "article_id": each.key, "author_id": author.pk, "sort_order": 0}
                for key, (each, author) in zip(byline_keys, bylines, strict=True)
            ],
        )
        tagged = [(each, tag) for each in made for tag in each.tags]
        tag_keys = next_keys(ArticleTag, len(tagged))
        insert(
            ArticleTag,
            [
                {"id": key, "content_object_id": each.key, "tag_id": tag.pk}
                for key, (each, tag) in zip(tag_keys, tagged, strict=True)
            ],
        )
        references = _References(self.content_type)
        for each in made:
            if each.picture:
                references.add(each, NewsImage, each.picture, "lead_image", "lead_image")
            for path, key in each.text.pictures:
                references.add(each, NewsImage, key, "body.image.image", path)
            for path, key in each.text.related:
                references.add(each, Page, key, "body.related_article.article", path)
            for path, key in each.text.links:
                references.add(each, Page, key, "body.paragraph", path)
        for key, (each, author) in zip(byline_keys, bylines, strict=True):
            path = f"bylines.{key}.author"
            references.add(each, Author, author.pk, "bylines.item.author", path)
        for key, (each, tag) in zip(tag_keys, tagged, strict=True):
            path = f"tagged_items.{key}.tag"
            references.add(each, Tag, tag.pk, "tagged_items.item.tag", path)
        insert(ReferenceIndex, references.rows)
        history.log([each.page for each in made])
        # Those after `left` others are not among the newest.
        newest = [each.key for each in made][-max(0, WITH_VERSIONS - self.left) :]
        if self.left < WITH_VERSIONS:
            history.keep_versions(newest, self.chance)

    def _own_row(self, each: Made) -> Row:
        return {
            "page_ptr_id": each.key,
            "kicker": each.section.title[:60],
            "standfirst": joined(each.text.standfirst),
            "kind": each.kind,
            "lead_image_id": each.picture,
            "body": each.text.body,
            "word_count": sum(phrase.length for phrase in each.text.phrases),
        }

    def _corrections(self, each: Made) -> Iterator[Row]:
        if self.chance.random() < CORRECTED:
            later = timedelta(hours=self.chance.randint(1, 90))
            yield {
                "article_id": each.key,
                "published_at": min(each.page["first_published_at"] + later, timezone.now()),
                "kind": self.chance.choice(CorrectionKind.values),
                "text": joined(self.writer.sentences(1)),
                "sort_order": 0,
            }

    def _index(self, made: Sequence[Made]) -> None:
        """Write what the search knows of each article."""
        documents = [
            PhraseDocument(
                each.text.title,
                self.kickers[each.section.pk],
                each.text.standfirst,
                each.text.phrases,
                self._names(each),
            )
            for each in made
        ]
        index = get_search_backend().get_index_for_model(ArticlePage)
        entries = index.write_entries(
            self.content_type, [str(each.key) for each in made], documents
        )
        insert(
            IndexedItem,
            [
                {
                    "entry_id": entries[str(each.key)],
                    "source": Source.ARTICLE.value,
                    "object_id": each.key,
                    "section_id": each.section.pk,
                    "kind": each.kind,
                    "published_at": each.page["first_published_at"],
                    "facets": f" {' '.join(_facets(each))} ",
                }
                for each in made
            ],
        )
        met = set().union(*(document.vocabulary() for document in documents))
        new = sorted(word for word in met - self.known_words if word.isalpha())
        Word.objects.bulk_create([Word(word=word) for word in new], ignore_conflicts=True)
        self.known_words |= met

    def _names(self, each: Made) -> Phrases:
        signed = [self.signatures[author.pk] for author in each.authors]
        return signed + [phrase for tag in each.tags for phrase in self.tag_names[tag.pk]]


class _References:
    """Rows of Wagtail's index of what refers to what."""

    def __init__(self, content_type: int) -> None:
        self.rows: list[Row] = []
        self.content_type = content_type
        self.base = ContentType.objects.get_for_model(Page).pk
        self.targets: dict[type, int] = {}

    def add(self, each: Made, target: type[Any], key: int, model_path: str, path: str) -> None:
        if target not in self.targets:
            self.targets[target] = ContentType.objects.get_for_model(target).pk
        self.rows.append(
            {
                "base_content_type_id": self.base,
                "content_type_id": self.content_type,
                "object_id": str(each.key),
                "to_content_type_id": self.targets[target],
                "to_object_id": str(key),
                "model_path": model_path,
                "content_path": path,
                "content_path_hash": ReferenceIndex._get_content_path_hash(path),
            }
        )


def _facets(each: Made) -> Iterator[str]:
    yield f"{KIND}{each.kind}"
    yield f"{SECTION}{each.section.pk}"
    yield from (f"{AUTHOR}{author.pk}" for author in each.authors)
    yield from (f"{TAG}{tag.pk}" for tag in each.tags)


def _pictures() -> tuple[list[int | None], list[int]]:
    """Those that may lead an article, and those that may be in a text: their files are made."""
    wide = NewsImage.objects.exclude(width=F("height")).order_by("pk")
    leads = list(wide.values_list("pk", flat=True)[:60])
    # What is written in bulk sends no signal.
    note(dict.fromkeys(leads, ArticlePage.picture_shapes["lead_image"]))
    inline = PictureShape.objects.filter(shape="inline", image__in=leads).order_by("image")
    return [*leads, None], list(inline.values_list("image", flat=True))


def _last_step(section: ArticleIndexPage) -> int:
    """The place of the last page of a section; found by the index of paths."""
    after = Page._get_path(section.path[: -Page.steplen], section.depth, _step(section.path) + 1)
    below = Page.objects.filter(path__gt=section.path, path__lt=after)
    last = below.filter(depth=section.depth + 1).order_by("-path").values_list("path", flat=True)
    return _step(found) if (found := last.first()) else 0


def _step(path: str) -> int:
    step: int = Page._str2int(path[-Page.steplen :])
    return step
