"""Images with alternative text in both languages, and documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition


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

    alt_cs = models.CharField(_("alternative text in Czech"), max_length=255, blank=True)
    alt_en = models.CharField(_("alternative text in English"), max_length=255, blank=True)
    caption_cs = models.CharField(_("caption in Czech"), max_length=255, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=255, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    dominant_color = models.CharField(
        _("dominant colour"), max_length=7, blank=True, editable=False
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt_cs",
        "alt_en",
        "caption_cs",
        "caption_en",
        "credit",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def alt(self, locale: str) -> str:
        """The alternative text in `locale`; empty when nobody has written one."""
        return self.alt_cs if locale == "cs" else self.alt_en

    def caption(self, locale: str) -> str:
        """The caption in `locale`; empty when nobody has written one."""
        return self.caption_cs if locale == "cs" else self.caption_en


class Rendition(AbstractRendition):
    """A size and format of an image that was asked for."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


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
