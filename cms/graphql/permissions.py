"""What a field or a mutation needs of whoever asks, declared with it and checked here alone.

    @staticmethod
    @needs(scope=Scope.MEMBERS)
    def resolve_attendees(event, info): ...

Of a field that somebody may not read there is nothing to read: null, or an empty list, as for what
does not exist; its resolver does not run. A mutation is refused with ``FORBIDDEN``. The rule comes
on top of what is public: it opens nothing that `cms.publishing.visibility` hides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from graphql import GraphQLList, GraphQLNonNull, GraphQLResolveInfo

from cms.accounts.models import Scope
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.viewer import Viewer
from cms.publishing.audience import Audience, audience

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Needs:
    """All of this together: a permission of Django ("app.codename"), a scope, an audience."""

    permission: str = ""
    scope: Scope | None = None
    audience: Audience | None = None

    def are_met_by(self, viewer: Viewer) -> bool:
        """True when `viewer` has all of it. Only somebody with a token has permissions."""
        if self.permission and not (viewer.user and viewer.user.has_perm(self.permission)):
            return False
        if self.scope is not None and self.scope not in viewer.scopes:
            return False
        return self.audience is None or self.audience in {Audience.PUBLIC, audience()}


def needs(
    *, permission: str = "", scope: Scope | None = None, audience: Audience | None = None
) -> Callable[[F], F]:
    """A decorator for resolvers of fields that may be null or are lists, and for mutations.

    Raises:
        ValueError: It says nothing.
    """
    wanted = Needs(permission, scope, audience)
    if wanted == Needs():
        raise ValueError("Say what is needed: a permission, a scope or an audience.")

    def guard(resolve: F) -> F:
        @wraps(resolve)
        def guarded(root: Any, info: GraphQLResolveInfo, *args: Any, **kwargs: Any) -> Any:
            if wanted.are_met_by(info.context.viewer):
                return resolve(root, info, *args, **kwargs)
            return _refused(info)

        guarded.needs = wanted  # type: ignore[attr-defined]  # for those who list the rules
        return cast("F", guarded)

    return guard


def _refused(info: GraphQLResolveInfo) -> list[object] | None:
    """What is read instead.

    Raises:
        ApiError: It is a mutation.
        TypeError: The schema promises a value to everybody: the field is declared wrongly.
    """
    if info.parent_type is info.schema.mutation_type:
        raise ApiError("You may not do this.", ErrorCode.FORBIDDEN)
    if not isinstance(info.return_type, GraphQLNonNull):
        return None
    if isinstance(info.return_type.of_type, GraphQLList):
        return []
    raise TypeError(f"{info.parent_type.name}.{info.field_name} needs a type that may be null.")
