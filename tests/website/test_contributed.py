"""Feeds that plugins contribute: a broken one costs only itself, a wrong one is told early."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from cms.graphql.filters.flat import variable_type
from cms.graphql.schema import build, parts_of
from cms.graphql.testing import execute
from cms.plugin import Feed
from cms.plugin.registry import registry
from cms.plugin.testing import installed
from cms.website.checks import check_feeds
from plugins.members import feeds
from plugins.members.models import MemberIndexPage
from tests.content.factories import make_home
from tests.members.factories import make_directory, make_member

DOCUMENT = feeds.new_members.document
CONTRIBUTED = [(label, feed) for label, feed in registry().contributed(Feed)]


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def fail(node: dict[str, Any], locale: str) -> object:
    raise RuntimeError("secret")


def no_uuid(node: dict[str, Any], locale: str) -> object:
    return replace(feeds.entry(node, locale), key="7")


def nothing(node: dict[str, Any], locale: str) -> object:
    return None


def contributing(*contributed: Feed) -> Any:
    plugin = registry().plugins["members"]
    others = tuple(one for one in plugin.contributions if not isinstance(one, Feed))
    return installed(replace(plugin, contributions=(*others, *contributed)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "entry"),
    [
        (DOCUMENT, fail),
        (DOCUMENT, no_uuid),
        (DOCUMENT, nothing),
        ("{ nosuchfield }", feeds.entry),
        ("syntax error", feeds.entry),
        ("{ plugins { id } }", feeds.entry),
    ],
)
def test_a_broken_feed_costs_only_itself(
    client: Client,
    directory: MemberIndexPage,
    caplog: pytest.LogCaptureFixture,
    document: str,
    entry: Callable[[dict[str, Any], str], object],
) -> None:
    make_member(directory)
    broken = Feed("broken", "Broken", document, entry)
    with contributing(feeds.new_members, broken), caplog.at_level(logging.ERROR):
        refused = client.get("/feeds/cs/broken.atom")
        well = client.get("/feeds/cs/members.atom")

    error = json.loads(refused.content)["errors"][0]
    assert (refused.status_code, refused["Retry-After"], well.status_code) == (503, "600", 200)
    assert error["extensions"]["code"] == "PLUGIN_FAILED"
    assert error["extensions"]["plugin"] == "members"
    assert "secret" not in refused.content.decode()
    [record] = [record for record in caplog.records if record.message == "feed.failed"]
    assert record.__dict__["error_id"] == error["extensions"]["id"]
    assert (record.__dict__["plugin"], record.__dict__["feed"]) == ("members", "broken")


def test_names_that_clash_and_impossible_addresses_are_told() -> None:
    wrong = [
        feeds.new_members,
        replace(feeds.new_members, title="Again"),
        replace(feeds.new_members, name="Big Feed"),
        replace(feeds.new_members, name="rss", formats=("rss",)),
        replace(feeds.new_members, name="none", formats=()),
    ]
    with contributing(*wrong):
        told = [message.id for message in check_feeds(None)]

    assert told == ["klastr.W001", "klastr.W002", "klastr.W002", "klastr.W002"]
    assert check_feeds(None) == []


@pytest.mark.django_db
@pytest.mark.parametrize("with_others", [False, True], ids=["alone", "with all"])
@pytest.mark.parametrize(
    ("label", "feed"), CONTRIBUTED, ids=[feed.name for _label, feed in CONTRIBUTED]
)
def test_a_feed_works_alone_and_among_others(label: str, feed: Feed, with_others: bool) -> None:
    make_home()
    plugins = registry().plugins
    alone = frozenset({"cms_content", label, *plugins[label].requires})
    active = frozenset(plugins) if with_others else alone
    schema = build(parts_of(active), active)
    document = (
        feed.document
        if isinstance(feed.document, str)
        else feed.document.read_text(encoding="utf-8")
    )

    variables = {"locale": "CS", "first": 100}
    data = execute(document, variables, active=active, schema=schema, is_own=True).data

    assert data is not None
    [connection] = data.values()
    assert {"nodes", "pageInfo"} <= set(connection)
    assert variable_type(schema.graphql_schema, document, "filter") is not None
