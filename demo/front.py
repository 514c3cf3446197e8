"""What the demo's editors have arranged: la Une, an alert, a dossier, campaigns, the networks."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.pages import child, publish
from demo.texts import Text, read
from home.arranging import arrange, arrangement_token
from home.models import Alert, Campaign, CampaignDay, HomePage, Identity
from home.plan import NOTHING, Plan, Slot
from news.models import ArticleIndexPage, ArticlePage, TopicPage


@transaction.atomic
def load(
    home: HomePage,
    sections: dict[str, ArticleIndexPage],
    articles: dict[str, ArticlePage],
    accounts: dict[str, User],
) -> None:
    """Make what is missing; what is there already stays as it is."""
    texts = read("front")
    _topic(sections, articles, texts["topic"])
    if not home.versions.exists():
        arrange(
            home,
            _plan(sections, articles, texts["front_page"]),
            accounts["chef"],
            seen=arrangement_token(home),
        )
    if not Alert.objects.exists():
        alert = texts["alert"]
        Alert(text=alert["text"], page=articles[alert["article"]]).approve()
    if not Campaign.objects.exists():
        for text in texts["campaign"]:
            _campaign(text)


def networks(identity: Identity) -> None:
    if not identity.social_links.exists():
        for position, text in enumerate(read("front")["network"]):
            identity.social_links.create(sort_order=position, **text)
        identity.save()


def _plan(
    sections: dict[str, ArticleIndexPage], articles: dict[str, ArticlePage], text: Text
) -> Plan:
    rule = f"section-{sections[text['lead_fallback']].pk}"
    until = timezone.now() + timedelta(hours=8)
    return Plan(
        lead=Slot(articles[text["lead"]].pk, until=until, fallback=rule),
        not_to_miss=tuple(
            Slot(articles[slug].pk, fallback=NOTHING) for slug in text["not_to_miss"]
        ),
    )


def _topic(
    sections: dict[str, ArticleIndexPage], articles: dict[str, ArticlePage], text: Text
) -> None:
    page = child(
        TopicPage,
        sections[text["section"]],
        text["slug"],
        title=text["title"],
        standfirst=text["standfirst"],
        introduction=text["introduction"],
    )
    if page.first_published_at:
        return
    page.lead_image = articles[text["articles"][0]].lead_image
    page.picks.set([page.picks.model(article=articles[slug]) for slug in text["articles"]])
    page.events.set([page.events.model(**_event(event, articles)) for event in text["events"]])
    publish(page)


def _event(text: Text, articles: dict[str, ArticlePage]) -> dict[str, Any]:
    article = articles[text["article"]] if "article" in text else None
    return {"day": text["day"], "text": text["text"], "article": article}


def _campaign(text: Text) -> None:
    now = timezone.now()
    campaign = Campaign.objects.create(
        **{name: text[name] for name in ("name", "advertiser", "title", "detail", "weight")},
        **dict.fromkeys(text["places"], True),
        url="https://annonceur.example.org/",
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=60),
    )
    CampaignDay.objects.create(
        campaign=campaign,
        day=timezone.localdate() - timedelta(days=1),
        views=text["views"],
        clicks=text["clicks"],
    )
