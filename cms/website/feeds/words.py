"""What an address of a feed asks for, in words that visitors know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case

from cms.graphql.context import AskedLocale
from cms.graphql.filters.flat import texts_of, unflattened, variable_type
from cms.graphql.filters.labels import label_of, quoted, values_of
from cms.graphql.filters.pagefilter import PageFilter, fields_of
from cms.graphql.schema import schema_for
from cms.graphql.search.words import name_of_condition, values_of_condition
from cms.plugin.state import active_labels
from cms.website.feeds.lists import Pairs, Source, document_of

NOT = "not"
BETWEEN = " · "

Words = tuple[tuple[str, str], ...]


def words_of(source: Source, parameters: Pairs) -> Words:
    """What is asked for: names and values, in the active language.

    Raises:
        ParameterError: A parameter is wrong.
    """
    schema = schema_for(active_labels()).graphql_schema
    document = document_of(source.feed)
    texts = texts_of(document)
    given = [value for name, value in parameters if name in texts and value]
    found = [(_("Search text"), quoted(value)) for value in given]
    type_: Any = variable_type(schema, document, "filter")
    if type_ is not None:
        rest = [pair for pair in parameters if pair[0] not in texts]
        others = (code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
        asked = AskedLocale(source.locale, tuple(o for o in others if o != source.locale))
        found += _filter_words(type_.graphene_type, unflattened(rest, type_), asked, schema)
    return tuple(found)


def in_one(words: Words) -> str:
    """Names and values in one line."""
    return BETWEEN.join(f"{name}: {value}" for name, value in words)


def _filter_words(
    type_: Any, given: Mapping[str, Any], asked: AskedLocale, schema: Any
) -> list[tuple[str, str]]:
    """The words for what is given as a GraphQL variable; of ``not``, those inside it."""
    found: list[tuple[str, str]] = []
    for name, value in given.items():
        if name == NOT:
            inner = _filter_words(type_, value, asked, schema)
            told = in_one(tuple(inner))
            found.append((_("Without"), f"({told})" if len(inner) > 1 else told))
        elif issubclass(type_, PageFilter):
            attribute = next(each for each in fields_of(type_) if to_camel_case(each) == name)
            labels = values_of(type_, attribute, value, asked)
            found.append((label_of(type_, attribute), ", ".join(labels)))
        else:
            facts = schema.extensions["facts"]
            labels = values_of_condition(name, value, facts, asked)
            found.append((name_of_condition(name, facts), ", ".join(labels)))
    return found
