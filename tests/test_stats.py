"""von Mises-Fisher distributions against closed forms, SciPy and ball arithmetic."""

import math

import numpy as np
import pytest
import scipy.stats
from flint import arb, ctx
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import SufficientStatistics, VonMisesFisher
from logbessel.stats.mean_resultant_length import concentration_from, concentration_standard_error
from logbessel.stats.unit_vectors import unit_rows

DIMENSIONS = [2, 3, 10, 128, 2048, 32768, 10**7]
LENGTHS = [1e-300, 1e-9, 0.01, 0.3, 0.5, 0.75, 0.99, 0.9990234375]


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(256):
        yield


def exact_ratio(p, kappa):
    """A_p(kappa) from 1/A_p = p/kappa + A_{p+2}, backwards from Amos' bound on a far-away term; kappa an arb."""

    def bound(p):
        a = arb(p - 1) / 2
        return kappa / (a + (a * a + kappa * kappa).sqrt())

    steps, contraction = 0, 0.0
    while contraction > -120:  # each step shrinks the error of the start by A^2
        contraction += 2 * math.log10(float(bound(p + 2 * steps)) or 1e-300)
        steps += 1
    ratio = bound(p + 2 * steps)
    for q in range(p + 2 * (steps - 1), p - 1, -2):
        ratio = 1 / (q / kappa + ratio)
    return ratio


def exact_slope(p, kappa):
    ratio = exact_ratio(p, kappa)
    return 1 - ratio * ratio - (p - 1) / kappa * ratio


def exact_log_density_at_mode(p, kappa):
    kappa = arb(kappa)
    order = arb(p) / 2 - 1
    return order * kappa.log() - arb(p) / 2 * (2 * arb.pi()).log() - kappa.bessel_i(order).log() + kappa


def sample(n, p, spread, seed=0):
    rng = np.random.default_rng(seed)
    center = rng.normal(size=p)
    return center / np.linalg.norm(center) + spread * rng.normal(size=(n, p))


def axis(p):
    return np.eye(1, p)[0]


# ---------------------------------------------------------------- concentration and its standard error


@pytest.mark.parametrize("p", DIMENSIONS)
@pytest.mark.parametrize("length", LENGTHS)
def test_concentration_solves_the_likelihood_equation(p, length):
    kappa = concentration_from(p, length, 1 - length)
    exact = arb(kappa)
    # One exact Newton step is the distance to the exact solution.
    error = (exact_ratio(p, exact) - arb(length)) / (exact * exact_slope(p, exact))
    assert abs(float(error)) < 1e-14


@pytest.mark.parametrize("p", DIMENSIONS)
@pytest.mark.parametrize("length_c", [1e-15, 1e-30])
def test_concentration_of_tight_clusters_has_its_limit(p, length_c):
    kappa = concentration_from(p, 1 - length_c, length_c)
    # 1 - A = (p - 1)/(2 kappa) - (p - 1)(p - 3)/(8 kappa^2) + ...
    assert_allclose(kappa, (p - 1) / (2 * length_c) - (p - 3) / 4, rtol=1e-14)


@pytest.mark.parametrize("p", DIMENSIONS)
@pytest.mark.parametrize("kappa", [1e-12, 1e-3, 0.7, 5.0, 49.0, 51.0, 700.0, 1e5])
def test_standard_error_is_the_second_derivative(p, kappa):
    expected = float(1 / (10 * exact_slope(p, arb(kappa))).sqrt())
    assert_allclose(concentration_standard_error(p, kappa, 10), expected, rtol=1e-13)


@pytest.mark.parametrize("p", DIMENSIONS)
def test_standard_error_has_its_limits(p):
    assert concentration_standard_error(p, 0.0, 7) == math.sqrt(p / 7)
    assert_allclose(concentration_standard_error(p, 1e-300, 7), math.sqrt(p / 7), rtol=1e-15)
    assert_allclose(concentration_standard_error(p, 1e300, 7), 1e300 * math.sqrt(2 / (7 * (p - 1))), rtol=1e-14)


@pytest.mark.parametrize("spread", [3.0, 0.3, 1e-2, 1e-5])
def test_fit_agrees_with_exact_arithmetic_on_the_rows(spread):
    X = sample(50, 5, spread)
    rows = [[arb(x) for x in row] for row in X]
    norms = [sum((x * x for x in row), arb(0)).sqrt() for row in rows]
    resultant = [sum((row[j] / norm for row, norm in zip(rows, norms, strict=True)), arb(0)) for j in range(5)]
    length = sum((x * x for x in resultant), arb(0)).sqrt() / 50
    fit = VonMisesFisher.fit(X)
    kappa = arb(fit.concentration)
    error = (exact_ratio(5, kappa) - length) / (kappa * exact_slope(5, kappa)) if spread > 1e-3 else None
    if error is None:  # far beyond the reach of the continued fraction: kappa = (p - 1)/(2 (1 - R)) - (p - 3)/4 + O(1/kappa)
        error = kappa / (2 / (1 - length) - arb(1) / 2) - 1
    # Rounding the unit vectors moves R - 1 by a relative 1e-16 / spread.
    assert abs(float(error)) < 1e-14 + 1e-16 / spread


def test_standard_error_is_the_spread_of_estimates():
    rng = np.random.default_rng(1)
    fits = [VonMisesFisher.fit(rng.normal(1.0, 2.0, (200, 6))) for _ in range(400)]
    spread = np.std([fit.concentration for fit in fits])
    # The sample is a projected normal, not von Mises-Fisher: the same order of size is all to be had.
    assert 0.5 < spread / fits[0].concentration_se < 2.0


# ---------------------------------------------------------------- densities


def test_three_dimensions_have_closed_forms():
    for kappa in (0.3, 2.0, 40.0):
        law = VonMisesFisher([0.0, 0.0, 1.0], kappa)
        assert_allclose(law.mean_resultant_length, 1 / math.tanh(kappa) - 1 / kappa, rtol=1e-14)
        log_norm = math.log(kappa / (4 * math.pi * math.sinh(kappa)))
        assert_allclose(law.logpdf([0.6, 0.0, 0.8]), log_norm + 0.8 * kappa, rtol=1e-13)
        assert_allclose(law.entropy(), -log_norm - kappa * law.mean_resultant_length, rtol=1e-13)


@pytest.mark.parametrize("kappa", [1e-8, 0.5, 3.0, 100.0])
def test_two_dimensions_are_the_von_mises_distribution(kappa):
    angle = np.linspace(-3, 3, 13)
    law = VonMisesFisher([1.0, 0.0], kappa)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    assert_allclose(law.logpdf(points), scipy.stats.vonmises(kappa).logpdf(angle), rtol=1e-13, atol=1e-13)
    assert_allclose(law.entropy(), scipy.stats.vonmises(kappa).entropy(), rtol=1e-12)


@pytest.mark.parametrize("p", [2, 3, 5, 20])
@pytest.mark.parametrize("kappa", [0.1, 2.0, 50.0])
def test_density_and_entropy_agree_with_scipy(p, kappa):
    X = unit_rows(sample(20, p, 0.5))
    ours, theirs = VonMisesFisher(X[0], kappa), scipy.stats.vonmises_fisher(X[0], kappa)
    assert_allclose(ours.logpdf(X), theirs.logpdf(X), rtol=1e-11, atol=1e-11)
    assert_allclose(ours.pdf(X), theirs.pdf(X), rtol=1e-11)
    assert_allclose(ours.entropy(), theirs.entropy(), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("p", [2, 3, 10, 128, 2048, 32768])
@pytest.mark.parametrize("kappa", [1e-300, 1e-9, 0.1, 1.0, 5.0, 300.0, 1e4])
def test_density_at_the_mode_is_exact(p, kappa):
    expected = float(exact_log_density_at_mode(p, kappa))
    leading = math.lgamma(p / 2) + p
    assert_allclose(VonMisesFisher(axis(p), kappa).logpdf(axis(p)), expected, rtol=1e-15, atol=4e-16 * leading)


@pytest.mark.parametrize("p", DIMENSIONS[:-1])
def test_density_has_its_limits(p):
    uniform = math.lgamma(p / 2) - math.log(2) - p / 2 * math.log(math.pi)
    for kappa in (0.0, 5e-324, 1e-300):
        law = VonMisesFisher(axis(p), kappa)
        assert_allclose(law.logpdf(np.stack([axis(p), -axis(p)])), uniform, rtol=1e-15)
        assert_allclose(law.entropy(), -uniform, rtol=1e-15)
    flat = VonMisesFisher(axis(p), 1e300)  # a normal distribution in the tangent space
    expected = (p - 1) / 2 * math.log(1e300 / (2 * math.pi))
    assert_allclose(flat.logpdf(axis(p)), expected, rtol=1e-14)
    assert_allclose(flat.logpdf(-axis(p)), -2e300, rtol=1e-14)
    assert_allclose(flat.entropy(), (p - 1) / 2 - expected, rtol=1e-13)


def test_log_density_broadcasts_over_leading_axes():
    law = VonMisesFisher(axis(4), 3.0)
    X = sample(6, 4, 1.0).reshape(2, 3, 4)
    assert law.logpdf(X).shape == (2, 3)
    assert law.logpdf(X)[1, 2] == law.logpdf(X[1, 2])
    assert isinstance(law.logpdf(X[0, 0]), np.float64)
    assert law.logpdf(np.empty((0, 4))).shape == (0,)
    assert_allclose(law.logpdf(7 * X), law.logpdf(X), rtol=1e-14)


def test_density_near_the_mode_keeps_its_digits():
    kappa, step = 1e20, 1e-10
    law = VonMisesFisher([1.0, 0.0, 0.0], kappa)
    drop = law.logpdf([1.0, step, 0.0]) - law.logpdf([1.0, 0.0, 0.0])
    assert_allclose(drop, -kappa * step**2 / 2, rtol=1e-13)


# ---------------------------------------------------------------- fits


@pytest.mark.parametrize("p", [2, 3, 10, 50])
def test_fit_agrees_with_scipy_in_low_dimensions(p):
    X = unit_rows(sample(300, p, 0.4))
    fit = VonMisesFisher.fit(X)
    direction, kappa = scipy.stats.vonmises_fisher.fit(X)
    assert_allclose(fit.mean_direction, direction, rtol=1e-12, atol=1e-14)
    assert_allclose(fit.concentration, kappa, rtol=1e-7)


def test_fit_maximises_the_likelihood_it_reports():
    X = sample(200, 30, 0.3)
    fit = VonMisesFisher.fit(X)
    assert_allclose(fit.log_likelihood, fit.logpdf(X).sum(), rtol=1e-13)
    assert_allclose(VonMisesFisher(fit.mean_direction, fit.concentration).mean_resultant_length, fit.mean_resultant_length)
    for factor in (0.99, 1.01):
        assert VonMisesFisher(fit.mean_direction, factor * fit.concentration).logpdf(X).sum() < fit.log_likelihood
    assert (fit.n, fit.dim) == (200, 30)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, ">f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_fit_takes_every_real_type_and_memory_order(dtype, order):
    X = sample(5000, 12, 0.5).astype(dtype)
    expected = VonMisesFisher.fit(X.astype(np.float64))
    fit = VonMisesFisher.fit(np.asarray(X, order=order))
    assert_allclose(fit.concentration, expected.concentration, rtol=1e-15)
    assert_allclose(VonMisesFisher.fit(X[:, ::-1]).concentration, expected.concentration, rtol=1e-14)
    assert fit.mean_direction.dtype == np.float64


def test_fit_takes_integers():
    assert_allclose(VonMisesFisher.fit([[3, 4], [4, 3]]).mean_direction, math.sqrt(0.5))


@pytest.mark.parametrize("order", ["C", "F"])
def test_fit_reads_memory_mapped_files(tmp_path, order):
    X = np.asarray(sample(3000, 40, 0.3).astype(np.float32), order=order)
    np.save(tmp_path / "rows.npy", X)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert VonMisesFisher.fit(mapped).concentration == VonMisesFisher.fit(X).concentration


def test_fit_ignores_the_length_of_rows():
    X = sample(100, 8, 0.3)
    scales = np.logspace(-300, 300, 100)[:, None]
    assert_allclose(VonMisesFisher.fit(scales * X).concentration, VonMisesFisher.fit(X).concentration, rtol=1e-13)
    subnormal = VonMisesFisher.fit([[5e-324, 0.0], [0.0, 5e-324]])
    assert_allclose(subnormal.mean_resultant_length, math.sqrt(0.5), rtol=1e-15)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.ones(5), r"matrix of shape \(n, p\), not of shape \(5,\)"),
        (np.ones((4, 1)), "at least 2 components"),
        (np.ones((1, 3)), "at least 2 rows, not 1"),
        (np.ones((0, 3)), "at least 2 rows, not 0"),
        (np.ones((4, 3)), r"one direction \(R = 1\)"),
        (np.outer([1, 3, 7, 0.1], [0.1, 0.2, 0.3]), r"one direction \(R = 1\)"),
    ],
)
def test_fit_says_what_is_wrong_with_the_sample(rows, message):
    with pytest.raises(ValueError, match=message):
        VonMisesFisher.fit(rows)


@pytest.mark.parametrize(
    ("value", "message"), [(0.0, "row 4321 is zero"), (np.nan, "row 4321 .* not finite"), (-np.inf, "row 4321 .* not finite")]
)
def test_fit_names_the_row_that_is_wrong(value, message):
    X = sample(5000, 100, 0.3)
    X[4321] = value
    with pytest.raises(ValueError, match=message):
        VonMisesFisher.fit(X)
    with pytest.raises(ValueError, match=message):
        VonMisesFisher(axis(100), 1.0).logpdf(X)


def test_rows_can_be_required_to_be_unit_vectors():
    X = unit_rows(sample(100, 8, 0.3))
    for dtype in (np.float16, np.float32, np.float64):
        VonMisesFisher.fit(X.astype(dtype), normalize=False)
    X[7] *= 1.5
    with pytest.raises(ValueError, match=r"row 7 has norm 1\.5, not 1"):
        VonMisesFisher.fit(X, normalize=False)
    X[7] = 1e200
    with pytest.raises(ValueError, match=r"row 7 has norm 2\.8\d*e\+200, not 1"):
        VonMisesFisher.fit(X, normalize=False)


def test_balanced_rows_give_the_uniform_distribution():
    fit = VonMisesFisher.fit(np.vstack([np.eye(4), -np.eye(4)]))
    assert (fit.concentration, fit.mean_resultant_length) == (0.0, 0.0)
    assert fit.concentration_se == math.sqrt(4 / 8)
    assert_allclose(fit.log_likelihood, -8 * fit.entropy())


def test_ten_million_dimensions():
    p = 10**7
    X = np.ones((2, p), dtype=np.float32)
    X[1, p // 2 :] = -1
    X[1, 0] = 3.0
    fit = VonMisesFisher.fit(X)
    assert_allclose(fit.mean_resultant_length, math.sqrt((1 + 2 / math.sqrt(p * (p + 8))) / 2), rtol=1e-14)
    assert math.isfinite(fit.log_likelihood)
    assert math.isfinite(fit.concentration_se)


# ---------------------------------------------------------------- validation


@pytest.mark.parametrize("direction", [[1.0, 1.0], [0.0, 0.0], [np.nan, 1.0], [1.0], 1.0, [[1.0, 0.0]]])
def test_mean_direction_must_be_a_unit_vector(direction):
    with pytest.raises(ValueError, match="mean_direction"):
        VonMisesFisher(direction, 1.0)


@pytest.mark.parametrize("kappa", [-1.0, np.inf, np.nan])
def test_concentration_must_be_finite_and_not_negative(kappa):
    with pytest.raises(ValueError, match="concentration"):
        VonMisesFisher([1.0, 0.0], kappa)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_points_must_have_the_dimension_of_the_distribution(shape):
    with pytest.raises(ValueError, match=r"shape \(\.\.\., 2\)"):
        VonMisesFisher([1.0, 0.0], 1.0).logpdf(np.ones(shape))


def test_complex_rows_are_refused():
    with pytest.raises(TypeError, match="complex128"):
        VonMisesFisher.fit(np.ones((3, 3), dtype=complex))


def test_mean_direction_is_read_only():
    law = VonMisesFisher([1.0, 0.0], 1.0)
    with pytest.raises(ValueError, match="read-only"):
        law.mean_direction[0] = 2.0
    assert repr(law) == "VonMisesFisher(dim=2, concentration=1)"


# ---------------------------------------------------------------- sufficient statistics


@pytest.mark.parametrize("spread", [2.0, 0.1, 1e-4])
def test_streaming_equals_reading_at_once(spread):
    X = sample(20000, 16, spread)
    whole = SufficientStatistics.from_rows(X)
    for rows in (7, 1000, 9999):
        pieces = (SufficientStatistics.from_rows(X[i : i + rows]) for i in range(0, len(X), rows))
        stream = sum(pieces, start=SufficientStatistics.zero(16))
        assert stream.n == whole.n
        assert_allclose(stream.mean, whole.mean, rtol=1e-15)
        assert_allclose(stream.mean_resultant_length, whole.mean_resultant_length, rtol=1e-15)
        assert_allclose(stream.mean_resultant_length_c, whole.mean_resultant_length_c, rtol=1e-15 + 1e-17 / spread)


def test_merging_is_associative_and_commutative():
    a, b, c = (SufficientStatistics.from_rows(sample(100, 9, spread, seed)) for seed, spread in enumerate((0.1, 1e-5, 3.0)))
    assert_array_equal((a + b).mean, (b + a).mean)
    assert_allclose(((a + b) + c).mean, (a + (b + c)).mean, rtol=1e-15)
    assert_allclose(((a + b) + c).mean_resultant_length_c, (a + (b + c)).mean_resultant_length_c, rtol=1e-15)
    assert_array_equal((a + SufficientStatistics.zero(9)).mean, a.mean)


def test_sums_do_not_drift():
    """A million rows that cancel in pairs but for one: naive sums would leave 1e-11."""
    X = sample(1000, 3, 5.0)
    statistics = SufficientStatistics.from_rows(np.vstack([X, -X[::-1]]))
    total = statistics
    for _ in range(9):
        total = total + total
    total = total + SufficientStatistics.from_rows(np.array([[0.0, 0.0, 1.0]]))
    assert_allclose(total.mean * total.n, [0, 0, 1], atol=1e-15)


def test_samples_of_different_dimensions_do_not_merge():
    with pytest.raises(ValueError, match="3 and of 4 dimensions"):
        SufficientStatistics.zero(3) + SufficientStatistics.zero(4)
