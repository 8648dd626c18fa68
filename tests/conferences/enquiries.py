"""An enquiry as a company sends it."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from plugins.conferences.models import ConferencePage

SEND = """mutation ($input: ConferenceEnquiryInput!) {
  sendConferenceEnquiry(input: $input) { ok errors { field message } } }"""
GIVEN = {
    "name": "Jana Nováková",
    "organisation": "Čočka s.r.o.",
    "email": "jana@example.org",
    "package": "gold",
    "message": "Kolik stojí stánek?",
}


def send(client: Client, to: ConferencePage, **values: Any) -> dict[str, Any]:
    given = {"conference": str(to.pk), "locale": "CS", **GIVEN, **values}
    body = json.dumps({"query": SEND, "variables": {"input": given}})
    answer = client.post("/graphql", body, content_type="application/json").json()
    assert "errors" not in answer, answer
    result: dict[str, Any] = answer["data"]["sendConferenceEnquiry"]
    return result
