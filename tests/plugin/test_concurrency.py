"""Two that switch at once come one after the other, in threads with connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from cms.plugin import Demo, Role, Upgrade, lifecycle
from cms.plugin.errors import PluginError
from cms.plugin.models import PluginState
from tests.plugin.conftest import Install, installed_plugin

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each of `works` returns, all started at the same moment."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        except PluginError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        started = [pool.submit(copy_context().run, run, work) for work in works]
        return [each.result(timeout=60) for each in started]


def test_steps_roles_and_demo_happen_once(install: Install) -> None:
    ran: list[str] = []
    contributions = (
        Upgrade(1, lambda: ran.append("step")),
        Role("Office", ("wagtailadmin.access_admin",)),
        Demo(lambda: ran.append("demo")),
    )
    install(installed_plugin("base", contributions=contributions))

    switched = at_once(*[lambda: lifecycle.activate("base")] * 3)
    loaded = at_once(*[lambda: lifecycle.load_demo(["base"])] * 3)

    assert sorted(switched) == [(), (), ("base",)]
    assert sorted(loaded) == [(), (), ("base",)]
    assert ran == ["step", "demo"]
    assert Group.objects.filter(name="Office").count() == 1


@pytest.mark.parametrize("attempt", range(4))
def test_a_requirement_is_never_left_out(install: Install, attempt: int) -> None:
    install(installed_plugin("base"), installed_plugin("top", requires=("base",)))
    lifecycle.activate("base")

    results = at_once(lambda: lifecycle.activate("top"), lambda: lifecycle.deactivate("base"))

    states = dict(PluginState.objects.values_list("label", "is_active"))
    either = {
        (("top",), "RequiredByOthers"): (True, True),
        (("base", "top"), True): (True, True),
    }
    assert (states["base"], states["top"]) == either[tuple(results)]
