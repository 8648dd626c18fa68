"""Whether this process lives, and whether it can serve: for supervisors and load balancers."""

from __future__ import annotations

from functools import cache
from pkgutil import iter_modules

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.indexing.health import search_health


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, 503 with what is wrong otherwise.

    Without search the site is degraded, not down: everything else works.
    """
    checks = {"database": "ok", "migrations": "ok"}
    try:
        if is_migration_waiting():
            checks["migrations"] = "waiting"
    except DatabaseError:
        checks = {"database": "unreachable", "migrations": "unknown"}
    if set(checks.values()) != {"ok"}:
        return JsonResponse({"status": "unavailable", "checks": checks}, status=503)
    checks["search"] = search_health()
    status = "ok" if checks["search"] == "ok" else "degraded"
    return JsonResponse({"status": status, "checks": checks})


def is_migration_waiting() -> bool:
    """True when this code has a migration that the database has not.

    Compares names only: building Django's migration graph takes a second, and is left to
    ``migrate`` itself.
    """
    if MigrationRecorder.Migration._meta.db_table not in connection.introspection.table_names():
        return True
    return not _migrations_in_code() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _migrations_in_code() -> frozenset[tuple[str, str]]:
    found = set()
    for config in apps.get_app_configs():
        module_name, _explicit = MigrationLoader.migrations_module(config.label)
        if module_name is None:
            continue
        folder = f"{config.path}/{module_name.rpartition('.')[2]}"
        names = (module.name for module in iter_modules([folder]))
        found |= {(config.label, name) for name in names if name[0] not in "_~"}
    return frozenset(found)
