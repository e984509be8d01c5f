"""Does a von Mises-Fisher distribution fit a sample?  Asked of the cosines to its mean direction.

References
----------
Stute, González Manteiga & Presedo Quindimil (1993), Bootstrap based goodness-of-fit tests; Mardia & Jupp, Directional Statistics (2000),
section 12.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel.stats.cosine_distribution import CosineDistribution
from logbessel.stats.probability_plot import cosines_to
from logbessel.stats.unit_vectors import as_matrix
from logbessel.stats.von_mises_fisher import VonMisesFisher, VonMisesFisherFit


@dataclass(frozen=True)
class GoodnessOfFitResult:
    """What `goodness_of_fit` returns: the names are those of `scipy.stats.goodness_of_fit`.

    Attributes
    ----------
    fit_result : VonMisesFisherFit
        The distribution that was fitted.
    statistic : float
        The distance of the sample from it.
    pvalue : float
        The share of samples of such a distribution, this one included, that are at least as far from their own fits.
    null_distribution : ndarray of shape (n_mc_samples,)
        Their distances.
    """

    fit_result: VonMisesFisherFit
    statistic: float
    pvalue: float
    null_distribution: NDArray[np.float64] = field(repr=False)


def goodness_of_fit(
    X: ArrayLike, *, statistic: str = "ad", n_mc_samples: int = 199, rng: np.random.Generator | int | None = None
) -> GoodnessOfFitResult:
    r"""A test whether a sample of directions is von Mises-Fisher distributed, with parameters estimated from it.

    The cosines :math:`t_1 \le \dots \le t_n` of the rows to their mean direction are compared with the distribution F of the cosine at
    the maximum-likelihood concentration, by the statistic of Anderson and Darling or of Kolmogorov and Smirnov,

    .. math::
        A^2 = -n - \sum_i \tfrac{2i-1}{n} \log\bigl(F(t_i)\,(1 - F(t_{n+1-i}))\bigr), \qquad
        D = \max_i \max\bigl(\tfrac{i}{n} - F(t_i),\ F(t_i) - \tfrac{i-1}{n}\bigr).

    Both parameters come from the sample, which makes the statistics smaller than the tables of these tests know: the p-value is that of a
    parametric bootstrap, in which each simulated sample has a fit of its own.

    Parameters
    ----------
    X : array_like of shape (n, p), n >= 2, p >= 2
        Rows, of which only the directions count.
    statistic : {'ad', 'ks'}
        Anderson and Darling's, which sees the tails, or Kolmogorov and Smirnov's.
    n_mc_samples : int
        How many samples of the size of X are simulated; that is the cost.  No p-value is smaller than 1/(n_mc_samples + 1).
    rng : numpy.random.Generator or seed, optional
        What `numpy.random.default_rng` takes.

    Returns
    -------
    GoodnessOfFitResult
        `fit_result`, `statistic`, `pvalue` and `null_distribution`.

    Raises
    ------
    TypeError
        X is masked or not of real numbers.
    ValueError
        X has no fit (see `VonMisesFisher.fit`), or `statistic` or `n_mc_samples` is none of the above.

    Notes
    -----
    The cosines do not tell how directions lie around the mean direction: a sample that is not symmetric about it is found out only as far
    as that changes the cosines.  Two directions that are equally frequent can go unnoticed in many dimensions, three to one they do not.

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.stats import VonMisesFisher, goodness_of_fit
    >>> one, other = (VonMisesFisher(mu, 60.0).rvs(200, rng=0) for mu in np.eye(2, 20))
    >>> goodness_of_fit(one, rng=0).pvalue > 0.1
    True
    >>> goodness_of_fit(np.concatenate([one, other[:60]]), rng=0).pvalue
    0.005
    """
    if statistic not in _STATISTICS:
        raise ValueError(f"statistic must be one of {', '.join(map(repr, _STATISTICS))}, not {statistic!r}")
    if not (isinstance(n_mc_samples, int | np.integer) and n_mc_samples >= 1):
        raise ValueError(f"n_mc_samples must be an integer of at least 1, not {n_mc_samples!r}")
    matrix, generator = as_matrix(X), np.random.default_rng(rng)
    fit, distance = _distance(matrix, statistic)
    null = np.array([_distance(fit.rvs(len(matrix), rng=generator), statistic)[1] for _ in range(n_mc_samples)])
    return GoodnessOfFitResult(fit, distance, float((1 + np.count_nonzero(null >= distance)) / (1 + n_mc_samples)), null)


def _distance(rows: NDArray[np.float64], statistic: str) -> tuple[VonMisesFisherFit, float]:
    """The fit of a sample, and how far the sample is from it."""
    fit = VonMisesFisher.fit(rows)
    return fit, _STATISTICS[statistic](np.sort(cosines_to(fit.mean_direction, rows)), fit.cosine_distribution())


def anderson_darling(ordered: NDArray[np.float64], distribution: CosineDistribution) -> float:
    """A^2 of cosines in ascending order."""
    n = len(ordered)
    with np.errstate(divide="ignore"):  # a cosine that is impossible has an infinite distance
        logs = np.log(distribution.cdf(ordered)) + np.log(distribution.sf(ordered))[::-1]
    return float(-n - (2 * np.arange(n) + 1) @ logs / n)


def kolmogorov_smirnov(ordered: NDArray[np.float64], distribution: CosineDistribution) -> float:
    """D of cosines in ascending order."""
    n, cdf = len(ordered), distribution.cdf(ordered)
    return float(max((np.arange(1, n + 1) / n - cdf).max(), (cdf - np.arange(n) / n).max()))


_STATISTICS = {"ad": anderson_darling, "ks": kolmogorov_smirnov}
