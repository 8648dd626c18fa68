"""Requests to the endpoint over HTTP, and what their refusals look like."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from cms.graphql.http.negotiation import JSON, RESPONSE_JSON


def post(client: Client, body: object, *, accept: str = RESPONSE_JSON, **headers: str) -> Any:
    """The response to a POST of `body`: text or bytes as they are, anything else as JSON."""
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    content_type = headers.pop("content_type", JSON)
    return client.post(
        "/graphql", content, content_type=content_type, headers={"Accept": accept, **headers}
    )


def refusal(response: Any) -> tuple[int, list[str]]:
    """The status and the codes of a refused request, which must be JSON without data."""
    body = response.json()
    assert response["Content-Type"].split(";")[0] in {JSON, RESPONSE_JSON}
    assert set(body) == {"errors"}
    for error in body["errors"]:
        assert set(error) <= {"message", "locations", "extensions"}
        assert error["message"]
    return response.status_code, [error["extensions"]["code"] for error in body["errors"]]


def get(client: Client, path: str = "/graphql", *, asked: object = None, **headers: str) -> Any:
    """The response to a GET; the parameters in `asked` are texts, or written as JSON."""
    assert isinstance(asked, dict | None)
    parameters = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in (asked or {}).items()
    }
    return client.get(f"{path}?{urlencode(parameters)}", headers={"Accept": JSON, **headers})
