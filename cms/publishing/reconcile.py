"""Heals what events cannot tell of: written past the signals, or hidden because time has passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cms.plugin.contributions import Reconciler
from cms.plugin.registry import registry
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing import delivery
from cms.publishing.delivery import Told


@dataclass(slots=True)
class Reconciled:
    """What was done: deliveries, healed differences by reconciler, failures, forgotten events."""

    told: Told
    healed: dict[str, int] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    forgotten: int = 0


def reconcile(say: Callable[[str], None] = lambda line: None) -> Reconciled:
    """Deliver what is due, let every active plugin compare and heal, forget old events.

    `say` is told each difference in a line. A reconciler that fails keeps no other from running.
    """
    done = Reconciled(told=delivery.deliver_all())
    for label, reconciler in registry().contributed(Reconciler, active_labels()):
        name = f"{label}.{reconciler.name}"
        try:
            with request_scope():
                done.healed[name] = reconciler.run(say)
        except Exception as error:  # any code may fail in a plugin that is not ours
            done.failures[name] = error
    done.forgotten = delivery.prune()
    return done
