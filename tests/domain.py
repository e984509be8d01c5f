"""The domains of the functions, and points of them."""

import numpy as np


def domain_points(name: str, n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """n ordinary points (v, x) of the domain, among them some of every region; v >= 1/2."""
    rng = np.random.default_rng(seed)
    scales = [1.0, 34.0, 300.0, 1e4]
    v = 0.5 + rng.choice(scales, n) * rng.random(n)
    x = rng.uniform(0.01, 0.99, n) if name.endswith("_inv") else rng.choice(scales, n) * (0.001 + rng.random(n))
    return v, x


def is_legal(name: str, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Where the value is defined, infinite or not.  For log_iv and log_ive of negative order only where it is so whatever the order."""
    number = ~np.isnan(v) & ~np.isnan(x)
    both_infinite = np.isinf(v) & np.isinf(x)
    if name.endswith("_inv"):
        return number & (v >= 0.5) & (x >= 0) & (x <= 1)
    legal = number & (x >= 0) & ~both_infinite
    if name.startswith(("log_iv", "log_ive")):
        return legal & (v >= 0)
    if name.startswith("iv_ratio"):
        return legal & (v >= (0.5 if name == "iv_ratio_c" else 0))
    return legal
