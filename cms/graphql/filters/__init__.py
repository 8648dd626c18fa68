"""Filters of lists of pages, each declared once.

From the fields of a :class:`PageFilter` follow the input type of GraphQL, the condition in SQL,
``not``, the facets of the list, and the parameters of its feeds.
"""

from cms.graphql.filters.closed import Choices, Flag
from cms.graphql.filters.fields import FilterField
from cms.graphql.filters.pagefilter import PageFilter
from cms.graphql.filters.ranges import (
    DateRange,
    Dates,
    DecimalRange,
    IntRange,
    Numbers,
)
from cms.graphql.filters.related import Pages, Terms
from cms.graphql.filters.values import Integers, Prefix, Texts

__all__ = [
    "Choices",
    "DateRange",
    "Dates",
    "DecimalRange",
    "FilterField",
    "Flag",
    "IntRange",
    "Integers",
    "Numbers",
    "PageFilter",
    "Pages",
    "Prefix",
    "Terms",
    "Texts",
]
