"""Who takes part, and on which machine."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rivals import Rival
from worker import CORES, Worker


def machine() -> dict[str, str]:
    cpu = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        cpu = next(line.partition(":")[2].strip() for line in info.open() if line.startswith("model name"))
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "cpu": cpu,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def present(rivals: Iterable[Rival], build: Path, patience: float, cores: list[int] = CORES[:1]) -> list[Worker]:
    """Workers of the rivals that load; the others are named with the way to install them."""
    workers = []
    for worker in [Worker(rival, build, patience, cores) for rival in rivals]:
        rival = worker.rival
        try:
            worker.open()
        except ImportError as reason:
            print(f"- {rival.name}: absent; {rival.install}  ({reason})")
        else:
            print(f"- {rival.name} {worker.version}: {rival.text}")
            workers.append(worker)
    return workers
