"""What a new page begins with, so that one can write at once."""

from wagtail.models import Page

from accounts.models import User
from news.models import Author
from news.page_facts import PageFacts


def begin(page: Page, user: User) -> None:
    """Put into a new page what its type begins with, such as the writer's byline."""
    if isinstance(page, PageFacts):
        page.prefill(Author.objects.filter(user=user).first())
