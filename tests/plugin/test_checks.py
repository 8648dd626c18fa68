from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from klastr_venues.models import VenuePage
from wagtail.models import Page

from cms.plugin import (
    AdminViews,
    BodyBlock,
    Handler,
    PageType,
    Reconciler,
    Relation,
    SiteViews,
    Upgrade,
)
from cms.plugin.checks import check_plugins
from cms.plugin.registry import Registry, registry, replaced_registry
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.packages import Site


class GraphQLType:
    """As much of a graphene type as the checks look at."""

    _meta = None


def ids() -> list[str]:
    return sorted(str(message.id) for message in check_plugins(None))


def test_what_is_installed_has_no_problems() -> None:
    assert ids() == []


@pytest.mark.parametrize(
    ("number", "plugins"),
    [
        (2, [{"contributions": (PageType(VenuePage, GraphQLType),)}]),
        (3, [{"contributions": (PageType(Page, GraphQLType),)}]),
        (5, [{"requires": ("missing",)}]),
        (6, [{"contributions": (Upgrade(1, print), Upgrade(1, print))}]),
        (6, [{"contributions": (Upgrade(0, print),)}]),
        (8, [{"contributions": (BodyBlock("x", None, "Name"),)}]),
        (
            9,
            [
                {"contributions": (BodyBlock("x", None, GraphQLType),)},
                {"contributions": (BodyBlock("x", None, GraphQLType),)},
            ],
        ),
        (9, [{"contributions": (AdminViews("x", ()), AdminViews("x", ()))}]),
        (9, [{"contributions": (SiteViews("x", ()), SiteViews("x", ()))}]),
        (9, [{"contributions": (Handler(object, print, "x"), Handler(object, print, "x"))}]),
        (9, [{"contributions": (Reconciler("x", len), Reconciler("x", len))}]),
        (10, [{"failure": "ValueError: bad"}]),
        (12, [{"requires": ("bad0",)}]),
        (12, [{"requires": ("bad1",)}, {"requires": ("bad0",)}]),
    ],
)
def test_a_bad_plugin_is_told(
    install: Install, number: int, plugins: list[dict[str, object]]
) -> None:
    install(*(installed_plugin(f"bad{n}", **facts) for n, facts in enumerate(plugins)))

    assert f"klastr.P{number:03}" in ids()


VENUES = "venues.VenuePage"


@pytest.mark.parametrize(
    ("relation", "problem"),
    [
        (Relation("members.MemberPage", VENUES, "locale"), "start at a page type of its own"),
        (Relation("venues.Nothing", VENUES, "locale"), "start at a page type of its own"),
        (Relation(VENUES, "members.Nothing", "alias_of"), "“members” does not have"),
        (Relation(VENUES, VENUES, "locale"), "end in a link to a page"),
        (Relation(VENUES, VENUES, "city"), "end in a link to a page"),
        (Relation(VENUES, VENUES, "no__where"), "end in a link to a page"),
        (Relation(VENUES, VENUES, "alias_of", dated="city"), "city, which is no date"),
        (Relation(VENUES, VENUES, "alias_of", order=("-nothing",)), "-nothing, which is no field"),
        (Relation(VENUES, "nowhere.Page", "alias_of", dated="go_live_at", order=("-city",)), ""),
    ],
)
def test_a_relation_is_told_what_it_gets_wrong(relation: Relation, problem: str) -> None:
    venues = registry().plugins["venues"]
    venues = replace(venues, contributions=(*venues.contributions, relation))
    others = (plugin for plugin in registry().plugins.values() if plugin.label != "venues")

    with replaced_registry(Registry((*others, venues))):
        told = [str(message.msg) for message in check_plugins(None) if message.id == "klastr.P013"]

    assert [problem in message for message in told] == ([True] if problem else [])


def test_a_model_of_another_app_is_told(install: Install) -> None:
    install(installed_plugin("thief", contributions=(PageType(VenuePage, GraphQLType),)))

    assert ids() == ["klastr.P002", "klastr.P007"]


REALLY_BAD = """
def contributions(self):
    from wagtail.blocks import CharBlock
    from cms.plugin import AdminHook, BodyBlock, Upgrade
    yield Upgrade(1, print)
    yield Upgrade(1, print)
    yield BodyBlock("x", CharBlock(), str)
    yield AdminHook("register_icons", print)
"""


@pytest.mark.slow
def test_a_really_bad_plugin_is_told_by_the_command(tmp_path: Path, django_db_setup: None) -> None:
    site = Site(tmp_path)
    site.add_plugin(
        "bad", {"wagtail_hooks.py": ""}, manifest=f'requires = ("missing",)\n{REALLY_BAD}'
    )

    checked = site.klastr("check")

    told = [f"P{n:03}" for n in range(1, 13) if f"klastr.P{n:03}" in checked.err]
    assert told == ["P004", "P005", "P006", "P008", "P011"]
    assert checked.code == 1
