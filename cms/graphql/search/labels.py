"""What people call the values of facets."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from cms.graphql.context import AskedLocale
from cms.graphql.filters import Flag, Integers, Pages, Terms
from cms.graphql.filters.facets import Facet, FacetValue
from cms.graphql.filters.fields import Shown, column_of
from cms.graphql.search.facts import FLAG, Fact, Source
from cms.graphql.search.narrowing import LOCALE, TYPE, codes_of, languages
from cms.indexing.documents import searchable_types
from cms.translation.alphabet import collation_key

LANGUAGES = {"cs": "Czech", "en": "English"}  # marked for translation with the thesaurus


def facet(
    name: str,
    counts: Sequence[tuple[str, int]],
    facts: Mapping[str, Fact],
    given: Mapping[str, Any],
    locale: str,
    active: frozenset[str],
) -> Facet:
    """The facet as clients see it: by count, then in the alphabet of the asked language.

    What is asked for is listed even when nothing has it, if it has a name at all.
    """
    found = {code: count for code, count in counts if count}
    chosen = _chosen(name, facts, given)
    codes = list(dict.fromkeys((*found, *chosen)))
    shown = shown_codes(name, codes, facts, locale, active)
    values = [
        FacetValue(
            value=shown[code].value,
            label=shown[code].label,
            count=found.get(code, 0),
            selected=code in chosen,
        )
        for code in codes
        if code in shown
    ]
    values.sort(key=lambda v: (-v.count, collation_key(v.label, locale), v.value))
    return Facet(name=facts[name].shown_name if name in facts else name, values=values)


def _chosen(name: str, facts: Mapping[str, Fact], given: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = given.get(name)
    if wanted is None:
        return ()
    if name == TYPE:
        return tuple(wanted)
    if name == LOCALE:
        return tuple(str(code.value) for code in wanted)
    if facts[name].shape == FLAG:
        return ("true" if wanted else "false",)
    return codes_of(facts[name].sources, wanted)


def shown_codes(
    name: str, codes: Sequence[str], facts: Mapping[str, Fact], locale: str, active: frozenset[str]
) -> dict[str, Shown]:
    """What clients see of codes of documents; what has no name is left out."""
    with translation.override(locale):
        if name == TYPE:
            return {
                item.name: Shown(item.name, capfirst(str(item.model._meta.verbose_name)))
                for item in searchable_types(active)
            }
        if name == LOCALE:
            return {
                code: Shown(code.upper(), capfirst(gettext(LANGUAGES[code])))
                for code in languages()
            }
    asked = AskedLocale(locale, tuple(code for code in languages() if code != locale))
    shown: dict[str, Shown] = {}
    for source in _different(facts[name].sources):
        missing = [code for code in codes if code not in shown]
        if missing:
            shown |= _shown_by(source, missing, asked)
    return shown


def _different(sources: Sequence[Source]) -> list[Source]:
    """One of the sources of each kind: pages have one name, whichever type names them."""
    found: dict[Hashable, Source] = {}
    for source in sources:
        key: Hashable = (type(source.field), source.model)
        if isinstance(source.field, Pages):
            key = Pages
        elif isinstance(source.field, Terms):
            column: Any = column_of(source.model, source.field.path)[0]
            key = column.related_model
        found.setdefault(key, source)
    return list(found.values())


def _shown_by(source: Source, codes: Sequence[str], asked: AskedLocale) -> dict[str, Shown]:
    """What the filter of the type shows of codes of documents; it knows them as values of rows."""
    values: list[Any] = list(codes)
    if isinstance(source.field, Flag):
        values = [code == "true" for code in codes]
    elif isinstance(source.field, Integers):
        values = [int(code) for code in codes if code.lstrip("-").isdecimal()]
    elif isinstance(source.field, Pages):
        values = [UUID(code) for code in codes if len(code) == 36]
    shown = source.field.shown(source.model, values, asked)
    return {_code(value): named for value, named in shown.items() if _code(value) in codes}


def _code(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
