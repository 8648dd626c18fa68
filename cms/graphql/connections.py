"""The connection type of each node type: edges, nodes, the page's facts, the total, facets."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from graphene.relay import PageInfo
from graphql import GraphQLResolveInfo

from cms.graphql.filters.facets import facet_field
from cms.graphql.filters.pagefilter import facets_of
from cms.graphql.slices import Slice


class _Edge:
    """Fields that every edge has, besides its node."""

    cursor = graphene.String(
        required=True, description="Names the place of the node in the list; opaque."
    )


class _Connection:
    """Fields that every connection has, besides its edges and nodes."""

    page_info = graphene.Field(
        PageInfo, required=True, name="pageInfo", description="How to go on from this page."
    )
    total_count = graphene.Int(
        required=True, description="How many there are in all, whatever the page."
    )

    @staticmethod
    def resolve_edges(page: Slice, info: GraphQLResolveInfo) -> object:
        return page.edges()

    @staticmethod
    def resolve_nodes(page: Slice, info: GraphQLResolveInfo) -> object:
        return page.nodes()

    @staticmethod
    def resolve_page_info(page: Slice, info: GraphQLResolveInfo) -> object:
        return page.page_info()

    @staticmethod
    def resolve_total_count(page: Slice, info: GraphQLResolveInfo) -> object:
        return page.total_count()


@cache
def connection_for(node_type: Any, filter_type: Any = None) -> type[graphene.ObjectType]:
    """The connection type of `node_type`: ``MemberConnection`` of ``MemberEdge``.

    With the filter that lists of such nodes have, it counts the filter's facets. A schema knows
    which filter that is, and takes the connection with facets wherever one without them stands.
    """
    name = node_type._meta.name
    required_node = graphene.NonNull(node_type)

    class EdgeMeta:
        description = f"A place in a list of {name} objects."

    edge = type(
        f"{name}Edge",
        (_Edge, graphene.ObjectType),
        {
            "Meta": EdgeMeta,
            "node": graphene.Field(required_node, description="The object at this place."),
        },
    )

    class ConnectionMeta:
        description = f"A page of a list of {name} objects."

    facets = (
        {"facet_counts": facet_field(filter_type)}
        if filter_type is not None and facets_of(filter_type)
        else {}
    )
    return type(
        f"{name}Connection",
        (_Connection, graphene.ObjectType),
        {
            "Meta": ConnectionMeta,
            "node_type": node_type,
            "edges": graphene.Field(
                graphene.NonNull(graphene.List(graphene.NonNull(edge))),
                description="The objects of the page with their cursors.",
            ),
            "nodes": graphene.Field(
                graphene.NonNull(graphene.List(required_node)),
                description="The objects of the page without their cursors.",
            ),
            **facets,
        },
    )
