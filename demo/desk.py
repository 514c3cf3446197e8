"""Bringing a demo article into a state of the workflow, by the steps that people would take."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Comment

from accounts.models import User
from demo.texts import Text
from editorial.versions.tokens import revision_token
from news.models import ArticlePage

WRITER, COPY_EDITOR, CHIEF = "redaction", "relecture", "chef"


class States:
    def __init__(self, accounts: dict[str, User]) -> None:
        self.accounts = accounts
        self.steps: dict[str, Callable[[ArticlePage], None]] = {
            "draft": self._draft,
            "in_review": self._submit,
            "second_step": self._pass_first_step,
            "sent_back": self._send_back,
            "scheduled": self._schedule,
            "expired": self._expire,
            "locked": self._lock,
            "published": self._publish,
        }

    def bring(
        self, article: ArticlePage, state: str, written_at: datetime, comments: list[Text]
    ) -> None:
        """Save `article` and take it to `state`; raises KeyError for a state nobody knows."""
        article.first_published_at = None
        for comment in comments:
            article.wagtail_admin_comments.add(
                Comment(
                    user=self.accounts[comment["user"]],
                    text=comment["text"],
                    contentpath=comment["field"],
                )
            )
        self.steps[state](article)

    def _draft(self, article: ArticlePage) -> None:
        article.save_revision(user=self.accounts[WRITER], clean=False)

    def _submit(self, article: ArticlePage) -> None:
        self._draft(article)
        workflow = article.get_workflow()
        assert workflow is not None  # noqa: S101 (the newsroom has one for articles)
        workflow.start(article, self.accounts[WRITER])

    def _pass_first_step(self, article: ArticlePage) -> None:
        self._submit(article)
        self._approve(article, self.accounts[COPY_EDITOR])

    def _send_back(self, article: ArticlePage) -> None:
        self._submit(article)
        task_state = article.current_workflow_task_state
        task_state.task.specific.on_action(
            task_state,
            self.accounts[COPY_EDITOR],
            "reject",
            comment="Merci de préciser la source des chiffres avant de renvoyer.",
        )

    def _schedule(self, article: ArticlePage) -> None:
        tomorrow = timezone.localtime() + timedelta(days=1 + article.pk % 3)
        article.go_live_at = tomorrow.replace(hour=17, minute=0, second=0, microsecond=0)
        self._approve_all(article)

    def _expire(self, article: ArticlePage) -> None:
        self._publish(article)
        article.refresh_from_db()
        article.expire_at = timezone.now() - timedelta(hours=2)
        article.save_revision(clean=False)
        article.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")

    def _lock(self, article: ArticlePage) -> None:
        self._publish(article)
        ArticlePage.objects.filter(pk=article.pk).update(
            locked=True, locked_by=self.accounts[CHIEF], locked_at=timezone.now()
        )

    def _publish(self, article: ArticlePage) -> None:
        """Published long ago, as an import would bring it: no workflow is on record for it."""
        article.save_revision(user=self.accounts[WRITER], clean=False).publish()

    def _approve_all(self, article: ArticlePage) -> None:
        self._pass_first_step(article)
        article.refresh_from_db()
        self._approve(article, self.accounts[CHIEF])

    def _approve(self, article: ArticlePage, person: User) -> None:
        task_state = article.current_workflow_task_state
        seen = revision_token(article.get_latest_revision())
        task_state.task.specific.on_action(task_state, person, "approve", seen=seen)
