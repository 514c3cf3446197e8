"""The blocks of an article's body."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import BaseChooser
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from news.content_state import refuse_other_text
from news.embeds import EmbedKind, read_address
from news.fields import INLINE
from news.html_repair import repair_html
from news.images import NewsImage
from news.languages import LANGUAGES
from news.typed_fields import CleanStreamBlock
from news.unreadable import refuse_incomplete

PARAGRAPH = [*INLINE, "ol", "ul", "document-link"]


class LanguageBlock(blocks.ChoiceBlock):
    """The language of a block, among the settings that its form folds away."""

    def __init__(self, **kwargs: object) -> None:
        stated = {
            "label": _("Language"),
            "choices": [("", _("That of the text around it")), *LANGUAGES.items()],
            "required": False,
            "default": "",
            "search_index": False,
            "help_text": _("Browsers and screen readers go by it."),
        }
        super().__init__(**stated | kwargs)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Heading")), ("3", _("Subheading"))],
        default="2",
        search_index=False,
    )
    language = LanguageBlock()

    class Meta:
        form_layout = blocks.BlockGroup(["text", "level"], settings=["language"])
        icon = "title"
        label = _("Heading")
        description = _("Opens a part of the text; a reader skims a long article by these.")
        template = "blocks/heading_block.html"
        preview_value = {"text": "Un chantier attendu depuis dix ans", "level": "2"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": PARAGRAPH, **kwargs})

    def to_python(self, value: object) -> RichText:
        return RichText(repair_html(value))

    def clean(self, value: RichText) -> object:
        refuse_other_text(value.source)
        return super().clean(value)

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
    language = LanguageBlock()

    class Meta:
        form_layout = blocks.BlockGroup(["text", "attribution", "role"], settings=["language"])
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
    language = LanguageBlock()

    class Meta:
        form_layout = blocks.BlockGroup(["title", "points"], settings=["language"])
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
    """A table of text and figures; figures are aligned right."""

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

    def get_context(
        self, value: TypedTable, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        """With `row_name`: the number of the column that names the rows, the first one of text."""
        kinds = [column["block"].name for column in value.columns]
        context: dict[str, object] = super().get_context(value, parent_context)
        return context | {"row_name": kinds.index("text") if "text" in kinds else None}


class EmbedValue(blocks.StructValue):
    @cached_property
    def host(self) -> str:
        """The name of the site that the link leads to, without `www.`."""
        return (urlsplit(self.get("url") or "").hostname or "").removeprefix("www.")

    @cached_property
    def heading(self) -> str:
        """The title that was typed, or what the address tells."""
        read = read_address(self.get("url") or "")
        return self["title"] or (read.title if read else "") or self.host

    @cached_property
    def kind_label(self) -> str:
        """The kind that was chosen, or what the address tells; "" if neither says."""
        read = read_address(self.get("url") or "")
        kind = self.get("kind") or (read.kind if read else "")
        return str(EmbedKind(kind).label) if kind in EmbedKind else ""


class EmbedBlock(blocks.StructBlock):
    """A video, a post or a map elsewhere, shown as a link: no reader is sent there unasked."""

    url = blocks.URLBlock(
        label=_("Address"),
        help_text=_(
            "Of a video or a post on YouTube, X, Facebook, TikTok or elsewhere. Readers load "
            "nothing from there until they press the link."
        ),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("Filled in where the address tells it; better is what is seen there."),
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=EmbedKind.choices,
        required=False,
        default="",
        search_index=False,
    )
    poster = ImageChooserBlock(
        label=_("Poster picture"),
        required=False,
        help_text=_("From your own pictures; nothing is fetched from the other site."),
    )
    poster_alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=255,
        required=False,
        help_text=_(
            "What the picture shows, for those who cannot see it. "
            "Left empty, the description kept with the picture is used."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    def clean(self, value: object) -> object:
        cleaned = super().clean(value)
        if not cleaned["title"] and not read_address(cleaned["url"] or "") and not self._is_draft():
            missing = _("Write a title: this address does not tell what it leads to.")
            raise blocks.StructBlockValidationError({"title": ValidationError(missing)})
        return cleaned

    def _is_draft(self) -> bool:
        return bool(getattr(self, "is_deferred_validation", False))

    class Meta:
        icon = "media"
        label = _("Embed")
        description = _("A video, a post or a map on another site, opened when the reader asks.")
        template = "blocks/embed_block.html"
        value_class = EmbedValue
        preview_value = {
            "url": "https://video.example/le-fleuve",
            "title": "Une nuit sur le fleuve",
            "kind": "video",
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

    def get_preview_context(
        self, value: object, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        """A document that is in no library, so that the preview needs none."""
        document = {"url": "#", "file_extension": "pdf", "file_size": 240_000}
        example = {"document": document, "title": "Le budget de la commune"}
        return {**(parent_context or {}), "example": example}


class RelatedArticleValue(blocks.StructValue):
    @cached_property
    def published(self) -> Page | None:
        """The article if readers may see it: a withdrawn or a private one is not named."""
        article = self["article"]
        if article is None:
            return None
        return type(article).objects.published().defer("body").filter(pk=article.pk).first()


class ArticleChooserBlock(blocks.PageChooserBlock):
    """Wagtail's block for pages, stored as such, with the newsroom's own list to choose from."""

    @cached_property
    def widget(self) -> BaseChooser:
        from news.article_chooser import ArticleChooser

        return ArticleChooser()

    def get_form_state(self, value: object) -> object:
        return self.widget.get_value_data(value)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
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

    def get_preview_context(
        self, value: object, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        return {**(parent_context or {}), "example": "Sur le fleuve, les pontons sont prêts"}


class TextStreamBlock(CleanStreamBlock):
    """Pieces of a text: a paragraph that waits for its first word is none of them."""

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Drop the empty paragraphs, and name the others' errors by their places in the form."""
        refuse_incomplete(value)
        kept = [
            place
            for place, piece in enumerate(value)
            if not is_empty_paragraph(piece.block_type, str(piece.get_prep_value()["value"]))
        ]
        pieces = [(value[i].block_type, value[i].value, value[i].id) for i in kept]
        try:
            return super().clean(blocks.StreamValue(self, pieces))
        except blocks.StreamBlockValidationError as refused:
            errors = {kept[place]: error for place, error in refused.block_errors.items()}
            raise blocks.StreamBlockValidationError(
                block_errors=errors, non_block_errors=refused.non_block_errors
            ) from refused


def is_empty_paragraph(kind: str, html: str) -> bool:
    """Whether a piece of this kind, as it is stored, is a paragraph without a word."""
    return kind == "paragraph" and not strip_tags(html).strip()


class BodyBlock(TextStreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    key_points = KeyPointsBlock()
    table = TableBlock()
    embed = EmbedBlock()
    document = DocumentBlock()
    related_article = RelatedArticleBlock()


class PlainBodyBlock(TextStreamBlock):
    """The body of a page that is no article: no media, no links to articles."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    key_points = KeyPointsBlock()
    table = TableBlock()
    document = DocumentBlock()


def pictures_in(
    body: blocks.StreamValue,
) -> Iterator[tuple[blocks.StreamValue.StreamChild, NewsImage, str, str]]:
    """Each picture that a body shows: its block, the picture, and the words typed for it."""
    for block in body:
        if block.block_type == "image" and block.value["image"]:
            yield block, block.value["image"], block.value["alt"], block.value["credit"]
        elif block.block_type == "embed" and block.value.get("poster"):
            yield block, block.value["poster"], block.value.get("poster_alt") or "", ""


def picture_keys(body: blocks.StreamValue) -> Iterator[int]:
    """The keys of the pictures that a body shows, as they are stored: none is loaded."""
    fields = {"image": "image", "embed": "poster"}
    for block in body.raw_data:
        key = block["value"].get(fields[block["type"]]) if block["type"] in fields else None
        if key:
            yield key
