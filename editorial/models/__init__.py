"""What the desk keeps beside the pages."""

from editorial.models.alerts import UrgentAlert
from editorial.models.assets import AssetProposal, ProposalState
from editorial.models.confirmation import ConfirmationRequest
from editorial.models.emergency import EmergencyReview, Haste
from editorial.models.gates import Effect, GateRule, GateSettings, LinkAnswer, Transition
from editorial.models.newsroom import NewsroomSettings, NewsroomSize
from editorial.models.notices import (
    Announcement,
    DailyDigest,
    Notice,
    NoticePreference,
    SectionWatch,
)
from editorial.models.publishing import PublishingFailure, ScheduledAction
from editorial.models.tasks import ReviewTask
from editorial.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Announcement",
    "AssetProposal",
    "ConfirmationRequest",
    "DailyDigest",
    "Effect",
    "EmergencyReview",
    "GateRule",
    "GateSettings",
    "Haste",
    "LinkAnswer",
    "NewsroomSettings",
    "NewsroomSize",
    "Notice",
    "NoticePreference",
    "ProposalState",
    "PublishingFailure",
    "ReviewTask",
    "ScheduledAction",
    "SectionWatch",
    "Transition",
    "UrgentAlert",
    "Webhook",
    "WebhookDelivery",
]
