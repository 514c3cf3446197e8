"""An article that lacks nothing."""

from typing import Any

from accounts.models import User
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory

TITLE = "À Mopti, les riverains du fleuve préparent la crue"
STANDFIRST = (
    "Depuis lundi, les habitants de trois quartiers relèvent les digues de terre. La mairie promet "
    "des sacs, les pêcheurs rangent leurs filets, et chacun regarde monter l’eau."
)


def whole_article(section: ArticleIndexPage, writer: User, **fields: Any) -> ArticlePage:
    """A draft of the writer's that passes every gate of a new site."""
    article = ArticleFactory(
        parent=section,
        owner=writer,
        live=False,
        first_published_at=None,
        title=TITLE,
        standfirst=STANDFIRST,
        lead_image=NewsImageFactory(file__width=1200, file__height=800),
        body=[("paragraph", "<p>Le fleuve monte.</p>")],
        authors=[AuthorFactory()],
        **fields,
    )
    article.tags.add("Fleuve")
    article.save()
    article.save_revision(user=writer)
    return ArticlePage.objects.get(pk=article.pk)
