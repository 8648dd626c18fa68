"""``klastr reconcile``: everything derived is compared, whatever fails beside it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cms.plugin import Reconciler
from cms.plugin.registry import InstalledPlugin, Registry, replaced_registry
from cms.publishing import delivery, outbox
from cms.publishing.models import Event
from cms.publishing.reconcile import reconcile
from tests.publishing.recorder import Recorder, only_handler

pytestmark = pytest.mark.django_db(transaction=True)


def plugin(label: str, *contributions: object, is_core: bool = True) -> InstalledPlugin:
    return InstalledPlugin(
        label=label,
        title=label,
        description="",
        version="1.0",
        requires=(),
        contributions=contributions,
        is_core=is_core,
    )


def heal(say):
    say("page 7 is missing")
    return 1


def fail(say):
    raise RuntimeError("no engine")


def test_left_over_deliveries_are_made():
    Event.objects.all().delete()
    recorder = Recorder()
    with only_handler(recorder):
        with delivery.held():
            outbox.pages_changed([7])

        done = reconcile()

    assert (done.told.delivered, recorder.pages) == (1, [(7,)])


def test_active_plugins_compare_and_one_failure_stops_no_other():
    table = Registry(
        (
            plugin("broken", Reconciler("index", fail)),
            plugin("sound", Reconciler("index", heal)),
            plugin("quiet", Reconciler("index", lambda say: 0)),
            plugin("off", Reconciler("index", fail), is_core=False),
        )
    )
    said = StringIO()

    with (
        replaced_registry(table),
        translation.override("en"),
        pytest.raises(CommandError, match="^broken.index: RuntimeError: no engine$"),
    ):
        call_command("reconcile", stdout=said)

    assert said.getvalue().splitlines() == [
        "page 7 is missing",
        "0 delivered, 0 to be tried again, 0 given up",
        "sound.index: 1 healed",
        "quiet.index: as it should be",
        "Old events forgotten: 0",
    ]
