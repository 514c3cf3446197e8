"""Which pictures and documents are in use: what readers see, and what waits for its hour."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from editorial.assets.uses import find_uses
from home.models import Campaign
from news.models import ArticleIndexPage
from tests.editorial.assets import STATES, article_showing, document_of, picture_of, set_fields
from tests.factories import ArticleFactory, AuthorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.postgres
@pytest.mark.parametrize("make", [picture_of, document_of])
@pytest.mark.parametrize("state", STATES)
def test_what_readers_see_or_reviewers_hold_is_in_use(
    make: Any, state: str, section: ArticleIndexPage, writer: User, copy_editor: User
) -> None:
    asset = make(writer)
    article = article_showing(asset, state, section, writer, copy_editor)
    assert find_uses(asset).pages == {article.pk}


@pytest.mark.parametrize("state", ["draft", "sent_back"])
def test_what_a_draft_shows_that_is_still_written_is_free(
    state: str, section: ArticleIndexPage, writer: User, copy_editor: User
) -> None:
    picture = picture_of(writer)
    article_showing(picture, state, section, writer, copy_editor)
    assert not find_uses(picture)


def test_the_draft_of_a_live_article_is_no_use_until_it_is_handed_in(
    section: ArticleIndexPage, writer: User
) -> None:
    picture = picture_of(writer)
    article = ArticleFactory(parent=section, owner=writer)
    article.lead_image = picture
    article.save_revision(user=writer)
    assert not find_uses(picture)
    article.get_workflow().start(article, writer)
    assert find_uses(picture).pages == {article.pk}


@pytest.mark.postgres
def test_another_number_with_the_same_digits_is_no_use(
    section: ArticleIndexPage, writer: User, copy_editor: User
) -> None:
    picture, other = picture_of(writer), picture_of(writer)
    article = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    article.title = f"{other.pk} morts sur la route"
    set_fields(article, {"lead_image": picture})
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    assert find_uses(picture) and not find_uses(other)


def test_portraits_and_running_adverts_are_in_use(section: ArticleIndexPage, writer: User) -> None:
    portrait, advert, old_advert = picture_of(writer), picture_of(writer), picture_of(writer)
    author = AuthorFactory(portrait=portrait)
    now = timezone.now()
    for picture, ends_at in ((advert, now + timedelta(days=1)), (old_advert, now)):
        Campaign.objects.create(
            name="Riz", advertiser="Riz", url="https://example.org", picture=picture,
            title="Riz", starts_at=now - timedelta(days=1), ends_at=ends_at, on_top=True,
        )  # fmt: skip
    assert find_uses(portrait).others == [author]
    assert find_uses(advert)
    assert not find_uses(old_advert)
