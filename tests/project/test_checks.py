"""What ``klastr check --deploy`` says of a deployment."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from cms.project import environment

MEMORY = (
    "CACHE_URL is not set, so each of 3 workers counts for itself how often a visitor has come,"
    " and lets as many through as all should together."
)


@pytest.mark.parametrize(
    ("url", "workers", "warnings"),
    [
        ("", 3, [("klastr.D001", MEMORY)]),
        ("", 1, []),
        ("valkey://127.0.0.1:6379/0", 3, []),
    ],
)
def test_workers_that_count_apart_are_warned_of(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    workers: int,
    warnings: list[tuple[str, str]],
) -> None:
    monkeypatch.setenv("CACHE_URL", url)
    settings.CACHES = {**settings.CACHES, "default": environment.cache()}
    settings.KLASTR_WORKERS = workers

    def found(*, deploy: bool) -> list[tuple[str, str]]:
        messages = run_checks(tags=["security"], include_deployment_checks=deploy)
        return [(found.id, found.msg) for found in messages if found.id == "klastr.D001"]

    assert (found(deploy=True), found(deploy=False)) == (warnings, [])


@pytest.mark.parametrize(
    ("facts", "warnings"),
    [
        ({"SECURE_SSL_REDIRECT": True}, ["klastr.D004"]),
        ({"SECURE_SSL_REDIRECT": True, "KLASTR_TRUSTED_PROXIES": 1}, []),
        ({"SECURE_SSL_REDIRECT": False}, []),
        ({"ALLOWED_HOSTS": ["127.0.0.1", "*"]}, ["klastr.D005"]),
        ({"ALLOWED_HOSTS": ["127.0.0.1", ".example.org"]}, []),
    ],
)
def test_proxies_and_hosts_that_are_not_named_are_warned_of(
    settings: Settings, facts: dict[str, object], warnings: list[str]
) -> None:
    settings.KLASTR_WORKERS = 1
    for name, value in {"ALLOWED_HOSTS": ["127.0.0.1"], **facts}.items():
        setattr(settings, name, value)

    messages = run_checks(tags=["security"], include_deployment_checks=True)

    assert [found.id for found in messages if found.id.startswith("klastr.")] == warnings


KEPT = "SHARED_MAX_AGE lets caches keep answers of the endpoint for 3600 seconds, and they are told"
BY_TAGS = {"BACKEND": "http", "LOCATION": "http://127.0.0.1:1"}
BY_ADDRESSES = {**BY_TAGS, "BY": ["urls"]}


@pytest.mark.parametrize(
    ("seconds", "caches", "warnings"),
    [
        (0, {}, []),
        (10, {}, []),
        (3600, {}, [f"{KEPT} of changes by nobody."]),
        (
            3600,
            {"cdn": BY_ADDRESSES},
            [f"{KEPT} of changes only by addresses, by which answers are not found."],
        ),
        (3600, {"cdn": BY_TAGS}, []),
        (3600, {"cdn": BY_ADDRESSES, "other": BY_TAGS}, []),
        (0, {"cdn": BY_ADDRESSES}, []),
    ],
)
def test_caches_that_nobody_tells_are_warned_of(
    settings: Settings, seconds: int, caches: dict[str, object], warnings: list[str]
) -> None:
    settings.KLASTR_GRAPHQL = {"SHARED_MAX_AGE": seconds}
    settings.KLASTR_PURGE = caches

    messages = run_checks(tags=["caches"], include_deployment_checks=True)

    assert [found.msg for found in messages if found.id == "klastr.D002"] == warnings
