"""What only the office may know leaves neither by the API nor by the page nor by feeds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cms.graphql.testing import execute
from plugins.conferences.models import (
    ConferenceEnquiry,
    ConferenceIndexPage,
    PackageSale,
    PackageStock,
)
from tests.conferences.factories import make_conference, package
from tests.graphql.operations import NO_LIMITS, operation

pytestmark = pytest.mark.django_db
SECRETS = ("secretname", "secretorganisation", "secretemail", "secretphone", "secretmessage",
           "secretnote", "secretoffice", "secretbuyer", "secretsalesnote")  # fmt: skip


def everything(client: Client, slug: str) -> dict[str, str]:
    """All that anybody can read about conferences, by where it is read."""
    lists: list[dict[str, Any]] = [{"locale": "CS"}, {"locale": "EN", "fallback": ["CS"]}]
    answers = [execute(operation("conferences", 0), asked).data for asked in lists]
    found = {"graphql": json.dumps(answers, ensure_ascii=False)}
    found["schema"] = client.get("/graphql/schema").content.decode()
    found["html"] = client.get(f"/cs/konference/{slug}/").content.decode()
    for name in ("atom", "json", "ics"):
        found[name] = client.get(f"/feeds/cs/conferences.{name}").content.decode()
    return found


def test_enquiries_and_sales_never_leave(
    index: ConferenceIndexPage, client: Client, settings: Settings
) -> None:
    settings.KLASTR_GRAPHQL = NO_LIMITS
    page = make_conference(
        index,
        takes_enquiries=True,
        enquiry_email="secretoffice@example.org",
        packages=[package(index, limit=3)],
    )
    ConferenceEnquiry.objects.create(
        conference=page, conference_title="Optika", package_key="gold", name="secretname",
        organisation="secretorganisation", email="secretemail@example.org", phone="secretphone",
        message="secretmessage", note="secretnote", locale="cs",
    )  # fmt: skip
    stock = PackageStock.objects.get()
    PackageSale.objects.create(package=stock, name="secretbuyer", note="secretsalesnote")

    read = everything(client, page.slug)

    assert {place for place, text in read.items() if "Optika" in text} == set(read) - {"schema"}
    assert [(p, s) for p, text in read.items() for s in SECRETS if s in text] == []
