"""The filter of a list of pages, and the condition that a client's values make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import graphene
from django.db.models import Model, Q
from graphene.types.inputobjecttype import InputObjectTypeOptions
from graphene.utils.str_converters import to_camel_case

from cms.graphql.errors import ErrorCode, LimitError
from cms.graphql.filters.fields import FilterField, within
from cms.graphql.filters.related import Ids
from cms.publishing.visibility import hides_q

MAX_NEGATIONS = 3
MAX_VALUES = 100


class PageFilter(graphene.InputObjectType):
    """Which pages of one type: all fields together must hold; within a list, any of its values.

    A field that is absent or null does not narrow; an empty list finds nothing. Fields are
    declared as attributes; ``id`` and ``not`` are there by themselves:

        class MemberFilter(PageFilter):
            class Meta:
                model = MemberPage

            region = Choices(RegionEnum, "region", facet=True, description="Where they are.")

    `labels` says what people call fields for which the name of the column will not do.
    """

    class Meta:
        abstract = True

    id = Ids()
    labels: ClassVar[Mapping[str, Any]] = {}

    @classmethod
    def __init_subclass_with_meta__(cls, model: type[Model], **options: Any) -> None:
        meta = InputObjectTypeOptions(cls)
        meta.model = model
        cls.exclude = graphene.InputField(
            lambda: cls, name="not", description="Without those that this filter finds."
        )
        super().__init_subclass_with_meta__(_meta=meta, **options)


def fields_of(filter_type: type[PageFilter]) -> dict[str, FilterField]:
    """The fields of a filter by the name of their attribute, without ``not``."""
    return {
        name: field
        for name, field in filter_type._meta.fields.items()
        if isinstance(field, FilterField)
    }


def facets_of(filter_type: type[PageFilter]) -> dict[str, FilterField]:
    """The fields of a filter whose values are counted."""
    return {name: field for name, field in fields_of(filter_type).items() if field.is_facet}


def wanted_of(filter_type: type[PageFilter], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is asked for: what was given, and the defaults of what was not.

    Who names pages by ``id`` means them, whatever they are like: then no default counts.
    """
    asked = stated(given)
    if "id" in asked:
        return asked
    defaults = {name: field.default for name, field in fields_of(filter_type).items()}
    return {name: value for name, value in defaults.items() if value is not None} | asked


def stated(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """What of a filter is a condition: null is none, and neither is ``not`` of no condition."""
    found = {name: value for name, value in (given or {}).items() if value is not None}
    if "exclude" in found:
        found["exclude"] = stated(found["exclude"])
        if not found["exclude"]:
            del found["exclude"]
    return found


def conditions_in(given: Any) -> int:
    """How many conditions a filter has, those inside ``not`` included."""
    return sum(
        conditions_in(value) if name == "exclude" else 1
        for name, value in (given or {}).items()
        if value is not None
    )


def condition_of(
    filter_type: type[PageFilter], wanted: Mapping[str, Any], *, negations: int = 0
) -> Q:
    """The condition that `wanted` says.

    Raises:
        ApiError: A value makes no sense.
        LimitError: A list is too long, or ``not`` stands too often inside ``not``.
    """
    if negations > MAX_NEGATIONS:
        raise LimitError(
            f"The filter has more than {MAX_NEGATIONS} “not” inside one another.",
            ErrorCode.TOO_DEEP,
            limit=MAX_NEGATIONS,
        )
    condition = Q()
    for name in fields_of(filter_type):
        if wanted.get(name) is not None:
            condition &= field_condition(filter_type, name, wanted[name])
    excluded = wanted.get("exclude")
    if excluded:
        found = condition_of(filter_type, excluded, negations=negations + 1)
        condition &= ~within(filter_type._meta.model, found)
    return condition


def field_condition(filter_type: type[PageFilter], name: str, value: Any) -> Q:
    """The condition that the field `name` has `value`; rows that hide it have none.

    Raises:
        ApiError: The value makes no sense.
        LimitError: A list is too long.
    """
    field, model = fields_of(filter_type)[name], filter_type._meta.model
    shown_name = field.name or to_camel_case(name)
    check_length(value, shown_name)
    condition = field.condition(model, value, shown_name)
    hidden = hides_q(model, field.reads)
    return condition & ~within(model, hidden) if condition and hidden else condition


def check_length(value: Any, name: str) -> None:
    """Refuse a list of values that is too long.

    Raises:
        LimitError: It has more values than are allowed.
    """
    if isinstance(value, list | tuple) and len(value) > MAX_VALUES:
        raise LimitError(
            f"“{name}” has {len(value)} values; at most {MAX_VALUES} are allowed.",
            ErrorCode.BAD_USER_INPUT,
            limit=MAX_VALUES,
            argument=name,
        )
