"""The code says what the taxonomy says: kinds, labels, fields, choices, facets."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from django.db.models import Choices
from django.utils import translation
from django.utils.text import capfirst

from cms.graphql.filters.pagefilter import fields_of
from cms.graphql.testing import execute
from plugins.opportunities.graphql.filters import FACETS, OpportunityFilter
from plugins.opportunities.models import OpportunityPage, choices, kinds
from plugins.opportunities.models.panels import FIELD, edit_handler
from plugins.opportunities.models.taxonomy import FIELDS, fields

TAXONOMY: dict[str, Any] = json.loads(
    (files("plugins.opportunities") / "data" / "taxonomy.json").read_text(encoding="utf-8")
)
CHOICES: dict[str, type[Choices]] = {
    "level": choices.Level,
    "workmode": choices.WorkMode,
    "workload": choices.Workload,
    "remuneration": choices.Pay,
    "language": choices.Language,
    "topic_status": choices.TopicStatus,
    "confidentiality": choices.Confidentiality,
    "eligible_applicants": choices.Applicant,
    "action_type": choices.ActionType,
    "role": choices.Role,
}
# Steps of lifecycles that are no stage of their own, since something else says them.
SAID_BY_PUBLISHING = {"draft", "review", "published"}
SAID_BY_DATES = {
    "announced",
    "open",
    "closing-soon",
    "closed",
    "expired",
    "archived",
    "registration",
    "registration-open",
    "registration-closed",
    "finished",
    "available",
}
# Facets of the taxonomy that search has, not the list.
IN_SEARCH = {"q"}


def unbroken(label: object) -> str:
    """The label with plain spaces, as the taxonomy writes it."""
    return str(label).replace("\N{NO-BREAK SPACE}", " ")


def test_kinds_are_those_of_the_taxonomy() -> None:
    recorded = [(record["slug"], record["family"]) for record in TAXONOMY["kinds"]]

    assert [(kind.value, entry.family.value) for kind, entry in kinds().items()] == recorded
    assert len(recorded) == 21
    assert {family.value for family in choices.Family} == {family for _kind, family in recorded}


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_kinds_are_called_as_in_the_taxonomy(locale: str) -> None:
    with translation.override(locale):
        called = {kind.value: unbroken(kind.label) for kind in choices.Kind}

    assert called == {record["slug"]: record[f"name_{locale}"] for record in TAXONOMY["kinds"]}


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_choices_are_called_as_in_the_taxonomy(locale: str) -> None:
    with translation.override(locale):
        called = {
            key: [(choice.value, capfirst(unbroken(choice.label))) for choice in known]
            for key, known in CHOICES.items()
        }

    assert called == {
        key: [
            (key_, capfirst(czech if locale == "cs" else english))
            for key_, czech, english in entry.values
        ]
        for key, entry in fields().items()
        if entry.values
    }


def test_every_field_of_the_taxonomy_is_in_the_model() -> None:
    named = {field.name for field in OpportunityPage._meta.get_fields()}

    assert set(FIELDS) == set(fields())
    assert {name for field in FIELDS.values() for name in field.attributes} - named == set()
    used = {key for entry in kinds().values() for key in entry.fields}
    assert used - set(FIELDS) == set()


def test_every_field_of_a_kind_has_a_panel() -> None:
    shown: set[str] = set()

    def visit(panel: Any) -> None:
        shown.update(getattr(panel, "attrs", {}).get(FIELD, "").split())
        for child in getattr(panel, "children", ()):
            visit(child)

    visit(edit_handler())
    by_others = {"title", "published", "updated", "opening_date"}  # shown always or not edited

    assert set(FIELDS) - shown == by_others
    assert shown - set(FIELDS) == set()


def test_every_step_of_a_lifecycle_is_said_by_something() -> None:
    steps = {step for entry in kinds().values() for step in entry.lifecycle}
    topic = {status.value for status in choices.TopicStatus}
    stages = {stage.value for stage in choices.Stage}

    assert steps - topic - stages == SAID_BY_PUBLISHING | (SAID_BY_DATES - topic)
    assert stages - steps == set()


def test_every_facet_of_the_taxonomy_is_in_the_filter() -> None:
    filtered = set(fields_of(OpportunityFilter))
    of_kinds = {facet for entry in kinds().values() for facet in entry.facets}
    wanted = {FACETS.get(key, key) for key in of_kinds | set(TAXONOMY["facets"]) - IN_SEARCH}

    assert wanted - filtered == set()


@pytest.mark.django_db
def test_the_catalogue_names_kinds_and_required_fields() -> None:
    data = execute(
        """{ opportunityKinds(locale: CS) { kind label family familyLabel synonyms facets
               fields { key label isRequired values { key label } } } }"""
    ).data
    assert data is not None
    catalogue = data["opportunityKinds"]
    required = {
        record["slug"]: [field["key"] for field in entry["fields"] if field["isRequired"]]
        for record, entry in zip(TAXONOMY["kinds"], catalogue, strict=True)
    }
    membership = catalogue[-1]

    assert required == {record["slug"]: record["required_fields"] for record in TAXONOMY["kinds"]}
    assert {key: membership[key] for key in ("kind", "label", "synonyms", "facets")} == {
        "kind": "MEMBERSHIP",
        "label": "Členství v klastru",
        "synonyms": ["přihláška", "vstup do klastru"],
        "facets": [],
    }
