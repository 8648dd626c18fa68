"""Menus: trees of links, one tree for each name and language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import LinkBlock
from cms.content.models.snippets import code_validator


class LeafItemBlock(blocks.StructBlock):
    """A link with an optional label; without one, the page's title stands."""

    label = blocks.CharBlock(
        label=pgettext_lazy("block", "Label"),
        required=False,
        max_length=80,
        help_text=_("Empty: the title of the page in this language."),
    )
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "link"
        label = _("Item")


class BranchItemBlock(LeafItemBlock):
    """An item with items below it."""

    children = blocks.ListBlock(LeafItemBlock(), label=_("Items below"), default=[], max_num=30)


class RootItemBlock(LeafItemBlock):
    """An item of the first level."""

    children = blocks.ListBlock(BranchItemBlock(), label=_("Items below"), default=[], max_num=30)


class Menu(TranslatableMixin, models.Model):
    """A menu in one language."""

    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[code_validator],
        help_text=_("“main” and “footer” are the ones that every site has."),
    )
    title = models.CharField(_("title"), max_length=80)
    items = StreamField(
        [("item", RootItemBlock())], verbose_name=_("items"), blank=True, max_num=30
    )

    override_translatable_fields = [SynchronizedField("code", overridable=False)]
    panels = [FieldPanel("title"), FieldPanel("code"), FieldPanel("items")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=("locale", "code"), name="unique_menu_code")]

    def __str__(self) -> str:
        return self.title
