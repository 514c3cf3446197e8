"""Comments of invented readers under some of the demo's articles."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from audience.comments.deciding import decide
from audience.comments.models import Comment, Status
from audience.comments.posting import post, post_as_newsroom
from audience.comments.rules import rules_of
from demo.texts import read
from news.models import ArticlePage


def load(accounts: dict[str, User]) -> None:
    """Post them where there are none yet, and let a moderator decide on them."""
    if Comment.objects.exists():
        return
    posted: dict[int, list[Comment]] = {}
    for text in read("comments")["comment"]:
        article = ArticlePage.objects.get(slug=text["article"])
        under = posted.setdefault(article.pk, [])
        under.append(_posted(text, article, under, accounts))


def _posted(
    text: dict[str, object], article: ArticlePage, under: list[Comment], accounts: dict[str, User]
) -> Comment:
    answered = under[int(str(text["answers"])) - 1] if "answers" in text else None
    comment = Comment(
        article=article,
        answers_to=answered,
        thread=(answered.thread or answered) if answered else None,
        name=str(text["name"]),
        email=str(text.get("email", "")),
        text=str(text["text"]),
    )
    if article.first_published_at:
        later = article.first_published_at + timedelta(hours=int(str(text["hours"])))
        comment.posted_at = min(later, timezone.now())
    if member := text.get("member"):
        comment.member = accounts[str(member)]
        return post_as_newsroom(comment)
    post(comment, rules_of(article), seconds=60)
    if text.get("state") != "pending":
        decide(comment.pk, Status.APPROVED, accounts["moderation"])
    return comment
