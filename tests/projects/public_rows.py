"""Projects for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from plugins.projects.models import (
    Counted,
    Deliverable,
    HostCountryRate,
    Kpi,
    Milestone,
    Mission,
    Offer,
    ProjectLogo,
    ProjectPartner,
)
from tests.content.factories import make_english
from tests.projects.factories import MONDAY, an_exchange, make_project, make_project_index

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "projects": lambda site: {"locale": "CS", "order": "START_DESC"},
}


def grow(site: Site, number: int) -> None:
    """One more project with everything that a project can have; ``made["projects"]`` has it."""
    czech = site.homes.czech
    if number == 0:
        site.made["projects.index"] = [make_project_index(site.homes)]
    member: Any = next(iter(site.made["members"][-1:]), None)
    project = make_project(
        site.made["projects.index"][0],
        f"Project {number}",
        full_name="Full name",
        programme=f"Programme {number}",
        start_on=datetime.date(2020, 1, 1) + datetime.timedelta(days=number),
        share_image=site.image,
        pillars=[site.pillar],
        partner_countries=["CZ"],
        partners=[
            ProjectPartner(organisation=member, name="Partner", country="CZ", locale=czech),
            ProjectPartner(name="Other", country="LT", role="coordinator", locale=czech),
        ],
        logos=[ProjectLogo(image=site.image)],
        offers=[Offer(text="Offer", locale=czech)],
        milestones=[Milestone(text="Milestone", starts_on=MONDAY, locale=czech)],
        deliverables=[
            Deliverable(number="D1", title="Report", document=site.document, locale=czech)
        ],
        kpis=[
            Kpi(label="Exchanges", unit="x", target=9, counts=Counted.EXCHANGES, locale=czech),
            Kpi(label="Companies", unit="x", target=9, achieved=3, locale=czech),
        ],
        missions=[Mission(name="Mission", host=member, starts_on=MONDAY, locale=czech)],
        rates=[HostCountryRate(country="FI", lump_sum_eur=Decimal(780))],
        exchanges=[an_exchange(visitor=member), an_exchange(visitor_name="Other", host=member)],
    )
    make_english(project, title=f"Project {number}", full_name="Full name")
    site.made["projects"].append(project)


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """The projects by all orders and by filters that hidden ones would fit."""
    return {
        "projects": _lists(),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Project"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    hidden = [str(page.pk) for page in Page.objects.filter(live=False)]
    filters: list[dict[str, Any]] = [
        {"textPrefix": "aa"},
        {"role": ["PARTNER"]},
        {"state": ["UNKNOWN"]},
        {"not": {"textPrefix": "open"}},
        {"partner": hidden},
        {"id": hidden},
    ]
    for order in ("START_DESC", "START", "TITLE"):
        yield {"locale": "CS", "order": order, "first": 100}
    for wanted in filters:
        yield {"locale": "CS", "order": "START_DESC", "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "TITLE", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """A draft, and public projects with private files and with partners that are hidden."""
    index = make_project_index(world.homes)
    world.made["projects.index"] = index
    czech = world.homes.czech
    hidden = list(world.hidden.values())
    draft = make_project(
        index,
        f"Aaa {world.plant('projectdraft')}",
        slug=world.plant("projectdraft"),
        full_name=world.plant("projectname"),
        grant_number=world.plant("grantnumber"),
        partners=[ProjectPartner(name=world.plant("partner"), locale=czech)],
        live=False,
    )
    draft.save_revision()
    world.hidden["projectdraft"] = draft
    for name, (image, document) in world.private_files.items():
        make_project(
            index,
            f"Open {name}",
            share_image=image,
            logos=[
                ProjectLogo(image=image, url=f"https://example.org/{world.plant(f'logo{name}')}")
            ],
            deliverables=[
                Deliverable(number="D1", title="Report", document=document, locale=czech)
            ],
            partners=[ProjectPartner(organisation=page, locale=czech) for page in hidden],
            missions=[Mission(name="Mission", host=page, locale=czech) for page in hidden],
            exchanges=[an_exchange(visitor=page, visitor_name="") for page in hidden],
        )
