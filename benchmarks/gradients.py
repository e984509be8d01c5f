"""Value and gradient, ours and TFP's, under JAX on the device at hand: ``python benchmarks/gradients.py [--json PATH] [--size N]``.

Both libraries give log I_v(x) and log K_v(x) and the derivative in the argument, the only one that TFP has; ours in both variables as
well.  Each is one jitted call of `jax.value_and_grad` on the sum, float64, the best of several turns; nanoseconds an element.  With NumPy
on a CPU, and CuPy on a GPU, `log_iv_value_and_grad` beside `log_iv`: what the derivatives cost beside the value.

TFP comes with ``pip install tfp-nightly``, JAX with ``pip install jax``; both must be there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from timing import taking_turns

import logbessel

SETS = {"A": "v, x uniform in (0, 150)", "B": "v, x uniform in (150, 10000)", "C": "v = 1023, x log-uniform in (1, 1e5)"}
FUNCTIONS = ("log_iv", "log_kv")


def points(name: str, n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(11)
    if name == "C":
        return np.full(n, 1023.0), np.exp(rng.uniform(0, np.log(1e5), n))
    low, high = (0, 150) if name == "A" else (150, 1e4)
    v, x = rng.uniform(low, high, (2, n))
    return v, x


def measure(function: str, v: Any, x: Any) -> dict[str, Any]:
    import jax
    from tensorflow_probability.substrates.jax import math as tfp

    def program(f: Callable[[Any, Any], Any], arguments: Any) -> Callable[[Any, Any], Any]:
        return jax.jit(jax.value_and_grad(lambda v, x: f(v, x).sum(), arguments))  # type: ignore[no-any-return]

    ours = getattr(logbessel, function)
    theirs = {"log_iv": lambda v, x: tfp.log_bessel_ive(v, x) + x, "log_kv": lambda v, x: tfp.log_bessel_kve(v, x) - x}[function]
    on_device = jax.device_put(v), jax.device_put(x)
    programs = {
        "logbessel, d/dx": program(ours, 1),
        "logbessel, d/dv and d/dx": program(ours, (0, 1)),
        "TFP, d/dx": program(theirs, 1),
        "logbessel, value": jax.jit(ours),
    }
    slope, rival = (np.asarray(programs[key](*on_device)[1]) for key in ("logbessel, d/dx", "TFP, d/dx"))
    agree = float(np.mean(np.abs(slope - rival) <= 1e-9 * np.abs(slope)))
    calls: dict[str, Callable[[], Any]] = {
        key: partial(lambda of: jax.block_until_ready(of(*on_device)), of) for key, of in programs.items()
    }
    if jax.default_backend() == "cpu":
        out = tuple(np.empty(len(x)) for _ in range(3))
        calls["NumPy, value"] = partial(getattr(logbessel.ufuncs, function), v, x, out=out[0])
        calls["NumPy, value and both"] = partial(getattr(logbessel._core, f"{function}_value_and_grad"), v, x, out=out)
    else:
        import cupy

        def and_wait(of: Callable[[Any, Any], Any], v: Any, x: Any) -> None:
            of(v, x)
            cupy.cuda.get_current_stream().synchronize()

        in_cupy = cupy.asarray(v), cupy.asarray(x)
        calls["CuPy, value"] = partial(and_wait, ours, *in_cupy)
        calls["CuPy, value and both"] = partial(and_wait, getattr(logbessel, f"{function}_value_and_grad"), *in_cupy)
    for call in calls.values():
        call()
    best = taking_turns(calls, 3, 0.2)
    return {"agree": agree, "ns": {key: 1e9 * best[key] / len(x) for key in calls}}


def rounded(value: float) -> str:
    return f"{value:.3g}" if value < 999.5 else f"{value:,.0f}"


def table(record: dict[str, Any]) -> str:
    columns = list(record["rows"][0]["ns"])
    lines = [["", *columns, "TFP / ours"], ["---"] + ["---:"] * (len(columns) + 1)]
    for row in record["rows"]:
        ratio = row["ns"]["TFP, d/dx"] / row["ns"]["logbessel, d/dx"]
        lines.append([f"`{row['function']}`, {row['set']}", *(rounded(row["ns"][key]) for key in columns), rounded(ratio)])
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    sets = "; ".join(f"{name}: {what}" for name, what in SETS.items())
    return (
        f"Nanoseconds an element, the value and what the column says, float64, {record['size']:,} elements, {record['device']}, "
        f"{record['date']}; TFP {record['tfp']}, JAX {record['jax']}. {sets}.\n\n{text}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="where to write the record")
    parser.add_argument("--size", type=int, help="elements; 100,000 on a CPU and 10,000,000 on a GPU")
    options = parser.parse_args()
    os.environ |= {"JAX_ENABLE_X64": "1", "XLA_PYTHON_CLIENT_PREALLOCATE": "false"}
    import jax

    device = jax.devices()[0]
    cpu = device.platform == "cpu"
    n = options.size or (100_000 if cpu else 10_000_000)
    if cpu:
        logbessel.set_num_threads(1)
    record = {
        "device": f"one core, {platform.machine()}, {logbessel._core.isa()}" if cpu else device.device_kind,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "size": n,
        "tfp": version("tfp-nightly"),
        "jax": jax.__version__,
        "rows": [{"set": name, "function": function, **measure(function, *points(name, n))} for name in SETS for function in FUNCTIONS],
    }
    print(table(record))
    if options.json:
        options.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
