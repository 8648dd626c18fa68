"""What each plugin says for the tests that cover everything public.

Two tests ask all that can be asked: that the number of SQL statements does not grow with the rows
(``tests/graphql/test_constant_sql.py``), and that nothing hidden leaves the house
(``tests/visibility``). Each bundled plugin speaks for itself in ``tests/<plugin>/public_rows.py``:

- ``ASKED``: for each of its fields of Query, a function of the ``Site`` that returns arguments;
- ``grow(site, number)``: makes one more public row of everything that its lists can hold;
- ``questions()``: for each of its fields of Query, many arguments, close to what is hidden;
- ``plant(world)``: hides things in every way that the plugin knows, each marked by a canary;
- ``open_all(world)``, if it hides in ways of its own: makes all that public;
- ``blocks(pages)``, if it has body blocks: for each the value that leads to those of `pages`.

A part that fails takes down only the tests that bear its plugin's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db import transaction

from cms.plugin.discovery import OWN_DISTRIBUTION, found_plugins

CORE = "cms_content"
# Rows that others name are made before them; the rest goes by the alphabet.
NAMED_BY_OTHERS = ("members", "projects", "events", "conferences", "opportunities")


def bundled() -> tuple[str, ...]:
    """Labels of the plugins that come with Klastr, those first that others name."""
    labels = {p.label for p in found_plugins() if p.distribution == OWN_DISTRIBUTION} - {CORE}
    first = [label for label in NAMED_BY_OTHERS if label in labels]
    return (*first, *sorted(labels.difference(first)))


class Parts:
    """The modules of all bundled plugins by label, and what went wrong in them."""

    def __init__(self) -> None:
        self.failures: dict[str, Exception] = {}
        self._modules: dict[str, Any] = {}
        for label in bundled():
            name = f"tests.{label}.public_rows"
            if find_spec(f"tests.{label}") is None or find_spec(name) is None:
                continue
            try:
                self._modules[label] = import_module(name)
            except Exception as error:  # raised again by `check`
                self.failures[label] = error

    def call(self, function: str, *arguments: object) -> dict[str, Any]:
        """What `function` of each module returns, by label; nothing of those that failed."""
        found: dict[str, Any] = {}
        for label, module in self._having(function):
            try:
                with transaction.atomic():
                    found[label] = getattr(module, function)(*arguments)
            except Exception as error:  # raised again by `check`
                self.failures[label] = error
        return found

    def read(self, name: str) -> dict[str, Any]:
        """The attribute `name` of each module that has it, by label."""
        return {label: getattr(module, name) for label, module in self._having(name)}

    def check(self, label: str) -> None:
        """Raise what went wrong in the part of `label`."""
        if label in self.failures:
            raise self.failures[label]

    def _having(self, name: str) -> Iterator[tuple[str, Any]]:
        for label, module in self._modules.items():
            if label not in self.failures and hasattr(module, name):
                yield label, module
