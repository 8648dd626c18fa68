"""Columns that Django does not have: several values of a closed list.

Libraries keep such values as text with commas, where a database finds parts of words and
wagtail-localize sees something to translate; here they are a JSON list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Choices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.content.forms import TermCheckboxes

Options = type[Choices] | Iterable[tuple[str, Any]]


class ChoiceListField(models.JSONField):
    """Several values of `choices`, in the order of their declaration, as a JSON list.

    The same in all languages of a page. ``field__has_any=[…]`` finds rows with one of the values.
    """

    def __init__(self, choices: Options = (), **kwargs: Any) -> None:
        pairs = choices.choices if isinstance(choices, type) else choices
        # Not Django's own `choices`: those are for columns that hold one value.
        self.options = tuple((str(value), label) for value, label in pairs)
        super().__init__(**{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        """A plain JSON column: what may be chosen is no matter of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """The values in order, each once; unknown ones last, for validation to refuse."""
        if not isinstance(value, list | tuple | set | frozenset):
            return value
        given = list(dict.fromkeys(str(item) for item in value))
        known = [option for option, _label in self.options if option in given]
        return known + [item for item in given if item not in known]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is no list and what is not on offer."""
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(_("Choose from the list."), code="invalid_list")
        offered = {option for option, _label in self.options}
        for item in value:
            if item not in offered:
                raise ValidationError(
                    _("“%(value)s” is not on offer."),
                    code="invalid_choice",
                    params={"value": item},
                )

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Put the values in order whenever the row is written."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes."""
        return forms.MultipleChoiceField(
            choices=[(value, capfirst(label)) for value, label in self.options],
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=kwargs.get("widget", TermCheckboxes),
            initial=list,
        )


@ChoiceListField.register_lookup
class HasAny(models.Lookup):
    """``column__has_any=["a", "b"]``: the list in the column holds one of the values, or more."""

    lookup_name = "has_any"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[str]:
        """The values as they stand in the list."""
        return [str(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: list[str], connection: Any) -> tuple[str, list[str]]:
        """One placeholder for each value."""
        return ", ".join(["%s"] * len(value)), value

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The condition for SQLite; an empty list of values finds nothing."""
        column, params = self.process_lhs(compiler, connection)
        marks, values = self.process_rhs(compiler, connection)
        sql = f'EXISTS (SELECT 1 FROM JSON_EACH({column}) WHERE "value" IN ({marks}))'  # noqa: S608 -- placeholders
        return sql, [*params, *values]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The condition for PostgreSQL."""
        column, params = self.process_lhs(compiler, connection)
        marks, values = self.process_rhs(compiler, connection)
        return f"{column} ?| ARRAY[{marks}]::text[]", [*params, *values]
