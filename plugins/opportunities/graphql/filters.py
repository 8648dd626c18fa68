"""Which opportunities: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Case, CharField, Model, Q, Value, When
from django.utils.translation import gettext_lazy as _

from cms.content.graphql.places import RegionEnum
from cms.graphql.filters import (
    Choices,
    Dates,
    DecimalRange,
    FilterField,
    Flag,
    Numbers,
    PageFilter,
    Pages,
    Prefix,
    Terms,
    Texts,
)
from cms.graphql.filters.fields import list_of
from plugins.opportunities import models
from plugins.opportunities.graphql import enums
from plugins.opportunities.models.choices import Family
from plugins.opportunities.models.state import LISTED
from plugins.opportunities.models.taxonomy import kinds_of


def family_expression() -> Case:
    """The family of a row's kind."""
    return Case(
        *(When(kind__in=kinds_of(family), then=Value(family.value)) for family in Family),
        output_field=CharField(max_length=15),
    )


class Readiness(FilterField):
    """``[Int!]``: rows whose range of technology readiness levels holds one of the levels."""

    def __init__(self, *, description: str) -> None:
        super().__init__(list_of(graphene.Int), "trl_min", description=description)

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to hold one of the levels; a range with one end is that level alone."""
        condition = Q(pk__in=[])
        for level in wanted:
            if 1 <= level <= 9:
                condition |= Q(trl_min__lte=level, trl_max__gte=level)
                condition |= Q(trl_min=level, trl_max=None) | Q(trl_min=None, trl_max=level)
        return condition


class OpportunityFilter(PageFilter):
    """Which opportunities: all fields together must hold; within a list, any of its values.

    Unless `state` or `id` is asked for, closed and archived ones are left out.
    """

    class Meta:
        model = models.OpportunityPage

    labels = {
        "deadline": _("deadline"),
        "event_dates": _("takes place"),
        "family": _("family of kinds"),
    }

    kind = Choices(enums.KindEnum, "kind", facet=True, description="What they are.")
    family = Choices(
        enums.FamilyEnum,
        expression=family_expression,
        facet=True,
        description="The families of their kinds.",
    )
    state = Choices(
        enums.StateEnum,
        expression=models.state_expression,
        facet=True,
        default=LISTED,
        description="Whether one may apply, now; not closed and not archived unless said.",
    )
    stage = Choices(enums.StageEnum, "stage", facet=True, description="How far they are.")
    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    topic = Terms("topics", facet=True, description="Codes of topics.")
    organisation = Pages("organisation", facet=True, description="Pages of whose they are.")
    organisation_name = Texts(
        "organisation_name", facet=True, description="Names of organisations without a page."
    )
    place = Texts("city", facet=True, description="Towns, named as in the asked language.")
    region = Choices(RegionEnum, "region", facet=True, description="Where they are.")
    country = Texts("country", facet=True, description="Such as “CZ”. Source: ISO 3166-1.")
    host_country = Texts("host_country", facet=True, description="Countries of hosts.")
    level = Choices(
        enums.LevelEnum, "levels", many=True, facet=True, description="For whom they are."
    )
    work_mode = Choices(
        enums.WorkModeEnum, "work_mode", facet=True, description="Where the work is done."
    )
    workload = Choices(
        enums.WorkloadEnum, "workload", facet=True, description="How much work they are."
    )
    remuneration = Choices(
        enums.PayEnum, "pay", facet=True, description="Whether there is money for the work."
    )
    language = Choices(
        enums.LanguageEnum, "languages", many=True, facet=True, description="Working languages."
    )
    duration_days = Numbers(
        "duration_days", description="How long they take; a month counts 30 days."
    )
    university = Pages("university", facet=True, description="Pages of universities.")
    university_name = Texts(
        "university_name", facet=True, description="Names of schools without a page."
    )
    faculty = Texts(
        "faculty", facet=True, description="Faculties and programmes, as in this language."
    )
    academic_year = Texts("academic_year", facet=True, description="Such as “2026/2027”.")
    topic_status = Choices(
        enums.TopicStatusEnum, "topic_status", facet=True, description="How far topics are."
    )
    confidentiality = Choices(
        enums.ConfidentialityEnum,
        "confidentiality",
        facet=True,
        description="What of the result may be published.",
    )
    programme = Texts("programme", facet=True, description="Programmes, as in this language.")
    call_id = Texts("call_id", description="Official identifiers of calls.")
    action_type = Choices(
        enums.ActionTypeEnum, "action_type", facet=True, description="What calls fund."
    )
    eligible_applicant = Choices(
        enums.ApplicantEnum,
        "eligible_applicants",
        many=True,
        facet=True,
        description="Who may apply.",
    )
    funding_rate = Texts("funding_rate", facet=True, description="Funding rates, as written.")
    grant_size = Numbers("grant_max", range=DecimalRange, description="The most for one project.")
    trl = Readiness(description="Technology readiness levels, 1 to 9.")
    partner_sought = Choices(
        enums.ApplicantEnum,
        "partner_profile",
        many=True,
        facet=True,
        description="What a partner should be.",
    )
    collaboration = Choices(
        enums.CollaborationEnum,
        "collaboration",
        facet=True,
        description="Whether something is offered or wanted.",
    )
    role = Choices(
        enums.RoleEnum, "role", facet=True, description="Which side of an exchange they are for."
    )
    target_group = Choices(
        enums.TargetGroupEnum,
        "target_groups",
        many=True,
        facet=True,
        description="Whom they are made for.",
    )
    package = Texts("package", facet=True, description="Packages, named as in this language.")
    price = Numbers("price", range=DecimalRange, description="What they cost.")
    project = Pages("project", facet=True, description="Pages of projects.")
    event = Pages("event", facet=True, description="Pages of events.")
    conference = Pages("conference", facet=True, description="Pages of conferences.")
    deadline = Dates("closes_on", description="The day of the deadline, extensions included.")
    opening = Dates("opening_on", description="The first day when one may apply.")
    start = Dates("starts_on", description="When one starts.")
    event_dates = Dates("event_starts_on", end="event_ends_on", description="When they take place.")
    published = Dates("first_published_at", description="When they became public.")
    is_open_until_filled = Flag(
        lambda: Q(is_open_until_filled=True),
        facet=True,
        description="Whether applications are taken until somebody comes.",
    )
    text_prefix = Prefix(
        "title_folded", description="How the title begins; accents and case do not matter."
    )


# What the facets of the taxonomy are called in the filter.
FACETS = {
    "field": "pillar",
    "workmode": "work_mode",
    "start_date": "start",
    "closing_date": "deadline",
    "registration_deadline": "deadline",
    "expires": "deadline",
    "duration": "duration_days",
    "eligible_applicants": "eligible_applicant",
    "partner_sought_type": "partner_sought",
    "target_groups": "target_group",
    "status": "state",
}
