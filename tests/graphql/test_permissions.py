"""What fields and mutations need: declared with them, refused in one way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import graphene
import pytest
from django.contrib.auth.models import Permission
from graphql import parse

from cms.accounts.models import Scope, User
from cms.graphql.context import Context
from cms.graphql.execution import execute
from cms.graphql.permissions import needs
from cms.graphql.viewer import ANYBODY, Viewer, seen_by
from cms.publishing.audience import Audience

RAN: list[str] = []


class Query(graphene.ObjectType):
    """Guarded fields of every kind."""

    scoped = graphene.String()
    permitted = graphene.List(graphene.NonNull(graphene.String), required=True)
    internal = graphene.String()
    promised = graphene.String(required=True)

    @staticmethod
    @needs(scope=Scope.DEVELOPER)
    def resolve_scoped(root: None, info: Any) -> str:
        RAN.append("scoped")
        return "scoped"

    @staticmethod
    @needs(permission="cms_accounts.view_user")
    async def resolve_permitted(root: None, info: Any) -> list[str]:
        return ["permitted"]

    @staticmethod
    @needs(audience=Audience.MEMBERS)
    def resolve_internal(root: None, info: Any) -> str:
        return "internal"

    @staticmethod
    @needs(scope=Scope.MEMBERS)
    def resolve_promised(root: None, info: Any) -> str:
        return "promised"


class Mutation(graphene.ObjectType):
    """One guarded mutation."""

    change = graphene.String()

    @staticmethod
    @needs(scope=Scope.DEVELOPER)
    def resolve_change(root: None, info: Any) -> str:
        RAN.append("change")
        return "changed"


def asked(document: str, viewer: Viewer) -> Any:
    """The result by the house's executor."""
    schema = graphene.Schema(query=Query, mutation=Mutation).graphql_schema
    context = Context(frozenset(), viewer=viewer)
    operation: Any = parse(document).definitions[0]
    with seen_by(viewer):
        return execute(
            schema,
            operation,
            fragments={},
            variables={},
            context=context,
            loaders=context.loaders,
        )


READS = "{ scoped permitted internal }"


@pytest.fixture
def user() -> User:
    found = User.objects.create_user("eva")
    found.user_permissions.add(Permission.objects.get(codename="view_user"))
    return User.objects.get(pk=found.pk)


def test_what_nobody_may_read_is_not_there_and_does_not_run() -> None:
    RAN.clear()

    result = asked(READS, ANYBODY)

    assert (result.data, result.errors, RAN) == (
        {"scoped": None, "permitted": [], "internal": None},
        None,
        [],
    )


@pytest.mark.django_db
def test_each_need_is_met_by_itself_only(user: User) -> None:
    other = User.objects.create_user("other")
    found = {
        name: asked(READS, viewer).data
        for name, viewer in {
            "developer": Viewer(other, frozenset({Scope.DEVELOPER})),
            "members": Viewer(other, frozenset({Scope.MEMBERS})),
            "permission": Viewer(user),
        }.items()
    }

    assert found == {
        "developer": {"scoped": "scoped", "permitted": [], "internal": None},
        "members": {"scoped": None, "permitted": [], "internal": "internal"},
        "permission": {"scoped": None, "permitted": ["permitted"], "internal": None},
    }


def test_a_mutation_is_refused_before_it_runs() -> None:
    RAN.clear()

    result = asked("mutation { change }", ANYBODY)
    allowed = asked("mutation { change }", Viewer(User(), frozenset({Scope.DEVELOPER})))

    assert result.data == {"change": None}
    assert [error.extensions["code"] for error in result.errors] == ["FORBIDDEN"]
    assert (allowed.data, RAN) == ({"change": "changed"}, ["change"])


def test_a_field_that_promises_a_value_cannot_be_guarded() -> None:
    result = asked("{ promised }", ANYBODY)

    assert [error.extensions["code"] for error in result.errors] == ["INTERNAL_SERVER_ERROR"]
    with pytest.raises(ValueError, match="Say what is needed"):
        needs()(lambda root, info: SimpleNamespace())
