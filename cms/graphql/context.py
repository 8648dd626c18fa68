"""What resolvers get as ``info.context``."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from cms.graphql.loaders import Loaders
from cms.graphql.viewer import ANYBODY, Viewer


@dataclass(frozen=True, slots=True)
class Context:
    """One request: the labels of the active plugins, the loaders, and the HTTP request if any.

    `request` is None when the operation runs in process. `facts` is a place for what resolvers
    want to work out once in the request. `spend` is told the cost of work before it is done, and
    may refuse it. `shows_cost` says that the answer names what it cost, for who develops.
    `viewer` is who asks: the caller opens `seen_by(viewer)` around the answer.
    """

    active: frozenset[str]
    request: HttpRequest | None = None
    loaders: Loaders = field(default_factory=Loaders)
    facts: dict[Hashable, Any] = field(default_factory=dict)
    spend: Callable[[int], None] = lambda _cost: None
    shows_cost: bool = False
    viewer: Viewer = ANYBODY


@dataclass(frozen=True, slots=True)
class AskedLocale:
    """The language that a page was asked in, and the ones that may stand in for it."""

    locale: str
    fallback: tuple[str, ...] = ()


def mark(node: object, asked: AskedLocale) -> None:
    """Remember on `node` in which language it was asked for."""
    node.__dict__["_asked_locale"] = asked


def asked_locale(node: object) -> AskedLocale | None:
    """In which language `node` was asked for; None when nobody said."""
    found: AskedLocale | None = node.__dict__.get("_asked_locale")
    return found
