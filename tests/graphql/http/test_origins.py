"""Who may ask from a script on another site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(settings: Settings) -> None:
    """One origin is listed, and one is that of a site."""
    settings.CORS_ALLOW_ALL_ORIGINS = False
    settings.CORS_ALLOWED_ORIGINS = ["https://listed.example"]
    Site.objects.update(hostname="site.example", port=443)


def asked_from(client: Client, origin: str, path: str = "/graphql?query={__typename}") -> Any:
    """What a browser is told about scripts of `origin`; None when nothing."""
    response = client.get(path, headers={"Origin": origin, "Accept": "application/json"})
    assert "Access-Control-Allow-Credentials" not in response
    return response.get("Access-Control-Allow-Origin")


@pytest.mark.usefixtures("listed")
def test_listed_origins_and_those_of_sites_may_ask(client: Client) -> None:
    for origin in ("https://listed.example", "https://site.example"):
        assert asked_from(client, origin) == origin
        assert asked_from(client, origin, "/graphql/d/unknown") == origin
    for origin in (
        *("https://other.example", "http://site.example", "https://site.example:8443"),
        *("https://site.example.other.example", "null", "https://[", "*", ""),
    ):
        assert asked_from(client, origin) is None
    assert asked_from(client, "https://site.example", "/admin/login/") is None


@pytest.mark.usefixtures("listed")
def test_browsers_are_told_before_they_post(client: Client) -> None:
    headers = {"Origin": "https://site.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/graphql", headers=headers)

    assert response["Access-Control-Allow-Origin"] == "https://site.example"
    assert "content-type" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Allow-Methods"] == "GET, OPTIONS, POST"
    assert dict(response.cookies) == {}
