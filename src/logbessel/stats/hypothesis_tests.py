"""Tests about samples of directions, from their sufficient statistics.

Each gives the statistic, the degrees of freedom of its chi-square limit for many observations, and the p-value by that limit.

References
----------
Mardia & Jupp, Directional Statistics (2000), sections 10.4 and 10.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from logbessel.stats.chi_square import ChiSquare
from logbessel.stats.kl_divergence import kl_divergence
from logbessel.stats.mean_resultant_length import concentration_from
from logbessel.stats.sufficient_statistics import SufficientStatistics


class SignificanceResult(NamedTuple):
    """A statistic, the degrees of freedom of its chi-square distribution if the hypothesis is true, and the p-value."""

    statistic: float
    df: int
    pvalue: float


def rayleigh_test(sample: SufficientStatistics) -> SignificanceResult:
    r"""Rayleigh's test of uniformity, against von Mises-Fisher distributions of any mean direction.

    The statistic is :math:`S = n p R^2`, as :math:`(1 - \frac{1}{2n}) S + \frac{1}{2n(p+2)} S^2`, which follows the chi-square distribution
    with p degrees of freedom up to terms in :math:`n^{-2}` (Jupp 2001).

    Parameters
    ----------
    sample : SufficientStatistics
        Of n >= 1 directions.

    Returns
    -------
    SignificanceResult
        `statistic`, `df` and `pvalue`.

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.stats import SufficientStatistics, rayleigh_test
    >>> X = np.random.default_rng(1).normal(size=(200, 5))
    >>> round(rayleigh_test(SufficientStatistics.from_rows(X)).pvalue, 4)
    0.2114
    >>> rayleigh_test(SufficientStatistics.from_rows(X + 0.5)).pvalue < 1e-9
    True
    """
    n, p = _size(sample), sample.dim
    s = n * p * sample.mean_resultant_length**2
    return _result(s * (1 - 1 / (2 * n) + s / (2 * n * (p + 2))), p)


def equal_concentration_test(samples: Sequence[SufficientStatistics]) -> SignificanceResult:
    r"""The likelihood-ratio test that samples have one concentration, whatever their mean directions.

    .. math::
        2 \sum_i n_i\, \mathrm{KL}(\hat\kappa_i \,\|\, \hat\kappa), \qquad A_p(\hat\kappa) = \sum_i n_i R_i / \sum_i n_i

    Parameters
    ----------
    samples : sequence of SufficientStatistics
        At least two, of one dimension.  The chi-square limit, with their number less one degrees of freedom, needs many observations in
        each: compare only samples with n much larger than p.

    Returns
    -------
    SignificanceResult
        `statistic`, `df` and `pvalue`.
    """
    dim = _dimension(samples)
    common = common_concentration(samples)
    own = [_concentration(sample) for sample in samples]
    pairs = zip(samples, own, strict=True)
    return _result(2 * sum(s.n * kl_divergence(dim, kappa, common, 0.0) for s, kappa in pairs), len(samples) - 1)


def equal_mean_direction_test(samples: Sequence[SufficientStatistics]) -> SignificanceResult:
    r"""The likelihood-ratio test that samples have one mean direction, if they have one concentration.

    With the total length :math:`\bar R = \sum_i n_i R_i/n` and that of all observations together, R, and their concentrations, it is

    .. math::
        2 n\, (\ell(\bar R) - \ell(R)), \qquad \ell(R) = \max_\kappa (\kappa R + \log C_p(\kappa))

    Parameters
    ----------
    samples : sequence of SufficientStatistics
        At least two, of one dimension.

    Returns
    -------
    SignificanceResult
        `statistic`, `df` = (number of samples - 1) (p - 1) and `pvalue`.
    """
    dim = _dimension(samples)
    apart, n = common_concentration(samples), sum(sample.n for sample in samples)
    whole = samples[0]
    for sample in samples[1:]:
        whole += sample
    together = _concentration(whole)
    # l(A(b)) - l(A(a)) = a (A(b) - A(a)) + KL(b || a), and A(b) - A(a) is a difference of lengths
    gap = sum(s.n * s.mean_resultant_length for s in samples) / n - whole.mean_resultant_length
    return _result(2 * n * (together * max(gap, 0.0) + kl_divergence(dim, apart, together, 0.0)), (len(samples) - 1) * (dim - 1))


def common_concentration(samples: Sequence[SufficientStatistics]) -> float:
    """The maximum-likelihood concentration of samples with mean directions of their own.

    Parameters
    ----------
    samples : sequence of SufficientStatistics
        Of one dimension.
    """
    dim, n = _dimension(samples, least=1), sum(_size(sample) for sample in samples)
    length = sum(s.n * s.mean_resultant_length for s in samples) / n
    return concentration_from(dim, length, sum(s.n * s.mean_resultant_length_c for s in samples) / n)


def _concentration(sample: SufficientStatistics) -> float:
    return concentration_from(sample.dim, sample.mean_resultant_length, sample.mean_resultant_length_c)


def _size(sample: SufficientStatistics) -> float:
    if not sample.n > 0:
        raise ValueError("a sample has no observations")
    return sample.n


def _dimension(samples: Sequence[SufficientStatistics], least: int = 2) -> int:
    if len(samples) < least:
        raise ValueError(f"at least {least} samples are needed, not {len(samples)}")
    dimensions = {sample.dim for sample in samples if _size(sample)}
    if len(dimensions) > 1:
        raise ValueError(f"samples of {' and '.join(map(str, sorted(dimensions)))} dimensions have nothing to compare")
    return dimensions.pop()


def _result(statistic: float, df: int) -> SignificanceResult:
    return SignificanceResult(statistic, df, ChiSquare(df).sf(statistic))
