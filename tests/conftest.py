"""What every test may use. See README.md beside this file for the two databases."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import environ
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from elasticsearch import Elasticsearch
from pytest_django.plugin import DjangoDbBlocker

from tests.servers.database import PostgresDatabase, SqliteDatabase, cache_folder
from tests.servers.elasticsearch import ElasticsearchMissing
from tests.servers.indexes import unindexed
from tests.servers.migrated import Home, postgres_home, sqlite_home
from tests.servers.postgres import PostgresMissing, postgres_server
from tests.servers.shared_elasticsearch import shared_address, shared_server

type_of_database = os.environ.get("KLASTR_TEST_DATABASE", "sqlite")
_database = pytest.StashKey[SqliteDatabase | PostgresDatabase]()
_servers = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Prepare what all workers share: Elasticsearch, and PostgreSQL when the run is to use it."""
    config.stash[_servers] = ExitStack()
    if not hasattr(config, "workerinput"):
        config.stash[_servers].enter_context(shared_server())  # workers inherit where it is
    if type_of_database == "postgres" and "KLASTR_TEST_DATABASE_URL" not in os.environ:
        url = config.stash[_servers].enter_context(postgres_server())
        os.environ["KLASTR_TEST_DATABASE_URL"] = url  # workers inherit it


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    config.stash[_servers].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless it is asked for by its mark."""
    if "long" not in config.getoption("markexpr"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_createdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A migrated database for this worker, copied from a template (replaces pytest-django's)."""
    database: SqliteDatabase | PostgresDatabase
    if type_of_database == "postgres":
        connection.settings_dict.update(_server_settings(os.environ["KLASTR_TEST_DATABASE_URL"]))
        database = PostgresDatabase(_worker(request.config), cache_folder())
    else:
        database = SqliteDatabase(tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        database.create(anew=django_db_createdb)
    request.config.stash[_database] = database
    yield
    del request.config.stash[_database]
    with django_db_blocker.unblock():
        database.drop()


def _server_settings(url: str) -> dict[str, str | int]:
    """Where the server of a database URL is, in the words of Django's settings."""
    found = environ.Env.db_url_config(url)
    return {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


def _worker(config: pytest.Config) -> str:
    return str(getattr(config, "workerinput", {}).get("workerid", "main"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that committed, copy the template again.

    Django empties all tables then, and with them what migrations made: root pages, locales,
    the default site.
    """
    try:
        yield
    finally:  # emptying the tables may itself have failed
        database = item.config.stash.get(_database, None)  # None: nothing follows
        if database is not None and _committed(item):
            with item._request.getfixturevalue("django_db_blocker").unblock():
                database.restore()


def _committed(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server", "django_db_reset_sequences"} & set(names)
    )


@pytest.fixture(autouse=True)
def _unindexed(request: pytest.FixtureRequest) -> Iterator[None]:
    """The admin's own indexes are left alone, for they are half the cost of making a page.

    A test of what needs them says ``@pytest.mark.indexed``.
    """
    if request.node.get_closest_marker("indexed"):
        yield
        return
    with unindexed():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Nothing remembered from the test before, whose rows are gone, nor the language it spoke."""
    yield
    cache.clear()
    _forget()
    translation.deactivate()


def _forget() -> None:
    from cms.graphql.cache.answers import answers  # noqa: PLC0415 -- needs loaded models
    from cms.plugin import scope  # noqa: PLC0415 -- likewise
    from cms.publishing import clock  # noqa: PLC0415 -- likewise

    answers.clear()
    scope.forget_lasting()
    clock.forget()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on a real PostgreSQL server."""
    if url := os.environ.get("KLASTR_TEST_DATABASE_URL"):
        yield url
        return
    try:
        server = postgres_server()
        url = server.__enter__()
    except PostgresMissing as missing:
        if os.environ.get("KLASTR_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(str(missing))
    yield url
    server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def elasticsearch_address() -> str:
    """Host and port of a real Elasticsearch server, which starts when a test first asks for it."""
    try:
        return shared_address()
    except ElasticsearchMissing as missing:
        if os.environ.get("KLASTR_REQUIRE_ELASTICSEARCH") == "1":
            raise
        pytest.skip(str(missing))


@pytest.fixture
def elasticsearch_place(elasticsearch_address: str) -> Iterator[str]:
    """A place for indexes on a real server, of which nothing is left: HOST:PORT/PREFIX."""
    prefix = f"test-{secrets.token_hex(6)}"
    yield f"{elasticsearch_address}/{prefix}"
    with Elasticsearch(f"http://{elasticsearch_address}") as client:
        if left := list(client.indices.get_alias(index=f"{prefix}-*")):
            client.indices.delete(index=left)


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_home(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_setup: None
) -> Iterator[Home]:
    """A site, on each kind of database, of which processes are started and killed."""
    if request.param == "sqlite":
        yield sqlite_home(tmp_path)
    else:
        with postgres_home(tmp_path, request.getfixturevalue("postgres_url")) as made:
            yield made
