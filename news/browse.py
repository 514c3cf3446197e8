"""Lists that lead readers to published articles: tags and topics."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept
from news.models import ArticleIndexPage, Tag, TopicPage

STEPS = 5  # of weight in a cloud of words


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
