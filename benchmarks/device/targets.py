"""What the project set itself on an NVIDIA H200, each target compared with what this run measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .rivals import FUNCTIONS, OURS

Figures = dict[str, Any]


def find(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The row that has these entries; KeyError when there is none."""
    for row in rows:
        if wanted.items() <= row.items():
            return row
    raise KeyError(wanted)


@dataclass(frozen=True)
class Target:
    text: str
    measure: Callable[[Figures], float]
    wanted: float
    at_most: bool = False
    in_a_queue: Callable[[Figures], float] | None = None  # the same, measured under easier conditions

    def met(self, value: float) -> bool:
        return value <= self.wanted if self.at_most else value >= self.wanted

    def row(self, figures: Figures) -> list[str]:
        bound = f"{'at most' if self.at_most else 'at least'} {self.wanted:g}"
        try:
            alone = self.measure(figures)
            queued = self.in_a_queue(figures) if self.in_a_queue else None
        except (KeyError, ValueError):  # no row, or none to take the largest of
            return [self.text, bound, "not measured", "", ""]
        verdict = "met" if self.met(alone) else "met in a queue" if queued is not None and self.met(queued) else "NOT MET"
        return [self.text, bound, f"{alone:.3g}", "" if queued is None else f"{queued:.3g}", verdict]


def speed(function: str, dtype: str, region: str, wanted: float, large: bool = False, note: str = "") -> Target:
    def measured(kind: str) -> Callable[[Figures], float]:
        def giga(figures: Figures) -> float:
            sizes = {row["n"] for row in figures["speed"]}
            if large and len(sizes) < 2:
                raise KeyError("n")
            n = max(sizes) if large else min(sizes)
            return find(figures["speed"], rival=OURS, function=function, dtype=dtype, region=region, n=n)[kind] / 1e9

        return giga

    size = ", n = 1e8" if large else ""
    return Target(f"{function}, {dtype}, {region}{size}{note}: 1e9 a second", measured("idle"), wanted, in_a_queue=measured("queued"))


def times_as_fast(rival: str, function: str, region: str, wanted: float) -> Target:
    def ratio(figures: Figures) -> float:
        ours, other = (find(figures["speed"], rival=r, function=function, dtype="float64", region=region)["idle"] for r in (OURS, rival))
        return ours / other

    return Target(f"{function}, float64, {region}: times as fast as {rival}", ratio, wanted)


def overhead(framework: str, wanted: float) -> Target:
    def largest(figures: Figures) -> float:
        return max(row["ratio"] for row in figures["small"] if row["framework"] == framework)

    return Target(f"small arrays, {framework}: times the duration of an addition", largest, wanted, at_most=True)


def first_call(framework: str, cache: str, wanted: float) -> Target:
    def slowest(figures: Figures) -> float:
        runs = [row for row in figures["starts"] if (row["framework"], row["cache"]) == (framework, cache)]
        return max(float("inf") if row["compiler"] and cache == "warm" else row["call"] for row in runs)

    note = ", compiler not imported" if cache == "warm" else ""
    return Target(f"first call, {framework}, {cache} cache{note}: seconds", slowest, wanted, at_most=True)


def over_budget(figures: Figures) -> float:
    if len(figures["accuracy"]) < 2 * len(FUNCTIONS):
        raise KeyError("accuracy")
    return sum(row["over_budget"] for row in figures["accuracy"])


LOGS = FUNCTIONS[:2]
FRAMEWORKS = ("CuPy", "PyTorch", "JAX")
TARGETS = (
    Target("reference points over the error budget, float64 and float32", over_budget, 0, at_most=True),
    *(speed(f, "float64", region, wanted) for f in LOGS for region, wanted in (("A", 65), ("B", 90), ("C", 90))),
    *(speed(f, "float32", region, 230) for f in LOGS for region in "ABC"),
    *(speed(f, "float64", region, 110, note=" (stretch)") for f in LOGS for region in "BC"),
    *(speed(f, "float32", region, 285, large=True, note=" (stretch)") for f in LOGS for region in "ABC"),
    *(times_as_fast("TFP", f, region, 70) for f in LOGS for region in "BC"),
    *(overhead(name, wanted) for name, wanted in (("CuPy", 1.1), ("PyTorch", 1.6), ("JAX, jit", 1.1))),
    *(first_call(name, cache, wanted) for cache, wanted in (("cold", 1), ("warm", 0.25)) for name in FRAMEWORKS),
)
