"""Generators of the tables in include/logbessel/coefficients: one module per header, each with a function ``generate() -> str``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from flint import ctx

HEADERS = Path(__file__).parents[2] / "include" / "logbessel" / "coefficients"


def names() -> list[str]:
    """The modules of this package that generate a header of their name."""
    modules = [m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name != "__main__"]
    return [name for name in modules if hasattr(importlib.import_module(f"{__name__}.{name}"), "generate")]


def generate(name: str) -> str:
    """The text of ``coefficients/<name>.h``, computed with 400 bits."""
    old, ctx.prec = ctx.prec, 400
    try:
        return importlib.import_module(f"{__name__}.{name}").generate()
    finally:
        ctx.prec = old
