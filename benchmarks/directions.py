"""What work on directions costs beside the plain work in it: ``python benchmarks/directions.py [--gpu] [--rows N] [--json PATH]``.

Float32 rows in 2048 dimensions in 64 groups.  Sampling beside drawing the normal variates that it needs, a fit beside `X.sum(axis=0)`, the
expectation step of a mixture beside its matrix product, and steps of mixtures and of spherical k-means beside one of scikit-learn's KMeans
(Lloyd's algorithm).  With --gpu, steps on arrays of CuPy and PyTorch beside the two matrix products of a soft step.  All in one process,
taking turns, the best of several; seconds, and the ratio to what stands beside.

scikit-learn must be there: ``pip install '.[sklearn]'``; for --gpu CuPy or PyTorch as well.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from device_arrays import Library, libraries
from timing import taking_turns

from logbessel.stats import VonMisesFisher

DIM, GROUPS = 2048, 64

# What is measured, what stands beside it, and the ratio that is wanted.
PAIRS = {
    "rvs, float64": ("normal variates, float64", 1.5),
    "rvs, float32": ("normal variates, float32", 1.5),
    "VonMisesFisher.fit": ("X.sum(axis=0)", 1.5),
    "expectation step": ("its matrix product", 1.25),
    "mixture, soft step": ("KMeans, step", 2.2),
    "mixture, hard step": ("KMeans, step", 1.1),
    "SphericalKMeans, step": ("KMeans, step", 1.1),
}

PRODUCTS = "two matrix products"
# On a GPU, beside these.
WANTED_ON_GPU = {"mixture, soft step": 1.6, "mixture, hard step": 1.6, "SphericalKMeans, step": 1.6}


def steps(fit: Callable[[int], object], rounds: int) -> float:
    """Seconds of a step: three steps more than one."""
    best = taking_turns({"few": lambda: fit(1), "more": lambda: fit(4)}, rounds, 0)
    return (best["more"] - best["few"]) / 3


def measure(n: int, rounds: int) -> dict[str, float]:
    from sklearn.cluster import KMeans

    from logbessel.sklearn import SphericalKMeans, VonMisesFisherMixture
    from logbessel.sklearn.unit_rows import UnitRows

    rng = np.random.default_rng(0)
    centers = rng.standard_normal((GROUPS, DIM), np.float32)
    X = 0.5 * centers[rng.integers(0, GROUPS, n)] + 6 * rng.standard_normal((n, DIM), np.float32)  # no one is done in four steps
    X /= np.linalg.norm(X, axis=1)[:, None]
    centers = X[:GROUPS].copy()
    sphere = VonMisesFisher(np.eye(1, DIM)[0], 500.0)
    rows, columns = UnitRows(X, np.ones(n)), np.ascontiguousarray(centers.T)
    scorer = VonMisesFisherMixture(GROUPS, init=centers, max_iter=1, tol=0).fit(X)._components.scorer(X.dtype)
    calls: dict[str, Callable[[], Any]] = {
        "normal variates, float64": lambda: rng.standard_normal((n // 4, DIM)),
        "rvs, float64": lambda: sphere.rvs(n // 4, rng=rng),
        "normal variates, float32": lambda: rng.standard_normal((n // 4, DIM), np.float32),
        "rvs, float32": lambda: sphere.rvs(n // 4, rng=rng, dtype=np.float32),
        "X.sum(axis=0)": lambda: X.sum(axis=0),
        "VonMisesFisher.fit": lambda: VonMisesFisher.fit(X),
        "its matrix product": lambda: X @ columns,
        "expectation step": lambda: [scorer.responsibilities(block) for block in rows.blocks(GROUPS)],
    }
    seconds = taking_turns(calls, rounds, 0)
    options = {"tol": 0, "init": centers}
    makers: dict[str, Callable[[int], Any]] = {
        "KMeans, step": lambda m: KMeans(GROUPS, n_init=1, algorithm="lloyd", max_iter=m, **options),
        "SphericalKMeans, step": lambda m: SphericalKMeans(GROUPS, max_iter=m, **options),
        "mixture, soft step": lambda m: VonMisesFisherMixture(GROUPS, max_iter=m, **options),
        "mixture, hard step": lambda m: VonMisesFisherMixture(GROUPS, max_iter=m, assignment="hard", **options),
    }
    for name, make in makers.items():
        if make(4).fit(X).n_iter_ != 4:
            raise RuntimeError(f"{name}: done before four steps, so that a step cannot be timed")
        seconds[name] = steps(lambda m, make=make: make(m).fit(X), rounds)
    return seconds


def measure_arrays(library: Library, n: int, rounds: int) -> dict[str, Any]:
    """Steps on the arrays of a library, beside products of the same type into memory that is there."""
    from logbessel.sklearn import SphericalKMeans, VonMisesFisherMixture

    n = min(n, int(0.4 * library.free_bytes / (4 * DIM)))
    X, centers = library.zeros(n, DIM), library.normal(GROUPS, DIM)
    for first in range(0, n, 1 << 16):
        rows = X[first : first + (1 << 16)]
        rows[:] = 6 * library.normal(*rows.shape)
        rows += 0.5 * centers[np.random.default_rng(first).integers(0, GROUPS, len(rows)).tolist()]
    init, columns = X[:GROUPS], 1 * X[:GROUPS].T
    scores, sums = library.zeros(n, GROUPS), library.zeros(DIM, GROUPS)

    def products() -> None:
        library.product(X, columns, scores)
        library.product(X.T, scores, sums)
        library.wait()

    options = {"tol": 0, "init": init}
    makers: dict[str, Callable[[int], Any]] = {
        "mixture, soft step": lambda m: VonMisesFisherMixture(GROUPS, max_iter=m, **options),
        "mixture, hard step": lambda m: VonMisesFisherMixture(GROUPS, max_iter=m, assignment="hard", **options),
        "SphericalKMeans, step": lambda m: SphericalKMeans(GROUPS, max_iter=m, **options),
    }
    products()
    seconds = taking_turns({PRODUCTS: products}, 3 * rounds, 0)
    for name, make in makers.items():
        seconds[name] = steps(lambda m, make=make: make(m).fit(X), rounds)
        seconds[PRODUCTS] = min(seconds[PRODUCTS], taking_turns({PRODUCTS: products}, rounds, 0)[PRODUCTS])
    return {"library": library.name, "device": library.device, "rows": n, "seconds": seconds}


def table_of_arrays(record: dict[str, Any]) -> str:
    lines = [f"| | | s | {PRODUCTS}, s | ratio | wanted |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for one in record["libraries"]:
        for name, wanted in WANTED_ON_GPU.items():
            ours, theirs = one["seconds"][name], one["seconds"][PRODUCTS]
            lines.append(f"| {one['library']} | {name} | {ours:.3g} | {theirs:.3g} | {ours / theirs:.2f} | {wanted} |")
    places = " and ".join(dict.fromkeys(f"{one['rows']:,} float32 rows of {DIM} on {one['device']}" for one in record["libraries"]))
    return f"{places}, {GROUPS} groups, {record['date']}.\n\n" + "\n".join(lines)


def arrays_of_all(rows: int, rounds: int) -> list[dict[str, Any]]:
    done = []
    for library in libraries():
        try:
            done.append(measure_arrays(library, rows, rounds))
        except Exception as error:  # the other library is measured all the same
            print(f"{library.name}: {error!r}", file=sys.stderr)
        library.free()
    if not done:
        sys.exit("neither CuPy nor PyTorch could be measured")
    return done


def table(record: dict[str, Any]) -> str:
    lines = ["| | s | beside | s | ratio | wanted |", "| --- | ---: | --- | ---: | ---: | ---: |"]
    for name, (beside, wanted) in PAIRS.items():
        ours, theirs = record["seconds"][name], record["seconds"][beside]
        lines.append(f"| {name} | {ours:.3g} | {beside} | {theirs:.3g} | {ours / theirs:.2f} | {wanted} |")
    head = f"{record['rows']:,} float32 rows of {DIM}, {GROUPS} groups, {record['machine']}, {record['threads']} threads of BLAS"
    return f"{head}, scikit-learn {record['sklearn']}, {record['date']}.\n\n" + "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gpu", action="store_true", help="steps on arrays of CuPy and PyTorch")
    parser.add_argument("--rows", type=int, help="20,000, and 1,000,000 on a GPU")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="where to write the record")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of steps that do not converge
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    if options.gpu:
        record = {"date": date, "libraries": arrays_of_all(options.rows or 1_000_000, options.rounds)}
    else:
        record = {"date": date, **on_cpu(options.rows or 20_000, options.rounds)}
    print(table_of_arrays(record) if options.gpu else table(record))
    if options.json:
        options.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def on_cpu(rows: int, rounds: int) -> dict[str, Any]:
    from threadpoolctl import threadpool_info

    return {
        "rows": rows,
        "machine": platform.processor() or platform.machine(),
        "threads": max(one["num_threads"] for one in threadpool_info()),
        "sklearn": version("scikit-learn"),
        "seconds": measure(rows, rounds),
    }


if __name__ == "__main__":
    main()
