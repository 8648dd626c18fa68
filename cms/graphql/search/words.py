"""What people call the conditions of a search: names of fields and of the values given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.graphql.context import AskedLocale
from cms.graphql.filters import Texts
from cms.graphql.filters.labels import as_list, label_of, quoted, range_of, shown_of
from cms.graphql.search.facts import RANGE, Fact
from cms.graphql.search.labels import shown_codes
from cms.graphql.search.narrowing import LOCALE, TYPE
from cms.plugin.state import active_labels


def name_of_condition(name: str, facts: Mapping[str, Fact]) -> str:
    """What people call a field of the filter, in the active language; `name` is as clients see it.

    Types may call it differently: then the first one counts.
    """
    if name == TYPE:
        return _("Type of page")
    if name == LOCALE:
        return _("Language of the page")
    fact = _fact(name, facts)
    return label_of(fact.sources[0].filter_type, fact.name)


def values_of_condition(
    name: str, given: Any, facts: Mapping[str, Fact], asked: AskedLocale
) -> list[str]:
    """What people call values, given as in GraphQL variables; unknown ones as they are."""
    if name in {TYPE, LOCALE}:
        codes = [code.lower() if name == LOCALE else code for code in as_list(given)]
        shown = shown_codes(name, codes, facts, asked.locale, active_labels())
        return [shown[code].label if code in shown else code for code in codes]
    fact = _fact(name, facts)
    if fact.shape == RANGE:
        return [range_of(given)]
    found: dict[Any, str] = {}
    for source in fact.sources:
        missing = [value for value in as_list(given) if value not in found]
        if isinstance(source.field, Texts):
            found |= {value: quoted(value) for value in missing}
        elif missing:
            found |= shown_of(source.field, source.model, missing, asked)
    return [found.get(value, str(value)) for value in as_list(given)]


def _fact(name: str, facts: Mapping[str, Fact]) -> Fact:
    return next(fact for fact in facts.values() if fact.shown_name == name)
