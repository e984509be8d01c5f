"""The speeds that the project set itself, each compared with what this run measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rivals import OURS

Nanoseconds = dict[tuple[str, str, str], float]  # (function, set, rival): array v, the longest size of the run
Own = dict[str, dict[str, float]]
Measure = Callable[[Nanoseconds, Own], float]


@dataclass(frozen=True)
class Target:
    text: str
    measure: Measure
    wanted: float
    at_most: bool = False

    def row(self, ns: Nanoseconds, own: Own) -> list[str]:
        bound = f"{'at most' if self.at_most else 'at least'} {self.wanted:g}"
        try:
            measured = self.measure(ns, own)
        except KeyError:
            return [self.text, bound, "not measured", ""]
        met = measured <= self.wanted if self.at_most else measured >= self.wanted
        return [self.text, bound, f"{measured:.3g}", "met" if met else "NOT MET"]


def ratio(function: str, name: str, rival: str, ours: str = OURS) -> Measure:
    return lambda ns, own: ns[function, name, rival] / ns[function, name, ours]


def float32_gain(function: str, name: str) -> Measure:
    return ratio(function, name, OURS, "logbessel f32")


def time(function: str, name: str) -> Measure:
    return lambda ns, own: ns[function, name, OURS]


def fastest_scipy(function: str, name: str) -> Measure:
    plain, scaled = ratio(function, name, "SciPy"), ratio(function, name, "SciPy scaled")
    return lambda ns, own: min(plain(ns, own), scaled(ns, own))


def share_of_second_core(ns: Nanoseconds, own: Own) -> float:
    control = own["threads"]["plain control"]
    if control < 1.5:
        raise KeyError("this machine, or its load, gives no second core")
    return own["threads"]["log_iv, n = 1000000"] / control


TARGETS = (
    Target("log_iv, small: times as fast as SciPy's log(iv)", ratio("log_iv", "small", "SciPy"), 15),
    Target("log_iv, small: times as fast as SciPy's log(ive) + x", ratio("log_iv", "small", "SciPy scaled"), 30),
    Target("log_kv, small: times as fast as SciPy's faster way", fastest_scipy("log_kv", "small"), 25),
    Target("log_iv, large: times as fast as SciPy's log(ive) + x", ratio("log_iv", "large", "SciPy scaled"), 17),
    Target("log_kv, large: times as fast as SciPy's log(kve) - x", ratio("log_kv", "large", "SciPy scaled"), 25),
    Target("log_iv, small: ns an element", time("log_iv", "small"), 12, at_most=True),
    Target("log_iv, large: ns an element", time("log_iv", "large"), 6.7, at_most=True),
    Target("log_iv, small: ns an element (stretch)", time("log_iv", "small"), 8, at_most=True),
    Target("log_iv, large: ns an element (stretch)", time("log_iv", "large"), 5, at_most=True),
    Target("log_iv, small: float32 times as fast as float64", float32_gain("log_iv", "small"), 1.8),
    Target("log_iv, large: float32 times as fast as float64", float32_gain("log_iv", "large"), 1.8),
    Target("log_kv, small: float32 times as fast as float64", float32_gain("log_kv", "small"), 1.8),
    Target("log_kv, large: float32 times as fast as float64", float32_gain("log_kv", "large"), 1.8),
    Target(
        "2 threads, n = 1e6: speed-up over 1, as a share of the control's",
        share_of_second_core,
        0.9,
    ),
    Target("2 threads, n = 1e3: speed-up over 1", lambda ns, own: own["threads"]["log_iv, n = 1000"], 0.97),
    Target(
        "one element: us a call, beyond scipy.special.iv's",
        lambda ns, own: 1e6 * (own["overhead"]["logbessel.log_iv"] - own["overhead"]["scipy.special.iv"]),
        1.5,
        at_most=True,
    ),
    Target("import logbessel: ms, beyond import numpy", lambda ns, own: 1e3 * own["imports"]["logbessel"], 30, at_most=True),
)
