"""Random directions: their distribution, exactness in every dimension, shapes, types and seeds."""

import math

import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import VonMisesFisher

SPHERES = [(2, 0.0), (2, 4.0), (3, 0.0), (3, 2.0), (3, 1e4), (4, 1.5), (10, 0.0), (10, 50.0), (300, 40.0), (2048, 900.0)]


def sphere(p: int, kappa: float, seed: int = 1) -> VonMisesFisher:
    direction = np.random.default_rng(seed).normal(size=p)
    return VonMisesFisher(direction / np.linalg.norm(direction), kappa)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("p", "kappa"), SPHERES)
def test_cosines_and_directions_have_their_distributions(p: int, kappa: float, dtype: type) -> None:
    distribution = sphere(p, kappa)
    n = 4000
    u = distribution.rvs(n, rng=5, dtype=dtype)
    assert u.dtype == dtype
    assert u.shape == (n, p)
    assert_allclose(np.linalg.norm(u.astype(np.float64), axis=1), 1, rtol=8 * np.finfo(dtype).eps)
    u = u.astype(np.float64)
    step = u - distribution.mean_direction
    cosine = 1 - 0.5 * (step * step).sum(axis=1)
    assert scipy.stats.kstest(distribution.cosine_distribution().cdf(cosine), "uniform").pvalue > 1e-3
    # Across the mean direction they are uniform: a projection to any axis there has the distribution of a uniform cosine.
    axis = np.random.default_rng(2).normal(size=p)
    axis -= (axis @ distribution.mean_direction) * distribution.mean_direction
    across = u @ (axis / np.linalg.norm(axis)) / np.sqrt(np.maximum(1 - cosine**2, 1e-300))
    if p > 2:
        uniform = VonMisesFisher(np.eye(1, p - 1)[0], 0.0).cosine_distribution()
        assert scipy.stats.kstest(uniform.cdf(across), "uniform").pvalue > 1e-3
    else:
        assert abs(np.sign(across).sum()) < 5 * math.sqrt(n)


@pytest.mark.parametrize("p", [2, 3, 5, 1000])
def test_concentrated_samples_keep_their_digits(p: int) -> None:
    """kappa |u - mu|^2 has the chi-square distribution of p - 1 degrees of freedom for kappa -> infinity."""
    mean = np.eye(1, p)[0]
    u = VonMisesFisher(mean, 1e14).rvs(3000, rng=3)
    squares = 1e14 * np.square(u[:, 1:]).sum(axis=1)
    assert scipy.stats.kstest(squares, scipy.stats.chi2(p - 1).cdf).pvalue > 1e-3


def test_fits_find_what_was_sampled() -> None:
    distribution = sphere(64, 30.0)
    fit = VonMisesFisher.fit(distribution.rvs(20000, rng=4))
    assert abs(fit.concentration - 30) < 4 * fit.concentration_se
    assert fit.mean_direction @ distribution.mean_direction > 0.999


@pytest.mark.parametrize("sign", [-1, 1])
def test_mean_directions_along_the_first_axis(sign: int) -> None:
    u = VonMisesFisher([sign, 0.0, 0.0, 0.0], 1e6).rvs(100, rng=0)
    assert_allclose(u.mean(axis=0), [sign, 0, 0, 0], atol=2e-3)


def test_shapes_seeds_and_generators() -> None:
    distribution = sphere(5, 2.0)
    assert distribution.rvs().shape == (5,)
    assert distribution.rvs((2, 3)).shape == (2, 3, 5)
    assert distribution.rvs(0).shape == (0, 5)
    assert_array_equal(distribution.rvs(7, rng=9), distribution.rvs(7, rng=np.random.default_rng(9)))
    assert np.any(distribution.rvs(7, rng=9) != distribution.rvs(7, rng=10))
    generator = np.random.default_rng(1)
    assert np.any(distribution.rvs(3, rng=generator) != distribution.rvs(3, rng=generator))


def test_nonsense_is_refused() -> None:
    distribution = sphere(5, 2.0)
    for size in (-1, (2, -3), 2.5, "3"):
        with pytest.raises(ValueError, match="size must be a number of directions or a tuple of such"):
            distribution.rvs(size)
    with pytest.raises(TypeError, match="dtype must be float64 or float32, not int64"):
        distribution.rvs(3, dtype=int)
