"""The number of SQL statements does not depend on the number of rows, for every list there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from cms.graphql.testing import count_queries, execute
from cms.indexing.connection import disconnect
from cms.indexing.rebuild import rebuild
from cms.plugin.scope import request_scope
from tests.graphql.operations import NO_LIMITS, operation, owner_of, root_fields
from tests.graphql.site import Site
from tests.public_rows import CORE, bundled

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# The bench asks for 10 and 100; a few minutes of making rows, so the suite takes fewer.
FEW, MANY = map(int, os.environ.get("KLASTR_CONSTANT_SQL_ROWS", "2,3").split(","))

Question = tuple[str, dict[str, Any]]
ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "pages": lambda site: {"locale": "CS", "order": "TREE", "type": ["StandardPage"]},
    "pillars": lambda site: {"locale": "CS"},
    "topics": lambda site: {"locale": "CS"},
    "navigation": lambda site: {"locale": "CS", "menu": "main"},
    "site": lambda site: {"locale": "CS"},
    "page": lambda site: {"id": str(site.homes.cs.pk)},
    "route": lambda site: {"path": "/cs/"},
    "plugins": lambda site: {},
    "search": lambda site: {"text": "", "locale": "CS", "typing": True, "facets": ["pillar"]},
    "suggest": lambda site: {"text": "page 0", "locale": "CS"},
}


@dataclass
class Counted:
    """How many statements each question took with few and with many rows, by plugin."""

    site: Site
    few: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    many: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def counted(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Counted]:
    tests = [item for item in request.session.items if isinstance(item, pytest.Function)]
    labels = {
        test.callspec.params.get("label")
        for test in tests
        if test.module is request.module and hasattr(test, "callspec")
    }
    limits = NO_LIMITS | {"DEFAULT_FIRST": 100}
    with (
        django_db_blocker.unblock(),
        override_settings(KLASTR_GRAPHQL=limits, KLASTR_MAX_NEW_RENDITIONS=10_000),
        transaction.atomic(),
    ):
        made = Counted(Site())
        made.site.grow(FEW)
        made.few = count(made.site, labels)
        made.site.grow(MANY)
        made.many = count(made.site, labels)
        for label, rows in made.few.items():
            for (asked, few), (_asked, many) in zip(rows, made.many[label], strict=True):
                print(asked, few, many, sep="\t")  # noqa: T201 -- read by the bench
        yield made
        transaction.set_rollback(True)
    disconnect()


def count(site: Site, labels: set[Any]) -> dict[str, list[tuple[str, int]]]:
    """For each plugin of `labels` its questions, as text, with the number of statements."""
    disconnect()
    rebuild()
    asked: dict[str, list[Question]] = {
        CORE: [(name, variables(site)) for name, variables in ASKED.items()]
    }
    asked[CORE] += [
        ("route", {"path": "/cs/collection/"}),
        ("search", {"text": "page", "locale": "CS", "typing": True}),  # with marks in texts
        ("suggest", {"text": "opti", "locale": "CS"}),  # a term
    ]
    for label, table in site.parts.read("ASKED").items():
        known = [(name, ask) for name, ask in table.items() if name in set(root_fields())]
        asked[label] = [(name, ask(site)) for name, ask in known]
    for rows in asked.values():
        for name, given in rows:
            execute(operation(name, 1), given)  # renditions are drawn once, columns are learned
    return {
        label: [(f"{name}\t{_said(given)}", len(statements(name, given))) for name, given in rows]
        for label, rows in asked.items()
        if label in labels
    }


def _said(variables: dict[str, Any]) -> str:
    return str(variables.get("path", ""))


def statements(name: str, variables: dict[str, Any]) -> list[str]:
    """What is run for everything below one field of Query."""
    with count_queries() as ran:
        execute(operation(name, 1), variables)
    return ran


@pytest.mark.parametrize("label", [CORE, *bundled()])
def test_statements_are_the_same_for_few_and_for_many_rows(counted: Counted, label: str) -> None:
    counted.site.parts.check(label)

    assert counted.many.get(label) == counted.few.get(label)


@pytest.mark.parametrize("label", [CORE, *bundled()])
def test_every_field_of_query_is_asked(counted: Counted, label: str) -> None:
    asked = {name.partition("\t")[0] for name, _number in counted.few.get(label, [])}

    assert asked == {name for name in root_fields() if owner_of(name) == label}


DETAIL = """query ($path: String!) { route(path: $path) { ... on PageRoute { page {
  id title path breadcrumbs { title path } alternates { locale path }
  seo { title description canonicalUrl } translation { isFallback state }
  ... on Member { claim website city
    logo { alt rendition(width: 320) { url width height } srcSet }
    pillars { code name } topics { code name } } } } } }"""


def test_a_member_detail_takes_few_statements_with_nothing_at_hand(counted: Counted) -> None:
    execute(DETAIL, {"path": "/cs/clenove/member-2/"})

    with request_scope(), count_queries() as ran:
        shown = execute(DETAIL, {"path": "/cs/clenove/member-2/"})

    assert shown.data is not None
    page = shown.data["route"]["page"]
    assert (len(page["pillars"]), len(page["topics"]), len(page["alternates"])) == (1, 1, 2)
    assert page["logo"]["rendition"]["width"] == 320
    assert len(ran) <= 13, f"{len(ran)} statements:\n" + "\n".join(ran)
