"""What paper_speed.py has measured, as speed-ups over the cells of the plane, beside those that the abstract of arXiv 2409.08729 claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

from layout import short, table
from plane import CELLS, PLANE, SQUARES, Cell
from rivals import OURS, PAPER

Row = dict[str, Any]  # a function, a cell and a rival; nanoseconds an element, None where not measured
Ratio = Callable[[Row], float | None]
FEWEST = 10  # finite answers: with fewer a cell does not count, as its speed-up would be that of a point or two
MPMATH, SCIPY, SCALED = "mpmath", "SciPy", "SciPy scaled"
CLAIMS = {  # median and maximum, on a CPU and on a GPU
    "the libraries": ((17, 3403), (45, 6150)),
    "SciPy": ((35, 98), (77, 300)),
}


def ratio(theirs: str, ours: str) -> Ratio:
    return lambda row: row[theirs] / row[ours] if row[theirs] and row[ours] else None


def on_all_cores(row: Row) -> float | None:
    """Beside a rival on all cores where it has threads."""
    theirs = row["ns_all"] or row["ns"]
    return theirs / row["ours_all"] if theirs and row["ours_all"] else None


WAYS: dict[str, Ratio] = {"one core": ratio("ns", "ours"), "all cores": on_all_cores, "GPU": ratio("ns", "ours_gpu")}
ON_GPUS = ratio("ns_gpu", "ours_gpu")


def of(rows: Iterable[Row], way: Ratio) -> list[float]:
    return [value for row in rows if min(row["points"], round(row["finite"] * row["asked"])) >= FEWEST and (value := way(row)) is not None]


def by(rows: Iterable[Row], *names: str) -> list[Row]:
    return [row for row in rows if row["rival"] in names]


def libraries(rows: Iterable[Row], *without: str) -> list[Row]:
    return [row for row in rows if row["rival"] not in (OURS, PAPER, *without)]


def cells(rows: Iterable[Row]) -> set[Cell]:
    return {Cell(tuple(row["order"]), tuple(row["argument"]), row["part"]) for row in rows}


def words(values: list[float]) -> str:
    """Median / maximum."""
    return f"{short(median(values))} / {short(max(values))}" if values else "-"


def claims(rows: list[Row]) -> str:
    """The table that has the paper's numbers in it."""
    lines = [
        ("all libraries", libraries(rows), "the libraries"),
        ("all but mpmath", libraries(rows, MPMATH), "the libraries"),
        ("SciPy, scaled", by(rows, SCALED), "SciPy"),
        ("SciPy", by(rows, SCIPY), "SciPy"),
        ("SciPy, both ways", by(rows, SCIPY, SCALED), "SciPy"),
    ]
    return table(
        ["median / maximum over", "speed-ups", "the paper, CPU", *list(WAYS)[:2], "the paper, GPU", "GPU"],
        (
            [
                name,
                f"{len(of(chosen, WAYS['one core']))}",
                "{} / {}".format(*CLAIMS[claim][0]),
                words(of(chosen, WAYS["one core"])),
                words(of(chosen, WAYS["all cores"])),
                "{} / {}".format(*CLAIMS[claim][1]),
                words(of(chosen, WAYS["GPU"])),
            ]
            for name, chosen, claim in lines
        ),
    )


def method(rows: list[Row]) -> str:
    """The paper's own method."""

    def line(name: str, function: str, way: Ratio) -> list[str]:
        values = of([row for row in by(rows, PAPER) if row["function"] == function], way)
        return [name, f"`{function}`", *(short(pick(values)) if values else "-" for pick in (min, median, max))]

    lines = [line(name, f, way) for name, way in (("one core", WAYS["one core"]), ("GPU", ON_GPUS)) for f in ("log_iv", "log_kv")]
    return table(["", "", "smallest", "median", "largest"], lines)


def each(rows: list[Row]) -> str:
    """Every library: in how many cells it has a speed-up, function by function, of those it was asked about; the speed-ups."""

    def line(rival: str) -> list[str]:
        asked = by(rows, rival)
        gpu = "" if not of(asked, ON_GPUS) else f"; on the GPU too {words(of(asked, ON_GPUS))}"
        speedups = [words(of(asked, way)) for way in WAYS.values()]
        return [rival, f"{len(of(asked, WAYS['one core']))} of {len(asked)}", *speedups[:2], speedups[2] + gpu]

    return table(["median / maximum over", "speed-ups", *WAYS], map(line, dict.fromkeys(row["rival"] for row in rows)))


def goals(rows: list[Row]) -> str:
    plane = [row for row in rows if row["part"] == PLANE]
    squares = of([row for row in by(rows, SCALED) if row["part"] == SQUARES], WAYS["one core"])
    one, every = (of(by(plane, SCALED), WAYS[way]) for way in ("one core", "all cores"))
    cpu, gpu = of(by(rows, PAPER), WAYS["one core"]), of(by(rows, PAPER), ON_GPUS)
    tests = [
        ("SciPy scaled, median, one core", "more than", 35.0, one, median),
        ("SciPy scaled, maximum, one core", "more than", 98.0, one, max),
        ("the same in the squares, median, one core", "more than", 35.0, squares, median),
        ("the same in the squares, maximum, one core", "more than", 98.0, squares, max),
        ("SciPy scaled, median, all cores", "more than", median(one) if one else 35.0, every, median),
        ("SciPy scaled, maximum, all cores", "more than", max(one, default=98.0), every, max),
        ("the paper's method, median, one core", "at least", 3.0, cpu, median),
        ("the paper's method, in every cell, one core", "at least", 3.0, cpu, min),
        ("the paper's method, median, GPU", "at least", 2.0, gpu, median),
        ("the paper's method, in every cell, GPU", "at least", 2.0, gpu, min),
    ]

    def line(text: str, word: str, wanted: float, values: list[float], pick: Callable[[list[float]], float]) -> list[str]:
        if not values:
            return [text, f"{word} {short(wanted)}", "not measured", ""]
        value = pick(values)
        met = value > wanted if word == "more than" else value >= wanted
        return [text, f"{word} {short(wanted)}", short(value), "met" if met else "NOT MET"]

    return table(["times as fast as", "wanted", "measured", ""], (line(*test) for test in tests))


def summary(record: dict[str, Any]) -> str:
    machine, measured = record["machine"], len(cells(record["rows"]))
    unfinished = f"Unfinished: {measured} of the {len(CELLS)} cells, in random order. " if measured < len(CELLS) else ""
    plane, squares = ([row for row in record["rows"] if row["part"] == part] for part in (PLANE, SQUARES))
    where = f"{machine['cpu']}, {machine['isa']}, {machine['cores']} cores; {machine.get('gpu', 'no GPU')}; {machine['date'][:10]}"
    parts = [f"{unfinished}{where}. Two functions in {len(cells(plane))} cells of the plane:", claims(plane)]
    if squares:
        parts += [f"In {len(cells(squares))} cells of the squares (0, 150)² and (150, 10⁴)²:", claims(squares)]
    return "\n\n".join(parts)


def details(record: dict[str, Any]) -> str:
    rows, remarks = record["rows"], "\n".join(f"- {remark}" for remark in record["remarks"])
    parts = ["The paper's own method:", method(rows), "Every library:", each(rows), "What was wanted:", goals(rows), remarks]
    return "\n\n".join(part for part in parts if part)
