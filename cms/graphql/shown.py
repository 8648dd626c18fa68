"""What of a page may be shown in the language that was asked for.

Two rules meet here. A field that the page keeps for members is never shown. A text that nobody
has translated (provenance says fallback) is shown only when its language was allowed to stand in.
A page's title is always there, and its provenance tells when it is not a translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from django.db.models import Model

from cms.graphql.columns import Columns
from cms.graphql.context import AskedLocale, asked_locale, mark
from cms.plugin.reads import touch
from cms.publishing.epoch import tag_of
from cms.publishing.visibility import hidden_fields
from cms.translation.provenance import Provenance, provenance_of

M = TypeVar("M", bound=Model)

ALWAYS_SHOWN = frozenset({"title", "slug"})


class Company:
    """Objects of one kind that came together: what one needs is read for all, on first use.

    `learned` is told which columns were not read with them.
    """

    def __init__(self, members: Sequence[Model], learned: set[str] | None = None) -> None:
        self._members = members
        self._learned = learned
        self._provenance: dict[int, Provenance] | None = None

    @cached_property
    def ids(self) -> list[int]:
        """The ids of the members."""
        return [member.pk for member in self._members]

    def read_late(self, names: Sequence[str]) -> None:
        """Read attributes of all members; one statement."""
        if self._learned is not None:
            self._learned.update(names)
        model = type(self._members[0])
        rows = model._base_manager.only(*names).in_bulk([member.pk for member in self._members])
        for member in self._members:
            row = rows.get(member.pk)
            if row is not None:
                member.__dict__ |= {name: row.__dict__[name] for name in names}

    def provenance(self, member: Model) -> Provenance:
        """The provenance of `member`; the first question costs one query."""
        if self._provenance is None:
            self._provenance = provenance_of(self._members)
        return self._provenance[member.pk]


def show(
    members: Iterable[M], asked: AskedLocale | None, columns: Columns | None = None
) -> list[M]:
    """`members` as a list, each told the language it was asked in and who came with it.

    All are pages, or all are snippets of one model. Without `asked` each counts as asked for in
    its own language. `columns` are those that they were read with.
    """
    together = list(members)
    touch(map(tag_of, together))
    company = Company(together)
    companies = {type(member): company for member in together}
    if columns is not None:
        companies = {
            model: Company([m for m in together if type(m) is model], columns.learned(model))
            for model in companies
        }
    for member in together:
        if asked is not None:
            mark(member, asked)
        member.__dict__["_company"] = company
        member.__dict__["_alike"] = companies[type(member)]
    return together


def companions(member: Model) -> Sequence[int]:
    """The ids of those of its type that came together with `member`, its own among them."""
    alike: Company | None = member.__dict__.get("_alike")
    return alike.ids if alike is not None else (member.pk,)


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
