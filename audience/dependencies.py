"""What the tables of readers are to the pages that read them (`delivery.pages.tables`)."""

from django.db.models import Model

from audience.models import (
    ArticleFigures,
    BlockedWriter,
    Comment,
    Commenter,
    CommentReport,
    CommentSettings,
    DailyFigures,
    DailySalt,
    Decision,
    Discussion,
    RecentView,
    SectionComments,
    ShownFigures,
    TrendingList,
    TrendSettings,
    UsedProof,
)
from delivery.pages.dependencies import watch_objects
from delivery.pages.tables import Event, Rule, declare, differs, harmless, whole

SHOWN = ("text", "name", "member_id", "posted_at", "edited_at", "thread_id", "answers_to_id")


def declare_tables() -> None:
    """Once all models are loaded."""
    whole(CommentSettings, SectionComments, TrendingList, TrendSettings)
    harmless(BlockedWriter, CommentReport, Commenter, DailySalt, Decision, UsedProof)
    # What is counted at every moment: readers see what the clock makes of it now and then.
    harmless(ArticleFigures, DailyFigures, RecentView)
    _declare_comments()
    _declare_by_article(Discussion, ["approved", "mode"])
    _declare_by_article(ShownFigures, ["views", "shares"])


def _declare_comments() -> None:
    """Comments that readers see, by article (`comments:<its key>`), and how many there are.

    What counts those of all articles depends on `comments`.
    """
    table = Comment._meta.db_table
    shown = "{}.status = 'approved'"
    is_shown = f"({shown.format('OLD')} OR {shown.format('NEW')} OR OLD.is_shown OR NEW.is_shown)"
    is_gone = f"({shown.format('OLD')} AND NOT {shown.format('NEW')})"
    changes = differs([*SHOWN, "status", "is_shown", "approved_answers"])
    tag = "'comments:' || {}.article_id"
    declare(
        table,
        [],
        [
            Rule(Event.INSERT, tag.format("NEW"), shown.format("NEW")),
            Rule(Event.UPDATE, tag.format("NEW"), f"{is_shown} AND {changes}", is_gone),
            Rule(Event.UPDATE, "'comments'", "OLD.status IS DISTINCT FROM NEW.status"),
            Rule(Event.DELETE, tag.format("OLD"), shown.format("OLD"), "true"),
            Rule(Event.DELETE, "'comments'", shown.format("OLD")),
        ],
    )


def _declare_by_article(model: type[Model], shown: list[str]) -> None:
    """Of which an article has one: who reads it depends on `<its table>:<key of the article>`."""
    table = model._meta.db_table
    watch_objects(model, table)
    tag = f"'{table}:' || "
    declare(
        table,
        [],
        [
            Rule(Event.INSERT, f"{tag}NEW.article_id"),
            Rule(Event.UPDATE, f"{tag}NEW.article_id", differs(shown)),
            Rule(Event.DELETE, f"{tag}OLD.article_id"),
        ],
    )
