"""Numbers and tables, as Markdown that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def short(value: float) -> str:
    """Three digits, with k and M for thousands and millions."""
    if value < 999.5:
        return f"{value:.3g}"
    if value < 999.5e3:
        return f"{value / 1e3:.3g}k"
    return f"{value / 1e6:.3g}M" if value < 999.5e6 else f"{value:.1e}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)
