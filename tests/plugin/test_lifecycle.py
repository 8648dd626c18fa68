from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import Group

from cms.plugin import Demo, Role, Upgrade, lifecycle
from cms.plugin.errors import (
    CorePlugin,
    PluginFailed,
    PluginInactive,
    RequiredByOthers,
    RequirementCycle,
    RequirementMissing,
    StepFailed,
    UnknownPermission,
    UnknownPlugin,
)
from cms.plugin.models import PluginState
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels, waiting_steps
from tests.plugin.conftest import Install, installed_plugin

pytestmark = pytest.mark.django_db


def states() -> dict[str, tuple[bool, int]]:
    return {
        state.label: (state.is_active, state.upgrade_step) for state in PluginState.objects.all()
    }


def test_activate_pulls_requirements_in_first(install: Install) -> None:
    install(
        installed_plugin("base"),
        installed_plugin("middle", requires=("base",)),
        installed_plugin("top", requires=("middle", "base")),
    )

    switched = lifecycle.activate("top")

    assert switched == ("base", "middle", "top")
    assert {"base", "middle", "top"} <= active_labels()


def test_activate_again_changes_nothing(install: Install) -> None:
    install(installed_plugin("base"))
    lifecycle.activate("base")
    before = states()

    assert lifecycle.activate("base") == ()
    assert states() == before


def test_activate_runs_new_steps_once_in_order(install: Install) -> None:
    ran: list[int] = []
    steps = [Upgrade(step, lambda step=step: ran.append(step)) for step in (3, 1, 2)]
    install(installed_plugin("base", contributions=tuple(steps)))

    lifecycle.activate("base")
    lifecycle.deactivate("base")
    lifecycle.activate("base")

    assert ran == [1, 2, 3]
    assert PluginState.objects.get(label="base").upgrade_step == 3


def test_activate_with_a_failing_step_changes_nothing(install: Install) -> None:
    def fail() -> None:
        Group.objects.create(name="left behind")
        raise ValueError("no disk")

    install(
        installed_plugin("base", contributions=(Upgrade(1, lambda: None), Upgrade(2, fail))),
        installed_plugin("top", requires=("base",)),
    )
    before = states()

    with pytest.raises(StepFailed) as refused:
        lifecycle.activate("top")

    assert (refused.value.label, refused.value.step) == ("base", 2)
    assert states() == before
    assert list(Group.objects.filter(name="left behind")) == []
    assert not {"base", "top"} & active_labels()


def test_activate_refuses_an_unknown_plugin() -> None:
    before = states()

    with pytest.raises(UnknownPlugin):
        lifecycle.activate("nothing")

    assert states() == before


def test_activate_refuses_a_failed_plugin(install: Install) -> None:
    install(installed_plugin("broken", failure="ValueError: bad"))

    with pytest.raises(PluginFailed) as refused:
        lifecycle.activate("broken")

    assert refused.value.reason == "ValueError: bad"
    assert "broken" not in states()


@pytest.mark.parametrize("failure", ["missing", "failed"])
def test_activate_refuses_a_requirement_that_is_not_there(install: Install, failure: str) -> None:
    plugins = [installed_plugin("top", requires=("base",))]
    if failure == "failed":
        plugins.append(installed_plugin("base", failure="ValueError: bad"))
    install(*plugins)

    with pytest.raises(RequirementMissing) as refused:
        lifecycle.activate("top")

    assert (refused.value.label, refused.value.requirement) == ("top", "base")
    assert "top" not in states()


def test_activate_refuses_a_circle(install: Install) -> None:
    install(installed_plugin("hen", requires=("egg",)), installed_plugin("egg", requires=("hen",)))

    with pytest.raises(RequirementCycle) as refused:
        lifecycle.activate("hen")

    assert refused.value.labels == ("hen", "egg", "hen")


def test_deactivate_refuses_while_others_require_it(install: Install) -> None:
    install(
        installed_plugin("base"),
        installed_plugin("one", requires=("base",)),
        installed_plugin("two", requires=("base",)),
        installed_plugin("idle", requires=("base",)),
    )
    lifecycle.activate("one")
    lifecycle.activate("two")

    with pytest.raises(RequiredByOthers) as refused:
        lifecycle.deactivate("base")

    assert refused.value.dependants == ("one", "two")
    assert "base" in active_labels()


def test_deactivate_keeps_what_it_required(install: Install) -> None:
    install(installed_plugin("base"), installed_plugin("top", requires=("base",)))
    lifecycle.activate("top")

    assert lifecycle.deactivate("top") is True
    assert lifecycle.deactivate("top") is False
    assert "base" in active_labels()


def test_deactivate_refuses_the_core() -> None:
    with pytest.raises(CorePlugin):
        lifecycle.deactivate("cms_content")

    assert "cms_content" in active_labels()


def test_upgrade_runs_only_what_waits(install: Install) -> None:
    ran: list[int] = []
    first, second = (Upgrade(step, lambda step=step: ran.append(step)) for step in (1, 2))
    install(installed_plugin("base", contributions=(first,)))
    lifecycle.activate("base")
    install(installed_plugin("base", contributions=(first, second)))

    assert waiting_steps("base") == (2,)
    assert lifecycle.upgrade("base") == (2,)
    assert waiting_steps("base") == ()
    assert lifecycle.upgrade("base") == ()
    assert ran == [1, 2]


def test_upgrade_refuses_an_inactive_plugin(install: Install) -> None:
    ran: list[int] = []
    install(installed_plugin("base", contributions=(Upgrade(1, lambda: ran.append(1)),)))

    with pytest.raises(PluginInactive):
        lifecycle.upgrade("base")

    assert ran == []


def test_roles_become_groups_and_keep_what_was_added(install: Install) -> None:
    role = Role("Venue office", ("venues.change_venuepage", "wagtailadmin.access_admin"))
    install(installed_plugin("base", contributions=(role,)))
    lifecycle.activate("base")
    group = Group.objects.get(name="Venue office")
    group.permissions.remove(*group.permissions.filter(codename="access_admin"))

    lifecycle.deactivate("base")
    lifecycle.activate("base")

    codenames = sorted(group.permissions.values_list("codename", flat=True))
    assert codenames == ["access_admin", "change_venuepage"]
    assert Group.objects.filter(name="Venue office").count() == 1


def test_a_role_with_an_unknown_permission_is_refused(install: Install) -> None:
    install(installed_plugin("base", contributions=(Role("Office", ("venues.fly",)),)))

    with pytest.raises(UnknownPermission) as refused:
        lifecycle.activate("base")

    assert refused.value.permission == "venues.fly"
    assert list(Group.objects.filter(name="Office")) == []
    assert "base" not in active_labels()


def test_demo_is_loaded_once_in_order_of_requirements(install: Install) -> None:
    made: list[str] = []
    install(
        installed_plugin(
            "a_top",
            requires=("z_base",),
            contributions=(Demo(lambda: made.append("a_top")),),
        ),
        installed_plugin("z_base", contributions=(Demo(lambda: made.append("z_base")),)),
        installed_plugin("idle", contributions=(Demo(lambda: made.append("idle")),)),
    )
    lifecycle.activate("a_top")
    told: list[str] = []

    first = lifecycle.load_demo(["a_top", "z_base"], progress=told.append)
    second = lifecycle.load_demo(["a_top", "z_base"], progress=told.append)

    assert (first, second) == (("z_base", "a_top"), ())
    assert made == told == ["z_base", "a_top"]


def test_demo_that_links_to_others_comes_after_them_and_again(install: Install) -> None:
    made: list[str] = []
    install(
        *(
            installed_plugin(
                label, contributions=(Demo(lambda label=label: made.append(label), after=after),)
            )
            for label, after in (("events", ("projects",)), ("places", ()), ("projects", ()))
        )
    )
    for label in ("events", "places", "projects"):
        lifecycle.activate(label)

    early = lifecycle.load_demo(["events", "places"])
    late = lifecycle.load_demo(["projects"])
    again = lifecycle.load_demo(["events", "places", "projects"])

    assert (early, late, again) == (("events", "places"), ("projects",), ())
    assert made == ["events", "places", "projects", "events"]


def test_demos_that_link_to_one_another_are_all_loaded(install: Install) -> None:
    install(
        installed_plugin("a", contributions=(Demo(list, after=("b",)),)),
        installed_plugin("b", contributions=(Demo(list, after=("a", "unknown")),)),
        installed_plugin("c", contributions=(Demo(list),)),
    )
    for label in "abc":
        lifecycle.activate(label)

    assert lifecycle.load_demo(["a", "b", "c"]) == ("b", "a", "c")


def test_demo_that_fails_is_not_marked_as_loaded(install: Install) -> None:
    def fail() -> None:
        raise ValueError("half made")

    install(installed_plugin("base", contributions=(Demo(fail),)))
    lifecycle.activate("base")

    with pytest.raises(ValueError, match="half made"):
        lifecycle.load_demo(["base"])

    assert PluginState.objects.get(label="base").demo_loaded_at is None


def test_demo_of_an_inactive_plugin_is_refused(install: Install) -> None:
    install(installed_plugin("base"))

    with pytest.raises(PluginInactive):
        lifecycle.load_demo(["base"])


def test_ensure_states_honours_active_by_default_once(install: Install) -> None:
    install(
        installed_plugin("base"),
        installed_plugin("top", requires=("base",), active_by_default=True),
        installed_plugin("shy"),
        installed_plugin("broken", active_by_default=True, failure="ValueError: bad"),
    )

    lifecycle.ensure_states()
    assert {label: states()[label][0] for label in ("base", "top", "shy")} == {
        "base": True,
        "top": True,
        "shy": False,
    }
    assert "broken" not in states()

    lifecycle.deactivate("top")
    lifecycle.ensure_states()
    assert states()["top"][0] is False


def test_ensure_states_goes_on_when_a_default_plugin_refuses(install: Install) -> None:
    install(
        installed_plugin("lonely", requires=("missing",), active_by_default=True),
        installed_plugin("other", active_by_default=True),
    )

    lifecycle.ensure_states()

    assert "lonely" not in active_labels()
    assert "other" in active_labels()


def test_a_change_is_seen_within_its_own_request(install: Install) -> None:
    install(installed_plugin("base"))

    with request_scope():
        before = "base" in active_labels()
        lifecycle.activate("base")
        between = "base" in active_labels()
        lifecycle.deactivate("base")
        after = "base" in active_labels()

    assert (before, between, after) == (False, True, False)


def test_a_plugin_whose_requirement_fails_later_is_not_active(install: Install) -> None:
    install(installed_plugin("base"), installed_plugin("top", requires=("base",)))
    lifecycle.activate("top")

    install(
        installed_plugin("base", failure="ValueError: bad"),
        installed_plugin("top", requires=("base",)),
    )

    assert not {"base", "top"} & active_labels()


@pytest.mark.django_db(transaction=True)
def test_each_change_leaves_one_line(install: Install, caplog: pytest.LogCaptureFixture) -> None:
    install(installed_plugin("base", contributions=(Upgrade(1, lambda: None),)))
    caplog.set_level(logging.INFO, logger="cms.plugin.lifecycle")

    lifecycle.activate("base")
    lifecycle.activate("base")
    lifecycle.deactivate("base")

    lines = [(record.getMessage(), record.__dict__["plugin"]) for record in caplog.records]
    assert lines == [
        ("plugin.upgraded", "base"),
        ("plugin.activated", "base"),
        ("plugin.deactivated", "base"),
    ]
