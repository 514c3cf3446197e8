"""The demo newsroom is the size and the variety that a newsroom shows, broken off or not."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from audience.comments.models import Comment, Status
from audience.counts.models import DailyFigures
from demo import articles as demo_articles
from demo import newsroom, pages, races
from demo.texts import articles
from editorial.gates.evaluate import gate
from editorial.gates.matrix import restore_defaults
from editorial.gates.models import GateRule, Transition
from home.models import FaqPage, HomePage, PolicyPage
from news.blocks import BodyBlock
from news.models import ArticleIndexPage, ArticlePage, Author, NewsImage, RaceMeetingPage, Tag

pytestmark = pytest.mark.django_db


def silent_progress(label, items, total):
    return items


def load():
    newsroom.load(silent_progress, lambda line: None)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """One load for the tests that only look; each of them leaves it as it was.

    It was broken off at its sixth article, and taken up.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        break_off()
        load()
        yield
        transaction.set_rollback(True)


def break_off():
    calls = iter(range(1000))
    fill = demo_articles.ArticleLoader._fill

    def fill_five(self, *arguments):
        if next(calls) == 5:
            raise KeyboardInterrupt
        fill(self, *arguments)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(demo_articles.ArticleLoader, "_fill", fill_five)
        load()
    assert not pages.is_open()


def test_load_that_was_broken_off_is_taken_up_where_it_stopped(loaded):
    assert pages.is_open()
    assert ArticlePage.objects.exact_type(ArticlePage).count() == len(articles())
    assert RaceMeetingPage.objects.count() == races.number()
    assert not ArticlePage.objects.filter(latest_revision=None).exists()


def test_demo_reaches_the_size_that_a_newsroom_shows(loaded):
    assert ArticleIndexPage.objects.live().count() >= 10
    assert ArticlePage.objects.published().count() >= 45
    assert Author.objects.count() == 8
    assert Tag.objects.count() >= 40
    assert PolicyPage.objects.live().count() == 4
    assert FaqPage.objects.live().get().questions.count() >= 12


def test_every_block_and_every_kind_is_used(loaded):
    live = ArticlePage.objects.live()
    used = {block.block_type for article in live for block in article.body}
    assert used == set(BodyBlock().child_blocks) - {"unreadable"}
    assert len(set(live.values_list("kind", flat=True))) == 6


def test_articles_on_their_way_pass_the_gates_of_a_new_site(loaded):
    restore_defaults()
    blocked = {
        (article.slug, finding.code)
        for article in ArticlePage.objects.all()
        for finding in gate(article.get_latest_revision(), Transition.PUBLISH).blocking
        if article.live or article.approved_schedule or article.workflow_in_progress
    }
    GateRule.objects.all().delete()
    assert blocked == set()


def test_articles_stand_in_every_state_of_the_workflow(loaded):
    states = {
        (article.status_string, getattr(article.current_workflow_state, "status", None))
        for article in ArticlePage.objects.all()
    }
    assert {str(text) for text, _ in states} >= {
        "brouillon",
        "en relecture",
        "programmée",
        "expirée",
        "publiée",
    }
    assert {status for _, status in states} >= {"in_progress", "needs_changes", None}
    assert ArticlePage.objects.filter(locked=True).exists()


def test_every_role_has_one_account(loaded):
    roles = User.objects.values_list("groups__name", flat=True)
    assert sorted(role for role in roles if role) == [
        "Chief editors",
        "Copy editors",
        "Legal",
        "Moderators",
        "Writers",
    ]
    assert User.objects.filter(is_superuser=True).count() == 1


def test_second_load_changes_nothing(loaded):
    before = list(ArticlePage.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    pictures = NewsImage.objects.count()
    load()
    after = list(ArticlePage.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    assert (after, NewsImage.objects.count()) == (before, pictures)


def test_opening_the_site_replaces_the_welcome_page(loaded):
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert HomePage.objects.get().get_siblings().count() == 1


# What the demo's questions and policies say of the site: the page that has it, and where on it.
CLAIMS = {
    "formulaire de contact": ("/contact/", "form [name=desk]"),
    "bouton «Affichage»": ("/", ".display > summary"),
    "thème clair ou sombre": ("/", ".display [name=theme]"),
    "mode économie": ("/", "form[data-economy]"),
    "À lire plus tard": ("article", "[data-later]"),
    "Mes lectures": ("/mes-lectures/", "[data-readings=later]"),
    "la recherche, en haut de chaque page": ("/faq/", "header form[role=search], header .search"),
    "parcourir une rubrique ou un mot clé": ("/mots-cles/", "main a[rel=tag], main a[href*=mots]"),
    "une correction datée": ("/corrections/", ".correction__head time"),
    "versions antérieures restent publiques": ("/politique-de-confidentialite/versions/", "main a"),
    "nom des auteurs figure au-dessus de chaque article": ("article", "[rel=author]"),
    "Chaque image porte un crédit": ("article", "figure .credit, figcaption"),
    "touchez «Laisser un commentaire»": ("article", "[data-write]"),
    "Comment nous comptons": ("/comment-nous-comptons/", "main code"),
    "Mes commentaires": ("/commentaires/les-miens/", "form [name=email]"),
}
# Of what the site has not: words that none of these pages may say.
NOT_THERE = re.compile(
    r"lettre d’information|newsletter|désabonn|notification"
    r"|taille du texte et|créer (?:un|votre) compte sur",
    re.IGNORECASE,
)


def test_what_the_demos_pages_say_of_the_site_is_there(loaded):
    reader = Client()
    pages_of_policy = [*FaqPage.objects.live(), *PolicyPage.objects.live()]
    said = " ".join(text_of(reader, page.url) for page in pages_of_policy)
    article = ArticlePage.objects.live().exclude(lead_image=None).first()
    missing = {}
    for claim, (address, place) in CLAIMS.items():
        answer = reader.get(article.url if address == "article" else address)
        found = BeautifulSoup(answer.content, "html.parser").select(place)
        if claim.casefold() not in said.casefold() or not found:
            missing[claim] = (address, place)
    assert missing == {}
    assert NOT_THERE.findall(said) == []


def text_of(reader: Client, url: str) -> str:
    main = BeautifulSoup(reader.get(url).content, "html.parser").main
    return re.sub(r"\s+", " ", main.get_text(" ")).replace("« ", "«").replace(" »", "»")


def test_readers_have_commented_and_two_comments_wait():
    load()
    load()
    states = [comment.status for comment in Comment.objects.all()]
    assert (states.count(Status.APPROVED), states.count(Status.PENDING)) == (8, 2)
    assert not Comment.objects.filter(posted_at__gt=timezone.now()).exists()


def test_readers_have_read_and_shared_and_it_shows_what_is_read_most():
    load()
    load()
    assert DailyFigures.objects.filter(day=timezone.localdate(), views__gt=0).exists()
    assert not DailyFigures.objects.filter(day__gt=timezone.localdate()).exists()
    page = BeautifulSoup(Client().get("/").content, "html.parser")
    assert page.select('[data-tab="Tendance"] li')
