"""What the report can be narrowed to: a language, a type, a state."""

from __future__ import annotations

from typing import Any

import django_filters
from django.apps import apps
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_content_languages

from cms.translation.health import in_state, missing_in, public_objects
from cms.translation.models import StoredProvenance
from cms.translation.state import State

MISSING = "missing"


def type_name(label: str) -> str:
    """What a model is called in the admin."""
    return capfirst(str(apps.get_model(label)._meta.verbose_name))


def _types() -> list[tuple[str, str]]:
    labels = public_objects().order_by("type").values_list("type", flat=True).distinct()
    return sorted(((label, type_name(label)) for label in labels), key=lambda choice: choice[1])


class TranslationHealthFilterSet(WagtailFilterSet):
    """Language and state belong together: which state, of the version in which language."""

    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[*State.choices, (MISSING, _("missing"))]
    )
    type = django_filters.ChoiceFilter(label=_("Type"), choices=_types)

    class Meta:
        model = StoredProvenance
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[StoredProvenance]) -> QuerySet[StoredProvenance]:
        """The objects with a version as asked for."""
        chosen: dict[str, Any] = self.form.cleaned_data
        locale, state = chosen.get("locale"), chosen.get("state")
        if chosen.get("type"):
            queryset = queryset.filter(type=chosen["type"])
        if state == MISSING:
            return queryset.filter(missing_in([locale] if locale else get_content_languages()))
        if state:
            return queryset.filter(in_state(State(state), locale=locale or None))
        return queryset.exclude(locale=locale) if locale else queryset
