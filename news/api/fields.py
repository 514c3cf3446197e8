"""Fields of the JSON interface that several kinds of things have."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework.fields import CharField, Field, IntegerField
from rest_framework.serializers import Serializer
from wagtail.models import Page

from news.api.addresses import Addresses
from news.images import SHAPES, NewsImage
from news.renditions import shared_file


def addresses_of(field: Field) -> Addresses:
    """The addresses of the endpoint that answers."""
    known: Addresses = field.context["view"].addresses
    return known


class Url(Field):
    """The address at which readers open a page, an author or a tag."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, read_only=True)

    def to_representation(self, thing: Any) -> str | None:
        addresses = addresses_of(self)
        if isinstance(thing, Page):
            return addresses.page(thing)
        return addresses.whole(thing.get_absolute_url())


class DetailUrl(Field):
    """The address of a thing in the interface; `key` is its attribute there."""

    def __init__(self, endpoint: str, key: str, source: str = "*") -> None:
        super().__init__(source=source, read_only=True)
        self.endpoint, self.key = endpoint, key

    def to_representation(self, thing: Any) -> str:
        return addresses_of(self).detail(self.endpoint, getattr(thing, self.key))


class ArticlesUrl(Field):
    """The address of the articles of an author or tag, by its slug."""

    def __init__(self, parameter: str) -> None:
        super().__init__(source="*", read_only=True)
        self.parameter = parameter

    def to_representation(self, thing: Any) -> str:
        return addresses_of(self).listing("articles", **{self.parameter: thing.slug})


class Moment(Field):
    def to_representation(self, moment: datetime) -> str:
        return iso(moment)


def iso(moment: datetime) -> str:
    """ISO 8601, to the second, in the site's time zone."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


class Picture(Serializer):
    """A picture as one JPEG that readers may see; null until that file is there.

    Subclasses say whose picture it is.
    """

    shape = ""

    url = CharField()
    width = IntegerField()
    height = IntegerField()
    alt = CharField()
    credit = CharField()

    def image_of(self, thing: Any) -> NewsImage | None:
        raise NotImplementedError

    def texts_of(self, thing: Any, image: NewsImage) -> dict[str, str]:
        """The texts that go with `image`, by the names of their fields."""
        raise NotImplementedError

    def to_representation(self, thing: Any) -> dict[str, Any] | None:
        image = self.image_of(thing)
        file = shared_file(image, SHAPES[self.shape]) if image else None
        if image is None or file is None:
            return None
        url = addresses_of(self).whole(file.url)
        size = {"url": url, "width": file.width, "height": file.height}
        shown: dict[str, Any] = super().to_representation(size | self.texts_of(thing, image))
        return shown
