"""One world for the tests of a module; each test's own changes are undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from cms.indexing.connection import disconnect
from cms.indexing.rebuild import rebuild
from tests.servers.indexes import unindexed
from tests.visibility.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with unindexed():
            made = make_world()
        disconnect()
        rebuild()
        yield made
        transaction.set_rollback(True)
    disconnect()
