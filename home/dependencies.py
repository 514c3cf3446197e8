"""What the tables of la Une, the paper and its adverts are to the pages that read them."""

from delivery.pages.tables import Event, Rule, declare, harmless, whole
from home.models import (
    Alert,
    Campaign,
    CampaignDay,
    ContactMessage,
    FrontPageVersion,
    Identity,
    PolicyVersion,
    SharePicture,
    SocialLink,
)


def declare_tables() -> None:
    """Once all models are loaded."""
    whole(Alert, Campaign, Campaign.sections.through, FrontPageVersion, Identity, SocialLink)
    whole(PolicyVersion)
    harmless(ContactMessage)
    _declare_campaign_days()
    _declare_share_pictures()


def _declare_campaign_days() -> None:
    """Views matter to pages once a campaign has had as many as were sold."""
    campaigns, days = Campaign._meta.db_table, CampaignDay._meta.db_table
    views = f"(SELECT sum(d.views) FROM {days} d WHERE d.campaign_id = c.id)"  # noqa: S608
    sold_out = (
        f"EXISTS (SELECT 1 FROM {campaigns} c WHERE c.id = NEW.campaign_id"  # noqa: S608
        f" AND c.cap IS NOT NULL AND {views} >= c.cap)"
    )
    tag = f"'{campaigns}'"
    more = "OLD.views IS DISTINCT FROM NEW.views"
    rules = [
        Rule(Event.INSERT, tag, f"NEW.views > 0 AND {sold_out}"),
        Rule(Event.UPDATE, tag, f"{more} AND {sold_out}"),
        Rule(Event.DELETE, tag, "OLD.views > 0"),
    ]
    declare(days, [], rules)


def _declare_share_pictures() -> None:
    """The card of an article is drawn after it came out."""
    drawn = "'page:' || {}.article_id"
    rules = [
        Rule(Event.INSERT, drawn.format("NEW")),
        Rule(Event.UPDATE, drawn.format("NEW")),
        Rule(Event.DELETE, drawn.format("OLD")),
    ]
    declare(SharePicture._meta.db_table, [], rules)
