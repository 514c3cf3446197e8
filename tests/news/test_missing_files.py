"""Published texts from before get the files that they lack, once and in small portions."""

from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from home import jobs as home_jobs
from home import missing_cards
from home.models import HomePage, SharePicture
from home.tasks import draw_missing_cards
from jobs.models import PeriodicJob
from news import jobs, missing_files
from news.images import ENGINE_SHAPES, SHAPES, NewsImage, NewsRendition, PictureShape
from news.models import ArticleIndexPage, ArticlePage
from news.picture_making import make_renditions
from news.public_pictures import settle
from news.tasks import PICTURES_AT_ONCE, make_missing_files, make_picture_files
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
# The width that cards got later.
NARROW = {SHAPES["card"].spec(240, name) for name in ("avif", "webp")}
TICK: Any = None  # the jobs do not look at it


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.fixture
@made_once
def old(section: ArticleIndexPage) -> ArticlePage:
    """An article as it was published before search engines got pictures of their own."""
    image = NewsImageFactory(file__width=1300, file__height=900)
    body = NewsImageFactory(file__width=500, file__height=400)
    AuthorFactory(portrait=NewsImageFactory(file__width=200, file__height=200))
    article: ArticlePage = ArticleFactory(
        parent=section, lead_image=image, body=[("image", {"image": body, "alt": "Le fleuve"})]
    )
    PictureShape.objects.all().delete()
    for picture in NewsImage.objects.all():
        PictureShape.objects.create(image=picture, shape="card")
    make_renditions(image, ["card", "lead"])
    image.renditions.filter(filter_spec__in=NARROW).delete()
    settle(NewsImage.objects.values_list("pk", flat=True))
    return article


def specs(image: NewsImage) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def run(task: Any) -> int:
    """Run what waits of `task`, and what it puts into the queue; returns how often it ran."""
    ran = 0
    while waiting := DBTaskResult.objects.filter(task_path=task.module_path, status="READY"):
        for row in waiting:
            DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
            task.call(*row.args_kwargs["args"])
            ran += 1
    return ran


def tick() -> None:
    jobs.complete_pictures(TICK)
    home_jobs.draw_older_cards(TICK)


def test_an_older_article_gets_exactly_what_it_lacks_and_a_second_run_makes_none(
    old: ArticlePage,
) -> None:
    before = specs(old.lead_image)
    kept = dict(NewsRendition.objects.values_list("pk", "file"))
    tick()
    run(make_missing_files)
    engines = {spec for name in ENGINE_SHAPES for spec in SHAPES[name].specs}
    assert specs(old.lead_image) - before == NARROW | engines
    assert kept.items() <= dict(NewsRendition.objects.values_list("pk", "file")).items()
    in_body, portrait = NewsImage.objects.exclude(pk=old.lead_image_id).order_by("pk")
    assert PictureShape.objects.filter(image=in_body, shape="inline").exists()
    assert specs(portrait) >= {SHAPES["portrait"].spec(192, "webp")}
    made = NewsRendition.objects.count()
    assert not NewsRendition.objects.exclude(file__startswith="images/").exists()
    tick()
    assert run(make_missing_files) == 0 and not missing_files.lacking().exists()
    assert sum(missing_files.complete(image) for image in NewsImage.objects.all()) == 0
    assert NewsRendition.objects.count() == made


def test_what_only_drafts_show_waits_for_its_publication(section: ArticleIndexPage) -> None:
    draft = ArticleFactory(parent=section, live=False, lead_image=NewsImageFactory())
    NewsImage.objects.update(files_made_for="")
    assert not missing_files.lacking().exists()
    assert not missing_cards.lacking().filter(pk=draft.pk).exists()


def test_another_table_of_sizes_has_all_pictures_looked_at_again(
    old: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_picture_files.call(old.lead_image_id)
    assert not missing_files.lacking().filter(pk=old.lead_image_id).exists()
    monkeypatch.setattr(ArticlePage, "picture_shapes", {"lead_image": ("card", "portrait")})
    assert missing_files.lacking().filter(pk=old.lead_image_id).exists()


def test_the_work_goes_on_in_small_portions_with_one_chain_at_a_time(
    section: ArticleIndexPage,
) -> None:
    for _ in range(PICTURES_AT_ONCE + 1):
        ArticleFactory(parent=section, lead_image=NewsImageFactory())
    settle(NewsImage.objects.values_list("pk", flat=True))
    # One whose file is lost needs no files, and keeps none from theirs.
    lost = NewsImage.objects.order_by("pk")[0]
    lost.file.storage.delete(lost.file.name)
    tick()
    tick()
    waiting = DBTaskResult.objects.filter(task_path=make_missing_files.module_path)
    (task,) = waiting
    assert task.priority < 0
    assert run(make_missing_files) == 3  # two portions, and one that finds nothing
    assert not missing_files.lacking().exists()


def test_an_older_article_without_a_picture_that_can_be_shared_gets_its_card(
    old: ArticlePage, section: ArticleIndexPage
) -> None:
    bare = ArticleFactory(parent=section)
    low = ArticleFactory(
        parent=section, lead_image=NewsImageFactory(file__width=900, file__height=399)
    )
    enough = ArticleFactory(
        parent=section, lead_image=NewsImageFactory(file__width=600, file__height=400)
    )
    lacking = set(missing_cards.lacking().values_list("pk", flat=True))
    assert lacking == {bare.pk, low.pk}
    assert enough.lead_image.fills_a_large_card and not low.lead_image.fills_a_large_card
    tick()
    run(draw_missing_cards)
    drawn = SharePicture.objects.all()
    assert {card.article_id for card in drawn} == lacking
    names = {card.file.name for card in drawn}
    tick()
    assert run(draw_missing_cards) == 0
    assert {card.file.name for card in SharePicture.objects.all()} == names


def test_the_list_of_periodic_work_says_how_much_is_left(
    old: ArticlePage, admin_client: Client
) -> None:
    PeriodicJob.objects.create(name="news.make_missing_files")
    page = admin_client.get("/admin/periodic-work/").text
    assert f">{missing_files.lacking().count()}<" in page.replace("\n", "").replace(" ", "")
