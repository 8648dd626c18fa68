"""How calendars notice that an event has changed: RFC 5545's SEQUENCE, which only ever grows.

Not each publication matters to a calendar, and not only an editor's does: facts of the Czech page
follow into the English one by themselves. So the row itself compares what calendars show of it with
what they showed before, whenever it is written, whoever writes it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models
from django.utils import timezone

CALENDAR_FIELDS = (
    "title",
    "slug",
    "summary",
    "event_type",
    "status",
    "status_note",
    "precision",
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "time_zone",
    "place_name",
    "street",
    "city",
    "region",
    "country",
    "latitude",
    "longitude",
    "is_online",
    "online_url",
    "registration_deadline",
    "registration_url",
    "organiser",
    "organiser_name",
)


def digest(instance: models.Model) -> str:
    """A short fingerprint of what calendars show of `instance`."""
    shown = []
    for name in CALENDAR_FIELDS:
        field: Any = instance._meta.get_field(name)
        value = field.to_python(getattr(instance, field.attname))
        is_number = isinstance(field, models.DecimalField) and value is not None
        shown.append(str(float(value)) if is_number else str(value))
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


class SequenceField(models.PositiveIntegerField):
    """The number of an object's changes, as calendars count them.

    It writes `calendar_digest` and `calendar_changed_at` too, so it must be declared before them.
    What the object says of itself does not count: it may come from an old revision. The number
    goes beyond those of the other languages, so that a translation that was deleted and made again
    does not begin anew.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": False, "default": 0, **kwargs})

    def deconstruct(self) -> Any:
        """A plain number, so that migrations need nothing of this plugin."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> int:
        """One more than ever before when what calendars show has changed."""
        return count(model_instance)


def count(instance: Any) -> int:
    """The number for `instance` as it is now; it and what belongs to it are set."""
    rows = type(instance)._base_manager.filter(translation_key=instance.translation_key)
    known = {
        pk: facts
        for pk, *facts in rows.values_list(
            "pk", "calendar_sequence", "calendar_digest", "calendar_changed_at"
        )
    }
    shown = digest(instance)
    sequence, before, changed_at = known.get(instance.pk, (0, "", None))
    if shown != before:
        sequence = max((number for number, *_rest in known.values()), default=-1) + 1
        changed_at = timezone.now()
    instance.calendar_sequence = sequence
    instance.calendar_digest, instance.calendar_changed_at = shown, changed_at
    return sequence
