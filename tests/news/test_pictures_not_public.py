"""No size of a picture is public before a text with it is; the newsroom’s own never are."""

import os
import re
from io import BytesIO

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from home.models import Campaign, Identity
from news import cleaning_up
from news.images import NewsImage, NewsRendition
from news.models import Author
from news.picture_making import make_renditions
from news.public_pictures import settle
from news.tasks import make_picture_files, settle_all_pictures, settle_pictures_below
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once
from tests.news.photographs import TURNED, photograph, pixels
from tests.news.test_photo_metadata import stored, tells

pytestmark = pytest.mark.django_db
ADMIN = ("max-165x165", "max-800x600", "original")


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Has what waits for the end of the transaction done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def picture(title: str = "Fleuve") -> NewsImage:
    # Without the colours of a camera, which each size would be converted from.
    content = BytesIO()
    pixels((120, 80)).save(content, "JPEG")
    upload = SimpleUploadedFile("fleuve.jpg", content.getvalue())
    image = NewsImage.objects.create(title=title, file=upload)
    make_renditions(image)
    for spec in ADMIN:
        image.get_rendition(spec)
    return image


def draft(section, image=None, **values):
    values = {"live": False, "first_published_at": None, "lead_image": image} | values
    return ArticleFactory(parent=section, **values)


def fresh(image: NewsImage) -> NewsImage:
    return NewsImage.objects.get(pk=image.pk)


def addresses(image: NewsImage, readers: bool) -> list[str]:
    renditions = fresh(image).renditions.all()
    return [file.url for file in renditions if ("web" in file.filter_spec) == readers]


def answers(client, urls: list[str]) -> set[int]:
    """How the site answers to the first address, and the view of files to the others."""
    assert urls
    request = RequestFactory().get(urls[0])
    request.user = get_user(client) if client.cookies else AnonymousUser()
    return {client.get(urls[0]).status_code, *(served(request, url) for url in urls[1:])}


def served(request, url: str) -> int:
    view = resolve(url)
    try:
        return view.func(request, **view.kwargs).status_code
    except Http404:
        return 404


def publish(page, commits):
    with commits():
        page.save_revision().publish()


def test_original_and_sizes_of_an_unpublished_picture_are_nobody_s(section, reader):
    image = picture()
    draft(section, image)
    assert answers(reader, [image.file.url]) == {404}
    assert answers(reader, addresses(image, readers=True)) == {404}
    assert answers(reader, addresses(image, readers=False)) == {404}


def test_publication_opens_the_readers_sizes_and_no_other(section, reader, commits):
    image = picture()
    before = addresses(image, readers=True)
    publish(draft(section, image), commits)
    assert answers(reader, addresses(image, readers=True)) == {200}
    assert answers(reader, addresses(image, readers=False)) == {404}
    assert answers(reader, [image.file.url, *before]) == {404}


def test_published_article_shows_readers_what_they_can_fetch(section, reader, commits):
    page = draft(section, picture())
    publish(page, commits)
    html = reader.get(page.get_url()).text
    urls = set(re.findall(r"/media/[^\s\"']+", html))
    assert len(urls) >= 3
    assert answers(reader, sorted(urls)) == {200}


def test_no_address_leads_from_a_readers_size_to_the_newsroom_s(section, commits):
    image = picture()
    publish(draft(section, image), commits)
    folders = {file.file.name.rpartition("/")[0] for file in fresh(image).renditions.all()}
    keys = {folder.partition("/")[2] for folder in folders}
    assert len(folders) == len(keys) == 2
    assert all(re.fullmatch(r"(images|staff_images)/[0-9a-f]{16}", folder) for folder in folders)


def test_withdrawn_text_takes_its_picture_along(section, reader, commits):
    image, page = picture(), None
    page = draft(section, image)
    publish(page, commits)
    known = addresses(image, readers=True)
    with commits():
        page.refresh_from_db()
        page.unpublish()
    assert answers(reader, known) == {404}
    assert answers(reader, addresses(image, readers=True)) == {404}
    publish(page, commits)
    assert answers(reader, addresses(image, readers=True)) == {200}


def test_picture_of_two_texts_stays_until_both_are_withdrawn(section, reader, commits):
    image = picture()
    pages = [draft(section, image, title=title) for title in ("Un", "Deux")]
    for page in pages:
        publish(page, commits)
    known = addresses(image, readers=True)
    for page, status in zip(pages, (200, 404), strict=True):
        with commits():
            page.refresh_from_db()
            page.unpublish()
        assert answers(reader, known) == {status}


def test_deleted_text_takes_its_picture_along(section, reader, commits):
    image = picture()
    page = draft(section, image)
    publish(page, commits)
    known = addresses(image, readers=True)
    with commits():
        page.delete()
    assert answers(reader, known) == {404}


def test_picture_that_a_new_version_replaces_is_taken_back(section, reader, commits):
    old, new = picture("Ancienne"), picture("Nouvelle")
    page = draft(section, old)
    publish(page, commits)
    page.refresh_from_db()
    page.lead_image = new
    revision = page.save_revision()
    assert answers(reader, addresses(new, readers=True)) == {404}
    assert answers(reader, addresses(old, readers=True)) == {200}
    with commits():
        revision.publish()
    assert answers(reader, addresses(new, readers=True)) == {200}
    assert answers(reader, addresses(old, readers=True)) == {404}


def test_picture_in_the_body_goes_out_with_its_text(section, reader, commits):
    image = picture()
    page = draft(section, body=[("image", {"image": image, "caption": "Le fleuve"})])
    publish(page, commits)
    assert answers(reader, addresses(image, readers=True)) == {200}


def test_newsroom_sees_every_size_and_nobody_keeps_it(section, client, reader):
    image = picture()
    urls = addresses(image, readers=True) + addresses(image, readers=False)
    client.force_login(UserFactory())
    assert answers(client, urls) == {404}
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(urls[0])
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, max-age=600"
    assert b"".join(response.streaming_content)
    assert answers(client, [image.file.url]) == {404}


def test_preview_of_a_draft_shows_its_picture_to_the_newsroom(section, client):
    image = picture()
    page = draft(section, image)
    page.save_revision()
    client.force_login(UserFactory(is_superuser=True))
    html = client.get(f"/admin/pages/{page.pk}/view_draft/").text
    urls = set(re.findall(r"/media/staff_images/[^\s\"']+", html))
    assert urls
    assert answers(client, sorted(urls)) == {200}


def test_portrait_of_an_account_is_the_newsroom_s(client, reader, home_page):
    profile = UserProfile.get_for_user(UserFactory(is_superuser=True))
    profile.avatar = SimpleUploadedFile("moi.jpg", photograph("jpeg"))
    profile.save()
    assert answers(reader, [profile.avatar.url]) == {404}
    client.force_login(profile.user)
    assert answers(client, [profile.avatar.url]) == {200}


@pytest.mark.parametrize("kind", ["author", "identity", "campaign"])
def test_what_has_no_draft_shows_its_picture_when_it_is_saved(kind, home_page, reader, commits):
    image = picture()
    with commits():
        if kind == "author":
            thing = Author.objects.create(name="Awa", portrait=image)
        elif kind == "identity":
            thing = Identity.objects.create(site=home_page.get_site(), logo=image)
        else:
            day = "2026-11-01T00:00Z"
            thing = Campaign(name="A", advertiser="A", picture=image, starts_at=day, ends_at=day)
            thing.save()
    assert answers(reader, addresses(image, readers=True)) == {200}
    with commits():
        thing.delete()
    assert answers(reader, addresses(image, readers=True)) == {404}


def test_section_behind_a_sign_in_shows_no_picture(home_page, reader, commits):
    section, image = SectionFactory(parent=home_page), picture()
    page = draft(section, image)
    publish(page, commits)
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    settle_pictures_below.call(section.pk)
    assert answers(reader, addresses(image, readers=True)) == {404}
    restriction.delete()
    settle_pictures_below.call(section.pk)
    assert answers(reader, addresses(image, readers=True)) == {200}


def test_sizes_made_after_publication_are_found_by_readers(section, reader, commits):
    upload = SimpleUploadedFile("fleuve.jpg", photograph("jpeg", size=(400, 300)))
    image = NewsImage.objects.create(title="F", file=upload)
    stale = NewsImage.objects.get(pk=image.pk)
    publish(draft(section, image), commits)
    make_renditions(stale)  # by a worker that read the picture before
    with commits():
        make_picture_files.call(image.pk)
        settle([image.pk])
    assert answers(reader, addresses(image, readers=True)) == {200}


def test_daily_look_mends_what_was_missed(section, reader, commits):
    image = picture()
    draft(section, image, live=True)
    with commits():
        settle_all_pictures.call()
    assert answers(reader, addresses(image, readers=True)) == {200}
    assert settle_all_pictures.call() == 0


def test_lost_size_stops_no_publication(section, reader, commits):
    image = picture()
    lost = image.renditions.filter(filter_spec__contains="web").first()
    default_storage.delete(lost.file.name)
    publish(draft(section, image), commits)
    assert answers(reader, addresses(image, readers=True)) == {200}
    assert not NewsRendition.objects.filter(pk=lost.pk).exists()


def test_picture_costs_no_query_for_readers(section, reader, commits, django_assert_num_queries):
    image = picture()
    publish(draft(section, image), commits)
    url = addresses(image, readers=True)[0]
    with django_assert_num_queries(0):
        reader.get(url)


# A site from before.


@pytest.fixture
def old_site(section, commits):
    """Pictures as they were kept: originals as uploaded, every size in the folder for readers."""

    def image(title, orientation=1):
        made = picture(title)
        name = f"original_images/{title}.jpg"
        content = photograph("jpeg", orientation)
        name = default_storage.save(name, ContentFile(content))
        for rendition in made.renditions.all():
            spec = rendition.filter_spec.replace("|", ".")
            with default_storage.open(rendition.file.name) as file:
                old = default_storage.save(f"images/{title}.{spec}.jpg", BytesIO(file.read()))
            default_storage.delete(rendition.file.name)
            NewsRendition.objects.filter(pk=rendition.pk).update(file=old)
        NewsImage.objects.filter(pk=made.pk).update(
            file=name, is_clean=False, is_public=False, description="", credit=""
        )
        NewsRendition.cache_backend.clear()
        return fresh(made)

    published, turned, waiting = image("publiee"), image("tournee", TURNED), image("attente")
    for title, shown in (("Un", published), ("Deux", turned)):
        draft(section, shown, title=title, live=True)
    draft(section, waiting, title="Trois")
    return published, turned, waiting


def test_old_site_is_cleaned_by_one_command(old_site, reader, commits, capsys):
    published, turned, waiting = old_site
    exposed = [file.url for image in (turned, waiting) for file in image.renditions.all()]
    exposed += addresses(published, readers=False)
    shared = addresses(published, readers=True)
    assert answers(reader, exposed) == {200}
    assert cleaning_up.probe()
    with commits():
        call_command("clean_pictures")
    assert "3" in capsys.readouterr().out
    assert cleaning_up.probe() is None
    assert answers(reader, exposed) == {404}
    for image in old_site:
        assert tells(stored(fresh(image).file)) == []
        assert fresh(image).credit
    # What others have linked to stays where it is.
    assert addresses(published, readers=True) == shared
    assert answers(reader, shared) == {200}
    assert answers(reader, addresses(waiting, readers=True)) == {404}
    assert (fresh(turned).width, fresh(turned).height) == (80, 120)
    assert not fresh(turned).renditions.exists()


def test_cleaning_goes_on_where_it_was_stopped(old_site, commits):
    assert cleaning_up.clean_some(most=2) == 2
    assert cleaning_up.remaining() == 1
    with commits():
        call_command("clean_pictures")
    assert cleaning_up.remaining() == 0


def test_unreadable_and_lost_originals_do_not_hold_up_the_rest(old_site, commits):
    published, turned, _waiting = old_site
    default_storage.delete(published.file.name)
    with default_storage.open(turned.file.name, "wb") as file:
        file.write(b"no picture")
    with commits():
        call_command("clean_pictures")
    assert cleaning_up.remaining() == 0
    assert not published.renditions.exists() and not turned.renditions.exists()


def test_command_cleans_the_portraits_of_accounts(db, commits, capsys):
    profile = UserProfile.get_for_user(UserFactory())
    old = default_storage.save("avatar_images/moi.jpg", ContentFile(photograph("jpeg")))
    UserProfile.objects.filter(pk=profile.pk).update(avatar=old)
    with commits():
        call_command("clean_pictures")
    profile.refresh_from_db()
    assert tells(stored(profile.avatar)) == []
    assert not default_storage.exists(old)
    assert cleaning_up.clean_portraits() == 0


@pytest.mark.parametrize("folder", ["images", "images/0f3a", "staff_images/0f3a"])
def test_command_deletes_the_sizes_of_no_picture(section, folder, commits):
    image = picture()
    stray, fresh_one = (
        default_storage.save(f"{folder}/{name}.jpg", ContentFile(photograph("jpeg")))
        for name in ("ancienne", "en-cours")
    )
    known = [rendition.file.name for rendition in image.renditions.all()]
    for name in [stray, *known]:
        os.utime(default_storage.path(name), (0, 0))
    with commits():
        call_command("clean_pictures")
    assert not default_storage.exists(stray)
    assert default_storage.exists(fresh_one)
    assert all(default_storage.exists(name) for name in known)
