"""Which members: the filter as clients write it, and as the database understands it."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q

from cms.content.collation import fold
from cms.content.graphql.places import RegionEnum
from cms.graphql.errors import ErrorCode, LimitError
from plugins.members import models
from plugins.members.graphql.enums import MemberTypeEnum, SizeClassEnum


class YearRange(graphene.InputObjectType):
    """Years, both ends included; an end that is left out is open."""

    since = graphene.Int(description="The first year.")
    until = graphene.Int(description="The last year.")


class MemberFilter(graphene.InputObjectType):
    """Which members: all fields together must hold; within a list, any of its values."""

    pillar = graphene.List(graphene.NonNull(graphene.String), description="Codes of pillars.")
    topic = graphene.List(graphene.NonNull(graphene.String), description="Codes of topics.")
    market = graphene.List(graphene.NonNull(graphene.String), description="Codes of markets.")
    member_type = graphene.List(graphene.NonNull(MemberTypeEnum), description="What they are.")
    region = graphene.List(graphene.NonNull(RegionEnum), description="Where they are.")
    city = graphene.List(
        graphene.NonNull(graphene.String), description="Towns, named as in the asked language."
    )
    country = graphene.List(graphene.NonNull(graphene.String), description="Such as “CZ”.")
    size_class = graphene.List(graphene.NonNull(SizeClassEnum), description="How large they are.")
    founded = graphene.InputField(YearRange, description="When they were founded.")
    text_prefix = graphene.String(
        description="How the name begins; accents and case do not matter."
    )
    exclude = graphene.InputField(
        lambda: MemberFilter, name="not", description="Without those that this filter finds."
    )


COLUMNS = {
    "member_type": "member_type__in",
    "region": "region__in",
    "city": "city__in",
    "country": "country__in",
    "size_class": "size_class__in",
}
RELATIONS = ("pillar", "topic", "market")
MAX_NEGATIONS = 3


def condition_of(wanted: Any, depth: int = 0) -> Q:
    """The condition that a filter says; relations as subqueries, so that no row comes twice.

    Raises:
        LimitError: ``not`` inside ``not`` more often than databases can read.
    """
    if depth > MAX_NEGATIONS:
        raise LimitError(
            f"The filter has more than {MAX_NEGATIONS} “not” inside one another.",
            ErrorCode.TOO_DEEP,
            limit=MAX_NEGATIONS,
        )
    condition = Q()
    for name, lookup in COLUMNS.items():
        values = wanted.get(name)
        if values is not None:
            condition &= Q(**{lookup: [getattr(value, "value", value) for value in values]})
    for name in RELATIONS:
        codes = wanted.get(name)
        if codes is not None:
            having = models.MemberPage.objects.filter(**{f"{name}s__code__in": codes})
            condition &= Q(pk__in=having.order_by().values("pk"))
    founded = wanted.get("founded") or {}
    if founded.get("since") is not None:
        condition &= Q(founded__gte=founded["since"])
    if founded.get("until") is not None:
        condition &= Q(founded__lte=founded["until"])
    if wanted.get("text_prefix"):
        condition &= Q(title_folded__startswith=fold(wanted["text_prefix"]))
    if wanted.get("exclude"):
        found = models.MemberPage.objects.filter(condition_of(wanted["exclude"], depth + 1))
        condition &= ~Q(pk__in=found.order_by().values("pk"))
    return condition
