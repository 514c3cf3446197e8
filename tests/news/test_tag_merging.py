"""Tags are merged into one and deleted with their use in view."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from news.models import ArticleIndexPage, ArticlePage, Tag
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LIST = "wagtailsnippets_news_tag:list"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
@made_once
def section(home_page: object) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


def publish(section: ArticleIndexPage, *tags: str, **fields: object) -> ArticlePage:
    article = ArticleFactory.build(**fields)
    article.tags.add(*tags)
    section.add_child(instance=article)
    return article


def merge_url(*names: str) -> str:
    ids = "&".join(f"id={Tag.objects.get(name=name).pk}" for name in names)
    return f"{reverse('wagtail_bulk_action', args=['news', 'tag', 'merge'])}?{ids}"


def merge(desk: Client, kept: str, *others: str) -> None:
    answer = desk.post(merge_url(kept, *others), {"kept": Tag.objects.get(name=kept).pk})
    assert answer.status_code == 302


def names(article: ArticlePage) -> list[str]:
    return [tag.name for tag in article.tags.all()]


def test_articles_carry_the_kept_tag_once(desk: Client, section: ArticleIndexPage) -> None:
    both = publish(section, "Football", "Foot", "Mali")
    others = publish(section, "Foot", "Ballon rond", "Mali")
    merge(desk, "Football", "Foot", "Ballon rond")
    assert [names(ArticlePage.objects.get(pk=page.pk)) for page in (both, others)] == [
        ["Football", "Mali"]
    ] * 2
    assert set(Tag.objects.values_list("name", flat=True)) == {"Football", "Mali"}


def test_addresses_names_and_searches_lead_to_the_kept_tag(
    desk: Client, reader: Client, section: ArticleIndexPage
) -> None:
    publish(section, "Foot", title="Le derby")
    Tag.objects.update(description="Le jeu.", spellings="balle au pied")
    Tag.objects.create(name="Football")
    Tag.objects.create(name="Sport")
    merge(desk, "Football", "Foot")
    merge(desk, "Sport", "Football")
    for slug in ("foot", "football"):
        answer = reader.get(f"/mots-cles/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/mots-cles/sport/")
        found = reader.get(reverse("search"), {"q": "derby", "mot_cle": slug})
        assert "Le derby" in found.text
    tag = Tag.objects.get()
    assert tag.spellings == "Football\nFoot\nballe au pied"
    assert tag.description == "Le jeu."
    entry = ModelLogEntry.objects.filter(action="news.tag.merge").first()
    assert (entry.data["names"], entry.data["articles"]) == (["Football"], 1)


def test_no_version_brings_a_merged_tag_back(desk: Client, section: ArticleIndexPage) -> None:
    article = publish(section, "Mali")
    article.tags.set(["Foot", "Football", "Ballon rond"])
    draft = article.save_revision()
    article.tags.set(["Foot"])
    newer = article.save_revision()
    content = Revision.objects.get(pk=draft.pk).content
    merge(desk, "Football", "Foot", "Ballon rond")
    Tag.objects.create(name="Sport")
    merge(desk, "Sport", "Football")
    draft, newer = Revision.objects.get(pk=draft.pk), Revision.objects.get(pk=newer.pk)
    assert draft.content == content
    for version in (draft, newer):
        version.publish()
        assert names(ArticlePage.objects.get(pk=article.pk)) == ["Sport"]
    assert Tag.objects.filter(name="Foot").count() == 0


def test_two_tags_written_alike_become_one(desk: Client, section: ArticleIndexPage) -> None:
    publish(section, "Économie")
    other = Tag.objects.create(name="Economie politique")
    Tag.objects.filter(pk=other.pk).update(name="Economie", key=f"economie {other.pk}")
    merge(desk, "Economie", "Économie")
    tag = Tag.objects.get()
    assert (tag.name, tag.key, tag.spellings) == ("Economie", "economie", "")


def test_the_most_used_one_is_proposed_with_what_will_happen(
    desk: Client, section: ArticleIndexPage
) -> None:
    Tag.objects.create(name="Foot")
    publish(section, "Football")
    page = desk.get(merge_url("Foot", "Football"))
    assert page.context["form"]["kept"].value() == Tag.objects.get(name="Football").pk
    assert "1 article le porte, dont 1 est publié." in " ".join(page.text.split())
    assert Tag.objects.count() == 2


def test_one_tag_alone_is_not_merged(desk: Client) -> None:
    Tag.objects.create(name="Foot")
    merge(desk, "Foot")
    assert Tag.objects.get().name == "Foot"


def test_a_writer_merges_nothing(client: Client) -> None:
    Tag.objects.create(name="Foot")
    Tag.objects.create(name="Football")
    writer = UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    client.force_login(writer)
    client.post(merge_url("Foot", "Football"), {"kept": Tag.objects.get(name="Foot").pk})
    assert Tag.objects.count() == 2


def test_deleting_tells_how_many_articles_carry_the_tag(
    desk: Client, section: ArticleIndexPage
) -> None:
    publish(section, "Foot")
    publish(section, "Foot", live=False)
    tag = Tag.objects.get()
    several = f"{reverse('wagtail_bulk_action', args=['news', 'tag', 'delete'])}?id={tag.pk}"
    for url in (reverse("wagtailsnippets_news_tag:delete", args=[tag.pk]), several):
        page = " ".join(desk.get(url).text.split())
        assert "2 articles le portent, dont 1 est publié." in page
        assert "cité 0 fois" not in page
        assert Tag.objects.exists()
    assert desk.post(several).status_code == 302
    assert not Tag.objects.exists()


def test_the_list_shows_use_and_is_sorted_by_it(desk: Client, section: ArticleIndexPage) -> None:
    publish(section, "Foot", "Mali")
    publish(section, "Mali", live=False)
    Tag.objects.create(name="Vide")
    listing = desk.get(reverse(LIST), {"ordering": "-used"})
    rows = [(tag.name, tag.published_use, tag.used) for tag in listing.context["object_list"]]
    assert rows == [("Mali", 1, 2), ("Foot", 1, 1), ("Vide", 0, 0)]
    unused = desk.get(reverse(LIST), {"state": "unused"}).context["object_list"]
    assert [tag.name for tag in unused] == ["Vide"]


@pytest.mark.parametrize("typed", ["ECONO", "éco-no", "nomie", "finan"])
def test_the_list_is_searched_without_accents_and_capitals(desk: Client, typed: str) -> None:
    Tag.objects.create(name="Économie", spellings="Finances")
    Tag.objects.create(name="Sport")
    found = desk.get(reverse(LIST), {"q": typed, "ordering": "used"}).context["object_list"]
    assert [tag.name for tag in found] == ["Économie"]


def merge_with(desk: Client, tag: Tag, *names: str) -> Any:
    url = reverse("wagtailsnippets_news_tag:merge", args=[tag.pk])
    return desk.post(url, {"others": ", ".join(f'"{name}"' for name in names)})


def split(desk: Client, tag: Tag) -> None:
    url = reverse("wagtailsnippets_news_tag:split", args=[tag.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url).status_code == 302


def test_a_tag_is_merged_from_its_own_page(desk: Client) -> None:
    foot = Tag.objects.create(name="Foot")
    Tag.objects.create(name="Football", spellings="ballon rond")
    Tag.objects.create(name="Œuvre, la")
    page = desk.get(reverse("wagtailsnippets_news_tag:edit", args=[foot.pk])).text
    assert reverse("wagtailsnippets_news_tag:merge", args=[foot.pk]) in page
    assert "Prendre" not in page
    answer = merge_with(desk, foot, "FOOTBALL", "Ballon-rond", "oeuvre la")
    assert answer["Location"].startswith(merge_url("Foot", "Football", "Œuvre, la"))
    assert Tag.objects.count() == 3
    for name in ("Foot", "Handball"):
        assert "others" in merge_with(desk, foot, name).context["form"].errors


def test_a_merge_is_taken_back(desk: Client, reader: Client, section: ArticleIndexPage) -> None:
    only, both = publish(section, "Foot", "Mali"), publish(section, "Foot", "Football")
    never, lost = publish(section, "Football"), publish(section, "Foot")
    draft = lost.save_revision()
    foot, kept = Tag.objects.get(name="Foot"), Tag.objects.get(name="Football")
    foot.description, foot.spellings, foot.slug = "Le jeu.", "balle au pied", "le-foot"
    foot.save()
    before = Tag.objects.values("pk", "name", "slug", "description", "spellings", "key", "words")
    tags = list(before.order_by("pk"))
    merge(desk, "Football", "Foot")
    lost.tags.set(["Mali"])
    lost.save()
    split(desk, kept)
    assert list(before.order_by("pk")) == tags
    carried = [sorted(names(ArticlePage.objects.get(pk=page.pk))) for page in (only, both, never)]
    assert carried == [["Foot", "Mali"], ["Foot", "Football"], ["Football"]]
    assert names(ArticlePage.objects.get(pk=lost.pk)) == ["Mali"]
    assert reader.get("/mots-cles/le-foot/").status_code == 200
    assert reader.get("/mots-cles/foot/")["Location"] == "/mots-cles/le-foot/"
    assert reader.get(reverse("search"), {"mot_cle": "le-foot", "q": only.title}).status_code == 200
    Revision.objects.get(pk=draft.pk).publish()
    assert names(ArticlePage.objects.get(pk=lost.pk)) == ["Foot"]
    entry = ModelLogEntry.objects.filter(action="news.tag.split").get()
    assert entry.message == "La fusion a été défaite. De nouveau là\N{NO-BREAK SPACE}: Foot."


def test_doubles_are_doubles_again_when_their_merge_is_taken_back(desk: Client) -> None:
    kept = Tag.objects.create(name="Économie")
    other = Tag.objects.create(name="Economie politique")
    Tag.objects.filter(pk=other.pk).update(name="Economie", key=f"economie {other.pk}")
    merge(desk, "Économie", "Economie")
    split(desk, kept)
    assert Tag.objects.doubles().count() == 2


def test_no_merge_is_taken_back_twice_nor_over_a_tag_that_came_meanwhile(desk: Client) -> None:
    kept = Tag.objects.create(name="Football")
    Tag.objects.create(name="Foot")
    merge(desk, "Football", "Foot")
    Tag.objects.filter(pk=kept.pk).update(spellings="", other_keys="")
    new = Tag.objects.create(name="foot")
    split(desk, kept)
    assert set(Tag.objects.all()) == {kept, new}
    new.delete()
    split(desk, kept)
    split(desk, kept)
    assert set(Tag.objects.values_list("name", flat=True)) == {"Football", "Foot"}


def test_a_writer_neither_merges_nor_splits(client: Client) -> None:
    tag = Tag.objects.create(name="Foot")
    writer = UserFactory()
    writer.groups.add(Group.objects.get(name="Writers"))
    client.force_login(writer)
    for name in ("merge", "split"):
        address = reverse(f"wagtailsnippets_news_tag:{name}", args=[tag.pk])
        assert client.get(address).status_code == 302
