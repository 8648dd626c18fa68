"""Language-neutral many-to-many relations, which wagtail-localize leaves out.

Localize copies a ``ParentalManyToManyField`` only when it is not empty, so what an editor clears
in the source stays in the translations. It treats everything that it does not recognise as plain
attributes, though; so it is shown a field whose attribute is the list of related objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Model
from wagtail_localize.fields import SynchronizedField

if TYPE_CHECKING:
    from modelcluster.fields import ParentalManyToManyField


class SynchronizedManyToMany(SynchronizedField):
    """An entry of ``override_translatable_fields``: the relation is the same in all languages."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name, overridable=False)

    def get_field(self, model: type[Model]) -> RelatedList:
        """The relation as a field with a list for its value."""
        return RelatedList(model, model._meta.get_field(self.field_name))

    def __repr__(self) -> str:
        return f"<SynchronizedManyToMany {self.field_name}>"


class RelatedList:
    """A many-to-many field that reads and writes as one attribute, an empty list included."""

    def __init__(self, model: type[Model], field: ParentalManyToManyField) -> None:
        self.name: str = field.name
        self.attname = f"_{field.name}_as_list"
        self.choices = None
        if self.attname not in vars(model):
            setattr(model, self.attname, _ListDescriptor(field.name))

    def value_from_object(self, instance: Model) -> list[Model]:
        """The related objects."""
        found: list[Model] = getattr(instance, self.attname)
        return found


class _ListDescriptor:
    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Model | None, owner: type[Model]) -> object:
        return self if instance is None else list(getattr(instance, self.name).all())

    def __set__(self, instance: Model, related: Iterable[Model]) -> None:
        setattr(instance, self.name, list(related))
