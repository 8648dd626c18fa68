"""The core's body blocks. Each is contributed by name, with its GraphQL type, in ``apps.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail_localize.segments import StringSegmentValue

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class NeutralCharBlock(blocks.CharBlock):
    """A line that is the same in every language, such as a person's name."""

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        """None: nothing to translate."""
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        """The value as it was."""
        return value


class FigureValueBlock(blocks.CharBlock):
    """A number as it is written; only one with separators or words differs by language."""

    def get_translatable_segments(self, value: str) -> list[StringSegmentValue]:
        """One string, none for plain digits."""
        return [] if not value or value.isdigit() else [StringSegmentValue("", value)]

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        """The translated string."""
        return segments[0].render_text() if segments else value


class HeadingBlock(blocks.StructBlock):
    """A heading inside the body; the page's title is the only first-level one."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Heading 2")), ("h3", _("Heading 3"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms_content/blocks/heading.html"


class ImageBlock(blocks.StructBlock):
    """An image with a caption; its alternative text may say more here than in the library."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_("Empty: the text from the image library in this language."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"),
        required=False,
        help_text=_("The image says nothing that the text does not say."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms_content/blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    """Several images together."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    images = blocks.ListBlock(ImageBlock(), label=_("Images"), min_num=1, max_num=60)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "cms_content/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Text"), rows=3)
    attribution = blocks.CharBlock(label=_("Attribution"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms_content/blocks/quote.html"


class LinkBlock(blocks.StructBlock):
    """A link to a page or an address; exactly one of them."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """The value, once it is known that it leads to exactly one place."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = ValidationError(_("Choose a page or enter an address, not both."))
            raise StructBlockValidationError(block_errors={"url": message})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class CallToActionBlock(blocks.StructBlock):
    """An invitation with a button."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    label = blocks.CharBlock(label=_("Button label"), max_length=80)
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "link"
        label = _("Call to action")
        template = "cms_content/blocks/call_to_action.html"


class PersonBlock(blocks.StructBlock):
    """One person with a role."""

    name = NeutralCharBlock(label=pgettext_lazy("person", "Name"), max_length=120)
    role = blocks.CharBlock(label=pgettext_lazy("person", "Role"), required=False, max_length=160)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    phone = NeutralCharBlock(label=_("Phone"), required=False, max_length=40)
    photo = ImageChooserBlock(label=_("Photo"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(blocks.StructBlock):
    """People side by side."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    people = blocks.ListBlock(PersonBlock(), label=_("People"), min_num=1, max_num=100)

    class Meta:
        icon = "group"
        label = _("People")
        template = "cms_content/blocks/people.html"


class LogoBlock(blocks.StructBlock):
    """One organisation's logo."""

    image = ImageChooserBlock(label=_("Image"))
    name = NeutralCharBlock(label=_("Name"), max_length=160)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "image"
        label = _("Logo")


class LogosBlock(blocks.StructBlock):
    """A wall of logos."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    logos = blocks.ListBlock(LogoBlock(), label=_("Logos"), min_num=1, max_num=100)

    class Meta:
        icon = "image"
        label = _("Logos")
        template = "cms_content/blocks/logos.html"


class FigureBlock(blocks.StructBlock):
    """One number worth remembering."""

    value = FigureValueBlock(label=_("Value"), max_length=40)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=40)
    label = blocks.CharBlock(label=pgettext_lazy("block", "Label"), max_length=160)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=255)

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    """Key figures in a row."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    items = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=12)

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "cms_content/blocks/figures.html"


class TableBlock(WagtailTableBlock):
    """A table whose caption and cells are translated one by one; plain numbers stay as they are."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """One string for the caption and for each cell with words, by row and column."""
        return [StringSegmentValue(place, text) for place, text in _texts(value)]

    def restore_translated_segments(
        self, value: dict[str, Any] | None, segments: list[Any]
    ) -> dict[str, Any] | None:
        """The table with every translated text in its place."""
        if not value:
            return value
        translated = {segment.path: segment.render_text() for segment in segments}
        rows = [
            [translated.get(f"{y}.{x}", cell) for x, cell in enumerate(row)]
            for y, row in enumerate(value.get("data") or [])
        ]
        caption = translated.get("caption", value.get("table_caption"))
        return {**value, "data": rows, "table_caption": caption}

    class Meta:
        icon = "table"
        label = _("Table")


def _texts(value: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    if not value:
        return
    if value.get("table_caption"):
        yield "caption", value["table_caption"]
    for y, row in enumerate(value.get("data") or []):
        for x, cell in enumerate(row):
            if cell and not cell.isdigit():
                yield f"{y}.{x}", cell


class DocumentsBlock(blocks.StructBlock):
    """Files for download."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    documents = blocks.ListBlock(
        DocumentChooserBlock(), label=_("Documents"), min_num=1, max_num=50
    )

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "cms_content/blocks/documents.html"


class EmbeddedMediaBlock(blocks.StructBlock):
    """A video or another page's player, loaded only when the visitor wants it."""

    media = EmbedBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "cms_content/blocks/embed.html"


class AccordionItemBlock(blocks.StructBlock):
    """A heading that opens its text."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    content = blocks.RichTextBlock(label=_("Content"), features=INLINE_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Item")


class AccordionBlock(blocks.StructBlock):
    """Questions and answers."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("Items"), min_num=1, max_num=60)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        template = "cms_content/blocks/accordion.html"


class ColumnBlock(blocks.StructBlock):
    """One column of text."""

    content = blocks.RichTextBlock(label=_("Content"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Column")


class ColumnsBlock(blocks.StructBlock):
    """Two or three columns of text, one above the other on a phone."""

    columns = blocks.ListBlock(ColumnBlock(), label=_("Columns"), min_num=2, max_num=3)

    class Meta:
        icon = "grip"
        label = _("Columns")
        template = "cms_content/blocks/columns.html"
