"""What a long start shows: a line for each step, with the seconds it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Prints steps as they end; in a terminal, also which one is running."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Run a block as the step `title`; nothing is printed when it fails."""
        started = time.monotonic()
        with self._console.status(f"{title} …"):
            yield
        self._console.print(f"[green]✓[/green] {title:<40} {time.monotonic() - started:6.1f} s")

    def say(self, line: str = "") -> None:
        """Print a line as it is."""
        self._console.print(line, markup=False)
