"""Projects for tests; plain functions, no surprises."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from plugins.projects.models import ClusterRole, Exchange, ProjectIndexPage, ProjectPage
from tests.content.factories import Homes, make_english, make_page

MONDAY = datetime.date(2026, 3, 2)


def make_project_index(homes: Homes) -> ProjectIndexPage:
    """The page of projects in both languages; its Czech page."""
    index = make_page(homes.cs, ProjectIndexPage, title="Projekty", slug="projekty")
    make_english(index, title="Projects", slug="projects")
    return index


def make_project(
    index: Page, title: str = "LASER-PRO", *, slug: str = "", live: bool = True, **values: Any
) -> ProjectPage:
    """A project below `index`, in its language."""
    return make_page(
        index,
        ProjectPage,
        live=live,
        title=title,
        slug=slug or slugify(title) or "project",
        **{"cluster_role": ClusterRole.PARTNER, **values},
    )


def an_exchange(days: int = 5, **values: Any) -> Exchange:
    """An unsaved exchange of so many days that begins on a Monday."""
    given: dict[str, Any] = {
        "visitor_name": "Visitor",
        "host_name": "Host",
        "host_country": "FI",
        "starts_on": MONDAY,
        "ends_on": MONDAY + datetime.timedelta(days=days - 1),
    }
    return Exchange(**(given | values))
