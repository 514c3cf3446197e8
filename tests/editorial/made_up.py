"""Pages made up at random, with everything that a text can hold and odd but ordinary input."""

from datetime import date, timedelta
from html import escape
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from accounts.models import User
from home.models import HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticleKind, ArticlePage, Byline, Correction, TopicPage
from news.models.topics import TopicArticle, TopicEvent
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory

WORDS = (
    "fleuve pont  marché l’eau aujourd'hui & < > « crue » 6\N{NO-BREAK SPACE}000 "
    "20 % cœur Œuvre été à\N{NARROW NO-BREAK SPACE}! ߒߞߏ e\N{COMBINING ACUTE ACCENT}tat — … 'ok'"
).split(" ")
HTML_WORDS = [escape(word, quote=False) for word in WORDS]


class MadeUp:
    """A seeded source of pages, drafts of `writer` that were saved once by a program."""

    def __init__(self, seed: int, home: HomePage, section: ArticleIndexPage, writer: User) -> None:
        self.random = Random(seed)  # noqa: S311
        self.home, self.section, self.writer = home, section, writer
        self.other = ArticleFactory(parent=section)

    def words(self, least: int = 1, most: int = 8) -> str:
        count = self.random.randint(least, most)
        spaces = (" ", " ", " ", "  ", "\N{NO-BREAK SPACE}")
        chosen = [self.random.choice(WORDS) for _word in range(count)]
        return "".join(word + self.random.choice(spaces) for word in chosen).strip() or "fleuve"

    def rich(self) -> str:
        """Rich text as programs and older editors write it."""
        pieces = [
            lambda: f"<p>{self.inline()}</p>",
            lambda: f"<p>{self.inline()}</p>",
            lambda: "<p></p>",
            lambda: f"<p>{self.inline()}<br/>{self.inline()}</p>",
            lambda: f"<ul><li>{self.inline()}</li><li>{self.inline()}</li></ul>",
            lambda: f"<ol><li>{self.inline()}<ul><li>{self.inline()}</li></ul></li></ol>",
        ]
        between = self.random.choice(["", "\n", "\n\n  "])
        chosen = [self.random.choice(pieces)() for _piece in range(self.random.randint(1, 4))]
        return between.join([f"<p>{self.inline()}</p>", *chosen])

    def inline(self) -> str:
        words = [self.random.choice(HTML_WORDS) for _word in range(self.random.randint(1, 6))]
        place = self.random.randrange(len(words))
        wraps = [
            "{}",
            "<b>{}</b>",
            "<i>{}</i>",
            "<b><i>{}</i></b>",
            '<a href="https://example.org/?a=1&amp;b=2">{}</a>',
            f'<a linktype="page" id="{self.other.pk}">{{}}</a>',
            "&nbsp;{}",
            "l&#x27;{}",
        ]
        words[place] = self.random.choice(wraps).format(words[place])
        return self.random.choice([" ", "  "]).join(words)

    def picture(self) -> Any:
        return NewsImageFactory(file__width=60, file__height=40)

    def document(self) -> Any:
        return get_document_model().objects.create(
            title=self.words(), file=ContentFile(b"%PDF-1.4", name="budget.pdf")
        )

    def block(self, kind: str) -> dict[str, Any]:
        match kind:
            case "heading":
                value: Any = {"text": self.words(), "level": self.random.choice(["2", "3"])}
                if self.random.random() < 0.3:
                    value.pop("level")
            case "paragraph":
                value = self.rich()
            case "image":
                value = {"image": self.picture().pk, "alt": self.words(), "caption": ""}
            case "quote":
                value = {"text": f"{self.words()}\n{self.words()}", "attribution": self.words()}
            case "key_points":
                value = {"title": self.words(), "points": [self.words(), self.words()]}
            case "table":
                value = {
                    "columns": [
                        {"type": "text", "heading": self.words(1, 2)},
                        {"type": "number", "heading": self.words(1, 2)},
                    ],
                    "rows": [{"values": [self.words(1, 2), "6 000"]}, {"values": ["", "12"]}],
                    "caption": self.words(),
                }
            case "embed":
                value = {"url": "https://video.example/a?b=1&c=2", "title": self.words()}
            case "document":
                value = {"document": self.document().pk, "title": ""}
            case _:
                value = {"article": self.other.pk}
        return {"type": kind, "value": value}

    def body(self, kinds: list[str]) -> list[dict[str, Any]]:
        """Each kind of block once, in any order, and two more."""
        chosen = [*kinds, *self.random.choices(kinds, k=2)]
        self.random.shuffle(chosen)
        empty = {"type": "paragraph", "value": self.random.choice(["", "<p></p>", "<p> </p>"])}
        return [*(self.block(kind) for kind in chosen), empty]

    def article(self, **fields: Any) -> ArticlePage:
        page = ArticlePage(
            title=self.words(2),
            kicker=self.words(1, 2)[:60],
            standfirst=f" {self.words()} \r\n{self.words()} ",
            kind=self.random.choice(ArticleKind.values),
            lead_image=self.picture(),
            lead_image_caption=self.words(),
            seo_title=self.words(),
            search_description=self.words(),
            owner=self.writer,
            **{"live": False} | fields,
        )
        kinds = list(ArticlePage._meta.get_field("body").stream_block.child_blocks)
        page.body = self.body(kinds)
        self.section.add_child(instance=page)
        for role in ("", self.words(1, 2)):
            page.bylines.add(Byline(author=AuthorFactory(name=self.words(1, 2)), role=role))
        page.tags.add(self.words(1, 2), "Fleuve")
        at = timezone.now() - timedelta(hours=1, seconds=self.random.randrange(60))
        page.corrections.add(Correction(text=self.words(), published_at=at, before=self.words()))
        return self.saved(page)

    def topic(self, **fields: Any) -> TopicPage:
        page = TopicPage(
            title=self.words(2),
            standfirst=self.words(),
            lead_image=self.picture(),
            introduction=self.rich(),
            owner=self.writer,
            **{"live": False} | fields,
        )
        self.section.add_child(instance=page)
        for article in (self.other, ArticleFactory(parent=self.section)):
            page.picks.add(TopicArticle(article=article))
        page.events.add(TopicEvent(day=date(2026, 11, 2), text=self.words(), article=self.other))
        page.events.add(TopicEvent(day=date(2026, 1, 2), text=self.words()))
        return self.saved(page)

    def policy(self, **fields: Any) -> PolicyPage:
        kinds = list(PolicyPage._meta.get_field("body").stream_block.child_blocks)
        page = PolicyPage(
            title=self.words(2),
            introduction=self.words(),
            effective_date=date(2026, 11, 2),
            owner=self.writer,
            **{"live": False} | fields,
        )
        page.body = self.body([kind for kind in kinds if kind != "embed"])
        self.home.add_child(instance=page)
        return self.saved(page)

    def saved(self, page: Any) -> Any:
        page.save_revision(user=self.writer)
        return type(page).objects.get(pk=page.pk)
