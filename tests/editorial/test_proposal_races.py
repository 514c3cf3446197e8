"""Two people decide on the same proposal at the same moment: one wins, the other is told."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Site

from accounts.models import User
from editorial.assets import deciding
from editorial.assets.models import AssetProposal, ProposalState
from editorial.gates.models import GateRule
from tests.editorial.assets import article_showing, picture_of, save_picture
from tests.editorial.conftest import member
from tests.editorial.races import at_once
from tests.factories import HomePageFactory, SectionFactory
from tests.scale import scaled

DECISIONS = (deciding.ACCEPTED_ACTION, deciding.DECLINED_ACTION, deciding.WITHDRAWN_ACTION)
# What the first and the second of two people do, and the state that each of them wants.
PAIRS = [
    ("accept", "decline"),
    ("accept", "accept"),
    ("decline", "decline"),
    ("accept", "withdraw"),
]
STATES = {
    "accept": ProposalState.ACCEPTED,
    "decline": ProposalState.DECLINED,
    "withdraw": ProposalState.WITHDRAWN,
}


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    sign_in: Callable[[User], Client],
) -> None:
    GateRule.objects.all().delete()  # A database of its own has those of a new site.
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    section = SectionFactory(parent=home)
    writer = member("Writers", username="awa")
    first, second = (member("Chief editors", username=name) for name in ("adama", "fatou"))
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    proposing, one, other = (sign_in(user) for user in (writer, first, second))
    for number, ways in enumerate(PAIRS * scaled(1, 10)):
        save_picture(proposing, picture, description=f"Neuf {number}")
        proposal = AssetProposal.objects.waiting().get()
        before = picture.description
        address = reverse("asset_proposal", args=[proposal.pk])
        clients = (one, proposing if ways[1] == "withdraw" else other)
        answers: list[Any] = at_once(
            *(
                partial(client.post, address, {"answer": way, "comment": way})
                for client, way in zip(clients, ways, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [302, 409], ways
        won = ways[[answer.status_code for answer in answers].index(302)]
        lost = next(answer for answer in answers if answer.status_code == 409)
        assert "Quelqu’un d’autre a déjà décidé" in lost.content.decode()
        proposal.refresh_from_db()
        picture.refresh_from_db()
        assert proposal.state == STATES[won]
        assert picture.description == (f"Neuf {number}" if won == "accept" else before)
        logged = ModelLogEntry.objects.filter(action__in=DECISIONS, object_id=picture.pk)
        assert logged.count() == number + 1, ways
