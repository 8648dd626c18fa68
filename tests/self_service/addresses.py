"""Every address of the admin, with arguments that name what belongs to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

ADMIN = "admin/"


@dataclass(frozen=True)
class Address:
    """A view of the admin under its name, and the names of its arguments."""

    name: str
    arguments: frozenset[str]


def addresses() -> list[Address]:
    """All named views below the admin."""
    found = {
        Address(":".join([*names, pattern.name]), frozenset(arguments))
        for route, names, arguments, pattern in _walk(get_resolver(), "", (), ())
        if route.startswith(ADMIN) and pattern.name
    }
    return sorted(found, key=lambda address: (address.name, len(address.arguments)))


def url_of(address: Address, values: dict[str, object]) -> str | None:
    """The URL with these values for the arguments, 1 for others; None when a value does not fit."""
    try:
        return reverse(
            address.name, kwargs={name: values.get(name, 1) for name in address.arguments}
        )
    except NoReverseMatch:
        return None


def _walk(
    resolver: URLResolver, route: str, names: tuple[str, ...], arguments: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], URLPattern]]:
    for part in resolver.url_patterns:
        here = route + str(part.pattern)
        known = (*arguments, *part.pattern.regex.groupindex)
        if isinstance(part, URLPattern):
            yield here, names, known, part
        else:
            below = (*names, part.namespace) if part.namespace else names
            yield from _walk(part, here, below, known)
