"""Batch look-ups for many events at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Value, When

from plugins.events.models import EventAttachment, EventPage, State
from plugins.events.models.state import can_register, state


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an event stands in time, and whether one can register."""

    state: State
    can_register: bool


def standings(page_ids: list[int]) -> list[Standing]:
    """The standing of each event at this moment; one query, worked out by the database."""
    is_open = Case(When(can_register(), then=Value(True)), default=Value(False))
    is_open.output_field = BooleanField()  # type: ignore[misc]  # Django's way to say it later
    rows = EventPage._default_manager.filter(pk__in=page_ids).values_list("pk", state(), is_open)
    found = {pk: Standing(State(name), bool(is_open)) for pk, name, is_open in rows}
    return [found[page_id] for page_id in page_ids]


def attachments_of(page_ids: list[int]) -> list[list[EventAttachment]]:
    """The attachments of each event in their order; one query."""
    found: dict[int, list[EventAttachment]] = {page_id: [] for page_id in page_ids}
    rows = EventAttachment._default_manager.filter(event_id__in=page_ids)
    for part in rows.order_by("sort_order", "pk"):
        found[part.event_id].append(part)
    return list(found.values())
