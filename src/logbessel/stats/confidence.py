r"""Confidence regions for a von Mises-Fisher distribution, from n observations with the mean resultant length R.

For the concentration, by the likelihood ratio: the kappa with 2 n KL(kappa_c || kappa) <= z^2, at equal mean directions, about the
bias-corrected estimate kappa_c.  Its signed root is far nearer to normal than kappa_c itself.

For the mean direction: across mu, the mean of the observations is normal with variance A_p(kappa)/(n kappa) a component, and along mu it
is A_p(kappa); so tan^2 of its angle to mu, times n kappa A_p(kappa), is chi-square with p - 1 degrees of freedom.

References
----------
Mardia & Jupp, Directional Statistics (2000), sections 10.3.1 and 10.4.
"""

import math
from statistics import NormalDist

from logbessel.stats.chi_square import ChiSquare
from logbessel.stats.kl_divergence import kl_divergence
from logbessel.stats.mean_resultant_length import mean_resultant_length


def check_level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, not {level}")
    return level


def concentration_interval(dim: int, concentration: float, n: float, level: float) -> tuple[float, float]:
    """The concentrations that n observations do not reject beside their estimate."""
    allowed = NormalDist().inv_cdf(0.5 + check_level(level) / 2) ** 2 / (2 * n)
    low = 0.0 if kl_divergence(dim, concentration, 0.0, 0.0) <= allowed else _end(dim, concentration, allowed, 0.0)
    # Beyond this one it is more: KL is at least that of a normal distribution of the variance A'(kappa) <= 1/p.
    high = _end(dim, concentration, allowed, concentration + math.sqrt(2 * dim * allowed))
    return low, high


def _end(dim: int, concentration: float, allowed: float, start: float) -> float:
    """KL(concentration || kappa) = allowed by Newton's method, which comes from outside after one step: KL is convex in kappa."""
    length, kappa = mean_resultant_length(dim, concentration), start
    for _ in range(200):
        slope = mean_resultant_length(dim, kappa) - length
        step = (kl_divergence(dim, concentration, kappa, 0.0) - allowed) / slope
        kappa -= step
        if abs(step) <= 1e-10 * kappa:
            break
    return kappa


def mean_direction_angle(dim: int, concentration: float, n: float, level: float) -> float:
    """The half-angle in radians of the cone about the estimated mean direction that holds the true one; pi where nothing is known of it."""
    check_level(level)
    if concentration == 0:
        return math.pi
    information = n * concentration * mean_resultant_length(dim, concentration)
    return math.atan(math.sqrt(ChiSquare(dim - 1).ppf(level) / information))
