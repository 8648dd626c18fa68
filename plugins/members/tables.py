"""The table of members, as it is exported and imported."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.content.transfer.columns import columns_of
from cms.plugin import Table
from plugins.members.models import MemberIndexPage, MemberPage

MEMBERS = Table(
    name="members",
    title=_("Members"),
    model=MemberPage,
    below=MemberIndexPage,
    columns=columns_of(
        MemberPage,
        "title",
        "slug",
        "member_type",
        "claim",
        "profile",
        "other_names",
        "street",
        "postal_code",
        "city",
        "region",
        "country",
        "latitude",
        "longitude",
        "website",
        "email",
        "phone",
        "pillars",
        "topics",
        "markets",
        "size_class",
        "employees",
        "founded",
        "member_since",
        "member_until",
        "parent_member",
        "members_only",
        "search_description",
    ),
)
