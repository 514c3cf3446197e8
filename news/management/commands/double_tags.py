"""Names the tags that are written alike; merges those of pictures and documents on demand."""

from django.core.management.base import BaseCommand, CommandParser

from news import file_tags
from news.tag_desk.views import doubles_to_merge


class Command(BaseCommand):
    help = (
        "Names the tags that differ in case, accents, spaces, apostrophes or hyphens alone: those "
        "of articles, which are merged in the admin, then those of pictures and documents."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--merge-files",
            action="store_true",
            help="Merge those of pictures and documents, each into the one that is used most.",
        )

    def handle(self, *args: object, **options: object) -> None:
        for tags, _url in doubles_to_merge():
            names = ", ".join(f"{tag.name} ({tag.used}, {tag.get_absolute_url()})" for tag in tags)
            self.stdout.write(names)
        for kept, *others in file_tags.doubles():
            self.stdout.write(", ".join(f"{tag.name} ({tag.used})" for tag in (kept, *others)))
            if options["merge_files"]:
                file_tags.merge(kept, others)
