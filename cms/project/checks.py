"""System checks on how the site is deployed, for ``klastr check --deploy``."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from cms.graphql.conf import conf
from cms.purging.caches import By
from cms.purging.conf import caches

SHORT_SECONDS = 60  # so long anybody may wait for a change
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@register(Tags.security, deploy=True)
def check_cache_is_shared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning when several workers serve and each would count visitors for itself."""
    workers: int = settings.KLASTR_WORKERS
    if workers == 1 or settings.CACHES["default"]["BACKEND"] != MEMORY:
        return []
    return [
        Warning(
            f"CACHE_URL is not set, so each of {workers} workers counts for itself how often a"
            " visitor has come, and lets as many through as all should together.",
            hint="Set CACHE_URL to valkey://HOST:PORT/NUMBER, or WORKERS to 1.",
            id="klastr.D001",
        )
    ]


@register(Tags.security, deploy=True)
def check_visitors_are_told_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning when all visitors would count as one: the proxy that speaks TLS for the site."""
    if not settings.SECURE_SSL_REDIRECT or settings.KLASTR_TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is not set, so limits per visitor count whoever speaks TLS in front"
            " of the site, in whose name all visitors come; or nobody, when that is a neighbour.",
            hint="Set TRUSTED_PROXIES to how many proxies in front add to X-Forwarded-For.",
            id="klastr.D004",
        )
    ]


@register(Tags.security, deploy=True)
def check_hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning when the site answers under any name that somebody gives it."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS is “*”, so the site answers under any name, and a visitor can be led to"
            " it by another's.",
            hint="Set ALLOWED_HOSTS to the names of the site, such as www.example.org.",
            id="klastr.D005",
        )
    ]


@register(Tags.caches, deploy=True)
def check_caches_are_told(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warnings when caches in front may keep for long what nobody tells them to drop."""
    try:
        kept, told = conf().shared_max_age, caches()
    except ImproperlyConfigured:  # the endpoint's own check names it, or the start has failed
        return []
    found: list[CheckMessage] = []
    if kept > SHORT_SECONDS and not any(By.TAGS in cache.by for cache in told):
        how = "only by addresses, by which answers are not found" if told else "by nobody"
        found.append(
            Warning(
                f"SHARED_MAX_AGE lets caches keep answers of the endpoint for {kept} seconds, and"
                f" they are told of changes {how}.",
                hint=f"Name a cache in PURGE, by tags, or keep answers {SHORT_SECONDS} seconds.",
                id="klastr.D002",
            )
        )
    if apps.is_installed("wagtail.contrib.frontend_cache"):
        found.append(
            Warning(
                "wagtail.contrib.frontend_cache is installed, so pages are purged once more, while"
                " their editor waits, and what fails is forgotten.",
                hint="Take it out of INSTALLED_APPS; PURGE names caches.",
                id="klastr.D003",
            )
        )
    return found
