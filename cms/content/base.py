"""The page that all page types of the house are: translatable, sortable, shown by GraphQL."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.content.collation import CollationKeyField, FoldedField
from cms.content.forms import ContentPageForm
from cms.plugin.gate import GatedPage
from cms.publishing.visibility import live_pages


class ContentPage(GatedPage):
    """A page of the cluster's site. Abstract; a plugin's page types derive from it."""

    title_key = CollationKeyField(source="title")
    title_folded = FoldedField(source="title")
    share_image = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("image for sharing"),
        help_text=_("Shown when the page is shared on social networks."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    show_in_menus_default = False
    base_form_class = ContentPageForm

    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]

    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Read the page anew; what an answer needs late, for all pages that came together."""
        alike = self.__dict__.get("_alike")
        if alike is None or fields is None or from_queryset is not None:
            super().refresh_from_db(using, fields, from_queryset)
        else:
            alike.read_late(list(fields))

    @classmethod
    def hidden_now(cls) -> Q | None:
        """A condition on pages of this type that are live and yet not public; None for no such."""
        return None

    def hidden_fields(self) -> frozenset[str]:
        """Names of fields whose values are not for the public; nothing shows them."""
        return frozenset()

    @classmethod
    def hides(cls, field: str) -> Q | None:
        """The condition on pages of this type that `field` is among their hidden fields.

        None when it never is. It must say for rows what :meth:`hidden_fields` says for one page.
        """
        return None

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[str]:
        """The type's own template, or else the plain face that every page has."""
        return [super().get_template(request, *args, **kwargs), "cms_content/page.html"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with the public pages below."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        below = Q(path__startswith=self.path, depth=self.depth + 1) if self.path else Q(pk__in=[])
        context["public_children"] = live_pages().filter(below).order_by("path")
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page as HTML; not found when visibility says so, whatever ``live`` says."""
        if not live_pages(type(self)).filter(pk=self.pk).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)
