"""A site with a list of conferences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from cms.content.models import SiteSettings
from plugins.conferences.models import ConferenceIndexPage, ConferencePage
from tests.conferences.factories import make_conference, make_conferences, package
from tests.content.factories import Homes, default_site, make_home


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> ConferenceIndexPage:
    return make_conferences(homes)


@pytest.fixture
def conference(index: ConferenceIndexPage) -> ConferencePage:
    SiteSettings.objects.update_or_create(
        site=default_site(), locale=index.locale,
        defaults={"name": "Klastr", "email": "office@example.org"},
    )  # fmt: skip
    return make_conference(index, takes_enquiries=True, packages=[package(index, name="Zlatý")])


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(autouse=True)
def _in_czech() -> Iterator[None]:
    """The language of the admin, whatever a request of an earlier test has left behind."""
    with translation.override("cs"):
        yield
