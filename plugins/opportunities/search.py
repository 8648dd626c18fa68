"""What search knows of opportunities; its facts are those of the board's filter.

Their state depends on the time and is stored nowhere: it follows from `opens_at` and `closes_at`
when somebody asks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from cms.content.search import PageDocument, first_of
from plugins.opportunities import models
from plugins.opportunities.models.state import ARCHIVED_AFTER, CLOSING_SOON_WITHIN, State
from search.fields import Keyword, Number
from search.query import Filter, Within

ONE_SECOND = timedelta(seconds=1)


def kind_words(page: models.OpportunityPage) -> tuple[str, ...]:
    """What the kind is called in the language of the page, and other words for it."""
    entry, locale = page.entry, page.locale.language_code
    return (entry.names[locale], *entry.synonyms[locale]) if entry else ()


def readiness(page: models.OpportunityPage) -> list[str]:
    """The technology readiness levels of a call; a range with one end is that level alone."""
    ends = [level for level in (page.trl_min, page.trl_max) if level is not None]
    return [str(level) for level in range(ends[0], ends[-1] + 1)] if ends else []


def published(page: models.OpportunityPage) -> date | None:
    """The day when it became public."""
    moment = page.first_published_at
    return timezone.localdate(moment) if moment else None


def states(now: datetime) -> dict[str, Filter]:
    """Which opportunities are in which state, as `state_expression` has it."""
    second = Number().number

    def closes_until(moment: datetime) -> Within:
        return Within("closes_at", None, second(moment) + 1)

    return first_of(
        [
            (State.NOT_YET_OPEN, Within("opens_at", second(now) + 1)),
            (State.ARCHIVED, closes_until(now - ARCHIVED_AFTER - ONE_SECOND)),
            (State.CLOSED, closes_until(now)),
            (State.CLOSING_SOON, closes_until(now + CLOSING_SOON_WITHIN)),
        ],
        default=State.OPEN,
    )


class OpportunityIndexDocument(PageDocument):
    """The board itself."""

    model = models.OpportunityIndexPage
    texts = {"summary": "intro", "body": "body"}


class OpportunityDocument(PageDocument):
    """An opportunity. Of pages that fit equally well it comes first."""

    model = models.OpportunityPage
    rank = 3
    computed = {"state": states}
    always_shown = frozenset({"organisation_name", "university_name"})
    organisation_names = always_shown
    texts = {
        "names": (
            kind_words,
            "organisation|organisation_name",
            "university|university_name",
            "pillars",
            "topics",
            "keywords",
            "city",
            "programme",
            "call_id",
            "event_name",
        ),
        "summary": "summary",
        "body": (
            "description",
            "requirements",
            "offer",
            "benefits",
            "levels",
            "work_mode",
            "workload",
            "pay",
            "languages",
            "faculty",
            "academic_year",
            "supervisor",
            "academic_supervisor",
            "supported_activities",
            "eligible_applicants",
            "partner_sought",
            "partner_profile",
            "target_groups",
            "motivation",
            "support_conditions",
            "report_evidence",
            "package",
            "fees__category",
            "project",
            "event",
            "conference",
            "region",
        ),
        "attachments": "attachments__document",
    }
    facts = {
        "pillar": "pillars",
        "topic": "topics",
        "place": "city",
        "level": "levels",
        "remuneration": "pay",
        "language": "languages",
        "eligible_applicant": "eligible_applicants",
        "partner_sought": "partner_profile",
        "target_group": "target_groups",
        "trl": readiness,
        "deadline": "closes_on",
        "opening": "opening_on",
        "start": "starts_on",
        "published": published,
        "event_dates": "event_starts_on",
        "event_dates_end": "event_ends_on|event_starts_on",
        "grant_size": "grant_max",
    }

    kind = Keyword()
    family = Keyword()
    stage = Keyword()
    pillar = Keyword()
    topic = Keyword()
    organisation = Keyword()
    organisation_name = Keyword()
    place = Keyword()
    region = Keyword()
    country = Keyword()
    host_country = Keyword()
    level = Keyword()
    work_mode = Keyword()
    workload = Keyword()
    remuneration = Keyword()
    language = Keyword()
    university = Keyword()
    university_name = Keyword()
    faculty = Keyword()
    academic_year = Keyword()
    topic_status = Keyword()
    confidentiality = Keyword()
    programme = Keyword()
    call_id = Keyword()
    action_type = Keyword()
    eligible_applicant = Keyword()
    funding_rate = Keyword()
    trl = Keyword()
    partner_sought = Keyword()
    collaboration = Keyword()
    role = Keyword()
    target_group = Keyword()
    package = Keyword()
    project = Keyword()
    event = Keyword()
    conference = Keyword()
    is_open_until_filled = Keyword()
    opens_at = Number()
    closes_at = Number()
    deadline = Number()
    opening = Number()
    start = Number()
    published = Number()
    event_dates = Number()
    event_dates_end = Number()
    duration_days = Number()
    grant_size = Number()
    price = Number()
