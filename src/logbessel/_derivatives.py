r"""The derivatives of the functions, one rule for each argument, for every framework that differentiates.

A derivative is a function of the registry wherever there is one, so that differentiation closes on itself, however often it is repeated:

    log I, log K, I_v/I_{v-1}, K_{v-1}/K_v  ->  _dx, _dv  ->  _dx2, _dvdx, _dv2

From there on in the argument it follows from the differential equations of l = d/dx log I_v or log K_v (DLMF
10.25.1), of r = I_v/I_{v-1} and of q = K_{v-1}/K_v (DLMF 10.29.2), differentiated themselves:

    l' = 1 + (v/x)^2 - l/x - l^2,         r' = 1 - r^2 - (2v - 1) r/x,         q' = q^2 - 1 + (2v - 1) q/x

Their terms cancel: they cost a factor of max(v, x) in accuracy, or more, each time.  In the order there is no such equation.
"""

from collections.abc import Callable
from typing import Any

Rule = Callable[[Any, Any, Any], Any]  # of the functions of a framework, the order and the argument

ORDER, ARGUMENT = 0, 1


def point(name: str, v: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """Where the rules of a function take its derivatives: at its arguments, for an inverse at its value y, as x(r) has 1/r'(x)."""
    return (v, y) if name.endswith("_inv") else (v, x)


def derivative(functions: Any, name: str, argument: int, v: Any, x: Any) -> Any:
    """The derivative of the function in its order or its argument, at a `point`.

    Raises
    ------
    NotImplementedError
        If it is not known.
    """
    rule = RULES[name][argument]
    if rule is None:
        raise NotImplementedError(f"{name} has no derivative in its {('order', 'argument')[argument]} that logbessel knows")
    return rule(functions, v, x)


def _function(name: str) -> Rule:
    return lambda of, v, x: getattr(of, name)(v, x)


def _minus(name: str) -> Rule:
    return lambda of, v, x: -getattr(of, name)(v, x)


def _third_derivatives(kind: str) -> tuple[Rule, Rule]:
    """d/dv and d/dx of l', l = log_iv_dx or log_kv_dx."""

    def in_order(of: Any, v: Any, x: Any) -> Any:
        slope, mixed = getattr(of, f"log_{kind}_dx")(v, x), getattr(of, f"log_{kind}_dvdx")(v, x)
        return 2 * (v / x) / x - (1 / x + 2 * slope) * mixed

    def in_argument(of: Any, v: Any, x: Any) -> Any:
        slope, curvature = getattr(of, f"log_{kind}_dx")(v, x), getattr(of, f"log_{kind}_dx2")(v, x)
        return (slope - 2 * v * (v / x)) / x / x - (1 / x + 2 * slope) * curvature

    return in_order, in_argument


def _ratio_thrice_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dx2 of r', r = iv_ratio, with 2 (2v - 1) (r'/x^2 - r/x^3) from the equation for r''"""
    ratio, slope, bend = of.iv_ratio(v, x), of.iv_ratio_dx(v, x), of.iv_ratio_dx2(v, x)
    return -2 * (slope * slope + ratio * bend) - (4 * ratio * slope + (2 * v + 1) * bend) / x


def _ratio_in_order_and_twice_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dvdx of r', with (2v - 1) dr/dv/x^2 + 2 r/x^2 from the equation for dr'/dv"""
    ratio, slope, in_order, mixed = of.iv_ratio(v, x), of.iv_ratio_dx(v, x), of.iv_ratio_dv(v, x), of.iv_ratio_dvdx(v, x)
    return -2 * (slope * in_order + ratio * mixed + (ratio * in_order + slope + v * mixed) / x)


def _ratio_twice_in_order_and_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dv2 of r'"""
    ratio, in_order, bend = of.iv_ratio(v, x), of.iv_ratio_dv(v, x), of.iv_ratio_dv2(v, x)
    return -2 * (in_order * in_order + ratio * bend) - (4 * in_order + (2 * v - 1) * bend) / x


def _k_ratio_thrice_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dx2 of q', q = kv_ratio, with 2 (2v - 1) (q'/x^2 - q/x^3) from the equation for q''"""
    ratio, slope, bend = of.kv_ratio(v, x), of.kv_ratio_dx(v, x), of.kv_ratio_dx2(v, x)
    return 2 * (slope * slope + ratio * bend) + (4 * ratio * slope + (2 * v - 3) * bend) / x


def _k_ratio_in_order_and_twice_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dvdx of q', with (2v - 1) dq/dv/x^2 + 2 q/x^2 from the equation for dq'/dv"""
    ratio, slope, in_order, mixed = of.kv_ratio(v, x), of.kv_ratio_dx(v, x), of.kv_ratio_dv(v, x), of.kv_ratio_dvdx(v, x)
    return 2 * (slope * in_order + ratio * mixed + (ratio * in_order + slope + (v - 1) * mixed) / x)


def _k_ratio_twice_in_order_and_in_argument(of: Any, v: Any, x: Any) -> Any:
    """d2/dv2 of q'"""
    ratio, in_order, bend = of.kv_ratio(v, x), of.kv_ratio_dv(v, x), of.kv_ratio_dv2(v, x)
    return 2 * (in_order * in_order + ratio * bend) + (4 * in_order + (2 * v - 1) * bend) / x


def _order_of_inverse(of: Any, v: Any, x: Any) -> Any:
    """dx/dv at constant r(v, x)"""
    return -of.iv_ratio_dv(v, x) / of.iv_ratio_dx(v, x)


_I_XX_V, _I_XX_X = _third_derivatives("iv")
_K_XX_V, _K_XX_X = _third_derivatives("kv")

#: name: (d/dv, d/dx)
RULES: dict[str, tuple[Rule | None, Rule | None]] = {
    "log_iv": (_function("log_iv_dv"), _function("log_iv_dx")),
    "log_kv": (_function("log_kv_dv"), _function("log_kv_dx")),
    "log_ive": (_function("log_iv_dv"), _function("log_ive_dx")),
    "log_kve": (_function("log_kv_dv"), _function("log_kve_dx")),
    "iv_ratio": (_function("iv_ratio_dv"), _function("iv_ratio_dx")),
    "iv_ratio_c": (_minus("iv_ratio_dv"), _minus("iv_ratio_dx")),
    "iv_ratio_inv": (_order_of_inverse, lambda of, v, x: 1 / of.iv_ratio_dx(v, x)),
    "iv_ratio_c_inv": (_order_of_inverse, lambda of, v, x: -1 / of.iv_ratio_dx(v, x)),
    "kv_ratio": (_function("kv_ratio_dv"), _function("kv_ratio_dx")),
    "log_iv_dx": (_function("log_iv_dvdx"), _function("log_iv_dx2")),
    "log_kv_dx": (_function("log_kv_dvdx"), _function("log_kv_dx2")),
    "log_ive_dx": (_function("log_iv_dvdx"), _function("log_iv_dx2")),
    "log_kve_dx": (_function("log_kv_dvdx"), _function("log_kv_dx2")),
    "log_iv_dv": (_function("log_iv_dv2"), _function("log_iv_dvdx")),
    "log_kv_dv": (_function("log_kv_dv2"), _function("log_kv_dvdx")),
    "log_iv_dx2": (_I_XX_V, _I_XX_X),
    "log_kv_dx2": (_K_XX_V, _K_XX_X),
    "log_iv_dvdx": (None, _I_XX_V),
    "log_kv_dvdx": (None, _K_XX_V),
    "log_iv_dv2": (None, None),
    "log_kv_dv2": (None, None),
    "iv_ratio_dx": (_function("iv_ratio_dvdx"), _function("iv_ratio_dx2")),
    "iv_ratio_dv": (_function("iv_ratio_dv2"), _function("iv_ratio_dvdx")),
    "iv_ratio_dx2": (_ratio_in_order_and_twice_in_argument, _ratio_thrice_in_argument),
    "iv_ratio_dvdx": (_ratio_twice_in_order_and_in_argument, _ratio_in_order_and_twice_in_argument),
    "iv_ratio_dv2": (None, _ratio_twice_in_order_and_in_argument),
    "kv_ratio_dx": (_function("kv_ratio_dvdx"), _function("kv_ratio_dx2")),
    "kv_ratio_dv": (_function("kv_ratio_dv2"), _function("kv_ratio_dvdx")),
    "kv_ratio_dx2": (_k_ratio_in_order_and_twice_in_argument, _k_ratio_thrice_in_argument),
    "kv_ratio_dvdx": (_k_ratio_twice_in_order_and_in_argument, _k_ratio_in_order_and_twice_in_argument),
    "kv_ratio_dv2": (None, _k_ratio_twice_in_order_and_in_argument),
}
