"""What the figures were measured on."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .plan import Plan

PACKAGES = ("logbessel", "torch", "jax", "tfp-nightly", "scipy", "numpy")


def rows(plan: Plan) -> Iterator[dict[str, str | int]]:
    import cupy

    runtime = cupy.cuda.runtime
    row = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": printed("git", "-C", str(Path(__file__).parent), "rev-parse", "--short=12", "HEAD"),
        "gpu": runtime.getDeviceProperties(0)["name"].decode(),
        "gpus": runtime.getDeviceCount(),
        "driver": printed("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader").partition("\n")[0],
        "cuda": f"driver {cuda(runtime.driverGetVersion())}, runtime {cuda(runtime.runtimeGetVersion())}",
        "cpu": processor(),
        "python": platform.python_version(),
        "cupy": cupy.__version__,
    }
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            row[package] = version(package)
    yield row


def cuda(number: int) -> str:
    return f"{number // 1000}.{number % 1000 // 10}"


def printed(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def processor() -> str:
    if (info := Path("/proc/cpuinfo")).exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return platform.processor() or platform.machine()
