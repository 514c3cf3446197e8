"""Exactly the files that pages show of a picture are made before the first reader asks."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageFile

from home.models import HomePage
from news.images import ENGINE_SHAPES, NewsImage, NewsRendition, PictureShape
from news.models import MachineSettings, TopicPage
from news.models.topics import TopicArticle
from news.picture_making import make_renditions
from news.tasks import make_picture_files
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db


def photograph(width: int = 1600, height: int = 1200) -> NewsImage:
    content = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(content, "JPEG")
    upload = SimpleUploadedFile("fleuve.jpg", content.getvalue())
    return NewsImage.objects.create(title="Fleuve", file=upload)


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def run_queue() -> None:
    for task in DBTaskResult.objects.filter(task_path="news.tasks.make_picture_files"):
        make_picture_files.call(*task.args_kwargs["args"])


def specs_of(*images: NewsImage) -> set[tuple[int, str]]:
    rows = NewsRendition.objects.filter(image__in=images)
    return set(rows.values_list("image_id", "filter_spec"))


def shown_at(client: Client, addresses: list[str]) -> set[tuple[int, str]]:
    """The files that any of the pages points to, by picture and specification."""
    text = "".join(client.get(address).content.decode() for address in addresses)
    files = NewsRendition.objects.all()
    return {
        (file.image_id, file.filter_spec) for file in files if os.path.basename(file.url) in text
    }


@contextmanager
def nothing_is_made() -> Iterator[None]:
    before = set(NewsRendition.objects.values_list("pk", flat=True))
    yield
    assert set(NewsRendition.objects.values_list("pk", flat=True)) == before


def test_what_is_made_in_advance_is_what_pages_show(
    client: Client, home_page: HomePage, after_commit: Any
):
    lead, small, in_text, poster, portrait = (
        photograph(),
        photograph(700, 500),
        photograph(),
        photograph(640, 480),
        photograph(640, 640),
    )
    with after_commit():
        section = SectionFactory(parent=home_page)
        author = AuthorFactory(portrait=portrait, biography="<p>Elle écrit.</p>")
        body = [
            ("image", {"image": in_text}),
            ("embed", {"url": "https://video.example/fleuve", "title": "Film", "poster": poster}),
        ]
        article = ArticleFactory(parent=section, lead_image=lead, body=body, authors=[author])
        other = ArticleFactory(parent=section, lead_image=small)
        picks = [TopicArticle(article=other)]
        topic = TopicPage(title="Le fleuve", lead_image=lead, picks=picks)
        section.add_child(instance=topic)
    machines = MachineSettings.for_site(home_page.get_site())
    machines.feeds_in_full = True
    machines.save()
    run_queue()
    pages = [home_page.url, section.url, article.url, other.url, topic.url]
    addresses = [*pages, author.get_absolute_url(), reverse("author_index"), reverse("feed")]
    with nothing_is_made():
        shown = shown_at(client, addresses)
    assert shown == specs_of(lead, small, in_text, poster, portrait)


def test_upload_alone_makes_nothing(after_commit: Any):
    with after_commit():
        photograph()
    assert not DBTaskResult.objects.exists()


def test_draft_has_its_files_before_it_is_published(home_page: HomePage, after_commit: Any):
    section = SectionFactory(parent=home_page)
    article = ArticleFactory(parent=section, live=False)
    lead, in_text = photograph(), photograph()
    with after_commit():
        article.lead_image = lead
        article.body = [("image", {"image": in_text})]
        version = article.save_revision()
    lead_shapes = {(lead.pk, shape) for shape in ("card", "lead", *ENGINE_SHAPES)}
    assert shapes() == lead_shapes | {(in_text.pk, "inline")}
    other = photograph()
    with after_commit():
        article.lead_image = other
        article.save_revision(overwrite_revision=version)
    assert {(other.pk, "card"), (other.pk, "lead")} < shapes()


def test_second_save_of_the_same_pictures_asks_for_nothing(home_page: HomePage, after_commit: Any):
    article = ArticleFactory(parent=SectionFactory(parent=home_page), live=False)
    article.lead_image = photograph()
    for _ in range(2):
        with after_commit():
            article.save_revision()
    assert DBTaskResult.objects.count() == 1


def test_version_that_names_a_deleted_picture_is_saved(home_page: HomePage, after_commit: Any):
    article = ArticleFactory(parent=SectionFactory(parent=home_page), live=False)
    article.body = [("image", {"image": photograph()})]
    gone = NewsImage.objects.get()
    with after_commit():
        article.save_revision()
        NewsImage.objects.filter(pk=gone.pk).delete()
    assert not PictureShape.objects.exists()


def test_files_are_made_anew_for_another_focal_point(after_commit: Any):
    image = photograph()
    with after_commit():
        AuthorFactory(portrait=image)
    run_queue()
    DBTaskResult.objects.all().delete()
    with after_commit():
        image.focal_point_x, image.focal_point_y = 200, 200
        image.focal_point_width = image.focal_point_height = 100
        image.save()
    run_queue()
    keys = list(image.renditions.values_list("focal_point_key", flat=True))
    assert [keys.count(key) for key in set(keys)] == [5, 5]


def test_every_field_with_a_picture_says_in_which_shape_it_is_shown():
    undeclared = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is NewsImage and is_for_readers(model)
        if field.name not in getattr(model, "picture_shapes", {})
    }
    assert undeclared == set()


def is_for_readers(model: Any) -> bool:
    return model._meta.app_label in {"news", "home", "search"} and model not in {
        NewsRendition,
        PictureShape,
    }


def test_avif_is_written_fast_and_with_one_thread(monkeypatch: pytest.MonkeyPatch):
    options = []
    write = Image.SAVE["AVIF"]

    def noted(picture: Image.Image, *args: Any) -> None:
        options.append(picture.encoderinfo)
        write(picture, *args)

    image = photograph(400, 300)
    monkeypatch.setitem(Image.SAVE, "AVIF", noted)
    make_renditions(image, ["card"])
    assert len(options) == 3
    assert all(
        (told["quality"], told["speed"], told["max_threads"]) == (55, 8, 1) for told in options
    )


def test_an_original_is_decoded_once_for_all_its_files(monkeypatch: pytest.MonkeyPatch):
    image = photograph(3000, 2000)
    decoded: list[ImageFile.ImageFile] = []
    load = ImageFile.ImageFile.load

    def noted(picture: ImageFile.ImageFile) -> Any:
        if not any(picture is known for known in decoded):
            decoded.append(picture)
        return load(picture)

    monkeypatch.setattr(ImageFile.ImageFile, "load", noted)
    assert make_renditions(image, ["card", "lead", *ENGINE_SHAPES]) == 18
    assert len(decoded) == 1


def test_sizes_of_a_large_original_are_cut_where_they_should_be():
    """It is shrunk before it is cut; half of it is red, the other blue."""
    content = BytesIO()
    picture = Image.new("RGB", (6000, 3000), "red")
    picture.paste("blue", (3000, 0, 6000, 3000))
    picture.save(content, "JPEG")
    upload = SimpleUploadedFile("fleuve.jpg", content.getvalue())
    image = NewsImage.objects.create(title="Fleuve", file=upload)
    image.focal_point_x, image.focal_point_y = 3600, 1500
    image.focal_point_width = image.focal_point_height = 100
    make_renditions(image, ["card", "portrait"])
    edges = {}
    for file in image.renditions.all():
        with file.file.open() as opened, Image.open(opened) as made:
            assert made.size == (file.width, file.height)
            row = [made.convert("RGB").getpixel((x, made.height // 2)) for x in range(made.width)]
        edges[file.filter_spec] = sum(red > 128 for red, _green, _blue in row) / file.width
    # Where the two meet, from the left: 3000 pixels less those that are cut off.
    for spec, edge in edges.items():
        taken = 3000 if spec.startswith(("fill-96x96", "fill-192x192")) else 4500
        left = 3600 - 0.6 * taken
        assert edge == pytest.approx((3000 - left) / taken, abs=0.02), spec


def shapes() -> set[tuple[int, str]]:
    return set(PictureShape.objects.values_list("image_id", "shape"))
