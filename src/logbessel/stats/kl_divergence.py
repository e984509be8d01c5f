r"""The Kullback-Leibler divergence of two von Mises-Fisher distributions, without cancellation.

With Psi = -log C_p, of which A_p is the derivative, it is a Bregman divergence and a term for the angle between the means:

    KL(1 || 2) = Psi(kappa_2) - Psi(kappa_1) - (kappa_2 - kappa_1) A_p(kappa_1) + kappa_2 A_p(kappa_1) (1 - mu_1 . mu_2)
               = int_{kappa_1}^{kappa_2} (kappa_2 - t) A_p'(t) dt + kappa_2 A_p(kappa_1) |mu_1 - mu_2|^2 / 2

The integrand is positive, and with t = (p/2 + 1) sinh(theta) analytic for |Im theta| < pi/2: the nearest poles of A_p, at the zeros
+-i j_{p/2-1,1} of I_{p/2-1}, are beyond +-i (p/2 + 1) (DLMF 10.21(i)).
"""

import math

import numpy as np

from logbessel.special import iv_ratio, iv_ratio_dx
from logbessel.stats.log_normalizer import gauss_legendre

PANEL = 0.75  # the longest stretch of theta for which the nodes are enough


def kl_divergence(dim: int, first: float, second: float, distance: float) -> float:
    """KL(1 || 2) in nats, from the concentrations and |mu_1 - mu_2|."""
    turn = second * float(iv_ratio(dim / 2, first)) * distance * (distance / 2)
    if first == second:
        return turn
    scale = dim / 2 + 1
    start, length = math.asinh(first / scale), _difference_of_angles(first, second, scale)
    panels = math.ceil(abs(length) / PANEL)
    nodes, weights = gauss_legendre("float64")
    passed = length * ((np.arange(panels)[:, None] + nodes) / panels)
    rest, theta = length - passed, start + passed
    t, slope = scale * np.sinh(theta), scale * np.cosh(theta)  # t and dt/dtheta
    left = 2 * scale * np.cosh(theta + rest / 2) * np.sinh(rest / 2)  # kappa_2 - t
    far = t > 1e100  # there A' = (p - 1)/(2 t^2), which may underflow
    with np.errstate(over="ignore"):
        near = iv_ratio_dx(dim / 2, np.where(far, 1.0, t)) * left * slope
        integrand = np.where(far, (dim - 1) / 2 * (left / t) * (slope / t), near)
    return float((weights * integrand).sum()) * length / panels + turn


def _difference_of_angles(first: float, second: float, scale: float) -> float:
    """asinh(second/scale) - asinh(first/scale)"""
    unit = max(first, second, scale)
    a, b, s = first / unit, second / unit, scale / unit
    return math.asinh((second - first) / unit * (b + a) / (b * math.hypot(s, a) + a * math.hypot(s, b)))
