"""Inputs written flat: any input of a filter has an address, and nothing else has."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLInputObjectType
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.graphql.filters.flat import ParameterError, unflattened
from tests.graphql.operations import whole_schema

TEXTS = st.text(min_size=1).filter(lambda text: max(text) < "\ud800" or max(text) > "\udfff")
LISTS: dict[str, st.SearchStrategy[Any]] = {
    "pillar": TEXTS,
    "city": TEXTS,
    "id": TEXTS,
    "memberType": st.sampled_from(["UNIVERSITY", "PUBLIC", "ASSOCIATION"]),
}
RANGES = st.tuples(st.integers(-2000, 0), st.integers(1, 2**31 - 1))


def member_filter() -> GraphQLInputObjectType:
    found = whole_schema().graphql_schema.type_map["MemberFilter"]
    assert isinstance(found, GraphQLInputObjectType)
    return found


@st.composite
def inputs(draw: st.DrawFn, negations: int = 3) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: draw(st.lists(values, min_size=1, max_size=3))
        for name, values in LISTS.items()
        if draw(st.booleans())
    }
    if draw(st.booleans()):
        made["textPrefix"] = draw(TEXTS)
    if draw(st.booleans()):
        since, until = draw(RANGES)
        made["founded"] = {"since": since, "until": until}
    if negations and draw(st.booleans()):
        excluded = draw(inputs(negations - 1))
        if excluded:
            made["not"] = excluded
    return made


def flat(value: dict[str, Any], path: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, inner in value.items():
        if isinstance(inner, dict):
            pairs += flat(inner, f"{path}{name}.")
        elif isinstance(inner, list):
            pairs += [(f"{path}{name}", str(one)) for one in inner]
        else:
            pairs.append((f"{path}{name}", str(inner)))
    return pairs


@settings(deadline=None)  # the schema is built in it
@given(inputs())
def test_every_input_has_an_address(wanted: dict[str, Any]) -> None:
    assert unflattened(flat(wanted), member_filter()) == wanted


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("not.foudedscity=", max_size=30), st.text())))
def test_any_parameters_are_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        found = unflattened(pairs, member_filter())
    except ParameterError:
        return
    assert isinstance(found, dict)
