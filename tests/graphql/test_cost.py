"""What operations cost before they run."""

from __future__ import annotations

from typing import Any

import graphene
import pytest
from graphql import OperationDefinitionNode, parse

from cms.graphql.conf import Conf
from cms.graphql.cost import Costing, priced
from cms.graphql.errors import LimitError
from cms.graphql.pagination import ConnectionField
from cms.graphql.schema import Schema, schema_for
from cms.graphql.testing import execute
from cms.plugin.state import active_labels
from tests.graphql.schemas import schema_of


class Thing(graphene.Interface):
    """A thing."""

    name = graphene.String(description="Its name.")


class Cheap(graphene.ObjectType):
    """A thing with little to say."""

    class Meta:
        interfaces = (Thing,)


class Dear(graphene.ObjectType):
    """A thing with a picture."""

    class Meta:
        interfaces = (Thing,)

    picture = priced(graphene.String(description="Drawn on demand."), cost=50)


class Box(graphene.ObjectType):
    """A box of boxes."""

    name = graphene.String(description="Its name.")
    inside = ConnectionField(lambda: Box, description="Boxes in it.")
    marks = graphene.List(graphene.NonNull(Dear), description="Some.")
    many = priced(graphene.List(lambda: Box, description="Many."), size=40)
    thing = graphene.Field(Thing, description="A thing.")
    things = graphene.List(Thing, description="Things.")
    dear = ConnectionField(lambda: Box, cost=100, description="A list that is hard to make.")


class Boxes:
    """The root."""

    box = graphene.Field(Box, description="A box.")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_of(Boxes, types=())


@pytest.fixture(scope="module")
def with_types() -> Schema:
    from cms.plugin.contributions import Types  # noqa: PLC0415 -- only here

    return schema_of(Boxes, types=(Types((Cheap, Dear)),))


def cost(schema: Schema, document: str, **variables: Any) -> int:
    """What the first operation of `document` costs."""
    definitions = parse(document).definitions
    operation = definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    fragments: dict[str, Any] = {
        node.name.value: node  # type: ignore[attr-defined]  # fragments have names
        for node in definitions[1:]
    }
    costing = Costing(schema.graphql_schema, fragments, variables, Conf())
    return costing.check(operation)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("{ __typename }", 0),
        ("{ box { name } }", 2),
        ("{ box { name a: name } }", 3),
        ("{ box { name name name } }", 2),
        ("{ box { inside(first: 10) { nodes { name } } } }", 1 + 1 + 1 + 10),
        ("{ box { inside { nodes { name } } } }", 1 + 1 + 1 + 20),
        ("{ box { inside(first: 0) { nodes { name } } } }", 1 + 1 + 1),
        ("{ box { inside(first: 10) { totalCount pageInfo { endCursor } } } }", 5),
        ("{ box { inside(first: 10) { edges { cursor node { name } } } } }", 1 + 1 + 1 + 30),
        (
            "{ box { inside(first: 10) { nodes { inside(first: 3) { nodes { name } } } } } }",
            1 + 1 + 1 + 10 * (1 + 1 + 3),
        ),
        ("{ box { marks { name } } }", 1 + 1 + 5),
        ("{ box { many { name } } }", 1 + 1 + 40),
        ("{ box { marks { picture } } }", 1 + 1 + 250),
        ("{ box { dear(first: 2) { nodes { name } } } }", 1 + 100 + 1 + 2),
        ("{ box { ...F ...F } } fragment F on Box { name thing { name } }", 1 + 1 + 2),
        ("{ box { name @skip(if: true) thing @include(if: false) { name } } }", 1),
        ("{ __schema { types { name } } }", 2_000),
    ],
)
def test_costs_multiply_below_lists(with_types: Schema, document: str, expected: int) -> None:
    assert cost(with_types, document) == expected


def test_the_dearest_type_of_an_interface_counts(with_types: Schema) -> None:
    document = "{ box { things { name ... on Dear { picture } ... on Cheap { other: name } } } }"

    assert cost(with_types, document) == 1 + 1 + 5 * (1 + 50)


def test_variables_count(schema: Schema) -> None:
    document = """query ($n: Int, $no: Boolean!) {
        box { inside(first: $n) { nodes { name many @include(if: $no) { name } } } } }"""

    assert cost(schema, document, n=7, no=False) == 1 + 1 + 1 + 7
    assert cost(schema, document, n=7, no=True) == 1 + 1 + 1 + 7 * (1 + 41)


def test_what_costs_too_much_is_refused_with_the_limit(schema: Schema) -> None:
    document = """{ box { inside(first: 100) { nodes { inside(first: 100) { nodes {
        name } } } } } }"""

    with pytest.raises(LimitError) as caught:
        cost(schema, document)
    assert caught.value.extensions == {"code": "TOO_EXPENSIVE", "limit": 5_000}


@pytest.mark.parametrize("first", [-1, 101, 2**31 - 1])
def test_impossible_page_sizes_are_refused(schema: Schema, first: int) -> None:
    with pytest.raises(LimitError) as caught:
        cost(schema, "query ($n: Int) { box { inside(first: $n) { totalCount } } }", n=first)
    assert caught.value.extensions == {"code": "BAD_USER_INPUT", "limit": 100, "argument": "first"}


def test_counting_itself_costs_little(with_types: Schema) -> None:
    inner = "name"
    for level in range(11):
        inner = f"a{level}: things {{ ... on Dear {{ name }} }} many {{ {inner} }}"
    fragments = " ".join(
        f"fragment F{n} on Box {{ thing {{ name }} many {{ ...F{n + 1} }} }}" for n in range(10)
    )
    document = f"{{ box {{ ...F0 {inner} }} }} {fragments} fragment F10 on Box {{ name }}"

    with pytest.raises(LimitError):
        cost(with_types, document)


@pytest.mark.django_db
@pytest.mark.parametrize("variables", [{"l": None}, {"l": "CS"}, {}])
def test_a_wrong_argument_does_not_make_an_operation_cheap(variables: dict[str, Any]) -> None:
    document = """query ($l: Locale = CS) { pages(locale: $l, first: 100) { nodes {
        children(first: 100) { nodes { id } } } } }"""
    execute(document, {"l": None}, expect_errors=True)

    assert execute(document, variables, expect_errors=True).codes == ["TOO_EXPENSIVE"]


@pytest.mark.django_db
def test_a_list_with_languages_that_stand_in_costs_four_times_as_much() -> None:
    asked = "query($in: [Locale!]) { pages(locale: CS, fallback: $in, first: 1) { totalCount } }"
    schema = schema_for(active_labels())

    assert cost(schema, asked, **{"in": ["EN"]}) - 1 == 4 * (cost(schema, asked) - 1)
    assert cost(schema, asked, **{"in": []}) == cost(schema, asked)
