"""Arguments are what the reference implementation says, however often a plan is asked for them."""

from __future__ import annotations

import pytest
from graphql import (
    FieldNode,
    OperationDefinitionNode,
    build_schema,
    get_argument_values,
    parse,
)
from graphql.execution.values import get_variable_values

from cms.graphql.errors import ApiError
from cms.graphql.plans import FieldPlan, arguments_of

SCHEMA = build_schema("""
input Range { from: Int = 1, to: Int!, tags: [String!] }
type Query {
  found(text: String!, first: Int = 20, kinds: [String!], range: Range, deep: [[Range!]!]): Int
}
""")
ASKED = [
    ('{ found(text: "a") }', {}),
    ('{ found(text: "a", first: null, kinds: null) }', {}),
    ('{ found(text: "a", kinds: ["b", "c"], range: {to: 3}) }', {}),
    ('query ($t: String!) { found(text: $t, kinds: "b", deep: [[{to: 1}]]) }', {"t": "x"}),
    ("query ($t: String!, $f: Int) { found(text: $t, first: $f) }", {"t": "x"}),
    ("query ($t: String!, $f: Int) { found(text: $t, first: $f) }", {"t": "x", "f": None}),
    ("query ($t: String!, $f: Int = 3) { found(text: $t, first: $f) }", {"t": "x"}),
    ('query ($k: String!) { found(text: "a", kinds: ["b", $k]) }', {"k": "x"}),
    ('query ($n: Int!) { found(text: "a", range: {to: $n, tags: "y"}) }', {"n": 7}),
    ('query ($n: Int!) { found(first: 5, text: "a", deep: [[{to: $n}], []]) }', {"n": 7}),
    ('query ($r: Range) { found(text: "a", range: $r) }', {"r": {"to": 2}}),
]


def plan_of(document: str, *, changes_nothing: bool) -> tuple[FieldPlan, OperationDefinitionNode]:
    operation = parse(document).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    field = operation.selection_set.selections[0]
    assert isinstance(field, FieldNode)
    query = SCHEMA.query_type
    assert query is not None
    plan = FieldPlan(
        "found", [field], query, query.fields["found"], changes_nothing=changes_nothing
    )
    return plan, operation


@pytest.mark.parametrize("changes_nothing", [True, False])
@pytest.mark.parametrize(("document", "given"), ASKED)
def test_arguments_are_those_of_the_reference_implementation(document, given, changes_nothing):
    plan, operation = plan_of(document, changes_nothing=changes_nothing)
    variables = get_variable_values(SCHEMA, operation.variable_definitions, given)
    assert isinstance(variables, dict)
    expected = get_argument_values(plan.definition, plan.nodes[0], variables)
    defaults = {"first": 20}

    for _ in range(2):
        assert arguments_of(plan, variables) == {
            name: defaults.get(name) if value is None else value for name, value in expected.items()
        }


def test_only_variables_are_looked_at_again():
    plan, _operation = plan_of(
        'query ($f: Int) { found(text: "a", first: $f) }', changes_nothing=True
    )

    assert not plan.has_fixed_arguments
    assert arguments_of(plan, {"f": 1}) == {"text": "a", "first": 1}
    assert arguments_of(plan, {"f": 2}) == {"text": "a", "first": 2}
    assert arguments_of(plan, {}) == {"text": "a", "first": 20}


def test_a_mutation_gets_lists_and_objects_of_its_own():
    """Its resolver may take them apart."""
    plan, _operation = plan_of(
        '{ found(text: "a", kinds: ["b"], range: {to: 3}) }', changes_nothing=False
    )

    first, second = arguments_of(plan, {}), arguments_of(plan, {})

    assert first == second
    assert first["kinds"] is not second["kinds"]
    assert first["range"] is not second["range"]


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("query ($t: String!) { found(text: $t) }", {}),
        ('query ($n: Int!) { found(text: "a", range: {to: $n}) }', {}),
        ("{ found(text: 3) }", {}),
        ("{ found(first: 3) }", {}),
    ],
)
def test_a_wrong_argument_is_an_error_that_says_where(document, variables):
    plan, _operation = plan_of(document, changes_nothing=True)

    with pytest.raises(ApiError) as raised:
        arguments_of(plan, variables)

    assert raised.value.nodes
    assert "“" not in raised.value.message
