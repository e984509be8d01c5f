"""How much faster logbessel is than every library that is installed, and than the method of arXiv 2409.08729, over the (v, x) plane.

    python benchmarks/paper_speed.py             as many cells as eight minutes allow
    python benchmarks/paper_speed.py --resume    the cells that are left, for eight minutes more
    python benchmarks/paper_speed.py --quick     a first look

A speed-up is that of one library in one cell of the plane, at points for which the library's answer is finite: both are timed on the same
points in the same run, in turns, the best of several. A slow library gets the first few of them, and logbessel those few again and again.
On one core; on all cores, where of the others TFP is on all too; and where CuPy finds a GPU, the same points there, beside the library on
its core, and beside the paper's method and TFP on the GPU.

Prints Markdown; a run without --quick and --rivals also writes the figures to results/paper_speed.json.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import own
import speedups
from contest import machine, present
from device import plane as gpu
from measure import answers, power_of_ten
from plane import CELLS, Cell
from rivals import OURS, RIVALS
from sets import FUNCTIONS, Stored
from worker import CORES, Worker

RESULTS = Path(__file__).parent / "results" / "paper_speed.json"
THREADED = ("TFP",)
ONE, ALL = "one core", "all cores"
Job = tuple[str, str, Stored, int]  # a rival, on one core or on all, points, how many
Row = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    cells: int  # every so-manieth
    rounds: int
    drawn: int  # points of a cell
    asked: int  # ... of which a cautious rival gets so many, and
    limit: float  # ... so many seconds for them
    call: float  # seconds of one timed call: slow rivals get fewer points
    ours: int  # elements of logbessel's calls on one core, whose points repeat: few enough that the results stay in the cache
    all: int  # ... and on all cores
    threaded: int  # elements of the calls of others on all cores
    patience: float  # seconds


FULL = Plan(cells=1, rounds=3, drawn=10_000, asked=1000, limit=0.25, call=0.03, ours=10_000, all=1_000_000, threaded=30_000, patience=2)
QUICK = Plan(cells=10, rounds=2, drawn=1000, asked=100, limit=0.1, call=0.01, ours=10_000, all=100_000, threaded=10_000, patience=1)


def finite_points(worker: Worker, points: Stored, plan: Plan) -> tuple[Row, Stored | None]:
    """What of the points the rival answers, and the first of those that it does: as many as one timed call can take."""
    careful = worker.rival.cautious
    found = answers(worker, points, plan.asked if careful else plan.drawn, 1 if careful else plan.drawn, plan.limit)
    finite = np.isfinite(found.values)
    row: Row = {"asked": finite.size, "finite": float(finite.mean()), "silent": found.silent}
    if not finite.any():
        return row | {"points": 0}, None
    affordable = max(1, power_of_ten(plan.call * (finite.size - found.silent) / found.seconds)) if careful else plan.drawn
    chosen = np.flatnonzero(finite)[:affordable]
    row["points"] = n = len(chosen)
    if n == plan.drawn:
        return row, points
    first = chosen[-1] == n - 1  # the same points for every rival that answers them
    path = points.path.with_stem(f"{points.path.stem}_{n if first else worker.rival.name.replace(' ', '_')}")
    np.save(path, np.load(points.path)[:, chosen])
    return row, Stored(points.function, path)


def best_times(jobs: list[Job], workers: dict[tuple[str, str], Worker], rounds: int) -> dict[Job, float]:
    """Nanoseconds an element, the best of the rounds; rivals take turns, and each round moves them to another core."""
    best: dict[Job, float] = {}
    for turn in range(rounds):
        for job in dict.fromkeys(jobs):
            name, where, points, n = job
            seconds = workers[name, where].seconds(points, n, CORES[turn % len(CORES)] if where == ONE else None)
            if seconds is not None:
                best[job] = min(best.get(job, np.inf), 1e9 * seconds / n)
    return best


def measure(function: str, cell: Cell, workers: dict[tuple[str, str], Worker], build: Path, plan: Plan) -> Iterator[Row]:
    drawn = Stored(function, build / f"{function}_{cell.part}_{cell.order[0]:g}_{cell.argument[0]:g}.npy")
    np.save(drawn.path, cell.points(plan.drawn))
    rows, jobs = [], []
    for (name, where), worker in workers.items():
        if where == ALL or name == OURS or function not in worker.functions:
            continue
        row, points = finite_points(worker, drawn, plan)
        row = {"function": function} | asdict(cell) | {"rival": name} | row
        mine: dict[str, Job] = {}
        if points:
            mine = {
                "ns": (name, ONE, points, row["points"] if worker.rival.cautious else plan.drawn),
                "ours": (OURS, ONE, points, plan.ours),
                "ours_all": (OURS, ALL, points, plan.all),
            } | ({"ns_all": (name, ALL, points, plan.threaded)} if (name, ALL) in workers else {})
        rows.append((row, points, mine))
        jobs += mine.values()
    best = best_times(jobs, workers, plan.rounds)
    for row, points, mine in rows:
        times = {key: best.get(mine[key]) if key in mine else None for key in ("ns", "ns_all", "ours", "ours_all")}
        yield row | times | {"stored": points, "drawn": drawn}


def on_gpu(rows: list[Row], before: str | None, quick: bool, seconds: float) -> tuple[str | None, list[str]]:
    """Fills in what a GPU does with the same points, if no other GPU was `before` it; its name and remarks."""
    shared = list(dict.fromkeys(row["drawn"] for row in rows))
    others = list(dict.fromkeys(row["stored"] for row in rows if row["stored"] and row["stored"] != row["drawn"]))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        try:
            name, found, remarks = pool.submit(gpu.measure, shared, others, quick, seconds).result(seconds + 60)
        except Exception as reason:  # no CuPy, no GPU: the CPU's figures stand
            for process in (pool._processes or {}).values():
                process.kill()
            return before, [f"GPU: not measured: {type(reason).__name__}: {reason}"]
    if before not in (None, name):
        return before, [f"GPU: not measured: {name} in place of {before}"]
    for row in rows:
        row["ours_gpu"] = found.get((OURS, row["stored"]))
        row["ns_gpu"] = found.get((row["rival"], row["stored"]))
    return name, remarks


def open_workers(prefixes: list[str] | None, build: Path, plan: Plan) -> dict[tuple[str, str], Worker]:
    wanted = [r for r in RIVALS if r.dtype == "float64" and (prefixes is None or r.name.startswith((OURS, *prefixes)))]
    print("On one core:\n")
    one = present(wanted, build, plan.patience)
    print(f"\nOn all {len(CORES)}:\n")
    every = present([r for r in wanted if r.name in (OURS, *THREADED)], build, plan.patience, CORES)
    return {(worker.rival.name, ONE): worker for worker in one} | {(worker.rival.name, ALL): worker for worker in every}


def resumed(path: Path, now: Row) -> Row:
    """The record of an earlier run, to go on with: one of the same machine, versions and plan."""

    def fixed(record: Row) -> Row:
        same = {key: value for key, value in record["machine"].items() if key not in ("date", "gpu")}
        return {**same, **record["rivals"], "plan": record.get("plan")}

    before: Row = json.loads(path.read_text(encoding="utf-8"))
    then, today = fixed(before), fixed(now)
    if other := [f"{key}: {then.get(key)}, now {today.get(key)}" for key in today | then if then.get(key) != today.get(key)]:
        sys.exit("\n  ".join([f"--resume: {path} is of another run; without --resume it is replaced", *other]))
    return before


def write(path: Path | None, record: Row, rows: list[Row]) -> None:
    hidden = ("stored", "drawn")
    record["rows"] = [{"ns_gpu": None, "ours_gpu": None} | {k: v for k, v in row.items() if k not in hidden} for row in rows]
    if path:
        path.write_text(json.dumps(record, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few cells, fewer points")
    parser.add_argument("--rivals", nargs="+", metavar="NAME", help="only those whose names begin so")
    parser.add_argument("--seconds", type=float, default=380, help="after which no more cells are begun (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="PATH", help="where the figures go")
    parser.add_argument("--resume", action="store_true", help="measure the cells that are not yet in the figures, and add them")
    chosen = parser.parse_args()
    if not (chosen.json or chosen.quick or chosen.rivals):
        chosen.json = RESULTS
    if chosen.resume and not (chosen.json and chosen.json.exists()):
        parser.error(f"--resume: there are no figures to go on with: {chosen.json or 'no --json PATH'}")
    plan, begin = QUICK if chosen.quick else FULL, monotonic()
    cells: list[Cell] = [CELLS[i] for i in np.random.default_rng(0).permutation(len(CELLS))][:: plan.cells]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        workers = open_workers(chosen.rivals, Path(folder), plan)
        record: Row = {
            "machine": machine() | {"isa": own.isa(), "cores": str(len(CORES))},
            "rivals": {name: worker.version for (name, where), worker in workers.items() if where == ONE},
            "plan": asdict(plan),
            "remarks": [],
            "rows": [],
        }
        try:
            if chosen.resume:
                record = resumed(chosen.json, record)
            before = record["rows"]
            left = [cell for cell in cells if cell not in speedups.cells(before)]
            for done, cell in enumerate(left):
                if monotonic() - begin > chosen.seconds:
                    break
                print(f"{monotonic() - begin:4.0f} s: cell {done + 1} of {len(left)}, {cell}", file=sys.stderr)
                for function in FUNCTIONS:
                    rows += measure(function, cell, workers, Path(folder), plan)
        finally:
            for worker in workers.values():
                worker.close()
        write(chosen.json, record, before + rows)  # should the GPU take the machine down
        name, remarks = on_gpu(rows, record["machine"].get("gpu"), chosen.quick, 120)
    if name:
        record["machine"]["gpu"] = name
    record["remarks"] = list(dict.fromkeys(record["remarks"] + remarks))
    write(chosen.json, record, before + rows)
    print(f"\n{speedups.summary(record)}\n\n{speedups.details(record)}")


if __name__ == "__main__":
    main()
