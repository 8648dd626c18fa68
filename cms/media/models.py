"""Images with alternative text in both languages, and documents."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.search import index

from cms.media.svg import check_svg

DECORATIVE_HELP = _(
    "Say what the picture shows to someone who cannot see it. "
    "Leave empty only when it is decoration."
)


class Image(AbstractImage):
    """An image; what it shows is said once in each language."""

    # Wagtail's own models keep the default reverse names even when they are not in use.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="cms_images"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # read by Wagtail

    alt_cs = models.CharField(
        _("alternative text in Czech"), max_length=255, blank=True, help_text=DECORATIVE_HELP
    )
    alt_en = models.CharField(
        _("alternative text in English"), max_length=255, blank=True, help_text=DECORATIVE_HELP
    )
    caption_cs = models.CharField(_("caption in Czech"), max_length=255, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=255, blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("The author or the owner of the rights, as they are to be named."),
    )
    dominant_color = models.CharField(
        _("dominant colour"), max_length=7, blank=True, editable=False
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_cs",
        "alt_en",
        "caption_cs",
        "caption_en",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [
        *AbstractImage.search_fields,
        *(
            index.SearchField(name)
            for name in ("alt_cs", "alt_en", "caption_cs", "caption_en", "credit")
        ),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean(self) -> None:
        """Refuse a new SVG file that could do more than show a drawing."""
        super().clean()
        if self.file and not self.file._committed and self.is_svg():
            with self.open_file() as file:
                source = file.read()
                file.seek(0)
            try:
                check_svg(source)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def alt(self, locale: str) -> str:
        """The alternative text in `locale`; empty when nobody has written one."""
        return self.alt_cs if locale == "cs" else self.alt_en

    def caption(self, locale: str) -> str:
        """The caption in `locale`; empty when nobody has written one."""
        return self.caption_cs if locale == "cs" else self.caption_en

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """The drawn file in memory; Wagtail would leave a temporary file open behind it."""
        with super().generate_rendition_file(filter, source=source) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), drawn.name)

    @property
    def default_alt_text(self) -> str:
        """What the rich text editor proposes as alternative text; never a file's title."""
        return self.alt_cs or self.alt_en


class Rendition(AbstractRendition):
    """A size and format of an image that was asked for."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """A path with the hash of the original in it: what a URL shows never changes."""
        folder, name = os.path.split(super().get_upload_to(filename))
        return os.path.join(folder, self.image.get_file_hash()[:8], name)


class Document(AbstractDocument):
    """A file for download."""

    # Wagtail's own models keep the default reverse names even when they are not in use.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="cms_documents"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # read by Wagtail

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
