"""Names the tags that are written alike; nothing is changed."""

from django.core.management.base import BaseCommand

from news.tag_desk.views import doubles_to_merge


class Command(BaseCommand):
    help = "Names the tags that differ in case, accents, spaces, apostrophes or hyphens alone."

    def handle(self, *args: object, **options: object) -> None:
        for tags, _url in doubles_to_merge():
            names = ", ".join(f"{tag.name} ({tag.used}, {tag.get_absolute_url()})" for tag in tags)
            self.stdout.write(names)
