"""How accurate log I and log K are over the regions of arXiv 2409.08729 and where they are hard, in every library that is installed.

    python benchmarks/paper_accuracy.py             everything, about ten minutes
    python benchmarks/paper_accuracy.py --quick     a first look

The reference is that of the tests: every true value is enclosed, to 120 bits. Prints Markdown; a run of everything also writes the figures
to results/paper_accuracy.json. A library that is slow answers as many points of a set as its time allows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import numpy as np
from contest import machine, present
from errors import NEAR_ZERO, Row, losses, report
from measure import answers
from rivals import PAPER, RIVALS
from rivals.compiled import load_paper
from sets import FUNCTIONS, Array, Stored, log_uniform, uniform
from worker import Worker

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "paper_accuracy.json"
sys.path.append(str(ROOT / "tests"))

from reference import Table, load  # noqa: E402

PATIENCE = 3.0  # seconds for one point
Random = np.random.Generator
Samples = dict[tuple[str, str], Table]  # by function and set


@dataclass(frozen=True)
class Set:
    text: str
    draw: Callable[[Random, int], tuple[Array, Array]] | None  # None: those of the tests of this name, in any order


def independent(order: Callable[[Array], Array], argument: Callable[[Array], Array]) -> Callable[[Random, int], tuple[Array, Array]]:
    return lambda rng, n: (order(rng.random(n)), argument(rng.random(n)))


def borders(rng: Random, n: int) -> tuple[Array, Array]:
    """Either side of each border of the paper's table: relative distances up to 1e-3."""
    spread = lambda low, high: log_uniform(low, high)(rng.random(n))  # noqa: E731
    along = spread(1e-2, 1e4)
    lines = [(np.full(n, v), along) for v in (0.3, 0.46, 0.6, 0.7, 3.05, 3.1, 12.6964, 15.3919, 20.1534, 56.9971, 163.6993)]
    lines += [(along, np.full(n, x)) for x in (19.6931, 30, 35.9074, 59.6925, 84.4153, 274.2377, 1400)]
    large = spread(1400, 1e6), spread(60, 1e6)
    lines += [(np.exp(0.6229 * np.log(large[0]) - 3.2318), large[0]), (np.exp(0.5113 * np.log(large[1]) + 0.7939), large[1])]
    which = rng.integers(len(lines), size=n)
    v, x = np.choose(which, [line[0] for line in lines]), np.choose(which, [line[1] for line in lines])
    return v * (1 + 1e-3 * rng.uniform(-1, 1, n)), x * (1 + 1e-3 * rng.uniform(-1, 1, n))


REGIONS = {
    "small": Set("v, x uniform in (0, 150)", None),
    "large": Set("v, x uniform in (150, 10⁴)", None),
    "log-uniform": Set("v, x log-uniform in (10⁻³, 10⁴)", independent(log_uniform(1e-3, 1e4), log_uniform(1e-3, 1e4))),
    "corner": Set("v uniform in (0, 12.7), x in (0, 30): series and integral of the paper", independent(uniform(0, 12.7), uniform(0, 30))),
    "borders": Set("within 10⁻³ of the borders of the paper's table", borders),
}
HARD = {
    "zero_i": Set("around log I = 0: the nearest doubles, and relative distances 10⁻¹³ to 0.3", None),
    "zero_k": Set("around log K = 0, likewise", None),
    "v0": Set("v = 0, x from 10⁻¹⁶⁰ to 10", None),
    "tinyv": Set("v from 10⁻³⁰⁰ to 10⁻⁵, x from 10⁻¹² to 100", None),
    "xnear0": Set("x from 10⁻³⁰⁰ to 10⁻⁵, v to 10⁶", None),
    "huge": Set("v, x log-uniform in (10³, 10⁸)", None),
    "vmf": Set("v = p/2 - 1 for p from 3 to 1,048,576, x from 10⁻⁶ to 10⁷", None),
    "halves": Set("half-integer orders and their neighbours", None),
    "integers": Set("integer orders and their neighbours", None),
}
SETS = REGIONS | HARD
COUNT = 1000


def samples(function: str, count: int) -> Iterator[tuple[tuple[str, str], Table]]:
    """Every set with its true values."""
    from reference.generate import forward_row

    every = load(function)
    for index, (name, sort) in enumerate(SETS.items()):
        rng = np.random.default_rng([2409, index])
        if sort.draw is None:
            known = every.where((every.set == name) & np.isfinite(every.high) & (every.high != 0))
            yield (function, name), known.where(rng.permutation(len(known))[:count])
        else:
            v, x = sort.draw(rng, count)
            truth = np.array([forward_row((float(a), float(b)), [function])[0] for a, b in zip(v, x, strict=True)])
            yield (function, name), Table(np.full(count, name), v, x, *truth.T)


def statistics(values: Array, exact: Table) -> Row:
    """Of the points that were asked for; errors of the finite answers, relative to the logarithm."""
    exact = exact.where(np.arange(len(exact)) < values.size)
    finite = np.isfinite(values)
    absolute = np.abs((values - exact.high) - exact.low)[finite]
    relative, near = absolute / np.abs(exact.high[finite]), np.abs(exact.high[finite]) < NEAR_ZERO
    worst = int(np.argmax(relative)) if relative.size else None
    return {
        "points": values.size,
        "finite": float(finite.mean()) if values.size else None,
        "median": float(np.median(relative)) if relative.size else None,
        "max": None if worst is None else float(relative[worst]),
        "worst": None if worst is None else [float(exact.v[finite][worst]), float(exact.x[finite][worst])],
        "absolute": float(absolute.max()) if absolute.size else None,
        "absolute_near_zero": float(absolute[near].max()) if near.any() else None,
    }


def measure(workers: list[Worker], truth: Samples, build: Path, seconds: float) -> Iterator[Row]:
    for (function, name), exact in truth.items():
        print(f"{function}, {name}: {len(exact)} points", file=sys.stderr)
        points = Stored(function, build / f"{function}_{name}.npy")
        np.save(points.path, [exact.v, exact.x])
        for worker in workers:
            if function in worker.functions:
                begin = perf_counter()
                found = answers(worker, points, len(exact), 1 if worker.rival.cautious else len(exact), seconds)
                print(f"    {worker.rival.name}: {perf_counter() - begin:.1f} s", file=sys.stderr)
                row = {"function": function, "set": name, "rival": worker.rival.name, "asked": len(exact), "silent": found.silent}
                yield row | statistics(found.values, exact)


EXPRESSIONS = {3: "mu_3", 20: "mu_20", 4: "U_4", 6: "U_6", 9: "U_9", 13: "U_13"}
FALLBACK = {"log_iv": "series", "log_kv": "integral"}


def by_expression(truth: Samples, build: Path) -> Iterator[Row]:
    """The paper's method in all of its regions, each of its expressions by itself."""
    method = load_paper(build).functions
    for function in FUNCTIONS:
        tables = [truth[function, name] for name in REGIONS]
        exact = Table(*(np.concatenate([getattr(t, field) for t in tables]) for field in Table.__dataclass_fields__))
        which = method["expression"](exact.v, exact.x)
        for terms, name in (EXPRESSIONS | {0: FALLBACK[function]}).items():
            here = exact.where(which == terms)
            yield {"function": function, "expression": name} | statistics(method[function](here.v, here.x), here)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer points, less time for the slow")
    parser.add_argument("--rivals", nargs="+", metavar="NAME", help="only those whose names begin so")
    parser.add_argument("--json", type=Path, metavar="PATH", help="where the figures go")
    chosen = parser.parse_args()
    if not (chosen.json or chosen.quick or chosen.rivals):
        chosen.json = RESULTS
    count, seconds = (100, 0.3) if chosen.quick else (COUNT, 4.0)
    wanted = [r for r in RIVALS if r.dtype == "float64" and (chosen.rivals is None or r.name.startswith(tuple(chosen.rivals)))]
    record: Row = {"machine": machine() | {"reference": f"Arb (python-flint {version('python-flint')}), every value enclosed"}}
    with tempfile.TemporaryDirectory() as build:
        record["sets"] = {"regions": {n: s.text for n, s in REGIONS.items()}, "hard": {n: s.text for n, s in HARD.items()}}
        workers = present(wanted, Path(build), PATIENCE)
        record["rivals"] = {worker.rival.name: worker.version for worker in workers}
        truth: Samples = {key: exact for function in FUNCTIONS for key, exact in samples(function, count)}
        record["rows"] = list(measure(workers, truth, Path(build), seconds))
        record["expressions"] = list(by_expression(truth, Path(build))) if PAPER in record["rivals"] else []
        for worker in workers:
            worker.close()
    print(f"\n{report(record)}\n\n### The expressions of the paper\n\n{losses(record)}")
    if chosen.json:
        chosen.json.write_text(json.dumps(record, indent=1, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
