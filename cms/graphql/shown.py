"""What of a page may be shown in the language that was asked for.

Two rules meet here. A field that the page keeps for members is never shown. A text that nobody
has translated (provenance says fallback) is shown only when its language was allowed to stand in.
A page's title is always there, and its provenance tells when it is not a translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Model

from cms.graphql.context import AskedLocale, asked_locale, mark
from cms.publishing.visibility import hidden_fields
from cms.translation.provenance import Provenance, provenance_of

M = TypeVar("M", bound=Model)

ALWAYS_SHOWN = frozenset({"title", "slug"})


class Company:
    """Objects of one kind that came together: what one needs is read for all, on first use."""

    def __init__(self, members: Sequence[Model]) -> None:
        self._members = members
        self._provenance: dict[int, Provenance] | None = None

    def provenance(self, member: Model) -> Provenance:
        """The provenance of `member`; the first question costs one query."""
        if self._provenance is None:
            self._provenance = provenance_of(self._members)
        return self._provenance[member.pk]


def show(members: Iterable[M], asked: AskedLocale | None) -> list[M]:
    """`members` as a list, each told the language it was asked in and who came with it.

    All are pages, or all are snippets of one model. Without `asked` each counts as asked for in
    its own language.
    """
    together = list(members)
    company = Company(together)
    for member in together:
        if asked is not None:
            mark(member, asked)
        member.__dict__["_company"] = company
    return together


def asked_of(member: Model) -> AskedLocale:
    """The language that `member` was asked in; its own when nobody said."""
    asked = asked_locale(member)
    if asked is None:
        asked = AskedLocale(member.locale.language_code)  # type: ignore[attr-defined]  # TranslatableMixin
    return asked


def provenance(member: Model) -> Provenance:
    """Where the texts of `member` come from."""
    company = member.__dict__.get("_company")
    if company is None:
        company = member.__dict__["_company"] = Company([member])
    found: Provenance = company.provenance(member)
    return found


def is_withheld(member: Model, field: str) -> bool:
    """True when the value of `field` must not be shown."""
    if field in hidden_fields(member):
        return True
    if field in ALWAYS_SHOWN:
        return False
    known = provenance(member)
    return known.is_fallback(field) and not _may_stand_in(member, known)


def is_part_withheld(member: Model, field: str, part: str) -> bool:
    """True when one block of a body, or one child of a relation, must not be shown.

    `part` is the block's id or the child's translation key.
    """
    known = provenance(member)
    return known.block_is_fallback(field, part) and not _may_stand_in(member, known)


def _may_stand_in(member: Model, known: Provenance) -> bool:
    asked = asked_of(member)
    return known.source_locale in (asked.locale, *asked.fallback)
