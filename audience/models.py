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

__all__ = [
    "BlockedWriter",
    "Comment",
    "CommentReport",
    "CommentSettings",
    "Commenter",
    "DailySalt",
    "Decision",
    "Discussion",
    "SectionComments",
    "UsedProof",
]
