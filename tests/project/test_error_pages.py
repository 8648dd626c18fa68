"""Where the API is, no answer is a page, whatever was asked."""

from __future__ import annotations

import io
import logging

import pytest

from cms.project.log_lines import FactsFormatter

pytestmark = pytest.mark.django_db


def refusal(response):
    """Status, media type and body."""
    return response.status_code, response["Content-Type"], response.json()


def bad_request(status, message):
    error = {"message": message, "extensions": {"code": "BAD_REQUEST"}}
    return status, "application/json; charset=utf-8", {"errors": [error]}


@pytest.mark.parametrize(
    "path",
    ["/graphql/", "/graphql/x", "/graphql/x/", "/graphql//", "/graphql/schema.graphql/"],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_addresses_below_the_endpoint_answer_json(client, path, accept):
    asked = client.get(path, headers={"Accept": accept})
    sent = client.post(path, {"query": "{ __typename }"}, content_type="application/json")

    assert refusal(asked) == refusal(sent) == bad_request(404, "The endpoint is /graphql.")
    assert asked["Cache-Control"] == "no-store"
    assert "cookie" not in asked["Vary"].lower()


@pytest.mark.parametrize("path", ["//graphql", "//graphql/d/x"])
def test_one_slash_too_many_is_no_page_either(client, path):
    asked = client.get("/", PATH_INFO=path)  # as it is, where the client would read a host
    sent = client.post("/", "{}", content_type="application/json", PATH_INFO=path)

    assert refusal(asked) == refusal(sent) == bad_request(404, "The endpoint is /graphql.")


def test_post_to_a_wrong_address_needs_no_token_to_be_told(client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/graphql/", "{}", content_type="application/json")

    assert refusal(response) == bad_request(404, "The endpoint is /graphql.")


def test_pages_that_are_missing_are_still_pages(client):
    for path in ("/cs/missing/", "/cs/graphql/", "/media/missing"):
        response = client.get(path)

        assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("host", ["evil.example", "", "a b"])
def test_foreign_host_is_refused_in_json_and_logged_without_a_traceback(client, settings, host):
    settings.ALLOWED_HOSTS = ["www.example.org"]
    (handler,) = (h for h in logging.getLogger().handlers if type(h.formatter) is FactsFormatter)
    written = io.StringIO()
    usual = handler.setStream(written)

    api = client.post("/graphql", "{}", content_type="application/json", headers={"Host": host})
    page = client.get("/cs/", headers={"Host": host})
    handler.setStream(usual)

    assert refusal(api) == bad_request(400, "This request cannot be answered.")
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert written.getvalue() == ""


def test_failure_outside_the_view_is_json_with_the_id_of_the_log(client, settings, caplog):
    settings.MIDDLEWARE = ["tests.project.test_error_pages.failing", *settings.MIDDLEWARE]
    client.raise_request_exception = False

    response = client.get("/graphql", {"query": "{ __typename }"})

    (logged,) = [record for record in caplog.records if record.msg == "graphql.request_failed"]
    assert refusal(response) == (
        500,
        "application/json; charset=utf-8",
        {
            "errors": [
                {
                    "message": "Internal server error.",
                    "extensions": {"code": "INTERNAL_SERVER_ERROR", "id": logged.error_id},
                }
            ]
        },
    )


def failing(get_response):
    """A middleware that cannot answer."""

    def answer(request):
        raise ZeroDivisionError

    return answer
