"""Where each text of a page or snippet comes from. Reading costs one SQL query, no extraction.

The rows are written by :mod:`cms.translation.recompute` whenever something is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.models import TranslatableMixin

from cms.publishing.batches import rows_by
from cms.translation.models import StoredProvenance
from cms.translation.state import State


@dataclass(frozen=True, slots=True)
class Provenance:
    """The states of one object: overall, by field, and by block within a field.

    `parts` is keyed by field name and then by block id (at any depth) or, for child relations, by
    the child's translation key. What has no text has no state and counts as original.
    """

    state: State
    is_source: bool
    source_id: int | None = None
    source_locale: str | None = None
    fields: Mapping[str, State] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, State]] = field(default_factory=dict)

    def field_state(self, name: str) -> State:
        """The worst state in the field `name`."""
        return self.fields.get(name, State.ORIGINAL)

    def is_fallback(self, name: str) -> bool:
        """True when some text in the field `name` is not translated."""
        return self.field_state(name) is State.FALLBACK

    def block_state(self, field: str, block_id: str) -> State:
        """The worst state in one block of a body, or in one child of a relation."""
        return self.parts.get(field, {}).get(block_id, State.ORIGINAL)

    def block_is_fallback(self, field: str, block_id: str) -> bool:
        """True when some text in the block is not translated."""
        return self.block_state(field, block_id) is State.FALLBACK


ORIGINAL = Provenance(state=State.ORIGINAL, is_source=True)


def provenance_of(objects: Sequence[models.Model]) -> dict[int, Provenance]:
    """The provenance of each of `objects`, by primary key.

    All are pages, of any types, or all are snippets of one model. One SQL query.
    """
    if not objects:
        return {}
    model = model_label(objects[0])
    rows = rows_by(
        ("provenance", model),
        lambda ids: StoredProvenance.objects.filter(model=model, object_id__in=ids).values_list(
            "object_id", "state", "source_id", "source_locale", "fields", "parts"
        ),
        ids=[instance.pk for instance in objects],
    )
    found = {object_id: _provenance(*stored) for object_id, *stored in rows}
    return {instance.pk: found.get(instance.pk, ORIGINAL) for instance in objects}


def model_label(instance: models.Model | type[models.Model]) -> str:
    """The label of the model that carries the translation key, the same for all pages."""
    model: Any = instance if isinstance(instance, type) else type(instance)
    if issubclass(model, TranslatableMixin):
        return str(model.get_translation_model()._meta.label_lower)
    return str(model._meta.label_lower)


def _provenance(
    state: str,
    source_id: int | None,
    source_locale: str,
    fields: dict[str, str],
    parts: dict[str, dict[str, str]],
) -> Provenance:
    return Provenance(
        state=State(state),
        is_source=source_id is None,
        source_id=source_id,
        source_locale=source_locale or None,
        fields={name: State(state) for name, state in fields.items()},
        parts={
            name: {part: State(state) for part, state in states.items()}
            for name, states in parts.items()
        },
    )
