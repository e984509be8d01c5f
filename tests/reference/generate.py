"""Write the tables, from the folder tests: python -m reference.generate [--processes 2] [--check] [NAME ...]

With names, the tables of these functions of an order and an argument at the points that are there already, which may differ in a last
digit on another processor.  `--check` compares the independent methods of `enclosures` with one another where both work, and writes
nothing."""

import argparse
import csv
import gzip
import io
import json
import math
import multiprocessing
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

import flint
import numpy as np
from flint import arb

from . import debye, enclosures, load, points
from .enclosures import enclose

TABLES = Path(__file__).parent / "tables"
LOGARITHMS_AND_RATIOS = ("log_iv", "log_kv", "log_ive", "log_kve", "iv_ratio", "iv_ratio_c", "kv_ratio")
DERIVATIVES = ("log_iv_dx", "log_kv_dx", "log_ive_dx", "log_kve_dx", "log_iv_dv", "log_kv_dv")
SECOND_DERIVATIVES = ("log_iv_dx2", "log_kv_dx2", "log_iv_dvdx", "log_kv_dvdx", "log_iv_dv2", "log_kv_dv2")
OF_RATIOS = tuple(f"{kind}_ratio_{way}" for kind in ("iv", "kv") for way in ("dx", "dv", "dx2", "dvdx", "dv2"))
FORWARD = LOGARITHMS_AND_RATIOS + DERIVATIVES + SECOND_DERIVATIVES + OF_RATIOS
INVERSE = ("iv_ratio_inv", "iv_ratio_c_inv")


def in_domain(name: str, v: float, x: float) -> bool:
    """Where the function is a real number (as the library defines it)."""
    if name in ("log_iv", "log_ive"):
        return v >= 0 or v == math.floor(v) or enclosures.is_positive_iv(v, x)
    if name.startswith(("log_iv", "log_ive")):
        return v >= 0
    if name.startswith("iv_ratio"):
        return v >= (0.5 if name == "iv_ratio_c" else 0)
    return True


def nearest(number: Fraction) -> float:
    try:
        return number.numerator / number.denominator  # correctly rounded, subnormal numbers too
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def high_low(ball: arb) -> tuple[float, float]:
    """The nearest double and the double nearest to what is left."""
    mantissa, exponent = (int(part) for part in ball.mid().man_exp())
    size = exponent + mantissa.bit_length()
    if mantissa == 0 or size < -1200:
        return 0.0, 0.0
    if size > 1100:
        return (math.inf if mantissa > 0 else -math.inf), 0.0
    number = Fraction(mantissa) * Fraction(2) ** exponent
    high = nearest(number)
    return (high, 0.0) if math.isinf(high) else (high, nearest(number - Fraction(high)))


def cancellation(v: float, x: float) -> float:
    """I_|v|/I_v where the two terms of I_v = I_|v| + (2/pi) sin(pi |v|) K_|v|, v < 0, cancel; else 1: the condition number of log I_v."""
    if v >= 0 or v == math.floor(v) or not enclosures.is_positive_iv(v, x):
        return 1.0
    gap = high_low(enclose(enclosures.log_iv, -v, x))[0] - high_low(enclose(enclosures.log_iv, v, x))[0]
    return math.exp(min(max(gap, 0.0), 700.0))


def forward_row(point: tuple[float, float], names: Sequence[str] = FORWARD) -> list[tuple[float, float, float]]:
    """(high, low, condition number) of the functions at one point; not a number outside the domain."""
    condition = cancellation(*point) if "log_iv" in names or "log_ive" in names else 1.0
    return [
        (*high_low(enclose(getattr(enclosures, name), *point)), condition if name in ("log_iv", "log_ive") else 1.0)
        if in_domain(name, *point)
        else (math.nan, math.nan, 1.0)
        for name in names
    ]


def inverse_row(task: tuple[str, float, float]) -> tuple[float, float, float]:
    """(high, low, condition number) of an inverse at one point."""
    name, v, given = task
    invert = getattr(enclosures, name)
    condition = getattr(enclosures, f"{name}_condition")
    x = enclose(invert, v, given)
    for bits in (enclosures.BITS, 240, 480, 960, 1920):  # the condition number may cancel nearly as many bits as x has
        finer = x if bits == enclosures.BITS else enclose(lambda v, given, bits=bits: invert(v, given, bits), v, given, bits=bits)
        with flint.ctx.workprec(bits + 200):
            factor = condition(arb(v), arb(given), finer)
        if enclosures.is_tight(factor, 20):
            return *high_low(x), high_low(factor)[0]
    raise enclosures.NotEnclosed(task)


def progress(rows: Iterable, total: int, label: str) -> list:
    """The rows as a list, with a progress bar on stderr."""
    done, start = [], time.monotonic()
    for row in rows:
        done.append(row)
        if len(done) % 200 == 0 or len(done) == total:
            share, elapsed = len(done) / total, time.monotonic() - start
            bar = "#" * round(40 * share)
            print(
                f"\r{label:16} [{bar:40}] {share:4.0%} {elapsed:4.0f} s, {elapsed / share - elapsed:4.0f} s left",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    return done


def write(name: str, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """One gzip-compressed CSV file, the same bytes every time; floats in hexadecimal."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell if isinstance(cell, str) else cell.hex() for cell in row] for row in rows)
    with open(TABLES / f"{name}.csv.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def generate(processes: int, names: Sequence[str]) -> None:
    TABLES.mkdir(exist_ok=True)
    rows: dict[str, int] = {}
    with multiprocessing.Pool(processes) as pool:
        if names:
            table = load("log_kv")
            named = list(zip(map(str, table.set), table.v.tolist(), table.x.tolist(), strict=True))
            rows = json.loads((TABLES / "versions.json").read_text())["rows"]
        else:
            named = list(points.forward())
            write("points", ["set", "v", "x"], named)
        values = progress(pool.imap(partial(forward_row, names=names or FORWARD), [p[1:] for p in named], 20), len(named), "values")
        for column, name in enumerate(names or FORWARD):
            rows[name] = len(values)
            header = ["high", "low", "condition"] if name in ("log_iv", "log_ive") else ["high", "low"]
            write(name, header, [row[column][: len(header)] for row in values])
        for name in () if names else INVERSE:
            named = list(points.inverse(name == "iv_ratio_c_inv"))
            tasks = [(name, *p[1:]) for p in named]
            values = progress(pool.imap(inverse_row, tasks, 20), len(tasks), name)
            rows[name] = len(values)
            write(name, ["set", "v", "given", "high", "low", "condition"], [(*p, *row) for p, row in zip(named, values, strict=True)])
    versions = {
        "command": "cd tests && python -m reference.generate",
        "seed": points.SEED,
        "bits": enclosures.BITS,
        "rows": rows,
        "python": platform.python_version(),
        "python-flint": flint.__version__,
        "FLINT": flint.__FLINT_VERSION__,
        "numpy": np.__version__,
    }
    (TABLES / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")


def check() -> None:
    """The Debye series against Arb and the continued fraction for 600 < R < 1000, the power series and the Wronskian against Arb."""
    debye.self_check()
    rng = np.random.default_rng(1)
    compared = 0
    for v, x in zip(rng.uniform(0, 1000, 300) * rng.random(300) ** 3, rng.uniform(600, 1000, 300), strict=True):
        for v_, x_ in ((v, x), (x, v), (x, 1e-5 * v)):
            for name in FORWARD:
                if not in_domain(name, v_, x_):
                    continue
                function = getattr(enclosures, name)
                debye.R_MIN = 1000
                direct = enclose(function, v_, x_, bits=90)
                debye.R_MIN = 500
                series = enclose(function, v_, x_, bits=90)
                assert direct.overlaps(series), (name, v_, x_)
                compared += 1
    debye.R_MIN = 1000
    for v, x in zip(rng.uniform(0, 80, 300), rng.random(300), strict=True):
        assert enclose(enclosures.log_iv, v, x).overlaps(enclose(lambda v, x: x.bessel_i(v).log(), v, x))
        v += 60
        assert enclose(enclosures.log_kv, v, x).overlaps(enclose(lambda v, x: x.bessel_k(v).log(), v, x))
        compared += 2
    print(f"{compared} comparisons of independent methods, all overlap")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", choices=[*FORWARD, []], metavar="NAME")
    options = parser.parse_args()
    check() if options.check else generate(options.processes, options.names)
