"""Pictures and documents that texts show, and the forms of the two libraries as data."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection

from accounts.models import User
from news.images import NewsImage
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory, NewsImageFactory

STATES = ("live", "scheduled", "approved_first_step", "in_review")


def picture_of(user: User, **fields: Any) -> NewsImage:
    root = Collection.get_first_root_node()
    return NewsImageFactory(uploaded_by_user=user, title="Marché", collection=root, **fields)


def document_of(user: User, **fields: Any) -> Document:
    document = Document(title="Rapport", uploaded_by_user=user, **fields)
    document.file.save("rapport.txt", ContentFile("Premier état.".encode()), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def showing(asset: Any) -> dict[str, Any]:
    """The fields of an article that shows `asset`."""
    if isinstance(asset, NewsImage):
        return {"lead_image": asset}
    block = {"type": "document", "value": {"document": asset.pk, "title": ""}}
    return {"body": [block]}


def article_showing(
    asset: Any, state: str, section: ArticleIndexPage, owner: User, reviewer: User | None = None
) -> ArticlePage:
    """An article in one of STATES; unless live, only its newest version shows `asset`."""
    if state == "live":
        return ArticleFactory(parent=section, owner=owner, **showing(asset))
    article = ArticleFactory(parent=section, owner=owner, live=False, first_published_at=None)
    set_fields(article, showing(asset))
    if state == "scheduled":
        article.go_live_at = timezone.now() + timedelta(days=1)
        article.save_revision(user=owner, approved_go_live_at=article.go_live_at)
        return article
    article.save_revision(user=owner)
    if state == "draft":
        return article
    workflow = article.get_workflow().start(article, owner)
    if state == "approved_first_step":
        workflow.current_task_state.approve(user=reviewer)
    if state == "sent_back":
        workflow.current_task_state.reject(user=reviewer)
    return article


def set_fields(article: ArticlePage, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        field = article._meta.get_field(name)
        is_stream = name == "body"
        setattr(article, name, field.stream_block.to_python(value) if is_stream else value)


def jpeg(colour: str = "red", size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, "JPEG")
    return SimpleUploadedFile("nouvelle.jpg", content.getvalue(), "image/jpeg")


def picture_data(image: NewsImage, **changes: Any) -> dict[str, Any]:
    """What the form of a picture posts when nothing but `changes` was touched."""
    names = [name for name in NewsImage.admin_form_fields if name not in ("file", "collection")]
    data = {name: getattr(image, name) for name in names if name != "tags"}
    data = {name: "" if value is None else value for name, value in data.items()}
    tags = ", ".join(image.tags.names())
    return data | {"tags": tags} | changes


def save_picture(client: Client, image: NewsImage, **changes: Any) -> Any:
    data = picture_data(image, **changes)
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), data)


def save_document(client: Client, document: Document, **changes: Any) -> Any:
    data = {"title": document.title, "tags": ""} | changes
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


SignIn = Callable[[User], Client]
