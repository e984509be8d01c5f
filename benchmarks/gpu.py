"""Measure logbessel on an NVIDIA GPU beside the add kernel and every other library that is installed.

    python benchmarks/gpu.py                     everything, about four minutes
    python benchmarks/gpu.py --quick             a first look
    python benchmarks/gpu.py --only speed small

Prints Markdown; a run of everything also writes the figures to results/gpu.json, as they come. Each section runs in a process of its own:
one that fails or takes too long costs the others nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from device import accuracy, curve, machine, report, small, speed, starts
from device.plan import FULL, QUICK, Plan

RESULTS = Path(__file__).parent / "results" / "gpu.json"
SECTIONS = {"machine": machine, "small": small, "starts": starts, "accuracy": accuracy, "speed": speed, "curve": curve}  # quick ones first


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer sizes, rounds and points")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--seconds", type=float, default=290, help="after which no more is measured (default: %(default)s)")
    parser.add_argument("--commit", help="what is measured, where there is no git to ask")
    parser.add_argument(
        "--json", type=Path, metavar="PATH", help="where the figures go; a run of everything puts them into results/gpu.json"
    )
    chosen = parser.parse_args()
    if not (chosen.json or chosen.quick or chosen.only != list(SECTIONS)):
        chosen.json = RESULTS
    return chosen


def serve(section: str, plan: Plan, connection: Connection) -> None:
    """The side of the process: sends each row; None is the last."""
    try:
        for row in SECTIONS[section].rows(plan):
            connection.send(row)
    except Exception as reason:
        connection.send(f"{section}: ended early: {type(reason).__name__}: {reason}")
    connection.send(None)


def rows(section: str, plan: Plan, deadline: float) -> Iterator[dict[str, Any] | str]:
    """The figures and remarks of a section as they come, the reason among them when they end early."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(section, plan, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while ours.poll(max(0, deadline - monotonic())):
            row = ours.recv()
            if row is None:
                return
            yield row
        yield f"{section}: stopped, the time is up"
    except EOFError:
        process.join()
        yield f"{section}: its process died, exit code {process.exitcode}"
    finally:
        process.kill()
        process.join()


def write(path: Path, figures: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, allow_nan=False) + "\n")


def without_nan(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}


def main() -> int:
    chosen = options()
    plan, deadline = QUICK if chosen.quick else FULL, monotonic() + chosen.seconds
    figures: dict[str, Any] = {"remarks": []} | {section: [] for section in SECTIONS}
    for section in chosen.only:
        begin = monotonic()
        for row in rows(section, plan, deadline):
            if isinstance(row, str):
                figures["remarks"].append(row)
                print(row, file=sys.stderr)
            else:
                if section == "machine" and chosen.commit:
                    row["commit"] = chosen.commit
                figures[section].append(without_nan(row))
            if chosen.json:
                write(chosen.json, figures)
        print(f"{section}: {monotonic() - begin:.0f} s", file=sys.stderr)
    print(report.full(figures))
    return 0 if all(figures[section] for section in chosen.only) else 1


if __name__ == "__main__":
    sys.exit(main())
