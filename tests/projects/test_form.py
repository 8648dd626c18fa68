"""The edit form of a project: rules about several rows, and links kept while a plugin is off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import querydict_from_html

from cms.accounts.models import User
from cms.plugin.testing import inactive
from plugins.projects.models import Exchange, Kpi, ProjectPage, ProjectPartner
from tests.content.factories import Homes, make_home
from tests.members.factories import make_directory, make_member
from tests.projects.factories import an_exchange, make_project, make_project_index

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office", "office@example.org", "secret"))
    return client


def edited(office: Client, page: ProjectPage, **changes: Any) -> Any:
    """The answer to the edit form with `changes`, published."""
    address = f"/admin/pages/{page.pk}/edit/"
    html = office.get(address).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form").dict()
    return office.post(address, {**data, "body-count": "0", **changes, "action-publish": "1"})


def errors_of(response: Any, formset: str) -> list[dict[str, list[str]]]:
    return [
        {name: list(map(str, errors)) for name, errors in form.errors.items()}
        for form in response.context["form"].formsets[formset].forms
    ]


def test_an_organisation_visits_once(office: Client, homes: Homes) -> None:
    project = make_project(
        make_project_index(homes),
        exchanges=[an_exchange(visitor_name="CRYTUR"), an_exchange(visitor_name="Meopta")],
    )

    response = edited(office, project, **{"exchanges-1-visitor_name": "Crytur "})

    rule = (
        "Pravidlo ClusterXchange: organizace vyjede v\N{NO-BREAK SPACE}jednom projektu jen jednou."
    )
    assert errors_of(response, "exchanges") == [{}, {"visitor_name": [rule]}]
    assert list(Exchange.objects.values_list("visitor_name", flat=True)) == ["CRYTUR", "Meopta"]


def test_a_broken_rule_stands_at_its_exchange(office: Client, homes: Homes) -> None:
    project = make_project(make_project_index(homes), exchanges=[an_exchange()])

    response = edited(office, project, **{"exchanges-0-ends_on": "2026-03-03"})

    assert errors_of(response, "exchanges") == [
        {"ends_on": ["Pravidlo ClusterXchange: pobyt má bez dnů na cestě nejméně 3 pracovní dny; "
                     "tento má 2."]}
    ]  # fmt: skip


def test_an_indicator_without_a_unit_is_an_error(office: Client, homes: Homes) -> None:
    project = make_project(
        make_project_index(homes),
        kpis=[Kpi(label="Výměny", unit="výměn", target=100, locale=homes.czech)],
    )

    response = edited(office, project, **{"kpis-0-unit": ""})

    assert list(errors_of(response, "kpis")[0]) == ["unit"]
    assert Kpi.objects.get().unit == "výměn"


def test_partners_are_named_once_and_one_of_them_leads(office: Client, homes: Homes) -> None:
    project = make_project(
        make_project_index(homes),
        partners=[
            ProjectPartner(name="FZU", role="coordinator", locale=homes.czech),
            ProjectPartner(name="FTMC", locale=homes.czech),
        ],
    )

    response = edited(
        office, project, **{"partners-1-name": "fzu", "partners-1-role": "coordinator"}
    )

    assert errors_of(response, "partners") == [
        {},
        {"name": ["Tato organizace už mezi partnery je."],
         "role": ["Projekt má jednoho koordinátora."]},
    ]  # fmt: skip


def test_links_to_members_are_kept_while_members_are_off(office: Client, homes: Homes) -> None:
    member = make_member(make_directory(homes))
    project = make_project(
        make_project_index(homes),
        partners=[ProjectPartner(organisation=member, locale=homes.czech)],
    )

    with inactive("members"):
        response = edited(office, project, full_name="Nový název")

    assert response.status_code == 302
    assert ProjectPage.objects.get().full_name == "Nový název"
    assert ProjectPartner.objects.get().organisation_id == member.pk
