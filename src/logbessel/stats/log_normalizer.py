r"""The logarithm of the normalising constant C_p of a von Mises-Fisher distribution, for arrays of concentrations of any framework.

With v = p/2 - 1, relative to the uniform distribution it is that of the normalised Bessel function (Baricz 2010):

    log C_p(0) - log C_p(kappa) = log(Gamma(v + 1) (2/kappa)^v I_v(kappa)) = int_0^kappa A_p(t) dt,     A_p = I_{v+1}/I_v

The three terms of the logarithm nearly cancel where kappa is small beside p, and in single precision leave nothing for p = 2048.  The
integral of the ratio, which is positive, does not cancel.  With t = (v + 2) sinh(theta) its integrand is analytic for |Im theta| < pi/2, as
the poles of A_p are +-i j_{v,1}, ... (DLMF 10.21.2), with j_{v,1} > v + 2; so Gauss's rule is good to the last bits for kappa < 2 (v + 2).
"""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel import special
from logbessel.special import log_ive

NODES = {"float32": 6, "float64": 12}
LOG_PI, LOG_PI_LOW = 1.1447299122810364, -2.64316362028097e-08  # its first 25 bits, of which products are exact, and the rest


def log_uniform_density(dim: int) -> float:
    """log C_p(0), of the uniform distribution on the unit sphere of p dimensions."""
    log_gamma = math.log(math.gamma(dim / 2)) if dim < 300 else math.lgamma(dim / 2)  # the latter has errors of 2 ulp
    return math.fsum((log_gamma, -math.log(2), -dim / 2 * LOG_PI, -dim / 2 * LOG_PI_LOW))


@cache
def gauss_legendre(kind: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and weights of the integral from 0 to 1 that a type of this name needs."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES[kind])
    return (nodes + 1) / 2, weights / 2


def log_density_at_mode(dim: int, concentration: Any) -> Any:
    """log C_p(kappa) + kappa, the log density at the mean direction, for an array of kappa >= 0, without cancellation."""
    kappa = np.asarray(concentration, dtype=np.float64)
    v = dim / 2 - 1
    edge = 2 * (v + 2)
    near, far = np.minimum(kappa, edge), np.maximum(kappa, edge)
    excess = near - integral_of_ratio(np, special, *gauss_legendre("float64"), v, near)
    return np.where(kappa < edge, log_uniform_density(dim) + excess, v * np.log(far) - dim / 2 * math.log(2 * math.pi) - log_ive(v, far))[
        ()
    ]


def integral_of_ratio(array: Any, functions: Any, nodes: Any, weights: Any, v: float, x: Any) -> Any:
    """int_0^x I_{v+1}(t)/I_v(t) dt for 0 <= x <= 2 (v + 2); of NaN and negative arguments NaN."""
    scale = v + 2
    angle = array.arcsinh(x / scale)
    angles = angle[..., None] * nodes
    return scale * angle * (weights * array.cosh(angles) * functions.iv_ratio(v + 1, scale * array.sinh(angles))).sum(-1)


def log_iv_normalized(array: Any, functions: Any, nodes: Any, weights: Any, v: float, x: Any) -> Any:
    """log(Gamma(v + 1) (2/x)^v I_v(x)) for an order v >= 0 and an array x of float32 or float64.

    Parameters
    ----------
    array, functions : module
        The framework's namespace of arrays, and that of the Bessel functions on them.
    nodes, weights : array
        Those of `gauss_legendre` for the type of x.
    v : float
        The order.
    x : array
        The argument; NaN where it is negative.
    """
    edge = 2 * (v + 2)
    near = integral_of_ratio(array, functions, nodes, weights, v, array.clip(x, max=edge))
    # A power of two is taken out of x exactly, so that what multiplies v is small.
    power = round(math.log2(max(v, 1)))
    constant = math.lgamma(v + 1) - v * (power - 1) * math.log(2)
    far = array.clip(x, min=edge)
    logarithm = array.log(array.clip(far, max=array.finfo(x.dtype).max) * 2.0**-power)
    return array.where(x < edge, near, functions.log_iv(v, far) - v * logarithm + constant)
