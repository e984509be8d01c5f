"""The rules by which the frameworks differentiate, against differences of enclosures: the same rules for all, so that NumPy's ufuncs do."""

from collections.abc import Callable

import numpy as np
import pytest
from flint import arb, ctx
from reference import enclosures

import logbessel.ufuncs
from logbessel._derivatives import ARGUMENT, ORDER, RULES, derivative, point

STEP = arb(2) ** -40


def difference(function: Callable[[arb, arb], arb], argument: int) -> Callable[[arb, arb], arb]:
    """The derivative, to about 2^-70."""
    step = (STEP, arb(0)) if argument == ORDER else (arb(0), STEP)
    return lambda v, x: (function(v + step[0], x + step[1]) - function(v - step[0], x - step[1])) / (2 * STEP)


def truth(name: str, argument: int, v: float, x: float) -> float:
    before, ctx.prec = ctx.prec, 400
    try:
        return float(difference(getattr(enclosures, name), argument)(arb(v), arb(x)))
    finally:
        ctx.prec = before


def points(name: str) -> list[tuple[float, float]]:
    rng = np.random.default_rng(2)
    v = np.concatenate([rng.uniform(1.5, 40, 12), [2.0, 3.5, 120.25, 383.0]])
    x = np.concatenate([rng.uniform(0.5, 60, 12), [0.25, 700.0, 2.0, 300.0]])
    if name.endswith("_inv"):
        x = rng.uniform(0.05, 0.95, v.size)
    return list(zip(v.tolist(), x.tolist(), strict=True))


def cancels(name: str) -> bool:
    """Whether its derivatives are formulas whose terms cancel, and no functions of the registry."""
    return name.endswith(("dx2", "dvdx", "dv2"))


@pytest.mark.parametrize("argument", [ORDER, ARGUMENT], ids=["order", "argument"])
@pytest.mark.parametrize("name", RULES)
def test_values(name: str, argument: int) -> None:
    for v, x in points(name):
        if RULES[name][argument] is None:
            with pytest.raises(NotImplementedError, match=f"{name} has no derivative in its {('order', 'argument')[argument]}"):
                derivative(logbessel.ufuncs, name, argument, v, x)
            continue
        y = getattr(logbessel.ufuncs, name)(v, x) if name.endswith("_inv") else None
        computed = derivative(logbessel.ufuncs, name, argument, *point(name, v, x, y))
        loss = max(v, x if y is None else y) ** 2 if cancels(name) else 1
        assert computed == pytest.approx(truth(name, argument, v, x), rel=16 * loss * np.finfo(float).eps), (v, x)
