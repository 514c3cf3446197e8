"""What the phases of the pipeline judge a comment by, gathered in a few queries before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from django.db.models import Q
from django.utils import timezone

from accounts.accents import without_accents
from audience.comments.models import (
    BlockedWriter,
    Comment,
    Commenter,
    CommentSettings,
    Mode,
)
from audience.comments.rules import ArticleRules

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
WITHIN = timedelta(hours=24)
# So many of the newest comments are compared with a new one.
COMPARED = 50
ALIKE = 0.9


@dataclass(frozen=True)
class Facts:
    """seconds: since the form was shown. trap: what was typed where nobody sees a field.

    from_network, from_writer: comments on this article within ten minutes. alike: the text of an
    earlier comment of the last day that is nearly the same. approved, refused: earlier ones of this
    mail address. suspicion: why its network should have brought a proof of work and did not.
    """

    text: str
    links: Sequence[str]
    seconds: float
    trap: str
    mode: Mode
    known_after: int
    from_network: int = 0
    from_writer: int = 0
    alike: str = ""
    watched: Sequence[str] = ()
    approved: int = 0
    refused: int = 0
    is_trusted: bool = False
    blocked: str = ""
    suspicion: str = ""


def gather(
    comment: Comment, rules: ArticleRules, seconds: float, trap: str, suspicion: str = ""
) -> Facts:
    """The facts of a comment that is not stored yet, or that is being edited."""
    now = timezone.now()
    others = Comment.objects.exclude(pk=comment.pk)
    lately = others.filter(
        article_id=comment.article_id, posted_at__gte=now - timedelta(minutes=10)
    )
    writer = Commenter.objects.filter(email=comment.email.lower()).first()
    who = Q(kind=BlockedWriter.Kind.EMAIL, value=comment.email.lower())
    if comment.network:
        who |= Q(kind=BlockedWriter.Kind.NETWORK, value=comment.network)
    blocked = BlockedWriter.objects.filter(who).first()
    return Facts(
        text=comment.text,
        links=LINK.findall(comment.text),
        seconds=seconds,
        trap=trap,
        mode=rules.mode,
        known_after=rules.known_after,
        from_network=lately.filter(network=comment.network).count() if comment.network else 0,
        from_writer=lately.filter(email=comment.email).count(),
        alike=_alike(comment),
        watched=_watched(comment.text),
        approved=writer.approved if writer else 0,
        refused=writer.refused if writer else 0,
        is_trusted=bool(writer and writer.trusted),
        blocked=blocked.get_kind_display() if blocked else "",
        suspicion=suspicion,
    )


def _alike(comment: Comment) -> str:
    """The text of a comment of the last day that says nearly the same; short ones often do."""
    text = plain(comment.text)
    if len(text) < 40:
        return ""
    recent = Comment.objects.exclude(pk=comment.pk).filter(posted_at__gte=timezone.now() - WITHIN)
    for earlier in recent.order_by("-posted_at").values_list("text", flat=True)[:COMPARED]:
        other = plain(earlier)
        if other == text:
            return earlier
        matcher = SequenceMatcher(None, text, other, autojunk=False)
        # The quick ones are upper bounds of the last.
        ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if all(ratio() > ALIKE for ratio in ratios):
            return earlier
    return ""


def _watched(text: str) -> list[str]:
    """The watched words of the settings that the text holds, whatever their accents."""
    said = f" {plain(text)} "
    words = CommentSettings.load().watched_words.splitlines()
    return [word.strip() for word in words if word.strip() and f" {plain(word)} " in said]


def plain(text: str) -> str:
    """Words in small letters without accents, one space between them."""
    return " ".join(re.findall(r"\w+", without_accents(text).casefold()))
