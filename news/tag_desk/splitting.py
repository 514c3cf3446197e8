"""Takes a merge of tags back, from what the log has kept of it."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.models import User
from news import lists
from news.models import ArticleTag, Tag, TagAddress
from news.tag_desk.merging import MERGED
from news.tag_keys import spellings_in

SPLIT = "news.tag.split"


class NothingToSplit(Exception):
    """The merge was taken back already, or one of its tags has merged on."""


class NameTaken(Exception):
    """A tag that was merged cannot come back: another one has its name or address now."""


def last_merge(tag: Tag) -> ModelLogEntry | None:
    """The last merge into the tag that can still be taken back."""
    entries = ModelLogEntry.objects.for_instance(tag).filter(action=MERGED)
    return next((entry for entry in entries.order_by("-pk") if _is_standing(tag, entry)), None)


def _is_standing(tag: Tag, entry: ModelLogEntry) -> bool:
    """Whether each of the merged tags still leads to this one."""
    keys = {each["pk"] for each in entry.data.get("merged", [])}
    led = TagAddress.objects.filter(tag=tag, merged__in=keys).count()
    return bool(keys) and led == len(keys)


class SplitTags:
    """Gives the tags of a merge back what they had: name, spellings, addresses and articles.

    An article gets them back if it still carries the tag that was kept, and keeps that one if it
    carried it before. What is done to the kept tag afterwards stays.
    """

    def __init__(self, kept: Tag, entry: ModelLogEntry, user: User) -> None:
        self.kept, self.entry, self.user = kept, entry, user

    def check(self, kept: Tag | None) -> None:
        if kept is None or not _is_standing(kept, self.entry):
            raise NothingToSplit
        others = Tag.objects.exclude(pk=kept.pk)
        for each in self.entry.data["merged"]:
            if others.filter(slug=each["slug"]).exists() or others.called(each["name"]):
                raise NameTaken(each["name"])

    @transaction.atomic
    def execute(self) -> list[Tag]:
        """Split, and return the tags that are there again."""
        kept = Tag.objects.select_for_update().filter(pk=self.kept.pk).first()
        self.check(kept)
        self._take_words_from(kept)
        tags = [self._bring_back(each) for each in self.entry.data["merged"]]
        self._give_articles_back(kept)
        for tag in tags:
            tag.save()  # The articles are indexed anew.
            log(tag, "wagtail.create", user=self.user)
        kept.save()
        log(kept, SPLIT, user=self.user, data={"names": [tag.name for tag in tags]})
        return tags

    def _take_words_from(self, kept: Tag) -> None:
        data = self.entry.data
        before = spellings_in(data["spellings"])
        added = {each["name"] for each in data["merged"]}
        added.update(name for each in data["merged"] for name in spellings_in(each["spellings"]))
        names = [
            name for name in spellings_in(kept.spellings) if name in before or name not in added
        ]
        kept.spellings = "\n".join(names)
        if not data["description"] and any(
            kept.description == each["description"] for each in data["merged"]
        ):
            kept.description = ""
        kept.save()

    @staticmethod
    def _bring_back(each: dict[str, str]) -> Tag:
        """With its old number, by which versions of articles know it."""
        addresses = TagAddress.objects.filter(slug__in=each["addresses"])
        TagAddress.objects.filter(slug=each["slug"]).delete()
        fields = {name: each[name] for name in ("pk", "name", "slug", "description", "spellings")}
        # It may be a double from before such were refused, and is one again.
        tag = Tag(**fields, key=" ")
        tag.save(force_insert=True)
        addresses.update(tag=tag)
        return tag

    def _give_articles_back(self, kept: Tag) -> None:
        data = self.entry.data
        carrying = dict(kept.tagged_articles.values_list("content_object", "pk"))
        back = [
            ArticleTag(tag_id=each["pk"], content_object_id=article)
            for each in data["merged"]
            for article in each["articles"]
            if article in carrying
        ]
        had = set(data["kept_articles"])
        alone = {row.content_object_id for row in back} - had
        ArticleTag.objects.filter(pk__in=[carrying[article] for article in alone]).delete()
        ArticleTag.objects.bulk_create(back)
        lists.refresh(row.content_object_id for row in back)
