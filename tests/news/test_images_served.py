"""What readers are sent of a picture."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image, ImageCms

from news.images import CARD_WIDTHS, FORMATS, SHAPES, NewsImage
from news.models import ArticlePage
from news.picture_making import make_files, make_renditions
from news.tasks import make_picture_files
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory

pytestmark = pytest.mark.django_db

GPS = 0x8825


def picture(width: int, height: int, mode: str = "RGB", fmt: str = "JPEG", **options: object):
    content = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(content, fmt, **options)
    upload = SimpleUploadedFile(f"fleuve.{fmt.lower()}", content.getvalue())
    return NewsImage.objects.create(title="Fleuve", file=upload, description="Le fleuve")


def render(image: NewsImage | None, arguments: str = "") -> str:
    source = "{% load news_pictures %}{% news_picture image " + arguments + " %}"
    return Template(source).render(Context({"image": image})).strip()


def test_picture_is_offered_in_three_formats_with_its_size():
    image = picture(900, 600)
    make_renditions(image)
    html = render(image)
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert 'width="720" height="480"' in html
    assert 'alt="Le fleuve"' in html
    assert 'loading="lazy"' in html
    for width in CARD_WIDTHS:
        assert f"{width}w" in html


def test_first_picture_of_a_page_is_asked_for_at_once():
    image = picture(900, 600)
    make_renditions(image)
    html = render(image, "priority=True")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_small_picture_is_not_blown_up():
    image = picture(400, 300)
    make_renditions(image)
    assert max(rendition.width for rendition in image.renditions.all()) == 400
    html = render(image)
    assert 'width="400"' in html
    assert "720w" not in html


def test_picture_without_files_keeps_its_place_and_makes_none():
    image = picture(1600, 1200)
    html = render(image, 'shape="lead"')
    assert not image.renditions.exists()
    assert 'src="data:' in html and "<source" not in html
    assert 'width="1440" height="960"' in html and 'alt="Le fleuve"' in html


def test_the_best_of_what_is_there_is_shown_while_the_rest_is_made():
    image = picture(1600, 1200)
    make_files(image, [SHAPES["lead"].spec(720, "webp"), SHAPES["lead"].spec(480, "avif")])
    html = render(image, 'shape="lead"')
    assert "data:" not in html and "<source" not in html
    assert 'width="720"' in html and ".webp" in html
    make_files(image, [SHAPES["lead"].spec(1440, "jpeg")])
    assert ".jpg" in render(image, 'shape="lead"')


def test_format_is_offered_only_when_all_its_widths_are_there():
    image = picture(900, 600)
    make_renditions(image)
    image.renditions.filter(filter_spec=SHAPES["card"].spec(480, "avif")).delete()
    html = render(image)
    assert "image/avif" not in html
    assert "image/webp" in html


def test_prefetched_listing_asks_nothing_per_picture(home_page, django_assert_num_queries):
    section = SectionFactory(parent=home_page)
    for number in range(2):
        ArticleFactory(parent=section, title=f"A {number}", lead_image=picture(500, 330))
    for image in NewsImage.objects.all():
        make_renditions(image)
    articles = list(ArticlePage.objects.all().for_listing())
    with django_assert_num_queries(0):
        for article in articles:
            assert "image/avif" in render(article.lead_image)


def test_picture_without_prefetch_costs_one_query(django_assert_num_queries):
    make_renditions(picture(500, 330))
    image = NewsImage.objects.get()
    with django_assert_num_queries(1):
        render(image)


def test_no_picture_renders_nothing():
    assert render(None) == ""


def test_lost_file_keeps_its_place_and_breaks_no_page():
    image = picture(900, 600)
    image.file.storage.delete(image.file.name)
    assert 'src="data:' in render(image)
    assert make_picture_files.call(image.pk) == 0


def test_description_is_escaped():
    image = picture(400, 300)
    image.description = '"><script>'
    assert "<script>" not in render(image)


def test_files_carry_no_place_and_no_profile():
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (12.0, 39.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = picture(400, 300, exif=exif.tobytes(), icc_profile=profile)
    make_renditions(image)
    for rendition in image.renditions.filter(filter_spec__contains="|web|"):
        with rendition.file.open() as file, Image.open(file) as served:
            assert not served.getexif()
            assert "icc_profile" not in served.info


@pytest.mark.parametrize(
    ("mode", "fmt"),
    [("CMYK", "JPEG"), ("L", "PNG"), ("P", "GIF"), ("RGBA", "PNG"), ("LA", "PNG"), ("I;16", "PNG")],
)
def test_every_colour_mode_becomes_every_format(mode, fmt):
    image = picture(400, 300, mode, fmt)
    make_renditions(image)
    for name in FORMATS:
        assert image.renditions.filter(filter_spec__endswith=f"format-{name}").exists()


def test_queue_makes_what_is_missing_once():
    image = NewsImageFactory()
    image.shapes.create(shape="card")
    assert make_picture_files.call(image.pk) > 0
    assert make_picture_files.call(image.pk) == 0


def test_queue_forgives_a_picture_that_is_gone():
    assert make_picture_files.call(123456) == 0


def test_picture_is_put_in_the_queue_once_something_shows_it(
    home_page, django_capture_on_commit_callbacks
):
    from django_tasks_db.models import DBTaskResult

    section = SectionFactory(parent=home_page)
    with django_capture_on_commit_callbacks(execute=True):
        image = NewsImageFactory()
    tasks = DBTaskResult.objects.filter(task_path="news.tasks.make_picture_files")
    assert not tasks.exists()
    with django_capture_on_commit_callbacks(execute=True):
        ArticleFactory(parent=section, lead_image=image)
    assert [task.args_kwargs["args"] for task in tasks] == [[image.pk]]


def test_what_people_wait_for_is_done_before_pictures(db):
    from django_tasks_db.models import DBTaskResult

    from tests.jobs.faults.tasks import write_line

    make_picture_files.enqueue(123456)
    write_line.enqueue("mail")
    order = DBTaskResult.objects.ready().values_list("task_path", flat=True)
    assert list(order) == ["tests.jobs.faults.tasks.write_line", "news.tasks.make_picture_files"]
