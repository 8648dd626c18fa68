"""How much memory processes hold, as the kernel counts it."""

from __future__ import annotations

import subprocess
from pathlib import Path


def memory_of(processes: list[int]) -> tuple[int, int]:
    """Bytes resident (RSS) and proportional (PSS, 0 where the system does not tell), as sums."""
    resident = proportional = 0
    for number in processes:
        rollup = Path(f"/proc/{number}/smaps_rollup")
        if rollup.exists():
            fields = dict(line.split(":", 1) for line in rollup.read_text().splitlines()[1:])
            resident += int(fields["Rss"].split()[0]) * 1024
            proportional += int(fields["Pss"].split()[0]) * 1024
        else:
            told = subprocess.run(
                ["ps", "-o", "rss=", "-p", str(number)], capture_output=True, text=True, check=True
            )
            resident += int(told.stdout) * 1024
    return resident, proportional
