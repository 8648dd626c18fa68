"""What holds for every name in the schema, plugins included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from tests.graphql.operations import whole_schema

CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*\Z")
PASCAL = re.compile(r"[A-Z][a-zA-Z0-9]*\Z")
UPPER = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\Z")
SPECIFIED = frozenset({"String", "Int", "Float", "Boolean", "ID"})


def own_types() -> Iterator[GraphQLNamedType]:
    for name, type_ in whole_schema().graphql_schema.type_map.items():
        if not name.startswith("__") and name not in SPECIFIED:
            yield type_


def places() -> Iterator[tuple[str, GraphQLNamedType | object]]:
    """Everything that has a name and may have a description, by its path."""
    for type_ in own_types():
        yield type_.name, type_
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field
                for argument, declared in field.args.items():
                    yield f"{type_.name}.{name}({argument}:)", declared
        elif isinstance(type_, GraphQLInputObjectType):
            for name, declared in type_.fields.items():
                yield f"{type_.name}.{name}", declared
        elif isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                yield f"{type_.name}.{name}", value


def test_everything_has_a_description() -> None:
    silent = [path for path, place in places() if not (place.description or "").strip()]

    assert silent == []


def test_descriptions_are_sentences() -> None:
    unfinished = [
        path
        for path, place in places()
        if not re.search(r"[.!?”)]\Z", (place.description or "").strip())
    ]

    assert unfinished == []


def test_names_follow_the_conventions() -> None:
    odd = []
    for type_ in own_types():
        if not PASCAL.match(type_.name):
            odd.append(type_.name)
        if isinstance(type_, GraphQLEnumType):
            odd += [f"{type_.name}.{name}" for name in type_.values if not UPPER.match(name)]
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            odd += [f"{type_.name}.{name}" for name in type_.fields if not CAMEL.match(name)]
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            odd += [
                f"{type_.name}.{name}({argument}:)"
                for name, field in type_.fields.items()
                for argument in field.args
                if not CAMEL.match(argument)
            ]

    assert odd == []


def test_inputs_and_outputs_are_named_for_what_they_are() -> None:
    names = {
        kind: sorted(type_.name for type_ in own_types() if isinstance(type_, kind))
        for kind in (GraphQLUnionType, GraphQLInterfaceType, GraphQLScalarType)
    }

    assert names == {
        GraphQLUnionType: ["BodyBlock", "RouteResult"],
        GraphQLInterfaceType: ["Block", "Page", "Term"],
        GraphQLScalarType: ["Date", "DateTime", "Decimal", "JSON", "Time"],
    }


def test_connections_have_the_same_fields() -> None:
    shapes = {}
    for type_ in own_types():
        if type_.name.endswith("Connection"):
            assert isinstance(type_, GraphQLObjectType)
            node = type_.name.removesuffix("Connection")
            shapes[type_.name] = {name: str(field.type) for name, field in type_.fields.items()}
            facets = {"facetCounts": "[Facet!]!"} if "facetCounts" in type_.fields else {}
            assert shapes[type_.name] == {
                "edges": f"[{node}Edge!]!",
                "nodes": f"[{node}!]!",
                "pageInfo": "PageInfo!",
                "totalCount": "Int!",
                **facets,
            }

    assert set(shapes) >= {
        "MemberConnection",
        "PageConnection",
        "PillarConnection",
        "TopicConnection",
    }


def test_fields_that_return_connections_take_first_and_after() -> None:
    arguments = {
        f"{type_.name}.{name}": {
            argument: str(declared.type)
            for argument, declared in field.args.items()
            if argument in {"first", "after"}
        }
        for type_ in own_types()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in type_.fields.items()
        if str(field.type).rstrip("!").endswith("Connection")
    }

    assert arguments
    assert [
        p for p, given in arguments.items() if given != {"first": "Int", "after": "String"}
    ] == []


def test_ids_are_never_null() -> None:
    nullable = [
        f"{type_.name}.{name}: {field.type}"
        for type_ in own_types()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in type_.fields.items()
        if (name == "id" or name.endswith("Key")) and str(field.type) != "ID!"
    ]

    assert nullable == []


def test_lists_never_hold_null() -> None:
    holes = []
    for type_ in own_types():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                inner = field.type.of_type if is_non_null_type(field.type) else field.type
                if is_list_type(inner) and not is_non_null_type(inner.of_type):
                    holes.append(f"{type_.name}.{name}: {field.type}")

    assert holes == []


def same_response_shape(one: object, other: object) -> bool:
    """The specification's SameResponseShape, as far as the types alone decide it."""
    if is_non_null_type(one) or is_non_null_type(other):
        return (
            is_non_null_type(one)
            and is_non_null_type(other)
            and same_response_shape(one.of_type, other.of_type)
        )
    if is_list_type(one) or is_list_type(other):
        return (
            is_list_type(one)
            and is_list_type(other)
            and same_response_shape(one.of_type, other.of_type)
        )
    if is_leaf_type(one) or is_leaf_type(other):
        return one is other
    return True


# Words that the domain itself has for several things: who asks for two page types in one place
# writes an alias. Only the names of what exists stand here; the README of the room says why.
AMBIGUOUS = {
    # a closed list of its own for each type of page
    "Page.clusterRole",
    "Page.kind",
    "Page.languages",
    "Page.role",
    "Page.state",
    # known for some, perhaps unknown for others
    "Page.country",
    "Page.place",
    # a name here, a structure there
    "Page.call",
    "Page.programme",
    # the pages that one names, and all those that name another
    "Page.conferences",
    "Page.events",
    "Page.opportunities",
    "Page.projects",
}


def test_types_in_one_place_can_be_selected_without_aliases() -> None:
    """Also composite fields of the same name must be of the same type: what is selected in them
    is merged too, and a reader expects one thing under one name.
    """
    schema = whole_schema().graphql_schema
    conflicts = set()
    for type_ in own_types():
        if not is_abstract_type(type_):
            continue
        seen: dict[str, object] = {}
        for member in sorted(schema.get_possible_types(type_), key=lambda found: found.name):
            for name, field in member.fields.items():
                shape = seen.setdefault(name, field.type)
                if not same_response_shape(shape, field.type) or (
                    str(shape) != str(field.type) and _conflict_inside(shape, field.type)
                ):
                    conflicts.add(f"{type_.name}.{name}")

    assert conflicts == AMBIGUOUS


def _conflict_inside(one: object, other: object) -> bool:
    """True when two composite types have a field of one name in different shapes."""
    while is_non_null_type(one) or is_list_type(one):
        one = one.of_type
    while is_non_null_type(other) or is_list_type(other):
        other = other.of_type
    ours, theirs = getattr(one, "fields", {}), getattr(other, "fields", {})
    return any(
        not same_response_shape(ours[name].type, theirs[name].type)
        for name in ours.keys() & theirs.keys()
    )


def test_what_may_be_withheld_says_when_it_is_null() -> None:
    schema = whole_schema().graphql_schema
    pages = schema.get_possible_types(schema.type_map["Page"])
    withheld = {"Image", "Document", "Link", "PageLink", "Page", *(page.name for page in pages)}

    silent = [
        f"{type_.name}.{name}"
        for type_ in own_types()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in type_.fields.items()
        if str(field.type) in withheld and not re.search(r"\b(null|if)\b", field.description or "")
    ]

    assert silent == []
