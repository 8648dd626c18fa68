"""The closed lists of the directory in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene

from cms.graphql.enums import enum_of
from plugins.members.models import MemberType, SizeClass

MemberTypeEnum = enum_of(MemberType, "What kind of organisation a member is.")
SizeClassEnum = enum_of(SizeClass, "Size by number of employees. Source: 2003/361/EC.")


class Order(Enum):
    """The orders of the directory, as columns."""

    NAME = "title_key"
    NAME_DESC = "-title_key"
    NEWEST = "-first_published_at"
    RECENTLY_PUBLISHED = "-last_published_at"


_ORDERS = {
    None: "The orders of a list of members.",
    Order.NAME: "In alphabetical order.",
    Order.NAME_DESC: "In alphabetical order, backwards.",
    Order.NEWEST: "The newest first.",
    Order.RECENTLY_PUBLISHED: "The most recently published first.",
}


class MemberOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "MemberOrder"
        description = _ORDERS.get
