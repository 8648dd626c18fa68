"""Wagtail's tables are made before ours, which makes a first start several seconds shorter."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ("cms.content", "plugins.")


@pytest.mark.django_db
def test_migrations_of_libraries_come_before_those_of_our_pages() -> None:
    graph = MigrationExecutor(connection).loader.graph
    plan: list[str] = []
    for leaf in graph.leaf_nodes():
        plan += [label for label, _name in graph.forwards_plan(leaf) if label not in plan]

    modules = [apps.get_app_config(label).name for label in plan]
    first = next(place for place, module in enumerate(modules) if module.startswith(OURS))

    assert [m for m in modules[first:] if not m.startswith(("cms.", "plugins.", "klastr_"))] == [
        "django.contrib.sessions"  # leads to no other model
    ]
