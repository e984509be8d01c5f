"""The points of the tables: every set from one seeded generator, a share of them representable in float32 or float16."""

import math
from collections.abc import Callable, Iterator

import numpy as np
from flint import arb

from . import enclosures

SEED = 20240913
Pair = tuple[np.ndarray, np.ndarray]
DIMENSIONS = (3, 5, 10, 50, 128, 384, 768, 2048, 8192, 32768, 262144, 1048576)


def log_uniform(rng: np.random.Generator, low: float, high: float, size: int) -> np.ndarray:
    return np.exp(rng.uniform(math.log(low), math.log(high), size))


def any_magnitude(rng: np.random.Generator, size: int) -> np.ndarray:
    """Positive doubles, uniform in their bit pattern: subnormals, and up to the largest."""
    return rng.integers(1, 0x7FEFFFFFFFFFFFFF, size, endpoint=True).view(np.float64)


def neighbours(rng: np.random.Generator, centre: np.ndarray, ulps: int = 4) -> np.ndarray:
    """Each number moved by up to `ulps` steps of its own spacing."""
    return centre + rng.integers(-ulps, ulps + 1, centre.shape) * np.spacing(centre)


def small(rng: np.random.Generator) -> Pair:
    return rng.uniform(0, 150, 2500), rng.uniform(0, 150, 2500)


def large(rng: np.random.Generator) -> Pair:
    return rng.uniform(150, 1e4, 1200), rng.uniform(150, 1e4, 1200)


def fixv(rng: np.random.Generator) -> Pair:
    v = rng.choice([0, 1e-3, 0.25, 0.5, 1, 2.5, 10, 33.7, 63, 127, 191, 1000.3], 1300)
    return v, log_uniform(rng, 1e-8, 1e6, 1300)


def fixx(rng: np.random.Generator) -> Pair:
    x = rng.choice([1e-3, 0.1, 0.999, 1, 1.5, 2.5, 7, 20, 33.9, 100, 1000], 1300)
    return log_uniform(rng, 1e-3, 1e6, 1300), x


def wide(rng: np.random.Generator) -> Pair:
    v = np.concatenate([log_uniform(rng, 1e-3, 1e6, 1400), np.zeros(200), rng.integers(0, 1001, 500), rng.integers(0, 1001, 400) + 0.5])
    return v, log_uniform(rng, 1e-8, 1e6, v.size)


def v0(rng: np.random.Generator) -> Pair:
    return np.zeros(700), log_uniform(rng, 1e-160, 10, 700)


def tinyv(rng: np.random.Generator) -> Pair:
    v = np.concatenate([log_uniform(rng, 1e-300, 1e-5, 500), log_uniform(rng, 1e-37, 1e-5, 500)])
    return v, log_uniform(rng, 1e-12, 100, 1000)


def xnear0(rng: np.random.Generator) -> Pair:
    v = np.concatenate([log_uniform(rng, 1e-3, 1e6, 500), rng.integers(0, 40, 300)])
    return v, np.concatenate([log_uniform(rng, 1e-300, 1e-5, 500), log_uniform(rng, 1e-37, 1e-5, 300)])


def huge(rng: np.random.Generator) -> Pair:
    return log_uniform(rng, 1e3, 1e8, 1000), log_uniform(rng, 1e3, 1e8, 1000)


def vmf(rng: np.random.Generator) -> Pair:
    return rng.choice(DIMENSIONS, 1200) / 2 - 1, log_uniform(rng, 1e-6, 1e7, 1200)


def disc(rng: np.random.Generator) -> Pair:
    """The disc R < 34 with x >= 1."""
    return rng.uniform(0, 34, 2500), rng.uniform(1, 34, 2500)


def corner(rng: np.random.Generator) -> Pair:
    """The disc R < 34 with x < 1."""
    v = np.concatenate([rng.uniform(0, 34, 1000), rng.uniform(0, 2, 2000)])
    return v, np.where(rng.random(3000) < 0.5, rng.uniform(0.01, 1, 3000), log_uniform(rng, 1e-4, 1, 3000))


def borders(rng: np.random.Generator) -> Pair:
    """Circles R = const and the line x = 1, a few ulps either side."""
    radius = np.repeat([10.0, 14, 15, 16, 20, 25, 34, 50, 64, 77, 100, 128, 130, 154], 90)
    angle = rng.uniform(0, math.pi / 2, radius.size)
    v = radius * np.sin(angle)
    x = neighbours(rng, np.sqrt(np.maximum(radius * radius - v * v, 1e-6)))
    line_v = rng.uniform(0, 40, 600)
    line_x = neighbours(rng, rng.choice([0.25, 0.5, 1, 1, 1, 2, 2.5, 7], 600))
    return np.concatenate([v, line_v]), np.concatenate([x, line_x])


def integers(rng: np.random.Generator) -> Pair:
    """Integer orders and their neighbours, nearest and not so near."""
    n = rng.integers(0, 45, 1200).astype(float)
    v = np.where(rng.random(1200) < 0.4, neighbours(rng, n), n + rng.choice([0, 1, -1], 1200) * log_uniform(rng, 1e-15, 1e-2, 1200))
    return np.abs(v), np.where(rng.random(1200) < 0.5, log_uniform(rng, 1e-3, 1, 1200), rng.uniform(1, 45, 1200))


def halves(rng: np.random.Generator) -> Pair:
    """Half-integer orders and their neighbours."""
    h = rng.integers(0, 45, 1200) + 0.5
    v = np.where(rng.random(1200) < 0.6, neighbours(rng, h), h + rng.choice([0, 1, -1], 1200) * log_uniform(rng, 1e-15, 1e-2, 1200))
    return v, np.where(rng.random(1200) < 0.5, log_uniform(rng, 1e-3, 1, 1200), rng.uniform(1, 45, 1200))


def extreme(rng: np.random.Generator) -> Pair:
    """Any positive doubles, any positive floats, and the ends of the number line against each other."""
    ends = [5e-324, 2.0**-1022, 1e-300, 1e-160, 1e-45, 1e-38, 1e-20, 1.0, 1e19, 1e38, 1e154, 1.4e154, 1e300, 1.7976931348623157e308]
    v, x = (grid.ravel() for grid in np.meshgrid(ends, ends))
    floats = log_uniform(rng, 1e-45, 3e38, 1000).reshape(2, 500)
    return (np.concatenate([any_magnitude(rng, 900), v, floats[0]]), np.concatenate([any_magnitude(rng, 900), x, floats[1]]))


def balanced(rng: np.random.Generator) -> Pair:
    """Large v and x with x of the size of v or of v^2, where two terms of one size meet."""
    v = np.concatenate([log_uniform(rng, 1e2, 1e150, 400), log_uniform(rng, 1e2, 1e18, 400)])
    return v, v ** rng.choice([1, 2], 800) * log_uniform(rng, 1e-4, 1e4, 800)


def above_half(rng: np.random.Generator) -> Pair:
    """Orders just above 1/2, where 1 - I_v/I_{v-1} ~ 2 exp(-2x) + (v - 1/2)/x has two terms of one size."""
    x = rng.uniform(0.1, 25, 700)
    excess = np.exp(-2 * x) * log_uniform(rng, 1e-3, 1e3, 700)
    return 0.5 + np.where(np.arange(700) % 3 == 0, log_uniform(rng, 2.0**-53, 0.5, 700), np.maximum(excess, 2.0**-53)), x


def negative(rng: np.random.Generator) -> Pair:
    """Negative orders: integers, half-integers, uniform, wide."""
    v = -np.concatenate(
        [
            rng.uniform(0, 34, 600),
            rng.uniform(34, 200, 200),
            rng.integers(0, 60, 150),
            rng.integers(0, 60, 150) + 0.5,
            log_uniform(rng, 1e-12, 1e6, 300),
            log_uniform(rng, 1e-3, 40, 200),
        ]
    )
    x = np.concatenate(
        [
            rng.uniform(0, 34, 600),
            rng.uniform(0.1, 200, 200),
            log_uniform(rng, 1e-3, 60, 300),
            log_uniform(rng, 1e-8, 1e5, 300),
            log_uniform(rng, 1e-3, 1, 200),
        ]
    )
    return v, x


def half_precision(rng: np.random.Generator) -> Pair:
    """float16 numbers, uniform in their bit pattern."""
    bits = rng.integers(1, 0x7BFF, (2, 700), endpoint=True, dtype=np.uint16)
    v, x = bits.view(np.float16).astype(np.float64)
    v[::5] = rng.uniform(0, 40, 140).astype(np.float16)
    x[::5] = rng.uniform(0, 40, 140).astype(np.float16)
    return v, x


def crossing(function: Callable[[arb, arb], arb], v: float) -> float:
    """The x at which the monotone function (log I_v or log K_v) passes zero, by bisection in log x."""
    rising = function is enclosures.log_iv
    low, high = math.log(1e-10), math.log(10 * v + 10)
    for _ in range(52):
        middle = (low + high) / 2
        positive = enclosures.enclose(function, v, math.exp(middle), bits=40) > 0
        low, high = (low, middle) if positive == rising else (middle, high)
    return math.exp((low + high) / 2)


def _near_zero(rng: np.random.Generator, function: Callable[[arb, arb], arb], low: float) -> Pair:
    orders = np.concatenate([log_uniform(rng, low, 1e8, 120), rng.uniform(0.01, 34, 120), rng.uniform(34, 200, 60)])
    roots = np.array([crossing(function, float(v)) for v in orders])
    v, x = np.repeat(orders, 4), np.repeat(roots, 4)
    distance = log_uniform(rng, 1e-13, 0.3, v.size) * rng.choice([-1, 1], v.size)
    x = np.where(np.arange(v.size) % 4 == 0, neighbours(rng, x, 2), x * (1 + distance))
    return v, x


def zero_i(rng: np.random.Generator) -> Pair:
    """Around log I = 0: the nearest doubles, and relative distances 1e-13 .. 0.3."""
    return _near_zero(rng, enclosures.log_iv, 1e-6)


def zero_k(rng: np.random.Generator) -> Pair:
    """Around log K = 0."""
    return _near_zero(rng, enclosures.log_kv, 1e-3)


SETS = (
    small,
    large,
    fixv,
    fixx,
    wide,
    v0,
    tinyv,
    xnear0,
    huge,
    vmf,
    disc,
    corner,
    borders,
    integers,
    halves,
    extreme,
    balanced,
    above_half,
    negative,
    half_precision,
    zero_i,
    zero_k,
)


def _share_of_floats(pair: Pair, share: float, rng: np.random.Generator) -> Pair:
    """Round a share of the points to float32, where that leaves them positive and finite."""
    chosen = rng.random(pair[0].size) < share
    with np.errstate(over="ignore", under="ignore"):
        v, x = (a.astype(np.float32).astype(np.float64) for a in pair)
    chosen &= np.isfinite(v) & np.isfinite(x) & (x > 0) & ((v != 0) | (pair[0] == 0))
    return np.where(chosen, v, pair[0]), np.where(chosen, x, pair[1])


def forward() -> Iterator[tuple[str, float, float]]:
    """(set, v, x) for the functions of an order and an argument."""
    for index, make in enumerate(SETS):
        rng = np.random.default_rng([SEED, index])
        v, x = (np.asarray(a, float) for a in make(rng))
        v, x = _share_of_floats((v, x), 0.42, rng)
        yield from ((make.__name__, float(a), float(b)) for a, b in zip(v, x, strict=True))


def inverse(complement: bool) -> Iterator[tuple[str, float, float]]:
    """(set, v, r) or (set, v, c): the ratio at points of the sets above, v >= 1/2, and numbers drawn directly."""
    function = enclosures.iv_ratio_c if complement else enclosures.iv_ratio
    rng = np.random.default_rng([SEED, 1000 + complement])
    pool = [p for p in forward() if p[1] >= 0.5 and p[0] not in ("half_precision", "negative")]
    always = {"balanced", "above_half"}
    pool = [pool[i] for k, i in enumerate(rng.permutation(len(pool))) if k < 4500 or pool[i][0] in always]
    rows = [(name, v, float(enclosures.enclose(function, v, x, bits=60))) for name, v, x in pool]
    v = np.concatenate(
        [
            log_uniform(rng, 0.5, 1e6, 600),
            rng.integers(1, 400, 400) / 2.0,
            0.5 + log_uniform(rng, 2.0**-53, 1, 300),
            np.maximum(0.5, rng.uniform(0.5, 40, 300).astype(np.float16)),
        ]
    )
    r = np.concatenate(
        [rng.random(600), log_uniform(rng, 1e-12, 1, 400), log_uniform(rng, 1e-8, 1, 300), rng.uniform(0.01, 0.99, 300).astype(np.float16)]
    )
    rows += [("direct", float(a), float(b)) for a, b in zip(v, r, strict=True)]
    names = [row[0] for row in rows]
    v, r = _share_of_floats((np.array([row[1] for row in rows]), np.array([row[2] for row in rows])), 0.45, rng)
    keep = (v >= 0.5) & (r > 0) & (r < 1) & np.isfinite(v)
    yield from ((name, float(a), float(b)) for name, a, b, k in zip(names, v, r, keep, strict=True) if k)
