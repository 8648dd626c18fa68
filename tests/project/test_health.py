from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cms.indexing.connection import engine
from search.document import Schema


def test_live_answers_without_a_database(client):
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_database_is_migrated(client):
    engine().swap(engine().create(Schema({})))

    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "checks": {"database": "ok", "migrations": "ok", "search": "ok"}},
    )
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    newest = MigrationRecorder.Migration.objects.filter(app="cms_plugin").last()
    MigrationRecorder(connection).record_unapplied(newest.app, newest.name)

    response = client.get("/health/ready")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "checks": {"database": "ok", "migrations": "waiting"}},
    )


@pytest.mark.django_db
def test_not_ready_when_database_is_empty(client):
    table = MigrationRecorder.Migration._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")

    assert client.get("/health/ready").json()["checks"]["migrations"] == "waiting"


def test_only_reading_is_allowed(client):
    assert client.post("/health/live").status_code == 405
