"""Limits on documents: what they count, and what they let pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from graphql import (
    GraphQLSchema,
    build_schema,
    get_introspection_query,
    parse,
    print_ast,
    validate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.graphql.conf import Conf
from cms.graphql.cost import cost_variables
from cms.graphql.documents import DocumentMemo, check
from cms.graphql.limits import check_limits
from tests.graphql.timing import fastest

CONF = Conf()
SCHEMA = build_schema(
    """input In { not: In  a: [Int] }
    type Query { a: Query  b(x: Int, in: In): String  list: [Query!]! }"""
)


def exceeded(document: str, conf: Conf = CONF) -> tuple[str, int] | None:
    """The code and the limit that a document exceeds."""
    error = check_limits(parse(document), conf)
    return error and (error.code.value, (error.extensions or {})["limit"])


def nested(depth: int, *, inner: str = "b", around: str = "%s") -> str:
    """A document whose deepest field stands on level `depth`."""
    return around % ("{ a " * (depth - 1) + "{ " + inner + " }" + " }" * (depth - 1))


def times(count: int, make: Callable[[int], str]) -> str:
    """A document of `count` root fields."""
    return "{ " + " ".join(make(number) for number in range(count)) + " }"


@pytest.mark.parametrize(
    ("within", "beyond", "code", "limit"),
    [
        (nested(12), nested(13), "TOO_DEEP", 12),
        (
            times(30, lambda n: f"z{n}: __typename"),
            times(31, lambda n: f"z{n}: __typename"),
            "TOO_MANY_ALIASES",
            30,
        ),
        (
            nested(2, inner=times(30, lambda n: f"z{n}: b")[1:-1]),
            nested(2, inner=times(31, lambda n: f"z{n}: b")[1:-1]),
            "TOO_MANY_ALIASES",
            30,
        ),
        (
            times(20, lambda n: "b @skip(if: true)"),
            times(21, lambda n: "b @skip(if: true)"),
            "TOO_MANY_DIRECTIVES",
            20,
        ),
        (times(30, lambda n: "b"), times(31, lambda n: "b"), "TOO_MANY_ROOT_FIELDS", 30),
        (
            " ".join(f"query Q{n} {{ b }}" for n in range(10)),
            " ".join(f"query Q{n} {{ b }}" for n in range(11)),
            "TOO_MANY_OPERATIONS",
            10,
        ),
        ("{ a {" + " b" * 60 + "} }", "{ a {" + " b" * 61 + "} }", "TOO_MANY_FIELDS", 60),
        (
            "{ a {" + " a { b }" * 60 + "} }",
            "{ a {" + " a { b b }" * 31 + "} }",
            "TOO_MANY_FIELDS",
            60,
        ),
        (
            "{ b(in: " + "{not: " * 20 + "{}" + "}" * 20 + ") }",
            "{ b(in: " + "{not: " * 21 + "{}" + "}" * 21 + ") }",
            "TOO_DEEP",
            20,
        ),
        (
            "{ ...R } fragment R on Query { " + "b " * 30 + "}",
            "{ ...R b } fragment R on Query { " + "b " * 30 + "}",
            "TOO_MANY_ROOT_FIELDS",
            30,
        ),
    ],
)
def test_each_limit_counts_what_it_says(within: str, beyond: str, code: str, limit: int) -> None:
    assert exceeded(within) is None
    assert exceeded(beyond) == (code, limit)


def test_depth_goes_through_fragments() -> None:
    chain = "{ ...F0 }" + "".join(
        f" fragment F{n} on Query {{ a {{ ...F{n + 1} }} }}" for n in range(12)
    )
    assert exceeded(chain + " fragment F12 on Query { __typename }") == ("TOO_DEEP", 12)
    assert exceeded(chain + " fragment F12 on Query { ... { ... on Query { ...X } } }") is None


def test_a_fragment_seen_at_one_place_still_counts_at_another() -> None:
    document = (
        "{ ...F a { ...F a { ...F a { ...F a { ...F } } } } }"
        " fragment F on Query { a { a { a { a { a { a { a { a { b } } } } } } } } }"
    )
    assert exceeded(document) == ("TOO_DEEP", 12)


def test_introspection_may_be_deeper_but_not_endlessly() -> None:
    assert exceeded(get_introspection_query(input_value_deprecation=True)) is None
    endless = "{ __schema { types { " + "ofType { " * 30 + "name" + " }" * 30 + " } } }"
    assert exceeded(endless) == ("TOO_DEEP", 20)


def bomb(levels: int) -> str:
    """Fragments that double at every level."""
    document = "{ ...F0 } " + " ".join(
        f"fragment F{n} on Query {{ a {{ ...F{n + 1} }} c: a {{ ...F{n + 1} }} }}"
        for n in range(levels)
    )
    return document + f" fragment F{levels} on Query {{ b }}"


def mesh(size: int) -> str:
    """Fragments that all spread one another: every cycle that there can be."""
    return "{ ...F0 } " + " ".join(
        f"fragment F{n} on Query {{ a {{ " + " ".join(f"...F{m}" for m in range(size)) + " } }"
        for n in range(size)
    )


COSTLY = {
    "doubling fragments": (bomb(11), "TOO_MANY_FIELDS"),
    "doubling fragments beyond the depth": (bomb(25), "TOO_DEEP"),
    "one field 1,400 times": ("{ a {" + " b" * 1_400 + "} }", "TOO_MANY_FIELDS"),
    "nested repetitions": ("{ a {" + " a { b }" * 360 + "} }", "TOO_MANY_FIELDS"),
    "a mesh of cycles": (mesh(22), "GRAPHQL_VALIDATION_FAILED"),
    "1,400 unknown fields": (
        "{ a { " + " ".join(f"z{n}" for n in range(1_400)) + " } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "100 fragments spread 3 times": (
        "{ a { "
        + " ".join(f"...F{n} ...F{n}" for n in range(90))
        + " } }"
        + " ".join(f"fragment F{n} on Query {{ a {{ b }} }}" for n in range(90)),
        "TOO_MANY_FIELDS",
    ),
}


@pytest.mark.parametrize("name", COSTLY)
def test_documents_made_to_be_costly_are_refused_in_no_time(name: str) -> None:
    document, code = COSTLY[name]

    checked, seconds = fastest(lambda: check(SCHEMA, document, CONF, hide_suggestions=True))

    assert checked.errors[0]["extensions"]["code"] == code
    assert seconds < 0.4


def test_an_invalid_document_hears_of_its_mistake_before_the_limit() -> None:
    document = "{ nosuchfield " + times(40, lambda n: f"z{n}: b")[1:]
    checked = check(SCHEMA, document, CONF, hide_suggestions=True)

    assert [error["message"] for error in checked.errors] == [
        "Cannot query field 'nosuchfield' on type 'Query'."
    ]
    assert not checked.is_limited


@pytest.mark.parametrize(
    "document",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }",
        "{ ...Unknown }",
        "{ a { ...A ...B } } fragment A on Query { ...B } fragment B on Query { ...A }",
    ],
)
def test_cycles_and_unknown_fragments_are_validation_errors(document: str) -> None:
    checked = check(SCHEMA, document, CONF, hide_suggestions=True)

    assert {error["extensions"]["code"] for error in checked.errors} == {
        "GRAPHQL_VALIDATION_FAILED"
    }
    assert not checked.is_limited


names = st.sampled_from(["F0", "F1", "F2", "F3"])
selections: st.SearchStrategy[str] = st.recursive(
    st.one_of(st.just("b"), st.just("__typename"), names.map(lambda name: f"...{name}")),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"a {{ {' '.join(parts)} }}"),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"... {{ {' '.join(parts)} }}"),
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(selections, min_size=5, max_size=5))
def test_any_tangle_of_fragments_is_answered(parts: list[str]) -> None:
    document = f"{{ {parts[0]} }} " + " ".join(
        f"fragment F{n} on Query {{ {part} }}" for n, part in enumerate(parts[1:])
    )
    checked = check(SCHEMA, document, CONF, hide_suggestions=True)
    is_valid = not validate(SCHEMA, parse(document))

    if is_valid:
        assert all(error["extensions"]["code"].startswith("TOO_") for error in checked.errors)
    else:
        assert checked.errors


def test_checked_documents_are_remembered_by_schema_and_source() -> None:
    memo = DocumentMemo()
    other = build_schema("type Query { b: Int }")

    def checked(schema: GraphQLSchema, source: str) -> object:
        return memo.checked(schema, source, CONF, hide_suggestions=True)

    assert checked(SCHEMA, "{ b }") is checked(SCHEMA, "{ b }")
    assert checked(SCHEMA, "{ wrong }") is checked(SCHEMA, "{ wrong }")
    assert checked(SCHEMA, "{ b }") is not checked(other, "{ b }")
    assert checked(SCHEMA, "{ b }") is not checked(SCHEMA, "{  b }")
    assert len(memo) == 4


def test_the_memo_is_bounded_by_entries_and_by_bytes() -> None:
    memo = DocumentMemo()
    few = Conf(memo_entries=3)
    for number in range(10):
        memo.checked(SCHEMA, f"{{ b(x: {number}) }}", few, hide_suggestions=True)
    assert len(memo) == 3

    small = Conf(memo_bytes=35_000)
    for number in range(10):
        memo.checked(SCHEMA, f"{{ b(x: {number}) }}", small, hide_suggestions=True)
    assert len(memo) == 6


def test_the_memo_forgets_what_was_used_longest_ago() -> None:
    memo = DocumentMemo()
    conf = Conf(memo_entries=2)

    def checked(source: str) -> object:
        return memo.checked(SCHEMA, source, conf, hide_suggestions=True)

    kept = checked("{ a { b } }")
    lost = checked("{ b }")
    assert checked("{ a { b } }") is kept
    checked("{ __typename }")

    assert checked("{ a { b } }") is kept
    assert checked("{ b }") is not lost


def test_a_document_is_checked_as_printed_and_as_written() -> None:
    document = print_ast(parse(nested(12)))

    assert check(SCHEMA, document, CONF, hide_suggestions=True).errors == ()


def test_variables_that_decide_the_cost_are_known() -> None:
    document = parse(
        """query ($a: Int, $b: Int, $c: Boolean!, $d: Boolean!) {
            b(x: $a) ...F a @skip(if: $c) { b(first: $b) } }
        fragment F on Query { b @include(if: $d) }"""
    )
    assert cost_variables(document) == ("b", "c", "d")
