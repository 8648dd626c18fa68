"""Pages of one type with all that their documents are made of, read together.

The number of SQL statements follows from the places that are asked for, never from the number of
pages. What a page withholds (fields for members only, texts that nobody has translated, blocks of
inactive plugins, files and pages that are not public) is told by nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import (
    CharField,
    Choices,
    DateField,
    Field,
    ForeignKey,
    Model,
    TextField,
)
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from cms.content.body import BodyField
from cms.content.fields import ChoiceListField
from cms.content.search.blocks import File, Piece, Words, pieces_of, rich_words
from cms.content.search.lookups import files_of, public_among, terms_of, versions_of
from cms.content.search.sources import Place, field_of
from cms.graphql.shown import is_part_withheld, is_withheld, show
from cms.plugin.state import active_labels
from cms.publishing.batches import standing_rows_by
from cms.publishing.visibility import hidden_fields


class Batch:
    """Public pages of one type, each in its own language, and answers about all of them.

    `always_shown` names fields whose text is shown even when nobody has translated it.
    """

    def __init__(
        self,
        pages: Iterable[Page],
        places: Iterable[Place],
        always_shown: frozenset[str] = frozenset(),
    ) -> None:
        self.pages: list[Any] = show(pages, None)
        self._always_shown = always_shown
        if self.pages:
            self._read(list(places))

    def _read(self, places: Sequence[Place]) -> None:
        self._model = type(self.pages[0])
        own = {name for place in places if not place.relation for name in place.names}
        self._rows = {
            relation: self._children(relation)
            for relation in sorted({place.relation for place in places} - {""})
        }
        fields = {name: field_of(self._model, name) for name in sorted(own)}
        self._terms = {
            name: terms_of(self.pages, name)
            for name, field in fields.items()
            if field is not None and field.many_to_many
        }
        active = active_labels()
        self._bodies: dict[tuple[int, str], list[Piece]] = {
            (page.pk, name): pieces_of(page, name, active)
            for name, field in fields.items()
            if isinstance(field, BodyField)
            for page in self.pages
        }
        self._versions = versions_of(set(self._references(places, Page)), self.pages)
        pieces = [piece for body in self._bodies.values() for piece in body]
        documents = set(self._references(places, get_document_model()))
        documents |= {piece.document_id for piece in pieces if isinstance(piece, File)}
        documents |= {found for row in self._all_rows() for found in required_files(row)}
        self._files = files_of(documents)
        self._leave_out_files_that_are_not_public()
        self._images = public_among(
            image for piece in pieces if isinstance(piece, Words) for image in piece.image_ids
        )

    def _children(self, relation: str) -> dict[int, list[Any]]:
        """The rows of a child relation by page id, those that are not for members only."""
        field: Any = field_of(self._model, relation)
        key: str = field.field.attname
        by_id = {page.pk: page for page in self.pages}
        found: defaultdict[int, list[Any]] = defaultdict(list)
        model = field.related_model
        is_arranged = field_of(model, "sort_order") is not None
        order = (*["sort_order"] * is_arranged, "pk")
        rows = standing_rows_by(
            ("search children", model, key),
            lambda ids: model._default_manager.filter(**{f"{key}__in": ids}).order_by(*order),
            ids=list(by_id),
        )
        for row in rows:
            page = by_id[getattr(row, key)]
            if not is_for_members(page, relation, row):
                found[page.pk].append(row)
        return found

    def _all_rows(self) -> Iterator[Any]:
        for by_page in self._rows.values():
            for rows in by_page.values():
                yield from rows

    def _leave_out_files_that_are_not_public(self) -> None:
        """Drop rows that are nothing but a file, such as attachments, with their titles."""
        for by_page in self._rows.values():
            for page_id, rows in by_page.items():
                by_page[page_id] = [r for r in rows if self._files.keys() >= required_files(r)]

    def _references(self, places: Sequence[Place], target: type[Model]) -> Iterator[int]:
        """Ids of what the foreign keys to `target` in these places lead to."""
        for place in places:
            for page in self.pages:
                for row in self._rows_at(page, place):
                    for name in place.names:
                        field = field_of(type(row), name)
                        if _leads_to(field, target) and getattr(row, field.attname):
                            yield getattr(row, field.attname)

    def _rows_at(self, page: Page, place: Place) -> Sequence[Any]:
        return self._rows[place.relation].get(page.pk, []) if place.relation else [page]

    def _is_withheld(self, page: Page, place: Place, row: Model, name: str) -> bool:
        """True when the value must not be told: not by a filter either, and not by its words."""
        base = name.partition("__")[0]
        if not place.relation:
            return is_withheld(page, base)
        return base in translatable_names(type(row)) and is_untranslated(page, place.relation, row)

    def _are_words_withheld(self, page: Page, place: Place, row: Model, name: str) -> bool:
        """True when the words must not be told. Of an untranslated row nothing is shown."""
        if not place.relation:
            if name in self._always_shown:
                return name in hidden_fields(page)
            return is_withheld(page, name)
        return is_untranslated(page, place.relation, row)

    def locales(self, page: Any) -> tuple[str, ...]:
        """The languages in which the page is public, its own included."""
        return tuple(sorted(self._versions.titles.get(str(page.translation_key), {})))

    def words(self, page: Page, place: Place) -> list[str]:
        """The texts that `place` holds, in the language of the page."""
        found = []
        for row in self._rows_at(page, place):
            for name in place.names:
                if self._are_words_withheld(page, place, row, name):
                    continue
                said = self._words_in(page, row, name)
                if said:
                    found += said
                    break
        return found

    def files(self, page: Page) -> list[str]:
        """Titles and texts of the public documents in all bodies of the page."""
        return [
            text
            for (page_id, _name), pieces in self._bodies.items()
            if page_id == page.pk
            for piece in pieces
            if isinstance(piece, File)
            for text in self._files.get(piece.document_id, ())
        ]

    def keys(self, page: Page, place: Place) -> list[str]:
        """The values in `place` as codes."""
        return [code for value in self._values(page, place) for code in codes_in(value)]

    def number(self, page: Page, place: Place) -> int | date | datetime | None:
        """The first number, day or instant in `place`."""
        return next((number_in(value) for value in self._values(page, place)), None)

    def _values(self, page: Page, place: Place) -> Iterator[Any]:
        for row in self._rows_at(page, place):
            for name in place.names:
                if self._is_withheld(page, place, row, name):
                    continue
                said = [value for value in self._values_in(row, name) if value not in (None, "")]
                if said:
                    yield from said
                    break

    def _values_in(self, row: Any, name: str) -> list[Any]:
        field = field_of(type(row), name)
        if field is not None and field.many_to_many:
            return [term.code for term in self._terms[name].get(row.pk, [])]
        if _leads_to(field, Page):
            key = self._versions.public_key(getattr(row, field.attname) or 0)
            return [key] if key else []
        if isinstance(field, DateField) and "__" in name:
            day = getattr(row, field.attname)
            return [getattr(day, name.partition("__")[2])] if day else []
        value = getattr(row, name)
        return list(value) if isinstance(value, list | tuple) else [value]

    def _words_in(self, page: Any, row: Any, name: str) -> list[str]:
        field, locale = field_of(type(row), name), page.locale.language_code
        if field is None:
            value = getattr(row, name)
            return words_in(value(locale) if callable(value) else value)
        if field.many_to_many:
            return [word for term in self._terms[name].get(row.pk, []) for word in term.words]
        if isinstance(field, BodyField):
            return self._words_of_body(page, name)
        if isinstance(field, ForeignKey):
            return self._words_of_target(field, getattr(row, field.attname), locale)
        return _words_of_column(field, getattr(row, name))

    def _words_of_body(self, page: Page, name: str) -> list[str]:
        return [
            piece.text
            for piece in self._bodies[page.pk, name]
            if isinstance(piece, Words) and piece.text and self._images.issuperset(piece.image_ids)
        ]

    def _words_of_target(self, field: Any, target: int | None, locale: str) -> list[str]:
        if not target:
            return []
        if _leads_to(field, get_document_model()):
            return list(self._files.get(target, ()))
        title = self._versions.title(target, locale) if _leads_to(field, Page) else ""
        return [title] if title else []


def words_in(value: object) -> list[str]:
    """The words of a value that a function or property returned; enums say their labels."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [word for item in value for word in words_in(item)]
    return [str(value.label) if isinstance(value, Choices) else str(value)]


def codes_in(value: object) -> list[str]:
    """A value as codes: yes and no in English, members of an enum by their value."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [code for item in value for code in codes_in(item)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value.value) if isinstance(value, Choices) else str(value)]


def number_in(value: Any) -> int | date | datetime | None:
    """A value as a number to filter by: amounts in hundredths."""
    return round(value * 100) if isinstance(value, Decimal) else value


def _words_of_column(field: Field[Any, Any], value: Any) -> list[str]:
    if isinstance(field, ChoiceListField):
        labels = dict(field.options)
        return [str(labels[code]) for code in value if code in labels]
    if not isinstance(field, CharField | TextField) or not value:
        return []
    if field.choices:
        label = dict(field.flatchoices).get(value)
        return [str(label)] if label else []
    text = rich_words(value) if isinstance(field, RichTextField) else str(value)
    return [line.strip() for line in text.splitlines() if line.strip()]


def _leads_to(field: Any, target: type[Model]) -> bool:
    return isinstance(field, ForeignKey) and issubclass(field.related_model, target)


def is_for_members(page: Page, relation: str, row: Any) -> bool:
    """True when a row of a relation is never for the public."""
    return relation in hidden_fields(page) or getattr(row, "is_members_only", False)


def is_untranslated(page: Page, relation: str, row: Any) -> bool:
    """True when nobody has translated a row of a relation."""
    key = getattr(row, "translation_key", None)  # absent where there is nothing to translate
    if key is None:
        return is_withheld(page, relation)
    return is_part_withheld(page, relation, str(key))


@cache
def translatable_names(model: type[Model]) -> frozenset[str]:
    """The names of the fields of a row that differ by language."""
    fields = get_translatable_fields(model) if issubclass(model, TranslatableMixin) else ()
    return frozenset(f.field_name for f in fields if isinstance(f, TranslatableField))


def required_files(row: Any) -> set[int]:
    """The ids of documents without which the row says nothing."""
    return {
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if _leads_to(field, get_document_model()) and not field.null
    }
