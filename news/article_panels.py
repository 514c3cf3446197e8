"""Panels of the editor that all kinds of article share."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, Panel

from news.panels import (
    STANDFIRST_LENGTH,
    CountedFieldPanel,
    FoldedPanel,
    FoldedRowsPanel,
    RowsPanel,
)

LEAD_IMAGE_PANELS = (
    FieldPanel("lead_image"),
    FieldPanel("lead_image_alt"),
    FieldPanel(
        "lead_image_caption",
        help_text=_("Who and what is seen, where and when; under the picture."),
    ),
    FieldPanel("lead_image_credit"),
)
BYLINES_PANEL = RowsPanel(
    "bylines",
    heading=_("Bylines"),
    label=_("Byline"),
    icon="user",
    help_text=_("Who signs, in the order in which readers see the names."),
)
CHECKS_PANEL = HelpPanel(
    template="editorial/gates/checks_panel.html", heading=_("Before you submit"), icon="tick"
)


def corrections_panel(help_text: str | Promise) -> FoldedRowsPanel:
    return FoldedRowsPanel(
        "corrections",
        heading=_("Corrections"),
        label=_("Correction"),
        icon="warning",
        help_text=help_text,
    )


def text_panels(body_help: str | Promise, corrections_help: str | Promise) -> list[Panel]:
    """The panels of a kind of article whose body is not what it is opened for."""
    return [
        CountedFieldPanel("standfirst", STANDFIRST_LENGTH),
        FieldPanel("body", help_text=body_help),
        BYLINES_PANEL,
        FoldedPanel([*LEAD_IMAGE_PANELS], name="lead_image", heading=_("Lead image"), icon="image"),
        FoldedPanel(
            [FieldPanel("kicker"), FieldPanel("tags")],
            name="kind",
            heading=_("Kicker and tags"),
            icon="list-ul",
        ),
        corrections_panel(corrections_help),
        CHECKS_PANEL,
    ]
