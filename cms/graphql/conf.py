"""The limits of the endpoint, read from Django's setting ``KLASTR_GRAPHQL``.

``KLASTR_GRAPHQL = {"MAX_DEPTH": 15}`` changes one of them; a name that does not exist here or a
value of the wrong kind stops the start.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SETTING = "KLASTR_GRAPHQL"


@dataclass(frozen=True, slots=True)
class Conf:
    """All limits and switches with their defaults; the README explains each of them."""

    max_body_bytes: int = 100_000
    max_value_depth: int = 20
    max_document_bytes: int = 16_000
    max_tokens: int = 1_500
    max_comments: int = 100
    max_operations: int = 10
    max_root_fields: int = 30
    max_aliases: int = 30
    max_directives: int = 20
    max_depth: int = 12
    max_introspection_depth: int = 20
    max_nodes: int = 2_000
    max_repeats: int = 60
    max_cost: int = 5_000
    max_seconds: int = 5
    max_answer_bytes: int = 2_000_000
    cost_per_minute: int = 1_000_000
    new_document_cost: int = 100
    free_networks: str = "127.0.0.0/8 ::1/128 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7"
    max_errors: int = 5
    max_first: int = 100
    default_first: int = 20
    memo_entries: int = 500
    memo_bytes: int = 24_000_000
    answer_cache_bytes: int = 16_000_000
    persisted_documents: int = 2_000
    persisted_bytes: int = 8_000_000
    manifest: str = ""
    trusted_only: bool = False
    max_trusted_bytes: int = 200_000
    max_trusted_tokens: int = 20_000
    max_age: int = 0
    shared_max_age: int = 0
    stale_while_revalidate: int = 0
    max_cache_tag_bytes: int = 3_000
    compress_from_bytes: int = 1_000
    usage_days: int = 100
    introspection: bool = True
    explorer: bool = True

    def trusting(self) -> Conf:
        """The limits for documents of the manifest, which the operator knows: size is no danger."""
        return replace(
            self,
            max_document_bytes=self.max_trusted_bytes,
            max_tokens=self.max_trusted_tokens,
            max_comments=self.max_trusted_tokens,
            max_aliases=self.max_trusted_tokens,
            max_directives=self.max_trusted_tokens,
        )


def conf() -> Conf:
    """The limits in force.

    Raises:
        ImproperlyConfigured: The setting names something unknown or has a wrong value.
    """
    given: dict[str, object] = getattr(settings, SETTING, {})
    return _conf(tuple(sorted(given.items())))


@lru_cache(maxsize=32)
def _conf(given: tuple[tuple[str, object], ...]) -> Conf:
    kinds = {field.name.upper(): type(field.default) for field in fields(Conf)}
    values: dict[str, object] = {}
    for name, value in given:
        if name not in kinds:
            raise ImproperlyConfigured(
                f"{SETTING}: unknown name {name!r}; known are {', '.join(sorted(kinds))}."
            )
        if type(value) is not kinds[name] or (isinstance(value, int) and value < 0):
            raise ImproperlyConfigured(
                f"{SETTING}: {name} must be {kinds[name].__name__} and not negative, not {value!r}."
            )
        values[name.lower()] = value
    return Conf(**values)  # type: ignore[arg-type]  # of the right kinds, as was checked
