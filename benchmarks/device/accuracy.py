"""The whole reference of the CPU's tests, in the units of the contract, on the GPU."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .plan import Plan

TESTS = Path(__file__).resolve().parents[2] / "tests"


def rows(plan: Plan) -> Iterator[dict[str, Any]]:
    sys.path.insert(0, str(TESTS))  # before the benchmarks, which have a reference.py too
    import cupy
    from reference import load
    from reference.contract import budget, error, registry, unit

    import logbessel

    for name in registry():
        for dtype in (np.float64, np.float32):
            table = load(name).representable(dtype)
            v, x = (cupy.asarray(a.astype(dtype)) for a in (table.v, table.x))
            errors = error(cupy.asnumpy(getattr(logbessel, name)(v, x)), table, unit(name, table, dtype))
            over = int((~(errors <= budget(name, table, dtype))).sum())
            yield {"function": name, "dtype": dtype.__name__, "points": len(table), "max": float(errors.max()), "over_budget": over}
