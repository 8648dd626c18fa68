"""The closed lists of the directory in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene

from plugins.members.models import MemberType, SizeClass


def _describe(whole: str) -> object:
    """What the schema says of a list and of each value of it, which is the value's label."""

    def describe(value: MemberType | SizeClass | None) -> str:
        if value is None:
            return whole
        label = str(value.label)
        return f"{label[:1].upper()}{label[1:]}."

    return describe


class MemberTypeEnum(graphene.Enum):
    class Meta:
        enum = MemberType
        name = "MemberType"
        description = _describe("What kind of organisation a member is.")


class SizeClassEnum(graphene.Enum):
    class Meta:
        enum = SizeClass
        name = "SizeClass"
        description = _describe("Size by number of employees. Source: 2003/361/EC.")


class Order(Enum):
    """The orders of the directory, as columns."""

    NAME = "title_key"
    NAME_DESC = "-title_key"
    RECENTLY_PUBLISHED = "-last_published_at"


_ORDERS = {
    None: "The orders of a list of members.",
    Order.NAME: "In alphabetical order.",
    Order.NAME_DESC: "In alphabetical order, backwards.",
    Order.RECENTLY_PUBLISHED: "The most recently published first.",
}


class MemberOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "MemberOrder"
        description = _ORDERS.get
