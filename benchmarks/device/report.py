"""The report of a run, as Markdown made of its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from layout import short, table

from .regions import ONE_ORDER, REGIONS, WHOLE
from .rivals import ADD, FUNCTIONS, OURS
from .targets import TARGETS, Figures, find

Row = dict[str, Any]
Column = tuple[str, str, str]  # function, region, dtype
DTYPES = ("float64", "float32")
ALONE = "In 1e9 evaluations a second: a call that finds the GPU idle, its launch included, and (queued) one behind others."


def summary(figures: Figures) -> str:
    """The one table of the README."""
    columns = [(function, region, "float64") for function in FUNCTIONS[:2] for region in WHOLE]
    columns += [("log_iv", region, "float32") for region in WHOLE]
    machine = figures["machine"][0]
    return (
        f"1e9 evaluations a second, {base(figures):,} elements; in brackets the share of finite answers where it is not all of them. "
        f"{machine['gpu']}, {machine['date'][:10]}.\n\n{by_rival(at_base_size(figures), columns, with_share, '`{0}`, {1}, {2}')}\n\n"
        f"{regions(WHOLE)}. `add` is `cupy.add`: the speed of the memory."
    )


def full(figures: Figures) -> str:
    sections = {
        "speed": ("Long arrays", speed),
        "small": ("Small arrays", small),
        "starts": ("The first call", starts),
        "accuracy": ("Accuracy", accuracy),
        "curve": ("Against the length of the array", curve),
    }
    parts = [machine(figures), "## Targets", targets(figures)]
    for name, (title, show) in sections.items():
        if figures[name]:
            parts += [f"## {title}", *show(figures)]
    if figures["remarks"]:
        parts += ["## Remarks", "\n".join(f"- {remark}" for remark in figures["remarks"])]
    return "\n\n".join(parts)


def machine(figures: Figures) -> str:
    return "\n".join(f"{key}: {value}  " for row in figures["machine"] for key, value in row.items())


def targets(figures: Figures) -> str:
    lines = (target.row(figures) for target in TARGETS)
    return f"{ALONE} A call in a queue has an easier life.\n\n{table(['', 'wanted', 'alone', 'queued', ''], lines)}"


def speed(figures: Figures) -> Iterator[str]:
    rows, n = at_base_size(figures), base(figures)
    large = [row for row in figures["speed"] if row["n"] > n]
    one_order = [row for row in rows if row["region"] in ONE_ORDER]
    yield f"{regions(REGIONS)}."
    yield f"{ALONE} Medians by CUDA events; of JAX and SciPy by the wall clock, a mean in the queue. n = {n:,}."
    for function in FUNCTIONS[:2]:
        yield f"### {function}"
        yield by_rival(rows, [(function, region, dtype) for dtype in DTYPES for region in (*WHOLE, "C, v a number")], both, "{1}, {2}")
        yield "Finite answers, and their largest error relative to max(|y|, 1):"
        yield by_rival(rows, [(function, region, dtype) for dtype in DTYPES for region in WHOLE], digits, "{1}, {2}")
    if large:
        yield f"### n = {large[0]['n']:,}"
        yield by_rival(large, [(function, region, dtype) for function in FUNCTIONS[:2] for dtype in DTYPES for region in WHOLE], both)
    if one_order:
        yield "### Orders 0 and 1, for which other libraries have functions"
        columns = [(function, region, dtype) for dtype in DTYPES for function in FUNCTIONS[:2] for region in ONE_ORDER]
        yield by_rival(one_order, columns, both)
        yield by_rival(one_order, columns, digits)
    yield "### Every function"
    yield by_function([row for row in rows if row["rival"] == OURS])


def small(figures: Figures) -> Iterator[str]:
    yield "Microseconds a call, float64: without waiting for the result, and waiting. `add` is the framework's own addition, in turns."
    keys = ("ours", "add", "ratio", "ours_waiting", "add_waiting")
    lines = ([row["framework"], short(row["n"]), *(f"{row[key]:.2f}" for key in keys)] for row in figures["small"])
    yield table(["", "n", "log_iv", "add", "ratio", "log_iv, waiting", "add, waiting"], lines)


def starts(figures: Figures) -> Iterator[str]:
    yield "Milliseconds in a fresh process that has imported the framework and computed with it."
    lines = (
        [
            row["framework"],
            row["function"],
            row["cache"],
            milliseconds(row["call"]),
            milliseconds(row["import"]),
            ("no", "yes")[row["compiler"]],
        ]
        for row in figures["starts"]
    )
    yield table(["", "", "cache", "first call", "import logbessel", "compiler imported"], lines)


def accuracy(figures: Figures) -> Iterator[str]:
    def word(name: str, dtype: str) -> str:
        row = find(figures["accuracy"], function=name, dtype=dtype)
        largest = "NaN" if row["max"] is None else f"{row['max']:.2f}"
        return largest + (f" ({row['over_budget']} over budget)" if row["over_budget"] else "")

    points = max(row["points"] for row in figures["accuracy"])
    yield f"Largest error over the reference of the tests, up to {points:,} points a function, in the units of `functions.def`."
    names = dict.fromkeys(row["function"] for row in figures["accuracy"])
    yield table(["", *DTYPES], ([f"`{name}`", *(word(name, dtype) for dtype in DTYPES)] for name in names))


def curve(figures: Figures) -> Iterator[str]:
    rows = figures["curve"]
    yield "Evaluations of log_iv a second in region A, by one who waits for every result."
    sizes = sorted({row["n"] for row in rows})
    found = {(row["rival"], row["dtype"], row["n"]): short(row["per_second"]) for row in rows}
    lines = dict.fromkeys((row["rival"], row["dtype"]) for row in rows)
    yield table(["", *map(short, sizes)], ([", ".join(line), *(found.get((*line, n), "-") for n in sizes)] for line in lines))


def base(figures: Figures) -> int:
    return min(row["n"] for row in figures["speed"])


def at_base_size(figures: Figures) -> list[Row]:
    return [row for row in figures["speed"] if row["n"] == base(figures)]


def regions(names: Iterable[str]) -> str:
    return "; ".join(f"{name}: {REGIONS[name].text}" for name in names if name not in ONE_ORDER)


def by_rival(rows: list[Row], columns: list[Column], show: Callable[[Row], str], title: str = "{0}, {1}, {2}") -> str:
    """A table with one line for each rival, and a column for each case, that has anything to show."""
    measured = {(row["function"], row["region"], row["dtype"]) for row in rows}
    columns = [column for column in columns if column in measured]
    lines = []
    for rival in dict.fromkeys(row["rival"] for row in rows):
        line = [cell([row for row in rows if row["rival"] == rival], column, show) for column in columns]
        if set(line) != {"-"}:
            lines.append([rival, *line])
    return table(["", *(title.format(*column) for column in columns)], lines)


def by_function(rows: list[Row]) -> str:
    columns = [(region, dtype) for dtype in DTYPES for region in WHOLE]
    lines = ([f"`{name}`", *(cell(rows, (name, *column), both) for column in columns)] for name in FUNCTIONS)
    return table(["", *map(", ".join, columns)], lines)


def cell(rows: list[Row], column: Column, show: Callable[[Row], str]) -> str:
    function, region, dtype = column
    try:
        return show(find(rows, function=function, region=region, dtype=dtype))
    except KeyError:
        return "-"


def giga(per_second: float) -> str:
    return f"{per_second / 1e9:.3g}"


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:.0f}"


def percent(share: float) -> str:
    return "100 %" if share == 1 else f"{min(99.9, 100 * share):.3g} %"


def both(row: Row) -> str:
    return f"{giga(row['idle'])} ({giga(row['queued'])})"


def with_share(row: Row) -> str:
    share = row.get("finite")
    return giga(row["idle"]) + ("" if share in (None, 1) else f" ({percent(share)})")


def digits(row: Row) -> str:
    if row["rival"] == ADD or row["finite"] is None:
        return "-"
    return percent(row["finite"]) + ("" if row["error"] is None else f", {row['error']:.0e}")
