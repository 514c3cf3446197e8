"""The registry of the models of this room."""

from audience.comments.models import (
    BlockedWriter,
    Comment,
    Commenter,
    CommentReport,
    CommentSettings,
    Decision,
    Discussion,
    SectionComments,
    UsedProof,
)
from audience.counts.models import (
    ArticleFigures,
    DailyFigures,
    RecentView,
    ShownFigures,
    TrendingList,
    TrendSettings,
)
from audience.digests import DailySalt

__all__ = [
    "ArticleFigures",
    "BlockedWriter",
    "Comment",
    "CommentReport",
    "CommentSettings",
    "Commenter",
    "DailyFigures",
    "DailySalt",
    "Decision",
    "Discussion",
    "RecentView",
    "SectionComments",
    "ShownFigures",
    "TrendSettings",
    "TrendingList",
    "UsedProof",
]
