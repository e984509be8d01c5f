"""The distribution of the cosine to the mean direction: against closed forms, exact quadrature and itself."""

import math
from itertools import pairwise

import numpy as np
import pytest
import scipy.special
import scipy.stats
from flint import acb, arb, ctx
from numpy.testing import assert_allclose

from logbessel.stats import CosineDistribution, VonMisesFisher

CASES = [(2, 0.0), (2, 3.0), (3, 0.0), (3, 5.0), (4, 0.1), (10, 3.0), (128, 50.0), (2048, 500.0), (2048, 1e5), (32768, 17000.0)]
BEYOND = [-20, -8, -3, -1, -0.1, 0.1, 1, 3, 8, 20]


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(160):
        yield


def spread(p: int, kappa: float) -> tuple[float, float]:
    """Mean and standard deviation, roughly."""
    m = p - 1
    mode = 2 * kappa / (m + math.hypot(m, 2 * kappa))
    return mode, math.sqrt((1 - mode * mode) / math.hypot(m, 2 * kappa))


def log_integral(p: int, kappa: float, low: float, high: float, peak: float, unit: float) -> arb:
    """The logarithm of that of exp(kappa t) (1 - t^2)^((p-3)/2), which is largest at `peak`."""
    k, c, power = arb(kappa), arb(peak), acb(p - 3) / 2

    def density(t: acb, analytic: bool) -> acb:
        ratio = (1 - t * t) / (1 - c * c)
        return (k * (t - c) + power * ratio.log(analytic=analytic)).exp()

    pieces = max(1, math.ceil((high - low) / unit))
    edges = [low + (high - low) * i / pieces for i in range(pieces + 1)]
    total = sum((acb.integral(density, a, b).real for a, b in pairwise(edges)), arb(0))
    return total.log() + k * c + power.real * (1 - c * c).log()


def inside(p: int, kappa: float) -> list[tuple[int, float, int]]:
    mode, deviation = spread(p, kappa)
    return [(p, kappa, beyond) for beyond in BEYOND if abs(mode + beyond * deviation) < 1]


@pytest.mark.parametrize(("p", "kappa", "beyond"), [one for case in CASES if case[0] > 4 for one in inside(*case)])
def test_tails_are_exact(p: int, kappa: float, beyond: int) -> None:
    mode, deviation = spread(p, kappa)
    t = mode + beyond * deviation
    cosine = CosineDistribution(p, kappa)
    unit = deviation / (1 + abs(beyond))
    edge = 1 - 1e-12
    far = max(-edge, t - 40 * unit - 9 * deviation) if beyond < 0 else min(edge, t + 40 * unit + 9 * deviation)
    tail = log_integral(p, kappa, *sorted((t, far)), t, unit)
    whole = log_integral(p, kappa, max(-edge, mode - 13 * deviation), min(edge, mode + 13 * deviation), mode, deviation)
    assert_allclose(cosine.cdf(t) if beyond < 0 else cosine.sf(t), float((tail - whole).exp()), rtol=2e-12)
    assert cosine.cdf(t) + cosine.sf(t) == pytest.approx(1, abs=1e-15)


def test_three_dimensions_have_closed_forms() -> None:
    t = np.linspace(-1, 1, 9)
    for kappa in (1e-3, 1.0, 30.0, 300.0):
        cosine = CosineDistribution(3, kappa)
        assert_allclose(cosine.cdf(t), np.expm1(kappa * (t + 1)) / math.expm1(2 * kappa), rtol=2e-14 + 1e-15 * kappa)
        assert_allclose(cosine.sf(t), np.expm1(kappa * (t - 1)) / math.expm1(-2 * kappa), rtol=2e-14 + 1e-15 * kappa)
        assert_allclose(cosine.logpdf(t), kappa * (t - 1) + math.log(kappa / -math.expm1(-2 * kappa)), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("p", [2, 3, 4, 9, 100])
def test_of_the_uniform_distribution_it_is_a_beta_distribution(p: int) -> None:
    cosine, beta = CosineDistribution(p, 0.0), scipy.stats.beta((p - 1) / 2, (p - 1) / 2, loc=-1, scale=2)
    t = np.linspace(-0.99, 0.99, 25)
    assert_allclose(cosine.pdf(t), beta.pdf(t), rtol=1e-12)
    assert_allclose(cosine.cdf(t), beta.cdf(t), rtol=1e-12)
    q = np.linspace(0.01, 0.99, 15)
    assert_allclose(cosine.ppf(q), beta.ppf(q), rtol=1e-11, atol=1e-13)


def test_in_two_dimensions_it_is_that_of_von_mises_angles() -> None:
    angle = np.linspace(0.05, 3.1, 30)
    expected = 2 * scipy.stats.vonmises.sf(angle, 2.5)
    assert_allclose(CosineDistribution(2, 2.5).cdf(np.cos(angle)), expected, rtol=1e-9)


@pytest.mark.parametrize(("p", "kappa"), CASES)
def test_quantiles_invert_probabilities(p: int, kappa: float) -> None:
    cosine = CosineDistribution(p, kappa)
    q = np.r_[1e-200, 1e-9, np.linspace(0.001, 0.999, 41), 1 - 1e-9]
    t = cosine.ppf(q)
    assert np.all(np.diff(t) >= 0)
    sure = np.abs(t) < 1 - 1e-6  # elsewhere the rounding of t is felt
    assert_allclose(cosine.cdf(t)[sure], q[sure], rtol=3e-9)
    assert sure.sum() >= 30


@pytest.mark.parametrize(("p", "kappa"), CASES)
def test_density_integrates_to_the_mean_resultant_length(p: int, kappa: float) -> None:
    axis = np.eye(1, p)[0]
    sphere = VonMisesFisher(axis, kappa)
    cosine = sphere.cosine_distribution()
    mode, deviation = spread(p, kappa)
    angle = np.linspace(math.acos(min(1, mode + 13 * deviation)), math.acos(max(-1, mode - 13 * deviation)), 20001)[1:-1]
    t = np.cos(angle)
    weight = cosine.pdf(t) * np.sin(angle) * (angle[1] - angle[0])
    assert_allclose(weight.sum(), 1, rtol=1e-3 if p == 2 else 1e-6)
    assert_allclose((t * weight).sum(), sphere.mean_resultant_length, rtol=1e-3 if p == 2 else 1e-5, atol=1e-4)


@pytest.mark.parametrize(("p", "kappa"), [(3, 5.0), (10, 3.0), (2048, 500.0)])
def test_density_is_that_of_the_sphere_times_a_circle_of_latitude(p: int, kappa: float) -> None:
    axis = np.eye(1, p)[0]
    t = np.linspace(-0.9, 0.9, 7)
    points = np.zeros((7, p))
    points[:, 0], points[:, 1] = t, np.sqrt(1 - t * t)
    sphere = VonMisesFisher(axis, kappa)
    log_area = math.log(2) + (p - 1) / 2 * math.log(math.pi) - math.lgamma((p - 1) / 2)
    expected = sphere.logpdf(points) + log_area + (p - 3) / 2 * np.log1p(-t * t)
    assert_allclose(sphere.cosine_distribution().logpdf(t), expected, rtol=1e-12, atol=1e-9)


def test_limits_shapes_and_nonsense() -> None:
    cosine = CosineDistribution(5, 2.0)
    assert cosine.cdf([-1, 1, 2, -2]).tolist() == [0, 1, 1, 0]
    assert cosine.sf([-1, 1]).tolist() == [1, 0]
    assert cosine.pdf([-1, 1, 1.5]).tolist() == [0, 0, 0]
    assert math.isnan(cosine.cdf(math.nan))
    assert math.isnan(cosine.pdf(math.nan))
    assert cosine.ppf([0, 1]).tolist() == [-1, 1]
    assert np.isnan(cosine.ppf([-0.1, 1.1, math.nan])).all()
    assert CosineDistribution(2, 1.0).pdf([-1, 1]).tolist() == [math.inf, math.inf]
    assert isinstance(cosine.cdf(0.5), float)
    assert cosine.cdf(np.zeros((2, 3))).shape == (2, 3)
    assert cosine.ppf([]).shape == (0,)
    for dim in (1, 2.5, "3"):
        with pytest.raises(ValueError, match="dim must be an integer of at least 2"):
            CosineDistribution(dim, 1.0)
    for kappa in (-1.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="finite and not negative"):
            CosineDistribution(3, kappa)


@pytest.mark.parametrize("kappa", [1e6, 1e10])
def test_concentrated_distributions_have_the_limit_of_an_exponential(kappa: float) -> None:
    """In three dimensions kappa (1 - t) is exponential."""
    complement = np.array([0.1, 1, 5, 30]) / kappa
    t = 1 - complement
    assert_allclose(CosineDistribution(3, kappa).cdf(t), np.exp(-kappa * (1 - t)), rtol=1e-12)
    assert_allclose(CosineDistribution(3, kappa).sf(t), -np.expm1(-kappa * (1 - t)), rtol=1e-12)
