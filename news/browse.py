"""Lists that lead readers to published articles: tags, trends and topics."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept
from news.models import ArticleIndexPage, ArticlePage, ArticleTag, Tag, TopicPage, lists

STEPS = 5  # of weight in a cloud of words
TREND = timedelta(days=7)
WEEK = 300  # newest articles, beyond which a week is not looked at


def most_used_tags(count: int) -> list[Tag]:
    """The `count` tags most used by published articles, by name, with a `weight` from 1 to 5."""

    def used() -> list[Tag]:
        return weighted(Tag.objects.most_used(count))

    return kept(f"tags-{count}", used)


def weighted(tags: Iterable[Tag]) -> list[Tag]:
    """`tags`, most used first, in five steps of equal size; then by name."""
    ranked = list(tags)
    for rank, tag in enumerate(ranked):
        tag.weight = STEPS - rank * STEPS // len(ranked)
    return sorted(ranked, key=lambda tag: tag.name.casefold())


def trending_articles(count: int, without: Collection[int] = ()) -> list[ArticlePage]:
    """The newest article of each of the `count` tags that were most used in the last seven days.

    Those whose keys are in `without` are on the page already: the next one of their tag takes their
    place.
    """
    chosen: list[int] = []
    for articles in kept("trend", _of_the_week):
        taken = {*without, *chosen}
        chosen += [pk for pk in articles if pk not in taken][:1]
        if len(chosen) == count:
            break
    found = ArticlePage.objects.published().with_titles()
    by_id = {article.pk: article for article in found.filter(pk__in=chosen)} if chosen else {}
    return [by_id[pk] for pk in chosen if pk in by_id]


def _of_the_week() -> list[list[int]]:
    """The articles of each tag used twice or more, newest first; the most used tag first."""
    since = timezone.now() - TREND
    recent = lists.everything().entries().filter(at__gte=since)[:WEEK]
    uses = ArticleTag.objects.filter(content_object__in=recent.values("article_id")).values_list(
        "content_object__first_published_at", "content_object_id", "tag_id"
    )
    by_tag: dict[int, list[int]] = {}
    for _at, article, tag in sorted(uses, reverse=True):
        by_tag.setdefault(tag, []).append(article)
    often = [articles for articles in by_tag.values() if len(articles) > 1]
    return sorted(often, key=len, reverse=True)


def topics() -> list[TopicPage]:
    """The dossiers that readers can open, the last published first, each with `picked`: keys."""

    def found() -> list[TopicPage]:
        # By their type and in no order: either database would read all pages otherwise.
        kind = ContentType.objects.get_for_model(TopicPage)
        pages = TopicPage.objects.visible().filter(content_type=kind).order_by()
        with depends_instead([], {"articles"}):
            listed = sorted(pages.prefetch_related("picks"), key=_by_publication, reverse=True)
        for topic in listed:
            topic.picked = {pick.article_id for pick in topic.picks.all()}
        return listed

    return kept("topics", found)


def _by_publication(topic: TopicPage) -> tuple[float, int]:
    at = topic.last_published_at
    return (at.timestamp() if at else 0.0, topic.pk)


def topics_picking(article: int) -> list[TopicPage]:
    """The dossiers in which the article of that key was picked."""
    return [topic for topic in topics() if article in topic.picked]


def topics_below(section: ArticleIndexPage) -> list[TopicPage]:
    """The dossiers of the section and its sub-sections, the last published first."""
    return [topic for topic in topics() if topic.path.startswith(section.path)]
