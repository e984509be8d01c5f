"""How long to take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    n: int  # elements of the arrays that throughput is measured on
    large: int | None  # elements of still larger ones, for the kernels that come near the memory's speed
    sets: int  # of different arrays, used in turns
    warm_up: float  # seconds of calls before the first that counts
    rounds: int  # calls that a median is taken of ...
    patience: float  # ... fewer where they would take more seconds than this, but at least three
    small: tuple[int, ...]  # elements of the arrays that the overhead of a call is measured on
    curve: tuple[int, ...]
    starts: int  # fresh processes for the first call
    calls: int  # without waiting, in each round of the overhead

    def affordable(self, seconds: float) -> int:
        return max(3, min(self.rounds, int(self.patience / seconds))) if seconds > 0 else self.rounds


FULL = Plan(
    n=10**7,
    large=10**8,
    sets=3,
    warm_up=0.05,
    rounds=15,
    patience=0.4,
    small=(10**2, 10**3, 10**4, 10**5),
    curve=tuple(round(10 ** (half / 2)) for half in range(4, 17)),
    starts=2,
    calls=100,
)
QUICK = Plan(
    n=10**5, large=None, sets=1, warm_up=0.01, rounds=3, patience=0.1, small=(10**3,), curve=(10**2, 10**4, 10**6), starts=1, calls=20
)
