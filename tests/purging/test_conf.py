"""Settings that name caches: read, or refused by name, and never shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.project import environment
from cms.project.environment import SettingError
from cms.purging.caches import By
from cms.purging.conf import caches
from cms.purging.handler import contributions
from tests.purging.cdn import TOKEN

CLOUDFLARE = {"BACKEND": "cloudflare", "ZONE": "zone1", "TOKEN": TOKEN}
FASTLY = {"BACKEND": "fastly", "SERVICE": "service1", "TOKEN": TOKEN}


def test_nobody_is_told_unless_the_settings_say_so(settings):
    assert settings.KLASTR_PURGE == {}
    assert list(contributions()) == []


def test_each_cache_has_a_handler_in_a_lane_of_its_own(settings):
    settings.KLASTR_PURGE = {"edge": CLOUDFLARE, "far-edge": {**FASTLY, "BY": ["urls", "tags"]}}

    assert [(found.name, found.by) for found in caches()] == [
        ("edge", {By.TAGS}),
        ("far-edge", {By.TAGS, By.URLS}),
    ]
    assert [(found.name, found.lane) for found in contributions()] == [
        ("purge-edge", "purge-edge"),
        ("purge-far-edge", "purge-far-edge"),
    ]
    assert list(contributions()) == list(contributions())  # what waits for one waits for the same


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in CLOUDFLARE.items() if name != key}


WRONG = {
    "no name": ({"My CDN": CLOUDFLARE}, "the name of a cache is small letters, digits and “-”"),
    "no object": ({"cdn": "cloudflare"}, "cdn must be an object"),
    "no backend": ({"cdn": {"TOKEN": TOKEN}}, "cdn: BACKEND must be a text"),
    "unknown": ({"cdn": {"BACKEND": "akamai"}}, "BACKEND must be one of cloudflare, fastly, http"),
    "unknown path": ({"cdn": {"BACKEND": "some.Cache"}}, "BACKEND “some.Cache” is not known"),
    "no backend of Wagtail's": (
        {"cdn": {"BACKEND": "pathlib.Path"}},
        "BACKEND “pathlib.Path” is no backend of Wagtail's",
    ),
    "no package": (
        {
            "cdn": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudfrontBackend",
                "DISTRIBUTION_ID": "1",
            }
        },
        "BACKEND needs the package boto3, which is not installed",
    ),
    "parameter of Wagtail's": (
        {
            "cdn": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudflareBackend",
                "BEARER_TOKEN": TOKEN,
            }
        },
        "cdn: ZONEID must be given",
    ),
    "no token": ({"cdn": without("TOKEN")}, "cdn: TOKEN must be a text"),
    "empty token": ({"cdn": {**CLOUDFLARE, "TOKEN": " "}}, "cdn: TOKEN must be a text"),
    "no way": ({"cdn": {**CLOUDFLARE, "BY": ["magic"]}}, "cdn: BY must be a list of tags and urls"),
    "no number": ({"cdn": {**CLOUDFLARE, "AGAIN_AFTER": "5"}}, "cdn: AGAIN_AFTER must be a whole"),
    "mistyped": ({"cdn": {**CLOUDFLARE, "ZOME": TOKEN}}, "cdn: ZOME is not known"),
    "open token": (
        {"cdn": {**CLOUDFLARE, "API": "http://cdn.example/"}},
        "cdn: API must begin with https://",
    ),
    "password": (
        {"cdn": {"BACKEND": "http", "LOCATION": f"http://me:{TOKEN}@cdn.example/"}},
        "cdn: LOCATION must look like https://HOST/PATH, without a password",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_setting_is_named_and_no_secret_is_shown(settings, case):
    settings.KLASTR_PURGE, said = WRONG[case]

    with pytest.raises(ImproperlyConfigured) as error:
        caches()

    assert str(error.value).startswith("PURGE: ")
    assert said in str(error.value)
    assert TOKEN not in str(error.value)


def test_variable_is_an_object_of_caches(monkeypatch):
    monkeypatch.delenv("PURGE", raising=False)
    assert environment.purge() == {}
    monkeypatch.setenv("PURGE", json.dumps({"cdn": CLOUDFLARE}))
    assert environment.purge() == {"cdn": CLOUDFLARE}


@pytest.mark.parametrize("text", [f'["{TOKEN}"]', f'{{"cdn": {TOKEN}'])
def test_variable_that_is_no_object_is_refused(monkeypatch, text):
    monkeypatch.setenv("PURGE", text)

    with pytest.raises(SettingError) as error:
        environment.purge()

    assert list(error.value.problems) == ["PURGE"]
    assert TOKEN not in str(error.value)
