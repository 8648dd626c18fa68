"""Our executor against graphql-core's own under asyncio, and what only ours does."""

from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import random
from collections.abc import Generator, Iterator
from functools import wraps
from types import SimpleNamespace
from typing import Any

import graphene
import pytest
from graphql import (
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)
from graphql import execute as core_execute
from graphql.pyutils import is_awaitable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.graphql.errors import ApiError
from cms.graphql.execution import LoaderExecutionContext, execute
from cms.graphql.loaders import Loaders
from cms.graphql.plans import plain

SDL = """
interface Named { leaf: Int  node: Node }
type Query implements Named { leaf: Int  leafN: Int!  node: Node  nodeN: Node!
  list: [Node]  listN: [Node!]!  numbers: [Int!]  named: Named  namedN: [Named!] }
type Node implements Named { leaf: Int  leafN: Int!  node: Node  nodeN: Node!
  list: [Node]  listN: [Node!]!  numbers: [Int!]  named: Named  namedN: [Named!] }
"""
LEAVES = ("leaf", "leafN", "numbers")
BRANCHES = ("node", "nodeN", "list", "listN", "named", "namedN")
ON_INTERFACE = ("leaf", "node")


class Pause:
    """Gives way once, in our scheduler and in an event loop."""

    def __await__(self) -> Generator[None, None, None]:
        yield


class Oops(Exception):
    """What a resolver raises."""


def selection(depth: int, *, is_interface: bool = False) -> st.SearchStrategy[str]:
    """Selection sets of at most `depth` levels, each response name once."""
    leaves = [name for name in LEAVES if not is_interface or name in ON_INTERFACE]
    fields = [st.sampled_from(leaves)]
    if depth > 1:
        for name in BRANCHES:
            if not is_interface or name in ON_INTERFACE:
                inner = selection(depth - 1, is_interface=name.startswith("named"))
                fields.append(inner.map(lambda text, name=name: f"{name} {text}"))
    picked = st.lists(st.one_of(fields), min_size=1, max_size=4, unique_by=lambda t: t.split()[0])
    return picked.map(lambda parts: "{ " + " ".join(parts) + " }")


class World:
    """Values by place: what a resolver does there follows from the seed and the path alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.made: list[Any] = []

    def _made(self, coroutine: Any) -> Any:
        self.made.append(coroutine)
        return coroutine

    def resolve(self, source: object, info: Any) -> Any:
        """A value, an error or an awaitable of one, for any field."""
        path = info.path.as_list()
        chance = random.Random(f"{self.seed}{path}")
        return self._perhaps_later(chance, lambda: self._value(chance, info.field_name))

    def _perhaps_later(self, chance: random.Random, value: Any) -> Any:
        pauses = chance.choice([0, 0, 1, 2, 5])
        if chance.random() < 0.5:
            return value()

        async def later() -> Any:
            for _ in range(pauses):
                await Pause()
            return value()

        return self._made(later())

    def _value(self, chance: random.Random, name: str) -> Any:
        what = chance.random()
        if what < 0.12:
            raise Oops(name)
        if what < 0.2:
            return None
        if what < 0.23:
            return Oops(name)
        if name in {"list", "listN", "namedN", "numbers"}:
            return [self._item(chance, name) for _ in range(chance.randint(0, 3))]
        return chance.randint(0, 9) if name in LEAVES else object()

    def _item(self, chance: random.Random, name: str) -> Any:
        def value() -> Any:
            what = chance.random()
            if what < 0.1:
                raise Oops(name)
            if what < 0.2:
                return None
            return 1 if name == "numbers" else object()

        if chance.random() < 0.5:
            return Oops(name) if chance.random() < 0.1 else 1 if name == "numbers" else object()
        pauses = chance.choice([0, 1, 3])

        async def later() -> Any:
            for _ in range(pauses):
                await Pause()
            return value()

        return self._made(later())

    def type_of(self, value: object, info: Any, abstract: Any) -> Any:
        """The type of an object behind the interface, sometimes later."""

        async def later() -> str:
            await Pause()
            return "Node"

        return self._made(later()) if self.seed % 2 else "Node"


def world_schema(world: World) -> GraphQLSchema:
    """The schema of the tests with the resolvers of `world`."""
    schema = build_schema(SDL)
    for name in ("Query", "Node"):
        for field in schema.type_map[name].fields.values():  # type: ignore[attr-defined]
            field.resolve = world.resolve
    schema.type_map["Named"].resolve_type = world.type_of  # type: ignore[attr-defined]
    return schema


def ours(schema: GraphQLSchema, document: str, loaders: Loaders | None = None) -> ExecutionResult:
    """The result of our executor."""
    parsed = parse(document)
    operation = parsed.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return execute(
        schema, operation, fragments={}, variables={}, context=None, loaders=loaders or Loaders()
    )


def repeated(
    schema: GraphQLSchema, document: str, *several: dict[str, Any]
) -> list[ExecutionResult]:
    """The results of one operation with several variables, one execution after the other."""
    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    idle: list[LoaderExecutionContext] = []
    results = [
        execute(
            schema,
            operation,
            fragments={},
            variables=variables,
            context=object(),
            loaders=Loaders(),
            idle=idle,
        )
        for variables in several
    ]
    assert [execution.context_value for execution in idle] == [None]
    return results


def theirs(schema: GraphQLSchema, document: str, world: World) -> ExecutionResult:
    """The result of graphql-core's executor in an event loop.

    It leaves coroutines behind when a parent becomes null; they are closed here.
    """
    seen: list[Any] = world.made

    def is_seen_awaitable(value: object) -> bool:
        if not is_awaitable(value):
            return False
        seen.append(value)
        return True

    async def run() -> ExecutionResult:
        result: Any = core_execute(schema, parse(document), is_awaitable=is_seen_awaitable)
        return await result if is_awaitable(result) else result

    try:
        return asyncio.run(run())
    finally:
        for coroutine in seen:
            coroutine.close()


def shape(result: ExecutionResult) -> object:
    """What the two executors must agree on."""
    errors = [(error.path, error.locations) for error in result.errors or []]
    return result.data, errors


@pytest.fixture
def quiet() -> Iterator[None]:
    """No log of the thousands of errors that are made here on purpose."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # `quiet` may span examples
)
@given(document=selection(4), seed=st.integers(0, 10_000))
def test_execution_equals_graphql_core_under_asyncio(document: str, seed: int) -> None:
    world = World(seed)
    schema = world_schema(world)
    assert validate(schema, parse(document)) == []

    result = ours(schema, document)

    assert {inspect.getcoroutinestate(made) for made in world.made} <= {inspect.CORO_CLOSED}
    assert shape(result) == shape(theirs(schema, document, world))
    assert list(map(shape, repeated(schema, document, {}, {}))) == [shape(result)] * 2


@pytest.mark.usefixtures("quiet")
def test_plain_attributes_are_read_of_objects_and_mappings_as_by_their_resolver() -> None:
    class Thing(graphene.ObjectType):
        name = graphene.String()
        size = graphene.Int(required=True)

    class Query(graphene.ObjectType):
        things = graphene.List(Thing)

    async def later() -> str:
        await Pause()
        return "later"

    schema = graphene.Schema(query=Query).graphql_schema
    things = [SimpleNamespace(name="a", size=1), {"size": 2}, SimpleNamespace(name=later(), size=3)]
    wrong = [{"name": "b", "size": "many"}, SimpleNamespace()]
    fields = schema.query_type.fields  # type: ignore[union-attr]
    fields["things"].resolve = lambda root, info: things + wrong

    result = ours(schema, "{ things { name size } }")

    sizes = [("a", 1), (None, 2), ("later", 3)]
    shown = [{"name": name, "size": size} for name, size in sizes]
    assert result.data == {"things": [*shown, None, None]}
    assert [e.path for e in result.errors or []] == [["things", n, "size"] for n in (3, 4)]


def test_an_execution_of_the_same_operation_keeps_nothing_of_the_last_one() -> None:
    schema = build_schema("type Query { is: Int  next(to: Int!): Int! }")
    fields = schema.query_type.fields  # type: ignore[union-attr]
    fields["next"].resolve = lambda root, info, to: None if to == 0 else to + 1
    fields["is"].resolve = lambda root, info: info.variable_values["n"]

    first, failed, last = repeated(
        schema,
        "query ($n: Int!) { is next(to: $n) fixed: next(to: 7) }",
        *({"n": n} for n in (1, 0, 2)),
    )

    assert (first.data, first.errors) == ({"is": 1, "next": 2, "fixed": 8}, None)
    assert (failed.data, len(failed.errors or [])) == (None, 1)
    assert (last.data, last.errors) == ({"is": 2, "next": 3, "fixed": 8}, None)


@pytest.fixture
def fetches() -> list[list[int]]:
    return []


@pytest.fixture
def loading(fetches: list[list[int]]) -> tuple[GraphQLSchema, Loaders]:
    """Three nodes of two levels whose leaves come from one loader."""
    schema = build_schema(
        """type Query { nodes: [Node!]!  slow: Int }
        type Node { id: Int!  leaf: Int!  child: Node!  plain: Int! }"""
    )
    loaders = Loaders()

    def fetch(keys: list[int]) -> list[int]:
        fetches.append(keys)
        return [key * 10 for key in keys]

    async def leaf(node: dict[str, int], info: Any) -> int:
        return await loaders.get(fetch).load(node["id"])

    async def child(node: dict[str, int], info: Any) -> dict[str, int]:
        loaded = await loaders.get(fetch).load(node["id"] + 100)
        return {"id": loaded, "plain": 0}

    node = schema.type_map["Node"].fields  # type: ignore[attr-defined]
    node["leaf"].resolve = leaf
    node["child"].resolve = child
    schema.query_type.fields["nodes"].resolve = lambda root, info: [  # type: ignore[union-attr]
        {"id": number, "plain": number} for number in (1, 2, 3)
    ]
    return schema, loaders


def test_loaders_fetch_one_wave_for_each_level(
    loading: tuple[GraphQLSchema, Loaders], fetches: list[list[int]]
) -> None:
    schema, loaders = loading

    result = ours(schema, "{ nodes { plain leaf child { leaf plain } } }", loaders)

    assert result.errors is None
    assert result.data == {
        "nodes": [
            {"plain": n, "leaf": n * 10, "child": {"leaf": (n + 100) * 100, "plain": 0}}
            for n in (1, 2, 3)
        ]
    }
    assert fetches == [[1, 101, 2, 102, 3, 103], [1010, 1020, 1030]]


def test_mutations_run_one_after_the_other() -> None:
    schema = build_schema("type Query { a: Int }  type Mutation { slow: Int  fast: Int }")
    steps: list[str] = []

    async def slow(root: object, info: Any) -> int:
        steps.append("slow begins")
        await Pause()
        steps.append("slow ends")
        return 1

    def fast(root: object, info: Any) -> int:
        steps.append("fast")
        return 2

    schema.mutation_type.fields["slow"].resolve = slow  # type: ignore[union-attr]
    schema.mutation_type.fields["fast"].resolve = fast  # type: ignore[union-attr]

    result = ours(schema, "mutation { slow fast }")

    assert result.data == {"slow": 1, "fast": 2}
    assert steps == ["slow begins", "slow ends", "fast"]


def test_coroutines_left_behind_are_closed() -> None:
    schema = build_schema("type Query { node: Node }  type Node { a: Int  b: Int! }")
    closed: list[str] = []

    async def never_finished(node: object, info: Any) -> int:
        try:
            await Loaders().get(lambda keys: keys).load(1)
        finally:
            closed.append("a")
        return 1

    def failing(node: object, info: Any) -> int:
        raise Oops

    fields = schema.type_map["Node"].fields  # type: ignore[attr-defined]
    fields["a"].resolve = never_finished
    fields["b"].resolve = failing
    schema.query_type.fields["node"].resolve = lambda root, info: {}  # type: ignore[union-attr]

    result = ours(schema, "{ node { a b } }")
    gc.collect()  # would warn of a coroutine that was never awaited

    assert result.data == {"node": None}
    assert [error.path for error in result.errors or []] == [["node", "b"]]


def test_awaiting_an_event_loop_is_an_error_of_the_field() -> None:
    schema = build_schema("type Query { a: Int  b: Int }")
    loop = asyncio.new_event_loop()

    async def foreign(root: object, info: Any) -> int:
        future: asyncio.Future[int] = loop.create_future()
        return await future

    schema.query_type.fields["a"].resolve = foreign  # type: ignore[union-attr]
    schema.query_type.fields["b"].resolve = lambda root, info: 2  # type: ignore[union-attr]

    result = ours(schema, "{ a b }")
    loop.close()

    assert result.data == {"a": None, "b": 2}
    assert result.errors is not None
    assert isinstance(result.errors[0].original_error, TypeError)


def test_waiting_for_nothing_is_an_error() -> None:
    loaders = Loaders()

    async def stuck() -> None:
        await loaders.scheduler.deferred()

    with pytest.raises(RuntimeError, match="no loader brings"):
        loaders.run(stuck())


def test_async_iterables_become_lists() -> None:
    schema = build_schema("type Query { numbers: [Int!] }")

    async def numbers(root: object, info: Any) -> Any:
        for number in (1, 2):
            await Pause()
            yield number

    schema.query_type.fields["numbers"].resolve = numbers  # type: ignore[union-attr]

    assert ours(schema, "{ numbers }").data == {"numbers": [1, 2]}


def test_types_may_say_later_whether_an_object_is_theirs() -> None:
    schema = build_schema(
        "union U = A | B  type A { a: Int }  type B { b: Int }  type Query { u: [U!]! }"
    )

    async def is_a(value: int, info: Any) -> bool:
        await Pause()
        return value == 1

    async def is_b(value: int, info: Any) -> bool:
        return value == 2

    schema.type_map["A"].is_type_of = is_a  # type: ignore[attr-defined]
    schema.type_map["B"].is_type_of = is_b  # type: ignore[attr-defined]
    schema.query_type.fields["u"].resolve = lambda root, info: [1, 2]  # type: ignore[union-attr]

    result = ours(schema, "{ u { __typename } }")

    assert result.errors is None
    assert result.data == {"u": [{"__typename": "A"}, {"__typename": "B"}]}


def test_what_an_api_error_says_reaches_the_client() -> None:
    schema = build_schema("type Query { a: Int }")

    def wrong(root: object, info: Any) -> int:
        raise ApiError("No such year.", argument="year")

    schema.query_type.fields["a"].resolve = wrong  # type: ignore[union-attr]

    errors = ours(schema, "{ a }").errors

    assert [error.formatted for error in errors or []] == [
        {
            "message": "No such year.",
            "locations": [{"line": 1, "column": 3}],
            "path": ["a"],
            "extensions": {"code": "BAD_USER_INPUT", "argument": "year"},
        }
    ]


def test_generators_are_lists_not_awaitables() -> None:
    schema = build_schema("type Query { numbers: [Int!] }")

    def numbers(root: object, info: Any) -> Iterator[int]:
        yield from (1, 2)

    schema.query_type.fields["numbers"].resolve = numbers  # type: ignore[union-attr]

    assert ours(schema, "{ numbers }").data == {"numbers": [1, 2]}


class Lens(graphene.ObjectType):
    """What resolvers make of an object."""

    name = graphene.String(required=True)
    told = graphene.String()
    number = graphene.Int()
    child = graphene.Field(lambda: Lens)

    @staticmethod
    @plain
    def resolve_name(lens: Any, info: Any) -> str:
        return f"{lens.name} {info}"

    @staticmethod
    @wraps(plain(lambda _lens, _info: "inner"))
    def resolve_told(lens: Any, info: Any) -> str:
        return str(info.field_name)

    @staticmethod
    @plain
    def resolve_number(lens: Any, info: Any) -> str:
        raise ApiError(f"None of {lens.name}.")

    @staticmethod
    @plain
    def resolve_child(lens: Any, info: Any) -> Any:
        return SimpleNamespace(name=info.path.as_list()[-1])


def test_plain_resolvers_are_asked_without_an_info_and_those_around_them_with_one() -> None:
    query = type("Query", (graphene.ObjectType,), {"lens": graphene.Field(Lens)})
    schema = graphene.Schema(query=query).graphql_schema

    result = ours_of(schema, "{ lens { name told number child { name } } }")

    assert result.data == {
        "lens": {
            "name": "čočka None",
            "told": "told",
            "number": None,
            "child": {"name": "child None"},  # its type has fields, which need a path
        }
    }
    [error] = result.errors or []
    assert (error.message, error.path) == ("None of čočka.", ["lens", "number"])


def ours_of(schema: GraphQLSchema, source: str) -> ExecutionResult:
    document = parse(source)
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert not validate(schema, document)
    lens = SimpleNamespace(lens=SimpleNamespace(name="čočka"))
    return execute(
        schema,
        operation,
        fragments={},
        variables={},
        context=None,
        loaders=Loaders(),
        root=lens,
    )
