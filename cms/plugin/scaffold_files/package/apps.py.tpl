"""The manifest of the {{ label }} plugin."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, PageType, Plugin, Queries, Searchable


class {{ plugin }}(Plugin):
    """{{ title }}."""

    name = "{{ package }}"
    label = "{{ label }}"
    title = _("{{ title }}")

    def contributions(self) -> Iterator[Contribution]:
        """A page type, a list of it in the API, and its documents in search."""
        from {{ package }} import graphql, models, search  # noqa: PLC0415 -- needs loaded models

        yield PageType(models.{{ page }}Page, graphql=graphql.{{ page }})
        yield Queries(graphql.{{ page }}Queries)
        yield Searchable(search.{{ page }}Document)
