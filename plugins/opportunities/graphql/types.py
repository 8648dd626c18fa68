"""The board and one opportunity."""

from __future__ import annotations

import graphene

from cms.graphql.types.blocks import Body
from cms.graphql.types.page import PageInterface


class Opportunity(graphene.ObjectType):
    """Something one can apply for."""

    class Meta:
        interfaces = (PageInterface,)

    summary = graphene.String(description="One or two sentences.")


class OpportunityIndexPage(graphene.ObjectType):
    """The page above all opportunities."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
