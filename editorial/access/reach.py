"""The table of what readers get: who changes it, who approves it, what enforces that.

It has one entry for each model, with the models that are edited inside it. A type of page that is
judged as another one (`permission_model`) and the rows of a page need none of their own.
`docs/review.md` shows the table; `tests/editorial/test_reach.py` finds models that are missing here
and tries each entry with the real permissions. Administrators (superusers) may change everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """A group of the newsroom, with its French name."""

    WRITERS = "Writers", "rédaction"
    COPY = "Copy editors", "secrétariat de rédaction"
    CHIEFS = "Chief editors", "rédaction en chef"
    LEGAL = "Legal", "direction juridique"
    MODERATORS = "Moderators", "modération"

    @property
    def group(self) -> str:
        return self.value[0]

    @property
    def french(self) -> str:
        return self.value[1]


EDITORS = (Role.COPY, Role.CHIEFS)
CHIEFS = (Role.CHIEFS,)
ADMINISTRATORS: tuple[Role, ...] = ()

# Who approves a change.
WORKFLOW = "une autre personne, à chaque étape du circuit"
SECOND = "une deuxième personne, ou urgence motivée et relue après coup"
IN_USE = "une autre personne dès qu’un texte l’emploie ; sinon avec le texte"
ALONE = "personne d’autre ; gardé dans l’historique"


@dataclass(frozen=True)
class Reach:
    """An entry of the table.

    name: the French name of the model.
    changed_by: the roles that change any of it.
    own: the roles that change what they have created themselves.
    approval: who approves, in French.
    enforced_in: the module or page that enforces it.
    parts: the models that are edited only inside it.
    """

    model: str
    name: str
    changed_by: tuple[Role, ...]
    approval: str
    enforced_in: str
    own: tuple[Role, ...] = ()
    parts: tuple[str, ...] = ()


REACH = (
    Reach(
        "news.ArticlePage",
        "article",
        EDITORS,
        WORKFLOW,
        "editorial/rules.py",
        own=(Role.WRITERS,),
        parts=("news.Byline", "news.ArticleTag", "news.Correction", "news.Withdrawal"),
    ),
    Reach(
        "news.ExamList",
        "liste d’admis",
        EDITORS,
        "une autre personne qui relit la page",
        "editorial/exams/acts.py",
        own=(Role.WRITERS,),
        parts=("news.ExamLine", "news.ExamRequest"),
    ),
    Reach(
        "news.LiveEntry",
        "message d’un direct",
        EDITORS,
        "personne avant ; une autre personne après coup",
        "editorial/lives/acts.py",
        own=(Role.WRITERS,),
        parts=(
            *("news.LiveState", "news.LiveCorrection"),
            *("news.LivePicture", "news.LiveWriter"),
        ),
    ),
    Reach(
        "news.TopicPage",
        "dossier",
        EDITORS,
        WORKFLOW,
        "editorial/rules.py",
        parts=("news.TopicArticle", "news.TopicEvent"),
    ),
    Reach(
        "home.PolicyPage",
        "page éditoriale (mentions légales…)",
        (Role.CHIEFS, Role.LEGAL),
        WORKFLOW,
        "editorial/rules.py",
        parts=("home.PolicyVersion",),
    ),
    Reach("news.ArticleIndexPage", "rubrique", CHIEFS, ALONE, "editorial/permissions.py"),
    Reach("home.HomePage", "page d’accueil", CHIEFS, ALONE, "editorial/permissions.py"),
    Reach(
        "home.FaqPage",
        "questions fréquentes",
        CHIEFS,
        ALONE,
        "editorial/permissions.py",
        parts=("home.FaqQuestion",),
    ),
    Reach(
        "home.ContactPage",
        "page de contact et ses services",
        CHIEFS,
        ALONE,
        "editorial/permissions.py",
        parts=("home.ContactDesk",),
    ),
    Reach("home.FrontPageVersion", "disposition de la Une", CHIEFS, ALONE, "home/arranging.py"),
    Reach("home.Alert", "flash info", EDITORS, SECOND, "editorial/alerts/approving.py"),
    Reach(
        "news.Author",
        "signature et biographie",
        EDITORS,
        ALONE,
        "news/own_profile.py",
        own=(Role.WRITERS,),
    ),
    Reach(
        "news.Tag",
        "mot clé",
        EDITORS,
        ALONE,
        "news/tag_desk/hooks.py",
        parts=("news.TagAddress",),
    ),
    Reach(
        "news.NewsImage",
        "photo, son texte alternatif et son crédit",
        EDITORS,
        IN_USE,
        "editorial/assets/rules.py",
        own=(Role.WRITERS, Role.LEGAL),
        parts=("news.NewsRendition", "editorial.AssetProposal"),
    ),
    Reach(
        "wagtaildocs.Document",
        "document",
        EDITORS,
        IN_USE,
        "editorial/assets/rules.py",
        own=(Role.WRITERS, Role.LEGAL),
        parts=("news.DocumentNames",),
    ),
    Reach(
        "home.Campaign",
        "publicité",
        CHIEFS,
        ALONE,
        "home/wagtail_hooks.py",
        parts=("home.CampaignDay",),
    ),
    Reach("search.Synonyms", "synonymes de la recherche", CHIEFS, ALONE, "search/wagtail_hooks.py"),
    Reach("search.SearchSettings", "réglages de la recherche", CHIEFS, ALONE, "search/models"),
    Reach(
        "wagtailsearchpromotions.SearchPromotion",
        "résultat mis en avant",
        CHIEFS,
        ALONE,
        "search/promotion_views.py",
        parts=("wagtailsearchpromotions.Query",),
    ),
    Reach(
        "wagtailredirects.Redirect",
        "redirection",
        CHIEFS,
        "personne d’autre ; vers un autre site, l’administration seule ; gardé dans l’historique",
        "editorial/access/redirects.py",
        parts=("news.FormerAddress",),
    ),
    Reach(
        "audience.Comment",
        "commentaire d’un lecteur",
        (Role.MODERATORS, Role.CHIEFS),
        ALONE,
        "audience/comments/moderation",
        parts=(
            "audience.Decision",
            "audience.CommentReport",
            "audience.Commenter",
            "audience.BlockedWriter",
            "audience.DailySalt",
            "audience.UsedProof",
            "audience.Discussion",
        ),
    ),
    Reach(
        "audience.CommentSettings",
        "règles des commentaires",
        CHIEFS,
        ALONE,
        "audience/comments/models.py",
        parts=("audience.SectionComments",),
    ),
    Reach(
        "audience.TrendSettings",
        "chiffres et tendances",
        CHIEFS,
        ALONE,
        "audience/counts/models.py",
    ),
    Reach(
        "audience.DailyFigures",
        "lectures d’avant, chargées d’un fichier",
        CHIEFS,
        ALONE,
        "audience/counts/desk/past_views.py",
    ),
    Reach(
        "editorial.GateRule",
        "contrôles avant publication",
        CHIEFS,
        ALONE,
        "editorial/gates/views.py",
        parts=("editorial.GateSettings",),
    ),
    Reach(
        "home.Identity",
        "identité du journal",
        ADMINISTRATORS,
        ALONE,
        "home/models/identity.py",
        parts=("home.SocialLink",),
    ),
    Reach(
        "news.ExamSettings",
        "résultats d’examens : recherche par nom",
        ADMINISTRATORS,
        ALONE,
        "news/models/exams.py",
    ),
    Reach(
        "news.MachineSettings",
        "flux et moteurs de recherche",
        ADMINISTRATORS,
        ALONE,
        "news/models/machines.py",
    ),
    Reach(
        "editorial.NewsroomSettings",
        "taille de la rédaction, circuit des pages éditoriales",
        ADMINISTRATORS,
        ALONE,
        "editorial/newsroom.py",
    ),
    Reach(
        "editorial.Webhook",
        "événements vers l’extérieur",
        ADMINISTRATORS,
        ALONE,
        "editorial/permissions.py",
        parts=("editorial.WebhookDelivery",),
    ),
    Reach("wagtailcore.Site", "adresse du site", ADMINISTRATORS, ALONE, "wagtail.sites"),
    Reach(
        "wagtailcore.Collection", "collections de fichiers", ADMINISTRATORS, ALONE, "wagtail.admin"
    ),
    Reach(
        "wagtailcore.Workflow",
        "circuit de validation",
        ADMINISTRATORS,
        ALONE,
        "wagtail.admin",
        parts=("wagtailcore.Task", "wagtailcore.WorkflowTask", "editorial.ReviewTask"),
    ),
    Reach("accounts.User", "comptes", ADMINISTRATORS, ALONE, "accounts/apps.py"),
    Reach(
        "auth.Group",
        "groupes et leurs droits",
        ADMINISTRATORS,
        ALONE,
        "wagtail.users",
        parts=("wagtailcore.GroupPagePermission", "wagtailcore.GroupCollectionPermission"),
    ),
)

# Models that no reader gets, or that only readers and machines write, and why.
EXEMPT = {
    "accounts.*": "who signs in, and how they want to be told",
    "delivery.*": "the page cache",
    "jobs.*": "clock and queue",
    "editorial.UrgentAlert": "the list of what is read afterwards",
    "editorial.EmergencyReview": "the list of what is read afterwards",
    "editorial.ConfirmationRequest": "between two reviewers",
    "editorial.LinkAnswer": "what other sites answered to the check of links",
    "editorial.Announcement": "told to the newsroom",
    "editorial.DailyDigest": "told to the newsroom",
    "editorial.Notice": "told to the newsroom",
    "editorial.NoticePreference": "a person's own choice",
    "editorial.SectionWatch": "a person's own choice",
    "editorial.PublishingFailure": "written by the clock",
    "home.ContactMessage": "written by readers",
    "news.PictureShape": "noted from the pages that show a picture",
    "news.ListedArticle": "written from the pages",
    "news.RaceNotice": "written when a meeting is published",
    "news.RaceStart": "written from the pages",
    "news.ListCount": "written from the pages",
    "home.SharePicture": "drawn from the article by the queue",
    "audience.ArticleFigures": "counted from readers",
    "audience.RecentView": "counted from readers",
    "audience.ShownFigures": "counted from readers",
    "audience.TrendingList": "counted from readers",
    "search.SearchCount": "counted from readers",
    "search.ClickCount": "counted from readers",
    "search.IndexedItem": "written from the pages",
    "search.Word": "written from the pages",
}


def as_table() -> str:
    """Return the table as `docs/review.md` shows it."""
    rows = ["| quoi | qui change | qui approuve | où c’est tenu |", "|---|---|---|---|"]
    for entry in REACH:
        changers = [role.french for role in entry.changed_by]
        changers += [f"{role.french} (les siens)" for role in entry.own]
        who = ", ".join(changers) or "administration"
        rows.append(f"| {entry.name} | {who} | {entry.approval} | `{entry.enforced_in}` |")
    return "\n".join(rows)
