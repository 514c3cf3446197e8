"""Comments of readers, what was decided on them, and the rules of each section."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from news.models import ArticleIndexPage, ArticlePage

LONGEST_NAME = 60
LONGEST_TEXT = 3_000
LONGEST_REASON = 300


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Refused")
    SPAM = "spam", _("Spam")
    # Its writer has asked for it: the answers to it stay.
    ERASED = "erased", _("Erased")


class Mode(models.TextChoices):
    """Who may comment, and what is read before it appears."""

    OPEN = "open", _("Open: comments appear at once")
    KNOWN = "known", _("The first comments of a person are read before they appear")
    MODERATED = "moderated", _("Each comment is read before it appears")
    CLOSED = "closed", _("Closed: no new comments")


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        """Those that readers see."""
        return self.filter(status=Status.APPROVED)

    def waiting(self) -> Self:
        """Those that a moderator has to read, the oldest first."""
        return self.filter(status=Status.PENDING).order_by("posted_at", "pk")


class Comment(models.Model):
    """A comment of a reader, or an answer of the newsroom.

    thread: the first comment of its thread, none for that one itself; what readers see has one
    level of answers. answers_to: the comment that it answers, which may be an answer as well.
    approved_answers, is_shown: of a first comment, how many answers readers see in its thread, and
    whether they see the thread: what was withdrawn leaves its place while there are answers to it.
    told_at: when the writer of the comment that it answers was told of it.
    announced_at: when the moderators were told that it waits.
    findings: why the phases of `audience.comments.pipeline` let it pass or not, for the moderators.
    network: a digest of the network it came from, which means nothing on another day.
    """

    article = models.ForeignKey(
        ArticlePage,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="reader_comments",
        db_index=False,
    )
    thread = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.CASCADE, related_name="members"
    )
    answers_to = models.ForeignKey(
        "self",
        verbose_name=_("answers to"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="answers",
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    email = models.EmailField(_("email"), blank=True)
    text = models.TextField(_("comment"), max_length=LONGEST_TEXT)
    status = models.CharField(
        _("state"), max_length=8, choices=Status.choices, default=Status.PENDING, editable=False
    )
    findings: Any = models.JSONField(default=list, editable=False)
    # The member of the newsroom who answers in its name.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the newsroom"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    wants_answers = models.BooleanField(_("wants to hear of answers"), default=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    approved_answers = models.PositiveIntegerField(default=0, editable=False)
    is_shown = models.BooleanField(default=False, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions: ClassVar = [("moderate_comment", "Can moderate comments")]
        indexes: ClassVar = [
            # A page of threads of an article, then the answers of each.
            models.Index(
                fields=["article", "posted_at", "id"],
                condition=models.Q(thread=None, is_shown=True),
                name="audience_threads",
            ),
            models.Index(fields=["thread", "status", "posted_at", "id"], name="audience_answers"),
            models.Index(fields=["article", "status"], name="audience_of_article"),
            models.Index(fields=["status", "posted_at", "id"], name="audience_queue"),
            models.Index(
                fields=["posted_at", "id"],
                condition=models.Q(status=Status.PENDING, announced_at=None),
                name="audience_unannounced",
            ),
            models.Index(fields=["status", "approved_at", "article"], name="audience_approved"),
            models.Index(fields=["email", "posted_at"], name="audience_by_writer"),
            models.Index(fields=["network", "posted_at"], name="audience_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    @property
    def last_decision(self) -> Decision | None:
        return self.decisions.order_by("-pk").first()


class UsedProof(models.Model):
    """A proof of work that was brought: it is not taken twice."""

    nonce = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("used proof of work")
        verbose_name_plural = _("used proofs of work")

    def __str__(self) -> str:
        return self.nonce


class Decision(models.Model):
    """What was decided on a comment, by whom, and what it was before: undone by the next one.

    by: none where the pipeline has decided. reason: what its writer is told.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=8, choices=Status.choices, blank=True)
    after = models.CharField(max_length=8, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision on a comment")
        verbose_name_plural = _("decisions on comments")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.before} → {self.after}"


class Discussion(models.Model):
    """The comments of an article: how many readers see, and whether they are closed.

    mode: for this article alone; empty for that of its section.
    """

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="discussion", primary_key=True
    )
    approved = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=9, choices=Mode.choices, blank=True)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.approved}"


class Commenter(models.Model):
    """What is known of a writer of comments by their mail address, in small letters.

    asked_at, confirmed_at: when they were asked whether the address is theirs, and have said so.
    muted_at: when they have asked for no more mail of answers. trusted: whether what they write
    appears at once.
    """

    email = models.EmailField(_("email"), unique=True)
    approved = models.PositiveIntegerField(_("approved"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    trusted = models.BooleanField(_("trusted"), default=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, editable=False)
    muted_at = models.DateTimeField(_("wants no more mail"), null=True, editable=False)

    class Meta:
        verbose_name = _("writer of comments")
        verbose_name_plural = _("writers of comments")

    def __str__(self) -> str:
        return self.email


class BlockedWriter(models.Model):
    """A mail address, or a digest of a network, from which no comments are taken."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("Mail address")
        NETWORK = "network", _("Network, until tomorrow")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    value = models.CharField(_("who"), max_length=254)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("blocked by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("blocked person")
        verbose_name_plural = _("blocked persons")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="audience_blocked_once")
        ]

    def __str__(self) -> str:
        return self.value


class CommentReport(models.Model):
    """A reader says that a comment breaks the rules; one from each network."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    network = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    # When a moderator has read it.
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "network"], name="audience_reported_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class Rules(models.Model):
    """What holds for comments of a section, or of the whole site."""

    mode = models.CharField(_("comments"), max_length=9, choices=Mode.choices, default=Mode.KNOWN)
    known_after = models.PositiveSmallIntegerField(
        _("known after"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("How many comments of a person are approved before the next appear at once."),
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("closed after, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from the publication of the article. Empty: never."),
    )

    class Meta:
        abstract = True


@register_setting(icon="comment")
class CommentSettings(Rules, BaseGenericSetting):
    """The rules of the sections that have none of their own, and words to look out for."""

    watched_words = models.TextField(
        _("words to look out for"),
        blank=True,
        help_text=_("One a line. A comment that holds one of them waits for a moderator."),
    )

    panels: ClassVar = [
        FieldPanel("mode"),
        FieldPanel("known_after"),
        FieldPanel("closes_after_days"),
        FieldPanel("watched_words"),
    ]

    class Meta:
        verbose_name = _("comments")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class SectionComments(Rules):
    """The rules of a section, for the articles that are directly in it."""

    section = models.OneToOneField(
        ArticleIndexPage,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        related_name="comment_rules",
        primary_key=True,
    )

    class Meta:
        verbose_name = _("comments of a section")
        verbose_name_plural = _("comments of sections")

    def __str__(self) -> str:
        return str(self.section)
