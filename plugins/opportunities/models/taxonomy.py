"""The taxonomy of opportunities as data: what kinds there are and which fields each has.

``data/taxonomy.json`` is the plugin's own copy. What a field of the taxonomy is in the model, and
what makes it filled, stands in :data:`FIELDS`; a test proves that the two agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from plugins.opportunities.models.choices import Family, Kind, Stage


@dataclass(frozen=True, slots=True)
class ModelField:
    """Where a field of the taxonomy is kept.

    `needs` says when it is filled: of each group at least one attribute. The first attribute of a
    group is where its absence is reported.
    """

    attributes: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field of the taxonomy with its names and, for choices, the keys on offer."""

    key: str
    names: dict[str, str]
    values: tuple[tuple[str, str, str], ...]  # key, Czech, English


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A kind of opportunity: its names, synonyms and fields."""

    kind: Kind
    family: Family
    names: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    facets: tuple[str, ...]
    lifecycle: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Keys of all its fields."""
        return self.required + self.optional

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of its lifecycle that somebody has to state; dates tell the others."""
        own = () if "topic_status" in self.fields else tuple(Stage)
        return tuple(stage for stage in own if stage in self.lifecycle)

    @property
    def deadline(self) -> str:
        """What the deadline of this kind is called in the taxonomy; empty when it has none."""
        return next((key for key in DEADLINES if key in self.fields), "")


def _same(*attributes: str) -> ModelField:
    """A field kept in `attributes`, filled when the first of them is."""
    return ModelField(attributes, ((attributes[0],),))


_DEADLINE = ("deadline_on", "deadline_time", "is_open_until_filled", "filled_on", "extensions")
DEADLINES = ("deadline", "closing_date", "registration_deadline", "expires")
FIELDS: dict[str, ModelField] = {
    "title": _same("title"),
    "organisation": ModelField(
        ("organisation", "organisation_name", "organisation_url"),
        (("organisation", "organisation_name"),),
    ),
    "summary": _same("summary"),
    "description": _same("description"),
    "field": _same("pillars"),
    "keywords": _same("topics", "keywords"),
    "level": _same("levels"),
    "place": _same("city", "region", "country", "latitude", "longitude"),
    "workmode": _same("work_mode"),
    "workload": _same("workload"),
    "start_date": _same("starts_on", "is_start_month_only"),
    "duration": ModelField(("duration", "duration_unit"), (("duration",), ("duration_unit",))),
    "deadline": ModelField(_DEADLINE, (("deadline_on", "is_open_until_filled"),)),
    "published": ModelField(("first_published_at",)),
    "updated": ModelField(("last_published_at", "extensions")),
    "remuneration": _same("pay", "pay_min", "pay_max", "pay_currency", "pay_period"),
    "language": _same("languages"),
    "requirements": _same("requirements"),
    "offer": _same("offer"),
    "supervisor": _same("supervisor", "academic_supervisor"),
    "university": ModelField(
        ("university", "university_name", "faculty"), (("university", "university_name"),)
    ),
    "academic_year": _same("academic_year"),
    "topic_status": _same("topic_status"),
    "confidentiality": _same("confidentiality"),
    "positions": _same("positions"),
    "contact": ModelField(
        ("contact_name", "contact_email", "contact_phone"),
        (("contact_name",), ("contact_email", "contact_phone")),
    ),
    "apply_url": _same("apply_url"),
    "attachments": _same("attachments"),
    "programme": _same("programme"),
    "call_id": _same("call_id"),
    "opening_date": _same("opening_on"),
    "closing_date": ModelField(_DEADLINE, (("deadline_on", "is_open_until_filled"),)),
    "allocation": _same("allocation", "call_currency"),
    "grant_size": ModelField(
        ("grant_min", "grant_max", "call_currency"), (("grant_min", "grant_max"),)
    ),
    "funding_rate": _same("funding_rate"),
    "eligible_applicants": _same("eligible_applicants"),
    "supported_activities": _same("supported_activities"),
    "evaluation_model": _same("evaluation_model"),
    "trl": _same("trl_min", "trl_max"),
    "action_type": _same("action_type"),
    "partner_sought": _same("partner_sought", "partner_profile", "collaboration"),
    "expires": ModelField(_DEADLINE, (("deadline_on",),)),
    "event_dates": _same("event_starts_on", "event_ends_on", "are_event_dates_months"),
    "registration_deadline": ModelField(_DEADLINE, (("deadline_on",),)),
    "capacity": _same("capacity"),
    "fee": _same("fees"),
    # The programmes of members' projects do not all publish a sum; its conditions will do.
    "support_amount": ModelField(
        ("support_amount", "support_currency", "support_conditions"),
        (("support_amount", "support_conditions"),),
    ),
    "role": _same("role"),
    "host_country": _same("host_country"),
    "motivation": _same("motivation"),
    "report": _same("report_evidence", "attachments"),
    "package": _same("package"),
    "price": _same("price", "price_currency", "price_note"),
    "benefits": _same("benefits"),
    "target_groups": _same("target_groups"),
    "project": _same("project"),
    "event": ModelField(
        ("event", "conference", "event_name"), (("event", "conference", "event_name"),)
    ),
}


@cache
def _read() -> dict[str, Any]:
    text = (files("plugins.opportunities") / "data" / "taxonomy.json").read_text(encoding="utf-8")
    decoded: dict[str, Any] = json.loads(text)
    return decoded


@cache
def kinds() -> dict[Kind, KindEntry]:
    """All kinds in the order of the taxonomy."""
    entries = (
        KindEntry(
            kind=Kind(record["slug"]),
            family=Family(record["family"]),
            names={code: record[f"name_{code}"] for code in ("cs", "en")},
            synonyms={code: tuple(record[f"synonyms_{code}"]) for code in ("cs", "en")},
            required=tuple(record["required_fields"]),
            optional=tuple(record["optional_fields"]),
            facets=tuple(record["facets"]),
            lifecycle=tuple(record["lifecycle"]),
        )
        for record in _read()["kinds"]
    )
    return {entry.kind: entry for entry in entries}


@cache
def fields() -> dict[str, FieldEntry]:
    """All fields by key."""
    return {
        record["key"]: FieldEntry(
            key=record["key"],
            names={code: record[f"name_{code}"] for code in ("cs", "en")},
            values=tuple(
                (value["key"], value["name_cs"], value["name_en"])
                for value in record.get("values", ())
            ),
        )
        for record in _read()["fields"]
    }


@cache
def kinds_of(family: Family) -> tuple[Kind, ...]:
    """The kinds of a family."""
    return tuple(kind for kind, entry in kinds().items() if entry.family == family)
