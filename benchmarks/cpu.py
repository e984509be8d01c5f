"""Time log I and log K on one CPU core beside every other library that is installed.

    python benchmarks/cpu.py                     everything, about six minutes
    python benchmarks/cpu.py --quick             a first look
    python benchmarks/cpu.py --only small large --rivals SciPy TFP

Prints Markdown; a run of everything also writes the figures to results/cpu.json. Every rival answers the same points in the same run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import own
import report
from contest import machine, present
from measure import FULL, QUICK, Plan, check, references, timings
from rivals import OURS, RIVALS
from sets import FUNCTIONS, SETS, SHAPES, Case
from targets import Own
from truth import NAME, POINTS
from worker import Worker

RESULTS = Path(__file__).parent / "results" / "cpu.json"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer sizes, rounds and points")
    parser.add_argument("--only", nargs="+", choices=SETS, default=list(SETS), metavar="SET", help="only these sets of points")
    parser.add_argument("--rivals", nargs="+", metavar="NAME", help="only rivals whose names begin so")
    parser.add_argument(
        "--json", type=Path, metavar="PATH", help="where the figures go; a run of everything puts them into results/cpu.json"
    )
    chosen = parser.parse_args()
    if not (chosen.json or chosen.quick or chosen.rivals or chosen.only != list(SETS)):
        chosen.json = RESULTS
    return chosen


def compare(workers: list[Worker], names: list[str], plan: Plan) -> tuple[report.Checks, report.Timings]:
    checks: report.Checks = {}
    times: report.Timings = {}
    for case in (Case(function, name, shape) for name in names for shape in SHAPES for function in FUNCTIONS):
        print(f"{case.set}, {case.shape} v: {case.function}", file=sys.stderr)
        able = [worker for worker in workers if case.function in worker.functions]
        exact = references(case, {worker.rival.dtype for worker in able})
        found = {w.rival.name: check(w, case, exact[w.rival.dtype], plan) for w in able}
        for rival, size, timing in timings(able, case, found, plan):
            times[case, rival, size] = timing
        checks |= {(case, rival): result for rival, result in found.items()}
    return checks, times


def write(path: Path, header: dict[str, str], versions: dict[str, str], checks: report.Checks, times: report.Timings, alone: Own) -> None:
    figures = {
        "machine": header,
        "rivals": versions,
        "checks": [asdict(case) | {"rival": rival} | asdict(result) for (case, rival), result in checks.items()],
        "timings": [
            asdict(case) | {"rival": rival, "size": size} | asdict(result) | {"ratio": report.ratio(times, case, rival, size)}
            for (case, rival, size), result in times.items()
        ],
        "logbessel": alone,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, allow_nan=False) + "\n")


def main() -> None:
    chosen = options()
    plan = QUICK if chosen.quick else FULL
    header = machine() | {"reference": f"{NAME}, at the first {POINTS} points of every set"}
    with tempfile.TemporaryDirectory() as build:
        print("# logbessel on one core, beside other libraries\n")
        wanted = [rival for rival in RIVALS if chosen.rivals is None or rival.name.startswith((OURS, *chosen.rivals))]
        workers = present(wanted, Path(build), plan.patience)
        ours = any(worker.rival.name == OURS for worker in workers)
        if ours:
            header["isa"] = own.isa()
        print("\n" + "\n".join(f"{key}: {value}  " for key, value in header.items()))
        alone = own.everything(plan.rounds) if ours else {}
        checks, times = compare(workers, chosen.only, plan)
        for worker in workers:
            worker.close()

    print(f"\n{report.comparison(checks, times, chosen.only)}")
    if ours:
        print(f"\n{report.alone(alone)}\n\n{report.targets(times, alone)}")
    if chosen.json:
        write(chosen.json, header, {worker.rival.name: worker.version for worker in workers}, checks, times, alone)


if __name__ == "__main__":
    main()
