"""What every answer carries, and what answers of the API never carry."""

from __future__ import annotations

import pytest
from django.utils import translation

pytestmark = pytest.mark.django_db

QUERY = {"query": "{ __typename }"}


def test_api_answers_depend_on_no_cookie_and_no_interface_language(client):
    for cookies, accepted in (({}, "cs"), ({"django_language": "cs"}, "de")):
        client.cookies.load(cookies)

        response = client.post(
            "/graphql",
            QUERY,
            content_type="application/json",
            headers={"Accept-Language": accepted},
        )

        vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
        assert response.status_code == 200
        assert vary & {"cookie", "accept-language"} == set()
        assert "Content-Language" not in response
        assert not response.cookies


def test_language_of_one_request_does_not_stay_for_the_next(client):
    client.get("/admin/login/", headers={"Accept-Language": "cs"})
    client.get("/graphql", QUERY)

    assert translation.get_language() == "en"


def test_admin_speaks_the_language_of_the_browser(client):
    titles = {
        language: client.get("/admin/login/", headers={"Accept-Language": language})
        for language in ("cs", "en")
    }

    assert {k: v["Content-Language"] for k, v in titles.items()} == {"cs": "cs", "en": "en"}


def test_every_answer_is_protected(client):
    response = client.get("/admin/login/")

    assert {
        name: response[name]
        for name in (
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
        )
    } == {
        "Content-Security-Policy": "base-uri 'self'; object-src 'none'; frame-ancestors 'self'",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }


def test_frontends_on_other_hosts_may_ask_the_api_and_nothing_else(client):
    origin = {"Origin": "https://app.example.org"}

    api = client.post("/graphql", QUERY, content_type="application/json", headers=origin)
    admin = client.get("/admin/login/", headers=origin)

    assert api["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in api
    assert "Access-Control-Allow-Origin" not in admin
