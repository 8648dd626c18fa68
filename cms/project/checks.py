"""System checks on how the site is deployed, for ``klastr check --deploy``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

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
