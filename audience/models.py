"""The registry of the models of this room."""

from audience.comments.models import (
    BlockedWriter,
    Comment,
    Commenter,
    CommentReport,
    CommentSettings,
    DailySalt,
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
