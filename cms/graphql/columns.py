"""Large columns are read only when a client selected what is made of them."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, cast

from django.db.models import Field, QuerySet
from graphene.utils.str_converters import to_snake_case
from graphql import GraphQLResolveInfo
from wagtail.fields import RichTextField, StreamField

from cms.graphql.selection import selected_below


@cache
def _large_fields(model: Any) -> tuple[str, ...]:
    """Names of the columns that hold whole texts."""
    return tuple(
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, Field) and isinstance(field, StreamField | RichTextField)
    )


def without_unselected(
    queryset: QuerySet[Any], node_type: type, info: GraphQLResolveInfo
) -> QuerySet[Any]:
    """`queryset` without the large columns that the client did not select below a connection.

    A type whose field is made from another column says so in its attribute `needs`:
    ``needs = {"excerpt": ("body",)}``. For an interface, the type that shows the rows is asked.
    """
    large = _large_fields(cast("Hashable", queryset.model))
    names, is_defer = queryset.query.deferred_loading
    if not large or names or not is_defer:
        return queryset
    selected = {to_snake_case(name) for name in selected_below(info, "nodes", "edges.node")}
    models = (info.schema.extensions or {}).get("models", {})
    needs: dict[str, tuple[str, ...]] = getattr(models.get(queryset.model, node_type), "needs", {})
    for name in tuple(selected):
        selected.update(needs.get(name, ()))
    unselected = [name for name in large if name not in selected]
    return queryset.defer(*unselected) if unselected else queryset
