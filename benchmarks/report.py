"""The tables, as Markdown that also reads well in a terminal of 120 columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layout import short, table
from measure import Check, Timing
from rivals import OURS, RIVALS
from sets import FUNCTIONS, SETS, SHAPES, Case
from targets import TARGETS, Own

Checks = dict[tuple[Case, str], Check]  # by case and rival
Timings = dict[tuple[Case, str, int], Timing]  # by case, rival and size

LEGEND = """\
ns: nanoseconds of processor time an element (k: 1e3, M: 1e6), the best of several rounds with the rivals taking turns.
x: times as slow as logbessel (float64).  ~: measured on the first points of the set only, the rival being slow.
*: some points never returned.  -: no answer, or none asked for.  %: share of finite results.  u: largest error of them,
in units of ulp(max(|y|, R/64, 1)), R = sqrt(v^2 + x^2), with the ulp of the row's own precision.
SciPy and others are quick to answer 0, inf or nan where they overflow or underflow: read the times beside the %.
Every call makes a new array for its result: clearing the memory of 1e6 elements can take some 2 ns of each.
At n = 1 a compiled rival's time is that of the call through ctypes."""


def ratio(timings: Timings, case: Case, rival: str, size: int) -> float | None:
    """How many times as slow as logbessel; None where one of the two was not timed."""
    timing, ours = timings.get((case, rival, size)), timings.get((case, OURS, size))
    return timing.ns / ours.ns if timing and ours else None


def by_rival_and_set(title: str, names: Sequence[str], cell: Callable[[str, str], str]) -> str:
    """A section of one row per rival that has anything to show."""
    rows = [[rival.name, *(cell(rival.name, name) for name in names)] for rival in RIVALS]
    return f"### {title}\n\n{table(['', *names], (row for row in rows if set(row[1:]) != {'-'}))}"


def times(timings: Timings, function: str, shape: str, size: int, names: Sequence[str]) -> str:
    def cell(rival: str, name: str) -> str:
        case = Case(function, name, shape)
        timing, slower = timings.get((case, rival, size)), ratio(timings, case, rival, size)
        if timing is None:
            return "-"
        marks = "~" * (timing.points < size) + "*" * timing.hung
        return f"{short(timing.ns)}{marks}" + (f" x{short(slower)}" if slower else "")

    return by_rival_and_set(f"{function}: ns an element, {shape} v, n = {size}", names, cell)


def quality(checks: Checks, function: str, names: Sequence[str]) -> str:
    def cell(rival: str, name: str) -> str:
        check = checks.get((Case(function, name, "array"), rival))
        if check is None:
            return "-"
        if check.finite is None:
            return "*"
        error = "" if check.max_error is None else f" {short(check.max_error)} u"
        return f"{100 * check.finite:.3g}%{'*' * check.hung}{error}"

    return by_rival_and_set(f"{function}: finite results and largest error, array v", names, cell)


def comparison(checks: Checks, timings: Timings, names: Sequence[str]) -> str:
    points = ([name, SETS[name].text, f"{SETS[name].scalar_order:g}"] for name in names)
    sizes = sorted({size for _, _, size in timings}, reverse=True)
    parts = [table(["set", "points", "scalar v"], points), LEGEND]
    for function in FUNCTIONS:
        parts += [f"## {function}", quality(checks, function, names)]
        parts += [times(timings, function, shape, size, names) for shape in SHAPES for size in sizes]
    return "\n\n".join(parts)


def alone(own: Own) -> str:
    threads = ((f"2 threads, {work}: times as fast as 1", f"{gain:.2f}") for work, gain in own["threads"].items())
    calls = ((f"call of {name} with two floats", f"{1e6 * seconds:.2f} us") for name, seconds in own["overhead"].items())
    imports = ((f"import {name}", f"{1e3 * seconds:.1f} ms") for name, seconds in own["imports"].items())
    return f"## logbessel alone\n\n{table(['', ''], [*threads, *calls, *imports])}"


def targets(timings: Timings, own: Own) -> str:
    longest = max(size for _, _, size in timings)
    ns = {
        (case.function, case.set, rival): timing.ns
        for (case, rival, size), timing in timings.items()
        if size == longest and case.shape == "array"
    }
    rows = (target.row(ns, own) for target in TARGETS)
    return f"## Targets (array v, n = {longest})\n\n{table(['', 'wanted', 'measured', ''], rows)}"
