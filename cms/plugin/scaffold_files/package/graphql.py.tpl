"""{{ title }} in the API."""

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import PageInterface
from cms.publishing.visibility import live_pages
from {{ package }}.models import {{ page }}Page


class {{ page }}(graphene.ObjectType):
    """A {{ singular }}."""

    class Meta:
        interfaces = (PageInterface,)

    summary = graphene.String(required=True, description="What it is, in a few sentences.")


class {{ page }}Queries:
    """Fields of Query."""

    {{ label }} = PageList({{ page }}, description="{{ title }} in alphabetical order.")

    @staticmethod
    def resolve_{{ label }}(
        root: None, info: graphene.ResolveInfo, *, locale: str
    ) -> QuerySet[{{ page }}Page]:
        """Public {{ title|lower }}."""
        return live_pages({{ page }}Page, locale).order_by("title_key", "pk")
