"""The articles that are searched: any number of made-up ones, and real ones among them."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

from wagtail.models import Page, Site

from demo import synthetic
from demo.synthetic.phrases import Phrase
from demo.synthetic.writer import Text, Writer
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Author

SECTIONS = ("Politique", "Société", "Économie", "Sports", "Culture", "Monde", "Régions", "Santé")
# In how many of the made-up articles these stand.
RARE, COMMON, PHRASE = "hippocampe", "barrage", "pont de fer suspendu"
SHARES = {RARE: 0.0003, COMMON: 0.3, PHRASE: 0.05}
LEXICON = 30_000
SYLLABLES = (
    "ba bo bi ka ko ki da do di fa fo la lo li ma mo mi na no ni pa po ra ro ri sa so si ta to "
    "ti va vo vi cha cho ger man bre tra pli clo gna que rai sou tou lan mon ran pen teur ment "
    "tion age ette"
).split()


@dataclass(frozen=True)
class Known:
    """A real article, and the key of the page made of it."""

    pk: int
    headline: str
    text: str


class LongTail(Writer):
    """Writes with a vocabulary as long-tailed as that of a newspaper."""

    def __init__(self, chance: random.Random, count: int) -> None:
        super().__init__(chance, count)
        made = random.Random(1)  # noqa: S311
        self.lexicon = [
            "".join(made.choices(SYLLABLES, k=made.randint(2, 4))) for _ in range(LEXICON)
        ]
        self.frequencies = list(accumulate(1 / (rank + 20) for rank in range(LEXICON)))

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(self.lexicon, cum_weights=self.frequencies, k=count))

    def write(self, pictures: Sequence[int], earlier: Sequence[int]) -> Text:
        said = self.words(250)
        for words, share in SHARES.items():
            if self.chance.random() < share:
                said = f"{said[:600]} {words} {said[600:]}"
        text = Text([*self.title(), Phrase(self.words(3))], self.sentences(2))
        self.paragraph(text, [self.chance.choice(self.pool), Phrase(said)])
        return text


def open_site() -> list[ArticleIndexPage]:
    """A front page with sections, if the database has none."""
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="La Une", slug="la-une")
        Page.get_first_root_node().add_child(instance=home)
        Site.objects.all().delete()
        Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
        for name in SECTIONS:
            home.add_child(instance=ArticleIndexPage(title=name))
    return list(ArticleIndexPage.objects.live())


def grow_to(count: int) -> None:
    """Add made-up articles until there are `count`."""
    open_site()
    for number in range(1, 21):
        Author.objects.get_or_create(name=f"Signature {number}")
    missing = count - ArticlePage.objects.count()
    writer = LongTail(random.Random(2026 + count), missing)  # noqa: S311
    for _ in synthetic.make(missing, writer=writer):
        pass


def add_real(path: Path, limit: int) -> list[Known]:
    """Make an article of each row of the file, spread over the sections."""
    csv.field_size_limit(10_000_000)
    sections = open_site()
    known = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(islice(csv.DictReader(file, delimiter="\t"), limit)):
            headline = " ".join(row["headline"].split())
            body = [("paragraph", f"<p>{_escaped(row['text'])}</p>")]
            page = ArticlePage(title=headline[:250], body=body, live=True)
            sections[number % len(sections)].add_child(instance=page)
            known.append(Known(page.pk, headline, row["text"]))
    return known


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
