"""Schemas from contributions: what is in them, whose it is, and what happens when one fails."""

from __future__ import annotations

from collections.abc import Iterator

import graphene
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLResolveInfo
from wagtail.models import Locale, Page

from cms.graphql.errors import ErrorCode
from cms.graphql.parts import Part
from cms.graphql.schema import Schema, build, parts_of, schema_for, type_for
from cms.graphql.testing import execute
from cms.graphql.types.union import OpenUnion
from cms.plugin import discovery
from cms.plugin.contributions import Mutations, PageType, Queries, Types
from cms.plugin.registry import registry

NOBODY: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def failures() -> Iterator[dict[str, BaseException]]:
    """The failures of this test; none stays."""
    before = discovery.failures()
    yield discovery._failures
    discovery._failures.clear()
    discovery._failures.update(before)


class Shape(graphene.Interface):
    """Anything that can be drawn."""

    name = graphene.String(required=True, description="Its name.")
    colour = graphene.String(description="Its colour.")

    @staticmethod
    def resolve_colour(shape: object, info: GraphQLResolveInfo) -> str:
        raise RuntimeError("no colours today")


class Circle(graphene.ObjectType):
    """A shape of a plugin."""

    class Meta:
        interfaces = (Shape,)
        possible_types = (float,)

    radius = graphene.Float(description="Its radius.")
    centre = graphene.Field(lambda: Point, description="Its centre.")

    @staticmethod
    def resolve_name(circle: float, info: GraphQLResolveInfo) -> str:
        return "circle"

    @staticmethod
    def resolve_radius(circle: float, info: GraphQLResolveInfo) -> float:
        raise ZeroDivisionError("secret")

    @staticmethod
    def resolve_centre(circle: float, info: GraphQLResolveInfo) -> object:
        return object()


class Point(graphene.ObjectType):
    """A type that only a field of the plugin leads to."""

    x = graphene.Int(description="Across.")

    @staticmethod
    def resolve_x(point: object, info: GraphQLResolveInfo) -> int:
        raise ZeroDivisionError("secret")


class CoreQueries:
    """Fields of core."""

    shape = graphene.Field(Shape, description="A shape.")

    @staticmethod
    def resolve_shape(root: None, info: GraphQLResolveInfo) -> float:
        return 1.5


class CircleQueries:
    """Fields of a plugin."""

    circle = graphene.Field(Circle, description="A circle.")
    broken = graphene.String(description="Fails.")

    @staticmethod
    def resolve_circle(root: None, info: GraphQLResolveInfo) -> float:
        return 2.5

    @staticmethod
    def resolve_broken(root: None, info: GraphQLResolveInfo) -> str:
        raise LookupError("password=hunter2")


class CircleMutations:
    """Mutations of a plugin."""

    draw = graphene.Boolean(description="Draws.")

    @staticmethod
    def resolve_draw(root: None, info: GraphQLResolveInfo) -> bool:
        return True


CORE = Part("core", (Queries(CoreQueries), Types((Circle,))), is_core=True)
PLAIN_CORE = Part("core", (Queries(CoreQueries),), is_core=True)
CIRCLES = Part("circles", (Queries(CircleQueries), Mutations(CircleMutations), Types((Circle,))))


def labels(schema: Schema) -> list[str]:
    """The plugins that are in the schema."""
    return [part.label for part in schema.parts]


def test_the_roots_mix_what_plugins_contribute() -> None:
    schema = build([PLAIN_CORE, CIRCLES], NOBODY)

    assert "type Query {\n" in schema.sdl
    assert list(schema.graphql_schema.type_map["Query"].fields) == [  # type: ignore[attr-defined]
        "shape",
        "circle",
        "broken",
    ]
    assert execute("mutation { draw }", schema=schema, active=NOBODY).data == {"draw": True}


def test_a_schema_without_mutations_has_no_mutation_type() -> None:
    assert "Mutation" not in build([CORE], NOBODY).sdl


def test_an_inactive_plugin_leaves_nothing_behind() -> None:
    sdl = build([PLAIN_CORE], NOBODY).sdl

    assert [word for word in ("Circle", "Point", "broken", "draw:") if word in sdl] == []


def test_errors_of_a_plugin_name_it_and_tell_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    schema = build([PLAIN_CORE, CIRCLES], NOBODY)

    result = execute(
        "{ broken circle { name radius colour centre { x } } }",
        schema=schema,
        active=NOBODY,
        expect_errors=True,
    )

    assert result.data == {
        "broken": None,
        "circle": {"name": "circle", "radius": None, "colour": None, "centre": {"x": None}},
    }
    ids = {".".join(error["path"]): error["extensions"].pop("id") for error in result.errors}
    assert [(".".join(error["path"]), error["message"]) for error in result.errors] == [
        ("broken", "Internal server error."),
        ("circle.radius", "Internal server error."),
        ("circle.colour", "Internal server error."),
        ("circle.centre.x", "Internal server error."),
    ]
    assert [error["extensions"] for error in result.errors] == [
        {"code": "PLUGIN_FAILED", "plugin": "circles"},
        {"code": "PLUGIN_FAILED", "plugin": "circles"},
        {"code": "INTERNAL_SERVER_ERROR"},  # the interface is core's
        {"code": "PLUGIN_FAILED", "plugin": "circles"},
    ]
    logged = {record.error_id: record for record in caplog.records}  # type: ignore[attr-defined]
    assert set(logged) == set(ids.values())
    assert "password=hunter2" in (caplog.text)
    assert logged[ids["circle.radius"]].field == "Circle.radius"  # type: ignore[attr-defined]


class Clash:
    """A field that core has already."""

    shape = graphene.String(description="Another.")


class BrokenType(graphene.ObjectType):
    """A type whose field leads nowhere."""

    lost = graphene.Field("no.such.module.Type", description="Lost.")


class AnotherCircle(graphene.ObjectType):
    """A type of a name that is taken."""

    class Meta:
        name = "Circle"

    a = graphene.Int(description="A.")


class NotAPage(graphene.ObjectType):
    """A type that shows a field of its interface as something else."""

    class Meta:
        interfaces = (Shape,)

    name = graphene.Int(description="Not a text.")


@pytest.mark.parametrize(
    "bad",
    [
        Part("bad", (Queries(Clash),)),
        Part("bad", (Types((BrokenType,)),)),
        Part("bad", (Types((AnotherCircle,)),)),
        Part("bad", (Types((NotAPage,)),)),
        Part("bad", (Queries(Clash), Mutations(CircleMutations))),
    ],
)
def test_a_plugin_that_cannot_be_built_is_left_out_alone(
    bad: Part, failures: dict[str, BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    dependent = Part("dependent", (), requires=("bad",))
    schema = build([CORE, bad, CIRCLES, dependent], NOBODY)

    assert labels(schema) == ["core", "circles"]
    assert {"bad", "dependent"} <= set(failures)
    assert [record.message for record in caplog.records] == ["plugin.failed"] * 2


def test_core_that_cannot_be_built_is_an_error() -> None:
    with pytest.raises(TypeError, match="no.such|No module"):
        build([Part("core", (Queries(CoreQueries), Types((BrokenType,))), is_core=True)], NOBODY)


def test_descriptions_are_english_whatever_the_language() -> None:
    class Translated:
        """A field with a translated description."""

        hello = graphene.String(description=_("Yes"))

    with translation.override("cs"):
        schema = build([Part("core", (Queries(Translated),), is_core=True)], NOBODY)

    assert '"""Yes"""' in schema.sdl


def test_an_open_union_has_the_types_of_active_plugins() -> None:
    class Drawn(OpenUnion):
        """What was drawn."""

        @classmethod
        def types_for(cls, active: frozenset[str]) -> tuple[type[graphene.ObjectType], ...]:
            return (Circle, Point) if "circles" in active else (Point,)

    class DrawnQueries:
        """A field."""

        drawn = graphene.Field(Drawn, description="Drawn.")

    part = Part("core", (Queries(DrawnQueries),), is_core=True)
    assert "union Drawn = Point\n" in build([part], NOBODY).sdl
    assert "union Drawn = Circle | Point\n" in build([part], frozenset({"circles"})).sdl


def test_an_interface_may_say_how_plain_fields_are_read() -> None:
    class Read(graphene.Interface):
        """Reads in its own way."""

        a = graphene.String(description="A.")

        @staticmethod
        def read_field(attname: str, default: object, root: object, info: object) -> str:
            return f"read {attname}"

    class Reader(graphene.ObjectType):
        """A type with a field of its own and one with a resolver."""

        class Meta:
            interfaces = (Read,)

        own_field = graphene.String(description="Own.")
        resolved = graphene.String(description="Resolved.")

        @staticmethod
        def resolve_resolved(root: object, info: object) -> str:
            return "resolved"

    class ReaderQueries:
        """A field."""

        reader = graphene.Field(Reader, description="Reads.")

        @staticmethod
        def resolve_reader(root: None, info: object) -> object:
            return object()

    schema = build([Part("core", (Queries(ReaderQueries),), is_core=True)], NOBODY)

    assert execute("{ reader { a ownField resolved } }", schema=schema, active=NOBODY).data == {
        "reader": {"a": "read a", "ownField": "read own_field", "resolved": "resolved"}
    }


class Named(graphene.Interface):
    """Anything with a name."""

    name = graphene.String(description="Its name.")

    @staticmethod
    def resolve_name(root: object, info: object) -> str:
        return "name"


class RootPage(graphene.ObjectType):
    """A page."""

    class Meta:
        interfaces = (Named,)


class ByModel:
    """Objects of two models."""

    page = graphene.Field(Named, description="A page.")
    locale = graphene.Field(Named, description="A language.")

    @staticmethod
    def resolve_page(root: None, info: object) -> Page:
        return Page()

    @staticmethod
    def resolve_locale(root: None, info: object) -> Locale:
        return Locale()


@pytest.mark.django_db
def test_the_type_of_a_page_is_found_by_its_model() -> None:
    part = Part("core", (Queries(ByModel), PageType(Page, graphql=RootPage)), is_core=True)
    schema = build([part], NOBODY)

    result = execute("{ page { __typename name } }", schema=schema, active=NOBODY)

    assert result.data == {"page": {"__typename": "RootPage", "name": "name"}}


def test_an_object_without_a_type_is_an_error_not_null() -> None:
    part = Part("core", (Queries(ByModel), PageType(Page, graphql=RootPage)), is_core=True)

    result = execute(
        "{ locale { name } }", schema=build([part], NOBODY), active=NOBODY, expect_errors=True
    )

    assert result.codes == [ErrorCode.INTERNAL_SERVER_ERROR]


def test_schemas_are_kept_by_active_plugins() -> None:
    core = frozenset(label for label, p in registry().plugins.items() if p.is_core)

    assert schema_for(core) is schema_for(frozenset(core))
    assert schema_for(core) is not schema_for(core | {"another"})
    for contribution in registry().contributed(PageType, core):
        assert type_for(contribution[1].model, core) is contribution[1].graphql


def test_parts_come_core_first_and_after_what_they_require() -> None:
    everything = frozenset(registry().plugins)
    order = [part.label for part in parts_of(everything)]

    assert parts_of(everything)[0].is_core
    for part in parts_of(everything):
        assert all(order.index(required) < order.index(part.label) for required in part.requires)
