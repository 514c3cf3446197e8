"""What leaves the request."""

from django_tasks import task

from jobs.gone import log_gone
from news.images import NewsImage
from news.renditions import make_renditions

# A mail, a count or a page of the index never waits behind a hundred pictures.
LATER = -10


@task(priority=LATER)
def make_picture_files(image_id: int) -> int:
    """Make the files that readers are served from a picture, before the first of them asks.

    A picture whose own file is lost needs none; any other trouble is raised, to be tried again.
    """
    image = NewsImage.objects.filter(pk=image_id).first()
    if image is None or not image.file.storage.exists(image.file.name):
        log_gone("picture", image_id)
        return 0
    return make_renditions(image)
