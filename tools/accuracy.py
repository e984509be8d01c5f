"""Sweep fresh random points against ball arithmetic: errors per function, dtype and region, as a table, as JSON and as maps.

    python tools/accuracy.py [-n POINTS] [--seed SEED] [--processes P]

Errors are in the units of the contract (functions.def), condition numbers included; every instruction set of the machine is measured and
the worst counts.
The exit status is 1 when a point is over its budget."""

import argparse
import json
import math
import multiprocessing
import platform
import secrets
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
mpl.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
from reference import Table  # noqa: E402
from reference.contract import DISC, budget, error, region, registry, spacing, unit  # noqa: E402
from reference.generate import FORWARD, INVERSE, forward_row, inverse_row, progress  # noqa: E402
from reference.points import any_magnitude, log_uniform  # noqa: E402

import logbessel  # noqa: E402
from logbessel import _core  # noqa: E402

DTYPES = (np.float64, np.float32)
MAP_LOW, MAP_HIGH, MAP_CELLS = 1e-3, 1e5, 64
UNITS = {
    "LOG": "ulp of max(|y|, L/64, 1)",
    "RESULT": "ulp",
    "SLOPE": "ulp of max(|y|, 1/(2 max(v, x, 1)))",
    "SECOND": "ulp of max(|y|, 1/(2 max(R, 1)^2))",
    "MIXED": "ulp of max(|y|, 1/(2 max(R, 1)^2), x^(2 v - 2) if 1/2 <= v <= 1 and x < 1)",
    "THIRD": "ulp of max(|y|, 1/max(R, 1)^3)",
    "TERMS": "ulp, of the terms that cancel at a zero where they are larger",
    "INVERSE": "ulp x condition number",
}
ORDER_OF_REGIONS = ("outer", "disc", "corner", "crossing", "negative", "extreme")


def draw_points(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Half of the points over the map; the others in the disc, its corner, near log I = 0 and log K = 0, anywhere, at negative orders."""
    part = count // 12
    near = log_uniform(rng, 1e-2, 1e4, 2 * part)
    v = [log_uniform(rng, MAP_LOW, MAP_HIGH, count - 6 * part), rng.uniform(0, 34, 2 * part), near, any_magnitude(rng, part),
         -rng.uniform(0, 60, part)]  # fmt: skip
    x = [log_uniform(rng, MAP_LOW, MAP_HIGH, count - 6 * part), np.where(rng.random(2 * part) < 0.6, rng.uniform(0, 34, 2 * part),
         rng.random(2 * part)), 0.66 * near + 0.1 * rng.random(2 * part), any_magnitude(rng, part), rng.uniform(0, 60, part)]  # fmt: skip
    v, x = np.concatenate(v), np.concatenate(x)
    single = rng.random(v.size) < 0.5  # half of the points are exact in float32
    with np.errstate(over="ignore", under="ignore"):
        v32, x32 = v.astype(np.float32).astype(float), x.astype(np.float32).astype(float)
    single &= np.isfinite(v32) & np.isfinite(x32) & (x32 > 0)
    shuffled = rng.permutation(v.size)
    return np.where(single, v32, v)[shuffled], np.where(single, x32, x)[shuffled]


def reference_tables(rng: np.random.Generator, count: int, processes: int) -> dict[str, Table]:
    """True values of every function at fresh points."""
    v, x = draw_points(rng, count)
    tables = {}
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        points = list(zip(v.tolist(), x.tolist(), strict=True))
        rows = np.array(progress(pool.imap(forward_row, points, 50), len(points), "functions of v and x"))
        where = np.full(v.size, "random")
        for column, name in enumerate(FORWARD):
            every = Table(where, v, x, *rows[:, column].T)
            tables[name] = every.where(~np.isnan(every.high))  # the domain
        for name in INVERSE:  # of the ratio or complement at the same points
            ratio = tables[name.removesuffix("_inv")]
            where, v = ratio.set, ratio.v
            with np.errstate(over="ignore", under="ignore"):
                given = np.where(v.astype(np.float32) == v, ratio.high.astype(np.float32), ratio.high)
            keep = (v >= 0.5) & (given > 0) & (given < 1)
            points = [(name, a, b) for a, b in zip(v[keep].tolist(), given[keep].tolist(), strict=True)]
            rows = np.array(progress(pool.imap(inverse_row, points, 20), len(points), name))
            tables[name] = Table(where[keep], v[keep], given[keep], *rows.T)
    return tables


def measure(name: str, table: Table, dtype: type) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Error in the unit of the contract, error in ulp of the result, and the instruction set of the worst, at every point."""
    errors, of_result = np.zeros(len(table)), np.zeros(len(table))
    worst_isa = np.full(len(table), "", dtype="U16")
    before = _core.isa()
    for isa in _core.available_isas():
        _core.use_isa(isa)
        with np.errstate(all="ignore"):
            computed = getattr(logbessel, name)(table.v.astype(dtype), table.x.astype(dtype))
        new = error(computed, table, unit(name, table, dtype))
        worse = (new > errors) | (worst_isa == "")
        errors[worse], worst_isa[worse] = new[worse], isa
        of_result = np.maximum(of_result, error(computed, table, spacing(table.high, dtype)))
    _core.use_isa(before)
    return errors, of_result, worst_isa


def summarise(name: str, table: Table, dtype: type) -> Iterable[dict]:
    """One row per region."""
    errors, of_result, worst_isa = measure(name, table, dtype)
    allowed, words = budget(name, table, dtype), region(name, table, dtype)
    for word in ORDER_OF_REGIONS:
        here = np.flatnonzero(words == word)
        if here.size:
            worst = here[np.argmax(errors[here])]
            yield {
                "function": name, "dtype": dtype.__name__, "region": word, "unit": registry()[name].unit, "points": int(here.size),
                "max": float(errors[worst]), "p999": float(np.quantile(errors[here], 0.999)),
                "max_ulp_of_result": float(of_result[here].max()), "budget": float(allowed[worst]),
                "over_budget": int((errors[here] > allowed[here]).sum()), "isa": str(worst_isa[worst]),
                "worst": [float(table.v[worst]).hex(), float(table.x[worst]).hex()],
            }  # fmt: skip


def print_rows(rows: list[dict]) -> None:
    """max and p99.9 in the unit of the contract; `of result`: the largest error in ulp of the result itself."""
    print(
        f"{'function':15}{'dtype':9}{'region':10}{'points':>8}{'max':>9}{'p99.9':>9}{'budget':>8}{'over':>6}{'of result':>11}"
        "  worst point, instruction set"
    )
    for row in rows:
        numbers = "{points:8d}{max:9.3g}{p999:9.3g}{budget:8g}{over_budget:6d}{max_ulp_of_result:11.3g}".format(**row)
        print("{function:15}{dtype:9}{region:10}".format(**row) + numbers + "  ({}, {}) {}".format(*row["worst"], row["isa"]))


def error_map(tables: dict[str, Table], dtype: type, path: Path) -> None:
    """The largest error in every cell of the (v, x) plane, in units of the contract, one panel per function."""
    edges = np.geomspace(MAP_LOW, MAP_HIGH, MAP_CELLS + 1)
    lines = -(-len(registry()) // 3)
    figure, axes = plt.subplots(lines, 3, figsize=(13.5, 4.4 * lines), sharex=True, sharey=True, layout="constrained")
    colours = plt.get_cmap("magma_r").copy()
    colours.set_bad("0.93")
    colours.set_over("deepskyblue")
    angle = np.linspace(0, math.pi / 2, 200)
    for panel, (name, promise) in zip(axes.flat, registry().items(), strict=False):
        table = tables[name].representable(dtype)
        errors, _, _ = measure(name, table, dtype)
        x = table.high if promise.unit == "INVERSE" else table.x
        row, column = np.searchsorted(edges, x) - 1, np.searchsorted(edges, table.v) - 1
        allowed = budget(name, table, dtype)
        inside = (row >= 0) & (row < MAP_CELLS) & (column >= 0) & (column < MAP_CELLS)
        cells = np.full((MAP_CELLS, MAP_CELLS), -1.0)
        np.maximum.at(cells, (row[inside], column[inside]), np.where(errors > allowed, np.inf, errors)[inside])
        limit = max(promise.inside, promise.outside)
        image = panel.pcolormesh(edges, edges, np.ma.masked_less(cells, 0), cmap=colours, vmin=0, vmax=limit, rasterized=True)
        panel.plot(DISC[dtype] * np.cos(angle), DISC[dtype] * np.sin(angle), color="0.25", lw=0.8, ls="--")
        panel.plot([MAP_LOW, DISC[dtype]], [1, 1], color="0.25", lw=0.8, ls="--")
        panel.set(xscale="log", yscale="log", xlim=(MAP_LOW, MAP_HIGH), ylim=(MAP_LOW, MAP_HIGH))
        panel.set_title(f"{name}:  max {errors[inside].max():.2f}, 99.9 % below {np.quantile(errors[inside], 0.999):.2f}", fontsize=11)
        bar = figure.colorbar(image, ax=panel, extend="max", shrink=0.9)
        bar.set_label(UNITS[promise.unit], fontsize=9)
    for panel in axes.flat[len(registry()) :]:
        panel.remove()
    for panel in axes[-1]:
        panel.set_xlabel("order v")
    for panel in axes[:, 0]:
        panel.set_ylabel("argument x")
    figure.suptitle(f"logbessel {logbessel.__version__}, {dtype.__name__}: largest error in each cell of the (v, x) plane "
                    "(blue: over the budget; dashed: borders of the disc and of its corner)", fontsize=13)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--points", type=int, default=60_000, help="points for each function (default %(default)s)")
    parser.add_argument("--seed", type=int, default=secrets.randbits(64), help="repeat a sweep (default: fresh entropy)")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "results" / "accuracy.json")
    parser.add_argument("--pictures", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    print(f"logbessel {logbessel.__version__}, {', '.join(_core.available_isas())}, {cpu_name()}, --seed {options.seed}")
    tables = reference_tables(np.random.default_rng(options.seed), options.points, options.processes)
    rows = [row for name in registry() for dtype in DTYPES for row in summarise(name, tables[name].representable(dtype), dtype)]
    print_rows(rows)
    for dtype in DTYPES:
        error_map(tables, dtype, options.pictures / f"error_map_{dtype.__name__}.png")
    record = {
        "schema": "logbessel-accuracy/1", "version": logbessel.__version__, "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": cpu_name(), "isas": list(_core.available_isas()), "seed": str(options.seed), "points": options.points,
        "tools": {"python": platform.python_version(), **{p: version(p) for p in ("numpy", "python-flint", "matplotlib")}}, "rows": rows,
    }  # fmt: skip
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(record, indent=1, allow_nan=True) + "\n")
    over = sum(row["over_budget"] for row in rows)
    print(f"{over} points over budget" if over else "every point within its budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
