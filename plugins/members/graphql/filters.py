"""Which members: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import graphene
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cms.content.graphql.places import RegionEnum
from cms.graphql.context import AskedLocale
from cms.graphql.filters import Choices, Numbers, PageFilter, Prefix, Terms, Texts
from cms.graphql.filters.fields import Shown
from cms.graphql.shown import is_part_withheld, show
from cms.publishing.visibility import hides_q, live_pages
from plugins.members import models
from plugins.members.graphql.enums import MemberTypeEnum, SizeClassEnum


class YearRange(graphene.InputObjectType):
    """Years, both ends included; an end that is left out is open."""

    since = graphene.Int(description="The first year.")
    until = graphene.Int(description="The last year.")


class Services(Texts):
    """``[String!]``: members with one of the products or services, as they call it."""

    def __init__(self, *, description: str, facet: bool = False) -> None:
        super().__init__("products__name", description=description, facet=facet)

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """Those of the names that some member shows in the asked language; two queries."""
        open_members = live_pages(models.MemberPage)
        hidden = hides_q(models.MemberPage, ["products"])
        products = models.Product.objects.filter(
            name__in=values,
            member__locale__language_code__in=(asked.locale, *asked.fallback),
            member__in=open_members.exclude(hidden) if hidden else open_members,
        ).select_related("member__locale")
        members = {product.member_id: product.member for product in products}
        show(members.values(), asked)
        names = {
            product.name
            for product in products
            if not is_part_withheld(
                members[product.member_id], "products", str(product.translation_key)
            )
        }
        return {name: Shown(name, name) for name in sorted(names)}


class MemberFilter(PageFilter):
    """Which members: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.MemberPage

    labels = {"service": _("product or service")}

    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    topic = Terms("topics", facet=True, description="Codes of topics.")
    market = Terms("markets", facet=True, description="Codes of markets.")
    member_type = Choices(MemberTypeEnum, "member_type", facet=True, description="What they are.")
    region = Choices(RegionEnum, "region", facet=True, description="Where they are.")
    service = Services(facet=True, description="Products and services, named as in this language.")
    city = Texts("city", facet=True, description="Towns, named as in the asked language.")
    country = Texts("country", facet=True, description="Such as “CZ”.")
    size_class = Choices(SizeClassEnum, "size_class", facet=True, description="How large they are.")
    founded = Numbers("founded", range=YearRange, description="When they were founded.")
    text_prefix = Prefix(
        "title_folded", description="How the name begins; accents and case do not matter."
    )
