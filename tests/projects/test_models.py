"""Periods known to the day, month or year; rules of ClusterXchange; indicators."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from plugins.projects.models import (
    ClusterRole,
    Counted,
    Kpi,
    Mission,
    Precision,
    ProjectPage,
    ProjectPartner,
)
from plugins.projects.models.exchanges import weekdays
from tests.content.factories import make_home
from tests.projects.factories import MONDAY, an_exchange, make_project, make_project_index

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def errors_of(instance: Any) -> dict[str, list[str]]:
    try:
        instance.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("start", "end", "months", "stored", "last_day"),
    [
        (("2021-01-01", "day"), ("2023-06-30", "day"), None, ("2021-01-01", "2023-06-30"),
         "2023-06-30"),
        (("2025-03-17", "month"), ("2029-02-03", "month"), None, ("2025-03-01", "2029-02-28"),
         "2029-02-28"),
        (("2018-05-05", "year"), ("2019-05-05", "year"), None, ("2018-01-01", "2019-12-31"),
         "2019-12-31"),
        (("2025-03-17", "month"), None, 54, ("2025-03-01", None), "2029-08-31"),
        (("2018-05-05", "year"), None, 6, ("2018-01-01", None), "2018-12-31"),
        (("2018-05-05", "day"), None, 1, ("2018-05-05", None), "2018-06-04"),
        (("2018-05-05", "day"), None, None, ("2018-05-05", None), None),
        (None, None, 12, (None, None), None),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_period_is_as_long_as_its_precision_says(start, end, months, stored, last_day) -> None:
    def date(given: tuple[str, str] | None) -> datetime.date | None:
        return datetime.date.fromisoformat(given[0]) if given else None

    project = make_project(
        make_project_index(make_home()),
        start_on=date(start),
        start_precision=start[1] if start else Precision.DAY,
        end_on=date(end),
        end_precision=end[1] if end else Precision.DAY,
        duration_months=months,
    )

    def text(day: datetime.date | None) -> str | None:
        return day.isoformat() if day else None

    assert (text(project.start_on), text(project.end_on)) == stored
    assert text(project.last_day) == last_day


@pytest.mark.django_db  # pages look up their content type
def test_an_end_before_the_start_is_refused() -> None:
    project = ProjectPage(start_on=MONDAY, end_on=MONDAY - DAY, cluster_role=ClusterRole.NONE)

    assert errors_of(project) == {"end_on": ["The end is before the beginning."]}


@pytest.mark.django_db  # pages look up their content type
def test_a_year_that_ends_in_itself_is_a_period() -> None:
    project = ProjectPage(
        start_on=MONDAY,
        start_precision=Precision.YEAR,
        end_on=MONDAY - DAY,
        end_precision=Precision.YEAR,
    )

    assert errors_of(project) == {}


@pytest.mark.django_db  # pages look up their content type
def test_what_the_union_pays_has_to_say_so() -> None:
    assert errors_of(ProjectPage(is_eu_funded=True)) == {
        "publicity": ["What the European Union co-finances has to say so."]
    }
    assert errors_of(ProjectPage(is_eu_funded=True, publicity="Co-funded by the EU.")) == {}


def test_countries_are_read_from_one_line() -> None:
    field = ProjectPage._meta.get_field("partner_countries")

    assert field.clean("cz, LT;ua  cz", None) == ["CZ", "LT", "UA"]
    with pytest.raises(ValidationError, match="“CZE” is not a country"):
        field.clean("CZE", None)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-03-02", "2026-03-02", 1),
        ("2026-03-02", "2026-03-08", 5),
        ("2026-03-07", "2026-03-08", 0),
        ("2026-03-06", "2026-03-09", 2),
        ("2026-03-02", "2026-03-31", 22),
    ],
)
def test_working_days_are_those_from_monday_to_friday(first, last, count) -> None:
    assert weekdays(*map(datetime.date.fromisoformat, (first, last))) == count


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, {}),
        ({"ends_on": MONDAY + 2 * DAY}, {}),
        (
            {"ends_on": MONDAY + DAY},
            {"ends_on": ["Rule of ClusterXchange: a visit has at least 3 working days without the"
                         " days of travel; this one has 2."]},
        ),
        (
            {"starts_on": MONDAY + 4 * DAY, "ends_on": MONDAY + 7 * DAY},
            {"ends_on": ["Rule of ClusterXchange: a visit has at least 3 working days without the"
                         " days of travel; this one has 2."]},
        ),
        ({"ends_on": datetime.date(2026, 4, 1)}, {}),
        (
            {"ends_on": datetime.date(2026, 4, 2)},
            {"ends_on": ["Rule of ClusterXchange: a visit lasts one month at most."]},
        ),
        ({"ends_on": MONDAY - DAY}, {"ends_on": ["The end is before the beginning."]}),
        (
            {"working_days": 2},
            {"ends_on": ["Rule of ClusterXchange: a visit has at least 3 working days without the"
                         " days of travel; this one has 2."]},
        ),
        ({"working_days": 6}, {"working_days": ["The dates have only 5 working days."]}),
        (
            {"visitor_name": ""},
            {"visitor_name": ["Choose a member, or name the organisation."]},
        ),
        ({"host_name": ""}, {"host_name": ["Choose a member, or name the organisation."]}),
        (
            {"host_name": "Visitor"},
            {"host_name": ["Rule of ClusterXchange: nobody visits themselves."]},
        ),
    ],
)  # fmt: skip
def test_the_broken_rule_is_named(values, errors) -> None:
    assert errors_of(an_exchange(**values)) == errors


@pytest.mark.parametrize(
    ("values", "lump_sum"),
    [
        ({}, "780.00"),
        ({"ends_on": MONDAY + 3 * DAY}, "390.00"),
        ({"working_days": 4}, "390.00"),
        ({"distance_km": 199}, "390.00"),
        ({"distance_km": 200}, "780.00"),
        ({"distance_km": 10, "ends_on": MONDAY + 2 * DAY}, "390.00"),
        ({"host_country": "PT"}, None),
        ({"host_country": "PT", "full_lump_sum_eur": Decimal("100.01")}, "100.01"),
        ({"full_lump_sum_eur": Decimal("100.01"), "distance_km": 1}, "50.01"),
        ({"full_lump_sum_eur": Decimal(0)}, "0.00"),
    ],
)
def test_the_lump_sum_follows_the_rules(values, lump_sum) -> None:
    found = an_exchange(**values).lump_sum_eur({"FI": Decimal("780.00")})

    assert (None if found is None else str(found)) == lump_sum


@pytest.mark.parametrize(
    ("values", "achieved", "progress"),
    [
        ({"target": 100}, 73, 73.0),
        ({"target": 3}, 1, 33.3),
        ({"target": 100}, 250, 250.0),
        ({"target": 100}, 0, 0.0),
        ({"target": 100}, None, None),
        ({"target": None}, 11, None),
        ({"target": 0}, 11, None),
        ({"target": None, "out_of": 205}, 11, None),
    ],
)
def test_progress_is_computed_where_it_can_be(values, achieved, progress) -> None:
    assert Kpi(**values).progress(achieved) == progress


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"target": 100}, {}),
        ({"achieved": 11, "out_of": 205}, {}),
        ({"counts": Counted.EXCHANGES}, {}),
        ({}, {"target": ["Give a target, or what has been achieved."]}),
        ({"target": 1, "out_of": 205}, {"achieved": ["Say how many out of the whole."]}),
        ({"achieved": 6, "out_of": 5}, {"out_of": ["The whole cannot be less than its part."]}),
        (
            {"target": 1, "achieved": 3, "counts": Counted.MISSIONS},
            {"achieved": ["Leave this and its date empty: it is counted from the records."]},
        ),
    ],
)
def test_an_indicator_says_something_and_says_it_once(values, errors) -> None:
    assert errors_of(Kpi(label="Exchanges", unit="exchanges", **values)) == errors


def test_an_indicator_without_a_unit_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Kpi(label="Exchanges", target=100).full_clean(exclude=["project", "locale"])

    assert caught.value.message_dict == {"unit": ["This field cannot be blank."]}


def test_a_mission_of_a_month_is_all_of_it() -> None:
    mission = Mission(starts_on=MONDAY, ends_on=MONDAY, precision=Precision.MONTH)

    assert errors_of(mission) == {}
    assert (mission.starts_on, mission.ends_on) == (
        datetime.date(2026, 3, 1),
        datetime.date(2026, 3, 31),
    )
    assert errors_of(Mission(ends_on=MONDAY)) == {"starts_on": ["Say when it begins as well."]}


def test_a_partner_is_somebody() -> None:
    assert errors_of(ProjectPartner(country="LT")) == {
        "name": ["Choose a member, or name the organisation."]
    }
