"""The pieces an article's body is made of: few, and each earned."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link"]
PARAGRAPH = [*INLINE, "ol", "ul", "document-link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Heading")), ("3", _("Subheading"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Opens a part of the text; a reader skims a long article by these.")
        template = "blocks/heading_block.html"
        preview_value = {"text": "Un chantier attendu depuis dix ans", "level": "2"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": PARAGRAPH, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Running text with bold, italics, links and lists.")
        template = "blocks/paragraph_block.html"
        preview_value = (
            "<p>Dès l’aube, les premières pirogues accostent. <b>Le marché s’éveille</b>, "
            "et avec lui tout un quartier.</p>"
        )


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=255,
        required=False,
        help_text=_(
            "What the picture shows, for those who cannot see it. "
            "Left empty, the description kept with the picture is used."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)
    credit = blocks.CharBlock(
        label=_("Credit"),
        max_length=160,
        required=False,
        help_text=_("Left empty, the credit kept with the picture is used."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture in the text, with caption and credit.")
        template = "blocks/image_block.html"
        prose = ("alt", "caption")
        preview_template = "blocks/previews/image_block.html"
        preview_value = {
            "image": None,
            "alt": "Un homme debout dans une pirogue, au couchant",
            "caption": "Un passeur entre les deux rives, au couchant.",
            "credit": "Dessin : I. Sangaré",
        }


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=120, required=False)
    role = blocks.CharBlock(label=_("Their position"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("A sentence worth lifting out of the text, with who said it.")
        template = "blocks/quote_block.html"
        prose = ("text",)
        preview_value = {
            "text": "Ici, l’eau décide de tout.",
            "attribution": "Fanta, maraîchère",
            "role": "à Koulouba-Est",
        }


class KeyPointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80, default="L’essentiel")
    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Point"), max_length=240), label=_("Points"), min_num=2, max_num=6
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("What a reader in a hurry should take away: two to six short lines.")
        template = "blocks/key_points_block.html"
        prose = ("points",)
        preview_value = {
            "title": "L’essentiel",
            "points": ["Le pont ouvre lundi.", "Les minibus changent d’itinéraire."],
        }


class TableBlock(TypedTableBlock):
    """A table of text and figures; figures stand at the right."""

    text = blocks.CharBlock(label=_("Text"), required=False)
    number = blocks.CharBlock(label=_("Figure"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Figures side by side: results, prices, timetables.")
        template = "blocks/table_block.html"
        preview_value = {
            "columns": [
                {"type": "text", "heading": "Marché"},
                {"type": "number", "heading": "Riz, le kilo"},
            ],
            "rows": [{"values": ["Médine", "425 F"]}, {"values": ["Kati", "400 F"]}],
            "caption": "Les prix du jour",
        }


class EmbedValue(blocks.StructValue):
    @cached_property
    def host(self) -> str:
        """The name of the site that the link leads to, without `www.`."""
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class EmbedBlock(blocks.StructBlock):
    """A video, a post or a map elsewhere, shown as a link: no reader is sent there unasked."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    class Meta:
        icon = "media"
        label = _("Embed")
        description = _("A video, a post or a map on another site, opened when the reader asks.")
        template = "blocks/embed_block.html"
        value_class = EmbedValue
        preview_value = {
            "url": "https://video.example/le-fleuve",
            "title": "Une nuit sur le fleuve",
            "caption": "Quatre minutes avec les passeurs du Badalabougou.",
        }


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("Left empty, the title kept with the document is used."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its type and its weight.")
        template = "blocks/document_block.html"
        preview_template = "blocks/previews/document_block.html"
        preview_value = {"document": None, "title": ""}

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """A document that is in no library, so that the preview needs none."""
        document = {"url": "#", "file_extension": "pdf", "file_size": 240_000}
        example = {"document": document, "title": "Le budget de la commune"}
        return {**(parent_context or {}), "example": example}


class RelatedArticleValue(blocks.StructValue):
    @cached_property
    def published(self) -> Any:
        """The article if readers may see it: a withdrawn or a private one is not named."""
        article = self["article"]
        if article is None:
            return None
        return type(article).objects.published().defer("body").filter(pk=article.pk).first()


class ArticleChooserBlock(blocks.PageChooserBlock):
    """Wagtail's block for pages, stored as such, with the newsroom's own list to choose from."""

    @cached_property
    def widget(self) -> Any:
        from news.article_chooser import ArticleChooser

        return ArticleChooser()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(value)

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class RelatedArticleBlock(blocks.StructBlock):
    article = ArticleChooserBlock(label=_("Article"), page_type="news.ArticlePage")

    class Meta:
        icon = "link"
        label = _("Related article")
        description = _("Points to another article, as long as that one is published.")
        template = "blocks/related_article_block.html"
        value_class = RelatedArticleValue
        preview_template = "blocks/previews/related_article_block.html"
        preview_value = {"article": None}

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**(parent_context or {}), "example": "Sur le fleuve, les pontons sont prêts"}


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    key_points = KeyPointsBlock()
    table = TableBlock()
    embed = EmbedBlock()
    document = DocumentBlock()
    related_article = RelatedArticleBlock()


class PlainBodyBlock(blocks.StreamBlock):
    """The body of a page that is no article: no media, no links to articles."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    key_points = KeyPointsBlock()
    table = TableBlock()
    document = DocumentBlock()
