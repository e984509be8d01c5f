"""What paper_accuracy.py has measured, as tables."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from layout import table
from sets import FUNCTIONS

NEAR_ZERO = 0.01
Row = dict[str, Any]


def cell(row: Row | None) -> str:
    """Median / maximum (finite), answered of asked; * where some points never returned."""
    if row is None or row["finite"] is None:
        return "-"
    errors = "none" if row["max"] is None else f"{row['median']:.0e} / {row['max']:.0e}"
    share = "" if row["finite"] == 1 else f" ({min(99.9, 100 * row['finite']):.3g} %)"
    points = "" if row["points"] == row["asked"] else f", {row['points']} of {row['asked']}"
    return errors + share + points + "*" * bool(row["silent"])


def point(row: Row | None) -> str:
    return "-" if row is None or row["worst"] is None else "({:.4g}, {:.4g})".format(*row["worst"])


def absolute(row: Row | None) -> str:
    return "-" if row is None or row["absolute_near_zero"] is None else f"{row['absolute_near_zero']:.0e}"


def by_rival(rows: list[Row], function: str, names: Collection[str], show: Callable[[Row | None], str]) -> str:
    rows = [row for row in rows if row["function"] == function]
    asked = {name: max((row["points"] for row in rows if row["set"] == name), default=0) for name in names}
    found = {(row["rival"], row["set"]): {"asked": asked.get(row["set"])} | row for row in rows}
    rivals = dict.fromkeys(rival for rival, _ in found)
    return table(["", *names], ([rival, *(show(found.get((rival, name))) for name in names)] for rival in rivals))


def losses(record: Row) -> str:
    """What each expression of the paper loses in its regions."""

    def line(row: Row) -> list[str]:
        digits = [f"{row[key]:.0e}" if row[key] is not None else "-" for key in ("median", "max", "absolute")]
        return [row["expression"], f"`{row['function']}`", str(row["points"]), *digits, point(row)]

    return table(["", "", "points", "median", "max", "largest absolute", "the worst point (v, x)"], map(line, record["expressions"]))


def report(record: Row) -> str:
    rows, sets, machine = record["rows"], record["sets"], record["machine"]
    texts = sets["regions"] | sets["hard"]
    parts = [
        f"{machine['reference']}; {machine['cpu']}, {machine['date'][:10]}.",
        "\n".join(f"- *{name}*: {text}" for name, text in texts.items()),
    ]
    for function in FUNCTIONS:
        zero = {"log_iv": "zero_i", "log_kv": "zero_k"}[function]
        parts += [
            f"### {function}",
            "Median / largest error relative to the logarithm, of the finite answers; in brackets their share where it is not all of them. "
            "*n of N*: a slow library answers as many points as its time allows. *: some points never returned.",
            by_rival(rows, function, sets["regions"], cell),
            by_rival(rows, function, sets["hard"], cell),
            f"Largest absolute error where the logarithm is within {NEAR_ZERO:g} of zero:",
            by_rival(rows, function, [zero], absolute),
            "The worst points (v, x):",
            by_rival(rows, function, sets["regions"], point),
            by_rival(rows, function, sets["hard"], point),
        ]
    return "\n\n".join(parts)
