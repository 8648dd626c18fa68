"""The body block that shows chosen members anywhere on the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class FeaturedMembersBlock(blocks.StructBlock):
    """Members chosen by an editor, in the order of choice."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), required=False, max_length=200)
    members = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="members.MemberPage"),
        label=_("Members"),
        min_num=1,
        max_num=24,
    )

    class Meta:
        icon = "group"
        label = _("Members")
        template = "members/blocks/featured_members.html"
