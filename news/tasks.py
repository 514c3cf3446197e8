"""What leaves the request."""

import logging

from django_tasks import task
from wagtail.images.models import SourceImageIOError

from news.images import NewsImage
from news.renditions import make_renditions

logger = logging.getLogger(__name__)


@task()
def make_picture_files(image_id: int) -> int:
    """Make the files that readers are served from a picture, before the first of them asks."""
    image = NewsImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return make_renditions(image)
    except (SourceImageIOError, OSError):
        logger.warning("The file of picture %s cannot be read", image_id)
        return 0
