"""When the house itself fails, the client still gets JSON, and the log the reason."""

from __future__ import annotations

import pytest
from django.test import Client


def test_without_a_database_the_answer_is_json(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    # No django_db mark: every query raises.
    response = client.post("/graphql", {"query": "{ __typename }"}, content_type="application/json")
    error = response.json()["errors"][0]
    logged = [record for record in caplog.records if record.message == "graphql.request_failed"]

    assert response.status_code == 500
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert error["message"] == "Internal server error."
    assert error["extensions"] == {
        "code": "INTERNAL_SERVER_ERROR",
        "id": logged[0].error_id,  # type: ignore[attr-defined]  # from `extra`
    }
    assert "Database access not allowed" in caplog.text
    assert "Database access not allowed" not in response.content.decode()


def test_a_wrong_request_is_refused_before_the_database_is_asked(client: Client) -> None:
    response = client.post("/graphql", "{", content_type="application/json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
