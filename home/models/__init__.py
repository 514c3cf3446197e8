"""The front page, the paper's identity and its service pages."""

from home.models.advertising import Campaign, CampaignDay
from home.models.alert import Alert
from home.models.arrangement import FrontPageVersion
from home.models.contact import ContactDesk, ContactMessage, ContactPage
from home.models.faq import FaqPage, FaqQuestion
from home.models.home import HomePage
from home.models.identity import Identity, SocialLink
from home.models.policy import PolicyPage, PolicyVersion
from home.models.share import SharePicture

__all__ = [
    "Alert",
    "Campaign",
    "CampaignDay",
    "ContactDesk",
    "ContactMessage",
    "ContactPage",
    "FaqPage",
    "FaqQuestion",
    "FrontPageVersion",
    "HomePage",
    "Identity",
    "PolicyPage",
    "PolicyVersion",
    "SharePicture",
    "SocialLink",
]
