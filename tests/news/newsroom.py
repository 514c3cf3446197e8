"""A small newsroom for the tests of lists: sections, authors, tags, pictures, many articles."""

from datetime import timedelta

from django.utils import timezone

from home.models import HomePage
from news.models import ArticlePage, Byline, Tag
from news.picture_making import make_renditions
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory


class Newsroom:
    """Publishes articles that each have a section, two bylines, three tags and a picture."""

    def __init__(self, home: HomePage, with_files: bool = True) -> None:
        self.sections = [SectionFactory(parent=home, title=f"Rubrique {n}") for n in range(3)]
        portrait = NewsImageFactory()
        self.authors = [AuthorFactory(portrait=portrait) for _ in range(3)]
        self.tags = [Tag.objects.create(name=f"mot {n}", slug=f"mot-{n}") for n in range(4)]
        self.pictures = [NewsImageFactory() for _ in range(3)]
        for picture in [portrait, *self.pictures] if with_files else []:
            make_renditions(picture)  # as the queue does after an upload
        self.articles: list[ArticlePage] = []

    def publish(self, articles: int) -> list[ArticlePage]:
        first = len(self.articles)
        new = [self._article(number) for number in range(first, first + articles)]
        self.articles += new
        return new

    def _article(self, number: int) -> ArticlePage:
        """With all that belongs to it, in one save."""
        article = ArticleFactory.build(
            title=f"Nouvelle {number}",
            lead_image=self.pictures[number % 3],
            first_published_at=timezone.now() - timedelta(hours=number + 1),
        )
        for author in (self.authors[0], self.authors[1 + number % 2]):
            article.bylines.add(Byline(author=author))
        article.tags.set([self.tags[0], self.tags[1 + number % 3]])
        self.sections[number % 3].add_child(instance=article)
        return article
