from __future__ import annotations

import json

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("url", "english", "czech"),
    [
        ("/admin/jsi18n/", "Collapse all", "Sbalit vše"),
        ("/admin/localize/jsi18n/", "Convert to alias page", "Převést na alias"),
    ],
)
def test_scripts_speak_czech_where_wagtail_does_not(
    admin_client: Client, url: str, english: str, czech: str
) -> None:
    script = admin_client.get(url).content.decode()

    assert json.dumps({english: czech})[1:-1] in script
    assert json.dumps({"Save": "Uložit"})[1:-1] in script
