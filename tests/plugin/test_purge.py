from __future__ import annotations

import pytest
from klastr_venues.models import VenuePage
from wagtail.models import Locale, Page, Site

from cms.content.models import StandardPage
from cms.plugin import lifecycle
from cms.plugin.errors import CorePlugin, PluginActive, UnknownPlugin
from cms.plugin.models import PluginState
from cms.plugin.purge import Doomed, PurgePlan, purge, purge_plan
from cms.plugin.testing import active
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.factories import make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings: object) -> None:
    from django.utils import translation  # noqa: PLC0415 -- one use

    translation.activate("en")


@pytest.fixture
def venues() -> list[VenuePage]:
    """Two venues, one below the other, and a core page below both."""
    home = Site.objects.get(is_default_site=True).root_page
    outer = make_venue(parent=home)
    inner = make_venue("Hala", slug="hala", parent=outer)
    page = StandardPage(
        title="Jak k nám", slug="jak", locale=Locale.objects.get(language_code="cs")
    )
    inner.add_child(instance=page)
    return [outer, inner]


def test_the_plan_lists_pages_and_what_lies_below(venues: list[VenuePage]) -> None:
    before = Page.objects.count()

    plan = purge_plan("venues")

    assert plan == PurgePlan(
        "venues", (Doomed("page", "Standard pages", 1), Doomed("page", "Venues", 2))
    )
    assert Page.objects.count() == before


def test_purging_leaves_a_whole_tree_and_a_fresh_state(venues: list[VenuePage]) -> None:
    lifecycle.activate("venues")
    lifecycle.deactivate("venues")
    home = Site.objects.get(is_default_site=True).root_page
    others = set(Page.objects.exclude(path__startswith=venues[0].path).values_list("pk", flat=True))

    plan = purge("venues")

    assert sum(doomed.count for doomed in plan.doomed) == 3
    assert set(Page.objects.values_list("pk", flat=True)) == others
    assert Page.find_problems() == ([], [], [], [], [])
    home.refresh_from_db()
    assert home.numchild == home.get_children().count()
    state = PluginState.objects.get(label="venues")
    assert (state.is_active, state.upgrade_step, state.demo_loaded_at) == (False, 0, None)
    assert purge_plan("venues").is_empty is True


def test_an_active_plugin_cannot_be_purged(venues: list[VenuePage]) -> None:
    with active("venues"), pytest.raises(PluginActive):
        purge("venues")

    assert VenuePage.objects.count() == 2


@pytest.mark.parametrize(
    ("label", "error"), [("cms_content", CorePlugin), ("nothing", UnknownPlugin)]
)
def test_what_cannot_be_purged_is_refused(label: str, error: type[Exception]) -> None:
    before = Page.objects.count()

    with pytest.raises(error):
        purge(label)

    assert Page.objects.count() == before


def test_purging_a_plugin_without_models_forgets_its_state(install: Install) -> None:
    install(installed_plugin("base"))
    lifecycle.activate("base")
    lifecycle.deactivate("base")
    PluginState.objects.filter(label="base").update(upgrade_step=3)

    assert purge("base") == PurgePlan("base", ())
    assert PluginState.objects.get(label="base").upgrade_step == 0


@pytest.mark.slow
def test_purging_the_members_takes_snippets_and_parts_along() -> None:
    lifecycle.load_demo()
    kinds = {doomed.kind for doomed in purge_plan("members").doomed}
    lifecycle.deactivate("members")

    purge("members")

    assert kinds == {"page", "row"}
    assert purge_plan("members").is_empty is True
    assert Page.find_problems() == ([], [], [], [], [])
