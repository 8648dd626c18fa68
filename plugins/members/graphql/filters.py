"""Which members: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

import graphene

from cms.content.graphql.places import RegionEnum
from cms.graphql.filters import Choices, Numbers, PageFilter, Prefix, Terms, Texts
from plugins.members import models
from plugins.members.graphql.enums import MemberTypeEnum, SizeClassEnum


class YearRange(graphene.InputObjectType):
    """Years, both ends included; an end that is left out is open."""

    since = graphene.Int(description="The first year.")
    until = graphene.Int(description="The last year.")


class MemberFilter(PageFilter):
    """Which members: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.MemberPage

    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    topic = Terms("topics", facet=True, description="Codes of topics.")
    market = Terms("markets", facet=True, description="Codes of markets.")
    member_type = Choices(MemberTypeEnum, "member_type", facet=True, description="What they are.")
    region = Choices(RegionEnum, "region", facet=True, description="Where they are.")
    city = Texts("city", facet=True, description="Towns, named as in the asked language.")
    country = Texts("country", facet=True, description="Such as “CZ”.")
    size_class = Choices(SizeClassEnum, "size_class", facet=True, description="How large they are.")
    founded = Numbers("founded", range=YearRange, description="When they were founded.")
    text_prefix = Prefix(
        "title_folded", description="How the name begins; accents and case do not matter."
    )
