"""The names of the checks, and the rules that a new site begins with."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from editorial.gates.models import Effect, Transition
from news.models import ArticleKind

CHECKS = {
    "title": _("A title"),
    "title_length": _("A title of the right length"),
    "standfirst": _("A standfirst"),
    "standfirst_length": _("A standfirst of the right length"),
    "lead_image": _("A lead image"),
    "lead_image_alt": _("Alternative text for the lead image"),
    "lead_image_credit": _("A credit for the lead image"),
    "lead_image_width": _("A lead image at least 1,200 pixels wide"),
    "rights": _("Pictures whose rights have not ended"),
    "byline": _("A byline"),
    "tag": _("At least one tag"),
    "body": _("A text in the body"),
    "image_alt": _("Alternative text for the pictures in the body"),
    "image_credit": _("A credit for the pictures in the body"),
    "section": _("A section that readers can open"),
    "placeholder": _("No “TK”, “xxx” or “to be completed” left"),
    "internal_link": _("Links within the site that lead somewhere"),
    "external_link": _("Links to other sites that still answer"),
    "weight": _("A page within its weight"),
    "race": _("Races with their hour and their runners"),
    "runners": _("Runners with a name and a number of their own"),
    "arrival": _("Arrivals made of runners that ran"),
    "selection": _("A selection of horses that run"),
    "dividends": _("Dividends that fit the arrival"),
}

_OFF, _WARN, _BLOCK = Effect.OFF, Effect.WARN, Effect.BLOCK
# Effects in the order of Transition: submission, approval of a step, publication, update.
_ALL_KINDS = {
    "title": (_BLOCK, _BLOCK, _BLOCK, _BLOCK),
    "title_length": (_WARN, _WARN, _WARN, _WARN),
    "standfirst": (_BLOCK, _BLOCK, _BLOCK, _BLOCK),
    "standfirst_length": (_WARN, _WARN, _WARN, _WARN),
    "lead_image": (_WARN, _WARN, _BLOCK, _BLOCK),
    "lead_image_alt": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "lead_image_credit": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "lead_image_width": (_WARN, _WARN, _WARN, _WARN),
    "rights": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "byline": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "tag": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "body": (_BLOCK, _BLOCK, _BLOCK, _BLOCK),
    "image_alt": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "image_credit": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "section": (_WARN, _WARN, _BLOCK, _BLOCK),
    "placeholder": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "internal_link": (_WARN, _WARN, _BLOCK, _BLOCK),
    "external_link": (_WARN, _WARN, _WARN, _WARN),
    "weight": (_WARN, _WARN, _WARN, _WARN),
    "race": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "runners": (_WARN, _BLOCK, _BLOCK, _BLOCK),
    "arrival": (_BLOCK, _BLOCK, _BLOCK, _BLOCK),
    "selection": (_WARN, _WARN, _WARN, _WARN),
    "dividends": (_WARN, _WARN, _WARN, _WARN),
}
_ONE_KIND = {
    (ArticleKind.BRIEF, "lead_image"): (_OFF, _OFF, _OFF, _OFF),
    (ArticleKind.BRIEF, "byline"): (_WARN, _WARN, _WARN, _WARN),
    (ArticleKind.OPINION, "lead_image"): (_WARN, _WARN, _WARN, _WARN),
}


def default_rules() -> Iterator[tuple[str, str, str, str]]:
    """Yield transition, kind (empty: all), check and effect of each rule of a new site."""
    for code, effects in _ALL_KINDS.items():
        for transition, effect in zip(Transition.values, effects, strict=True):
            yield transition, "", code, effect.value
    for (kind, code), effects in _ONE_KIND.items():
        for transition, effect in zip(Transition.values, effects, strict=True):
            yield transition, kind.value, code, effect.value
