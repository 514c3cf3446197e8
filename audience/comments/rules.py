"""Which rules hold for the comments of an article."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, F, Value
from django.utils import timezone

from audience.comments.models import CommentSettings, Discussion, Mode, SectionComments
from delivery.pages.dependencies import depends_on
from delivery.request_cache import kept_while_reading
from news.models import ArticlePage

# Of the whole site.
USUAL = 0


@dataclass(frozen=True)
class Rules:
    """closes_after: the publication of an article; none if comments never close by themselves."""

    mode: Mode
    known_after: int
    closes_after: timedelta | None


@dataclass(frozen=True)
class ArticleRules:
    """mode: as it holds now. closes_at: when comments close by themselves, if they do.

    number: how many comments readers see.
    """

    mode: Mode
    known_after: int
    closes_at: datetime | None
    number: int

    @property
    def is_open(self) -> bool:
        return self.mode != Mode.CLOSED


def rules_of(article: ArticlePage) -> ArticleRules:
    section = article.section.pk if article.section else None
    return rules_at(article.pk, section, article.first_published_at)


def rules_at(article: int, section: int | None, published_at: datetime | None) -> ArticleRules:
    """The rules of an article: its own, else those of its section, else those of the site."""
    # Whether there is one or not.
    depends_on(f"audience_discussion:{article}")
    discussion = Discussion.objects.filter(article_id=article).first()
    of_sections = kept_while_reading("comment rules", _of_sections)
    rules = of_sections.get(section or USUAL, of_sections[USUAL])
    own = discussion.mode if discussion else ""
    mode, closes_at = Mode(own or rules.mode), None
    if rules.closes_after and published_at and not own:
        closes_at = published_at + rules.closes_after
        if closes_at <= timezone.now():
            mode, closes_at = Mode.CLOSED, None
    return ArticleRules(
        mode, rules.known_after, closes_at, discussion.approved if discussion else 0
    )


def _of_sections() -> dict[int, Rules]:
    """Those of each section that has its own, and those of the site, in one query."""
    fields = ("mode", "known_after", "closes_after_days")
    key = {"key": F("section_id")}
    site = {"key": Value(USUAL, output_field=BigIntegerField())}
    own = SectionComments.objects.annotate(**key).values_list("key", *fields)
    usual = CommentSettings.objects.annotate(**site).values_list("key", *fields)
    unset = CommentSettings()
    rows = [(USUAL, *(getattr(unset, name) for name in fields)), *own.union(usual, all=True)]
    return {
        key: Rules(Mode(mode), known_after, timedelta(days=days) if days else None)
        for key, mode, known_after, days in rows
    }
