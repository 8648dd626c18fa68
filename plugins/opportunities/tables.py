"""The table of opportunities, as it is exported and imported."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.content.transfer.columns import columns_of
from cms.plugin import Table
from plugins.opportunities.models import OpportunityIndexPage, OpportunityPage

WHAT = (
    "title",
    "slug",
    "kind",
    "stage",
    "organisation",
    "organisation_name",
    "organisation_url",
    "summary",
    "description",
    "pillars",
    "topics",
    "keywords",
)
WHERE = ("city", "region", "country", "latitude", "longitude")
WHEN = ("opening_on", "deadline_on", "deadline_time", "is_open_until_filled", "filled_on")
CONDITIONS = (
    "levels",
    "work_mode",
    "workload",
    "starts_on",
    "is_start_month_only",
    "duration",
    "duration_unit",
    "pay",
    "pay_min",
    "pay_max",
    "pay_currency",
    "pay_period",
    "languages",
    "requirements",
    "offer",
    "positions",
    "supervisor",
    "academic_supervisor",
    "university",
    "university_name",
    "faculty",
    "academic_year",
    "topic_status",
    "confidentiality",
)
FUNDING = (
    "programme",
    "call_id",
    "action_type",
    "evaluation_model",
    "eligible_applicants",
    "allocation",
    "grant_min",
    "grant_max",
    "call_currency",
    "funding_rate",
    "supported_activities",
    "trl_min",
    "trl_max",
    "source_url",
)
OCCASION = (
    "event",
    "conference",
    "event_name",
    "event_starts_on",
    "event_ends_on",
    "are_event_dates_months",
    "capacity",
    "target_groups",
    "role",
    "host_country",
    "motivation",
    "report_evidence",
    "support_amount",
    "support_currency",
    "support_conditions",
    "partner_sought",
    "partner_profile",
    "collaboration",
    "package",
    "price",
    "price_currency",
    "price_note",
    "benefits",
    "project",
)
CONTACT = ("contact_name", "contact_email", "contact_phone", "apply_url")

OPPORTUNITIES = Table(
    name="opportunities",
    title=_("Opportunities"),
    model=OpportunityPage,
    below=OpportunityIndexPage,
    columns=columns_of(
        OpportunityPage,
        *WHAT,
        *WHERE,
        *WHEN,
        *CONDITIONS,
        *FUNDING,
        *OCCASION,
        *CONTACT,
        "search_description",
    ),
)
