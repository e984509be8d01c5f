"""Probability plots and tests of fit: against SciPy's definitions, and against samples whose distribution is known."""

import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.datasets import load_debian_embeddings
from logbessel.stats import CosineDistribution, VonMisesFisher, goodness_of_fit
from logbessel.stats.goodness_of_fit import anderson_darling, kolmogorov_smirnov


def two_directions(p: int, n: int, kappa: float, share: float = 0.25) -> np.ndarray:
    counts = round((1 - share) * n), round(share * n)
    return np.concatenate([VonMisesFisher(mu, kappa).rvs(m, rng=m) for mu, m in zip(np.eye(2, p), counts, strict=True)])


@pytest.mark.parametrize("n", [1, 2, 3, 500])
def test_probplot_is_that_of_scipy(n: int) -> None:
    truth = VonMisesFisher(np.eye(1, 6)[0], 9.0)
    X = truth.rvs(n, rng=n)
    osm, osr = truth.probplot(7 * X)
    theirs, ordered = scipy.stats.probplot(X @ truth.mean_direction, dist=truth.cosine_distribution(), fit=False)
    assert_allclose(osm, theirs, rtol=1e-12)
    assert_allclose(osr, ordered, rtol=1e-12)


@pytest.mark.parametrize("p", [2, 3, 384, 2048])
def test_points_lie_about_the_line_where_the_distribution_is_true(p: int) -> None:
    truth = VonMisesFisher(np.eye(1, p)[0], 0.8 * p)
    osm, osr = truth.probplot(truth.rvs(4000, rng=p, dtype=np.float32))
    spread = np.subtract(*truth.cosine_distribution().ppf([0.84, 0.16])) / 2
    middle = slice(40, -40)
    assert np.abs(osr - osm)[middle].max() < 0.25 * spread
    wrong = VonMisesFisher(truth.mean_direction, 0.7 * p)
    assert np.abs(wrong.probplot(truth.rvs(4000, rng=p)).osm - osr)[middle].max() > (0.5 if p > 3 else 0.05) * spread


def test_cosines_next_to_the_mean_direction_keep_their_digits() -> None:
    angle = np.array([3e-7, 2e-7, 1e-7])
    X = np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])
    assert_allclose(1 - VonMisesFisher([1.0, 0.0, 0.0], 1e12).probplot(X).osr, angle**2 / 2, rtol=2e-3)


def test_statistics_are_those_of_scipy() -> None:
    cosine = CosineDistribution(9, 4.0)
    t = np.sort(cosine.ppf(np.random.default_rng(3).uniform(size=200) ** 1.1))
    assert_allclose(kolmogorov_smirnov(t, cosine), scipy.stats.kstest(t, cosine.cdf).statistic, rtol=1e-12)
    # A^2 is n times the integral of (empirical - F)^2/(F (1 - F)) dF
    edges = np.concatenate([[0], cosine.cdf(t), [1]])
    share = np.arange(len(t) + 1) / len(t)
    x, w = np.polynomial.legendre.leggauss(200)
    integral = 0.0
    for low, high, empirical in zip(edges[:-1], edges[1:], share, strict=True):
        u = low + (high - low) * (x + 1) / 2
        integral += (high - low) / 2 * (w @ ((empirical - u) ** 2 / (u * (1 - u))))
    assert_allclose(anderson_darling(t, cosine), len(t) * integral, rtol=1e-6)


@pytest.mark.parametrize("statistic", ["ad", "ks"])
@pytest.mark.parametrize(("p", "n", "kappa"), [(3, 60, 5.0), (40, 30, 25.0)])
def test_pvalues_of_true_samples_are_uniform(statistic: str, p: int, n: int, kappa: float) -> None:
    truth = VonMisesFisher(np.eye(1, p)[0], kappa)
    samples = (truth.rvs(n, rng=seed) for seed in range(150))
    pvalues = [goodness_of_fit(X, statistic=statistic, n_mc_samples=39, rng=seed).pvalue for seed, X in enumerate(samples)]
    shift = np.random.default_rng(0).uniform(0, 1 / 40, len(pvalues))  # they are multiples of 1/40
    assert scipy.stats.kstest(np.array(pvalues) - shift, "uniform").pvalue > 0.01


@pytest.mark.parametrize("statistic", ["ad", "ks"])
@pytest.mark.parametrize(("p", "kappa"), [(3, 20.0), (64, 80.0), (2048, 1500.0)])
def test_two_directions_are_not_taken_for_one(statistic: str, p: int, kappa: float) -> None:
    result = goodness_of_fit(two_directions(p, 200, kappa), statistic=statistic, n_mc_samples=39, rng=0)
    assert result.pvalue == 1 / 40
    assert result.statistic > result.null_distribution.max()
    assert result.null_distribution.shape == (39,)


def test_what_the_cosines_do_not_tell() -> None:
    """Two directions, equally frequent: in many dimensions the cosines to the middle are as if there were one; the page says so."""
    assert goodness_of_fit(two_directions(512, 200, 400.0, share=0.5), n_mc_samples=39, rng=0).pvalue > 0.1
    assert "as far as that changes the cosines" in " ".join(goodness_of_fit.__doc__.split())


def test_few_rows_in_2048_dimensions_fit() -> None:
    """Although their concentration is overestimated by a fifth and more."""
    truth = VonMisesFisher(np.eye(1, 2048)[0], 300.0)
    X = truth.rvs(100, rng=1, dtype=np.float32)
    result = goodness_of_fit(X, n_mc_samples=99, rng=0)
    assert result.fit_result.concentration > 1.2 * 300
    assert result.pvalue > 0.05


def test_a_seed_gives_the_same_answer_and_a_section_of_debian_is_no_cluster_of_one_kind() -> None:
    data = load_debian_embeddings()
    X = data.features[data.labels == 0]
    result = goodness_of_fit(X, n_mc_samples=19, rng=5)
    assert_array_equal(result.null_distribution, goodness_of_fit(X, n_mc_samples=19, rng=5).null_distribution)
    assert result.pvalue == 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: goodness_of_fit(np.eye(3), statistic="cvm"), r"statistic must be one of 'ad', 'ks', not 'cvm'"),
        (lambda: goodness_of_fit(np.eye(3), n_mc_samples=0), "n_mc_samples must be an integer of at least 1, not 0"),
        (lambda: goodness_of_fit([[1.0, 0.0], [0.0, 0.0]]), "row 1 is zero"),
        (lambda: VonMisesFisher([1.0, 0.0], 1.0).probplot(np.eye(3)), r"X must have shape \(n, 2\), not \(3, 3\)"),
        (lambda: VonMisesFisher([1.0, 0.0], 1.0).probplot([[1.0, 0.0], [np.nan, 0.0]]), "row 1 has a component that is not finite"),
    ],
)
def test_bad_calls_are_explained(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
