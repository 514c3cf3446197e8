"""What a new page begins with, so that one can write at once."""

from wagtail.models import Page
from wagtail.rich_text import RichText

from accounts.models import User
from news.models import ArticlePage, Author
from news.models.articles import Byline


def begin(page: Page, user: User) -> None:
    """Put the writer's byline and an empty paragraph into a new article that has neither."""
    if not isinstance(page, ArticlePage):
        return
    author = Author.objects.filter(user=user).first()
    if author is not None and not page.bylines.all():
        page.bylines = [Byline(author=author)]
    if not page.body:
        page.body = [("paragraph", RichText(""))]
