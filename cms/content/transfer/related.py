"""Values that lead to other rows: terms by their codes, pages by their keys.

What may be named is read once for a whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.transfer.errors import CellRefused
from cms.content.transfer.sheet import Cell
from cms.content.transfer.values import SEPARATOR, Value, as_text, parts


@dataclass
class Terms(Value):
    """Terms of a vocabulary by their codes, in the language of the page's source."""

    model: type[Model]
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def load(self) -> None:
        """Read the vocabulary."""
        self._known = {}
        for term in self.model._default_manager.select_related("locale"):
            by_code = self._known.setdefault(term.locale.language_code, {})
            by_code[term.code] = term

    def write(self, value: Iterable[Any]) -> Cell:
        return SEPARATOR.join(term.code for term in value) or None

    def read(self, cell: Cell) -> list[str]:
        codes = list(dict.fromkeys(parts(cell)))
        known = {code for terms in self._known.values() for code in terms}
        by_name = {
            name: code
            for terms in self._known.values()
            for code, term in terms.items()
            for name in [term.name.casefold()]
        }
        found = [code if code in known else by_name.get(code.casefold()) for code in codes]
        missing = [code for code, term in zip(codes, found, strict=True) if term is None]
        if missing:
            raise CellRefused(
                _("There is no “%(code)s”. There are: %(options)s.")
                % {"code": "”, “".join(missing), "options": ", ".join(sorted(known))}
            )
        return [code for code in found if code is not None]

    @property
    def empty(self) -> list[str]:  # type: ignore[override]  # a list must be a new one each time
        return []

    def terms(self, codes: Iterable[str], locale: str) -> list[Any]:
        """The terms in one language."""
        known = self._known.get(locale, {})
        return [known[code] for code in codes if code in known]


@dataclass
class PageLink(Value):
    """A page of certain types: written as its translation key, read by key, address or title."""

    models: Any  # () -> the page types, asked anew for each file
    _by_name: dict[str, set[int]] = field(default_factory=dict)
    _keys: dict[int, UUID] = field(default_factory=dict)
    _versions: dict[UUID, list[int]] = field(default_factory=dict)

    def load(self) -> None:
        """Read what pages there are."""
        self._by_name, self._keys, self._versions = {}, {}, {}
        for model in self.models():
            rows = model._default_manager.filter(alias_of=None).order_by("pk")
            for pk, key, slug, title in rows.values_list("pk", "translation_key", "slug", "title"):
                self._keys[pk] = key
                self._versions.setdefault(key, []).append(pk)
                for name in (str(key), slug, title.casefold()):
                    self._by_name.setdefault(name, set()).add(self._versions[key][0])

    def write(self, value: int | None) -> Cell:
        if value is None:
            return None
        key = self._keys.get(value) or _key_of(value)
        return None if key is None else str(key)

    def read(self, cell: Cell) -> int:
        name = as_text(cell).strip()
        found = self._by_name.get(name.lower()) or self._by_name.get(name.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise CellRefused(
                _("“%(name)s” is the name of several pages; write the key of one.") % {"name": name}
            )
        raise CellRefused(_("There is no page “%(name)s” to link to.") % {"name": name})

    def same(self, one: int | None, other: int | None) -> bool:
        """True when both are versions of one page."""
        return one == other or (
            one is not None and other is not None and self._keys.get(one) == self._keys.get(other)
        )


def _key_of(pk: int) -> UUID | None:
    """The key of a page of a type that cannot be chosen now."""
    found: Mapping[int, UUID] = dict(
        Page.objects.filter(pk=pk).values_list("pk", "translation_key")
    )
    return found.get(pk)
