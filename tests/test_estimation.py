"""Weights, the bias of the concentration, confidence regions and tests, against repetition, simulation and SciPy."""

import math
import pickle
import re

import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import (
    SufficientStatistics,
    VonMisesFisher,
    common_concentration,
    equal_concentration_test,
    equal_mean_direction_test,
    rayleigh_test,
)
from logbessel.stats.chi_square import ChiSquare
from logbessel.stats.confidence import concentration_interval
from logbessel.stats.kl_divergence import kl_divergence


def axis(p: int, i: int = 0) -> np.ndarray:
    return np.eye(1, p, i)[0]


def statistics(distribution: VonMisesFisher, n: int, rng: np.random.Generator) -> SufficientStatistics:
    return SufficientStatistics.from_rows(distribution.rvs(n, rng=rng))


# ---------------------------------------------------------------- weights, scaling, files


@pytest.mark.parametrize("spread", [1e-9, 0.5, 30])
def test_weights_are_repetitions(spread: float) -> None:
    rng = np.random.default_rng(1)
    rows = axis(6) + spread * rng.normal(size=(400, 6))
    times = rng.integers(0, 5, 400)
    weighted, repeated = VonMisesFisher.fit(rows, times), VonMisesFisher.fit(np.repeat(rows, times, axis=0))
    for name in ("n", "concentration", "concentration_se", "log_likelihood", "mean_direction", "concentration_corrected"):
        assert_allclose(getattr(weighted, name), getattr(repeated, name), rtol=1e-12, err_msg=name)
    assert isinstance(weighted.n, float)


def test_scaled_statistics_are_those_of_scaled_weights() -> None:
    rng = np.random.default_rng(2)
    rows, weights = rng.normal(size=(50, 4)), rng.random(50)
    one, other = SufficientStatistics.from_rows(rows, weights).scaled(7), SufficientStatistics.from_rows(rows, 7 * weights)
    for name in ("n", "mean", "mean_resultant_length", "mean_resultant_length_c"):
        assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-14, err_msg=name)
    assert one.scaled(0).n == 0
    assert_array_equal((one.scaled(0) + one).mean, one.mean)


def test_rows_without_weight_do_not_count() -> None:
    rows = np.random.default_rng(3).normal(size=(20, 3))
    keep = np.arange(20) % 2 == 0
    assert_allclose(VonMisesFisher.fit(rows, keep).concentration, VonMisesFisher.fit(rows[keep]).concentration, rtol=1e-14)
    with pytest.raises(ValueError, match="at least 2 rows, not 0"):
        VonMisesFisher.fit(rows, np.zeros(20))
    with pytest.raises(ValueError, match="rows with positive weights"):
        VonMisesFisher.from_statistics(SufficientStatistics.from_rows(rows).scaled(0))


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        (np.ones(3), ValueError, "weights must have shape (20,), one for each row, not (3,)"),
        (np.r_[np.ones(19), -1], ValueError, "weights must be finite and not negative, and that of row 19 is -1.0"),
        (np.r_[np.nan, np.ones(19)], ValueError, "that of row 0 is nan"),
        (["a"] * 20, TypeError, "weights must be real numbers"),
    ],
)
def test_bad_weights_are_named(weights: object, error: type, message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        VonMisesFisher.fit(np.random.default_rng(3).normal(size=(20, 3)), weights)


@pytest.mark.parametrize("factor", [-1, math.inf, math.nan])
def test_bad_factors_are_refused(factor: float) -> None:
    with pytest.raises(ValueError, match="factor must be finite and not negative"):
        SufficientStatistics.zero(3).scaled(factor)


def test_statistics_survive_a_file_and_a_pickle(tmp_path) -> None:
    rows = axis(5) + 1e-9 * np.random.default_rng(0).normal(size=(1000, 5))
    sample = SufficientStatistics.from_rows(rows)
    sample.save(tmp_path / "sample.npz")
    for copy in (SufficientStatistics.load(tmp_path / "sample.npz"), pickle.loads(pickle.dumps(sample))):
        assert type(copy.n) is int
        assert VonMisesFisher.from_statistics(copy).concentration == VonMisesFisher.from_statistics(sample).concentration
    np.savez(tmp_path / "other.npz", n=3)
    with pytest.raises(ValueError, match="holds no sufficient statistics: it lacks resultant"):
        SufficientStatistics.load(tmp_path / "other.npz")


# ---------------------------------------------------------------- bias and confidence


def test_few_observations_in_many_dimensions_are_biased_and_corrected() -> None:
    p, n, kappa = 32768, 200, 11000.0
    fit = VonMisesFisher.fit(VonMisesFisher(axis(p), kappa).rvs(n, rng=0, dtype=np.float32))
    assert 1.025 < fit.concentration / kappa < 1.035
    assert abs(fit.concentration_corrected / kappa - 1) < 2e-3
    low, high = fit.concentration_interval(0.999)
    assert low < kappa < high < fit.concentration


def test_corrected_concentration_of_noise_is_zero() -> None:
    fit = VonMisesFisher.fit([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [1.0, 1.0]])
    assert fit.concentration > 0
    assert fit.concentration_corrected == 0
    assert fit.concentration_interval()[0] == 0
    assert fit.mean_direction_angle() == math.pi
    with pytest.raises(ValueError, match="more than 1 vector only"):
        _ = VonMisesFisher.fit([[1.0, 0.0], [0.0, 1.0]], [0.5, 0.5]).concentration_corrected


@pytest.mark.parametrize(("p", "kappa", "n"), [(3, 5.0, 40), (10, 8.0, 50), (128, 60.0, 60)])
def test_confidence_regions_hold_the_truth_as_often_as_they_say(p: int, kappa: float, n: int) -> None:
    distribution, rng, repeats = VonMisesFisher(axis(p), kappa), np.random.default_rng(7), 300
    fits = [VonMisesFisher.from_statistics(statistics(distribution, n, rng)) for _ in range(repeats)]
    between = sum(low < kappa < high for low, high in (fit.concentration_interval(0.8) for fit in fits))
    within = sum(fit.mean_direction[0] > math.cos(fit.mean_direction_angle(0.8)) for fit in fits)
    assert_allclose([between / repeats, within / repeats], 0.8, atol=0.08)


@pytest.mark.parametrize(("p", "kappa", "n"), [(2, 0.0, 9), (3, 1e-4, 10), (3, 2.0, 10), (2048, 500.0, 300), (5, 1e9, 4)])
def test_ends_of_the_interval_solve_their_equation(p: int, kappa: float, n: int) -> None:
    low, high = concentration_interval(p, kappa, n, 0.9)
    allowed = scipy.stats.chi2.ppf(0.9, 1) / (2 * n)
    assert_allclose(kl_divergence(p, kappa, high, 0), allowed, rtol=1e-8)
    assert low == 0 or math.isclose(kl_divergence(p, kappa, low, 0), allowed, rel_tol=1e-8)
    assert low <= kappa < high


@pytest.mark.parametrize("level", [0, 1, -0.1, math.nan])
def test_levels_are_probabilities(level: float) -> None:
    fit = VonMisesFisher.fit([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]])
    for region in (fit.concentration_interval, fit.mean_direction_angle):
        with pytest.raises(ValueError, match="level must be between 0 and 1"):
            region(level)


# ---------------------------------------------------------------- chi-square, tests


@pytest.mark.parametrize("degrees", [1, 2, 3, 10, 127, 2047, 32767])
def test_chi_square_is_scipys(degrees: int) -> None:
    exact = scipy.stats.chi2(degrees)
    x = [x for z in (-6, -2, 0, 1, 4, 12) if (x := degrees + z * math.sqrt(2 * degrees)) > 0]
    assert_allclose([ChiSquare(degrees).sf(one) for one in x], exact.sf(x), rtol=2e-12)
    q = [1e-9, 0.025, 0.5, 0.95, 0.9999]
    assert_allclose([ChiSquare(degrees).ppf(one) for one in q], exact.ppf(q), rtol=1e-11)
    assert ChiSquare(degrees).sf(0.0) == 1
    assert math.isnan(ChiSquare(degrees).sf(math.nan))


@pytest.mark.parametrize(("p", "n"), [(2, 30), (3, 10), (20, 40), (500, 25)])
def test_uniform_samples_have_uniform_p_values_in_rayleighs_test(p: int, n: int) -> None:
    rng = np.random.default_rng(p)
    results = [rayleigh_test(SufficientStatistics.from_rows(rng.normal(size=(n, p)))) for _ in range(300)]
    assert results[0].df == p
    assert scipy.stats.kstest([r.pvalue for r in results], "uniform").pvalue > 1e-3
    drawn = VonMisesFisher(axis(p), 2.0 * p).rvs(n, rng=1)
    assert rayleigh_test(SufficientStatistics.from_rows(drawn)).pvalue < 1e-3


def test_samples_of_one_distribution_have_uniform_p_values() -> None:
    rng = np.random.default_rng(4)
    distribution = VonMisesFisher(axis(4), 6.0)
    concentrations, directions = [], []
    for _ in range(300):
        samples = [statistics(distribution, n, rng) for n in (80, 120, 100)]
        concentrations.append(equal_concentration_test(samples))
        directions.append(equal_mean_direction_test(samples))
    assert concentrations[0].df == 2
    assert directions[0].df == 6
    for results in (concentrations, directions):
        assert scipy.stats.kstest([r.pvalue for r in results], "uniform").pvalue > 1e-3


def test_samples_of_different_distributions_are_told_apart() -> None:
    rng = np.random.default_rng(5)
    mean = axis(4)
    samples = [statistics(VonMisesFisher(mean, kappa), 300, rng) for kappa in (5.0, 9.0)]
    assert equal_concentration_test(samples).pvalue < 1e-6
    turned = [statistics(VonMisesFisher(axis(4, i), 8.0), 100, rng) for i in (0, 1)]
    assert equal_mean_direction_test(turned).pvalue < 1e-20
    assert equal_concentration_test(turned).pvalue > 1e-3


def test_likelihood_ratios_are_what_the_likelihoods_say() -> None:
    rng = np.random.default_rng(6)
    samples = [statistics(VonMisesFisher(axis(5, i), 3.0 + i), 60, rng) for i in range(3)]
    common = common_concentration(samples)
    fits = [VonMisesFisher.from_statistics(sample) for sample in samples]

    def likelihood(fit: VonMisesFisher, kappa: float) -> float:
        same = VonMisesFisher(fit.mean_direction, kappa)
        return fit.n * (same.logpdf(fit.mean_direction) - kappa * (1 - fit.mean_resultant_length))

    expected = 2 * sum(fit.log_likelihood - likelihood(fit, common) for fit in fits)
    assert_allclose(equal_concentration_test(samples).statistic, expected, rtol=1e-9)
    whole = VonMisesFisher.from_statistics(sum(samples))
    apart = sum(likelihood(fit, common) for fit in fits)
    assert_allclose(equal_mean_direction_test(samples).statistic, 2 * (apart - whole.log_likelihood), rtol=1e-9)


def test_what_cannot_be_compared_is_refused() -> None:
    one, other = (SufficientStatistics.from_rows(np.random.default_rng(0).normal(size=(9, p))) for p in (3, 4))
    for test in (equal_concentration_test, equal_mean_direction_test):
        with pytest.raises(ValueError, match="at least 2 samples are needed, not 1"):
            test([one])
        with pytest.raises(ValueError, match="samples of 3 and 4 dimensions"):
            test([one, other])
    with pytest.raises(ValueError, match="no observations"):
        rayleigh_test(SufficientStatistics.zero(3))
