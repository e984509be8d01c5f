"""Numbers and tables, as Markdown that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def short(value: float) -> str:
    """Three digits, with k, M and G for thousands, millions and thousand millions."""
    for unit, letter in ((1, ""), (1e3, "k"), (1e6, "M"), (1e9, "G")):
        if value < 999.5 * unit:
            return f"{value / unit:.3g}{letter}"
    return f"{value:.1e}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)
