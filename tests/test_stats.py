"""von Mises-Fisher distributions against closed forms, SciPy and ball arithmetic."""

import math
import pickle
import re
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from flint import arb, ctx
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import SufficientStatistics, VonMisesFisher, VonMisesFisherFit
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
    samples, n, kappa = 2000, 500, 4.0
    rng = np.random.default_rng(1)
    # On the sphere of 3 dimensions the cosine to the mean direction has a distribution function that can be inverted.
    cosine = 1 + np.log1p(-rng.uniform(size=(samples, n)) * -math.expm1(-2 * kappa)) / kappa
    angle = rng.uniform(0, 2 * math.pi, (samples, n))
    sine = np.sqrt(1 - cosine**2)
    fits = [VonMisesFisher.fit(X) for X in np.stack([sine * np.cos(angle), sine * np.sin(angle), cosine], axis=-1)]
    estimates = np.array([fit.concentration for fit in fits])
    error = concentration_standard_error(3, kappa, n)
    # A spread of 2000 estimates is known to 1 / sqrt(2 * 2000) = 1.6 %, their mean to error / sqrt(2000); the bias is of order kappa/n.
    assert abs(np.std(estimates) / error - 1) < 0.05
    assert abs(np.mean(estimates) - kappa) < 4 * error / math.sqrt(samples) + 2 * kappa / n
    assert_allclose([fit.concentration_se for fit in fits], error, rtol=0.25)


# ---------------------------------------------------------------- divergence


def exact_divergence(p, first, second, cosine):
    """From the definition, in ball arithmetic."""

    def log_normalizer(kappa):
        return (arb(p) / 2 - 1) * kappa.log() - kappa.bessel_i(arb(p) / 2 - 1).log()

    a, b = arb(first), arb(second)
    ratio = exact_ratio(p, a)
    return log_normalizer(a) - log_normalizer(b) + ratio * (a - b) + b * ratio * (1 - arb(cosine))


@pytest.mark.parametrize("p", [2, 3, 10, 384, 2048])
@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1), (100, 100.001), (1e-3, 900), (900, 1e-3), (3e4, 1), (7, 7)])
@pytest.mark.parametrize("angle", [0, 1e-6, 1])
def test_divergence_does_not_cancel(p, first, second, angle):
    mu, nu = axis(p), np.zeros(p)
    nu[:2] = math.cos(angle), math.sin(angle)
    f, g = VonMisesFisher(mu, first), VonMisesFisher(nu, second)
    distance = arb(math.cos(angle) - 1) ** 2 + arb(math.sin(angle)) ** 2
    assert_allclose(f.kl_divergence(g), float(exact_divergence(p, first, second, 1 - distance / 2)), rtol=1e-13, atol=0)


@pytest.mark.parametrize("p", [2, 3, 2048])
@pytest.mark.parametrize("kappa", [1e-5, 1, 50, 1e4])
def test_divergence_from_the_uniform_distribution_is_the_loss_of_entropy(p, kappa):
    f, uniform = VonMisesFisher(axis(p), kappa), VonMisesFisher(axis(p), 0)
    assert_allclose(f.kl_divergence(uniform), uniform.entropy() - f.entropy(), rtol=1e-12, atol=1e-11)
    assert uniform.kl_divergence(uniform) == 0


def test_divergence_of_extreme_concentrations():
    """For large kappa it is that of normal distributions with p - 1 components of variance 1/kappa."""
    f, g = VonMisesFisher(axis(3), 1e300), VonMisesFisher(axis(3), 2e300)
    assert_allclose(f.kl_divergence(g), 2 - 1 - math.log(2), rtol=1e-13)
    assert_allclose(VonMisesFisher(axis(3), 1e-200).kl_divergence(g), 2e300, rtol=1e-13)


def test_divergence_of_what_has_none():
    f = VonMisesFisher(axis(3), 1)
    with pytest.raises(ValueError, match="in 3 and in 4 dimensions"):
        f.kl_divergence(VonMisesFisher(axis(4), 1))
    with pytest.raises(TypeError, match="must be a VonMisesFisher"):
        f.kl_divergence(3.0)


def test_mean_and_mode():
    f = VonMisesFisher([0.6, 0.8, 0.0], 5.0)
    assert_allclose(f.mean, (1 / math.tanh(5) - 0.2) * np.array([0.6, 0.8, 0]), rtol=1e-14)
    assert_array_equal(f.mode, f.mean_direction)


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


@pytest.mark.parametrize("p", [10, 128, 768])
@pytest.mark.parametrize("share", [1e-12, 1e-6, 0.5, 0.999])
def test_density_of_small_concentrations_does_not_cancel(p, share):
    """Below kappa^2 = 2 p the power series: the difference of two logarithms would lose 9 to 26 ulp in 10 dimensions."""
    for kappa in share * math.sqrt(2 * p) * np.linspace(0.8, 1.0, 20):
        exact = exact_log_density_at_mode(p, kappa)
        error = abs(float(arb(float(VonMisesFisher(axis(p), kappa).logpdf(axis(p)))) - exact))
        assert error <= 4 * math.ulp(max(1.0, abs(float(exact))))


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


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.dtype("f4").newbyteorder("<"), ">f4", ">f8"])
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
        (np.ones((4, 3)), r"all rows point, to rounding, in one direction \(R = 1\)"),
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


def test_errors_of_rows_survive_pickling():
    """Dask and multiprocessing bring them from other processes."""
    with pytest.raises(ValueError, match="row 7 is zero") as info:
        SufficientStatistics.from_rows(np.zeros((2, 3)), first_row=7)
    assert str(pickle.loads(pickle.dumps(info.value))) == str(info.value)


@pytest.mark.parametrize(
    ("shape", "index", "name"), [((3,), (), "the vector"), ((4, 3), (2,), "row 2"), ((2, 5, 3), (1, 3), r"vector \(1, 3\)")]
)
def test_density_names_the_vector_that_is_wrong(shape, index, name):
    x = np.ones(shape)
    x[index] = 0
    with pytest.raises(ValueError, match=f"^{name} is zero"):
        VonMisesFisher(axis(3), 1.0).logpdf(x)


def test_masked_values_are_not_taken_for_data():
    X = sample(10, 3, 0.3)
    masked = np.ma.array(X, mask=X > 0.5)
    law = VonMisesFisher(axis(3), 1.0)
    for call in (VonMisesFisher.fit, SufficientStatistics.from_rows, law.logpdf):
        with pytest.raises(TypeError, match=f"must not be masked, and {masked.mask.sum()} of their components are"):
            call(masked)
    with pytest.raises(TypeError, match="mean_direction must be"):
        VonMisesFisher(np.ma.array([1.0, 0.0, 1.0], mask=[False, False, True]), 1.0)
    nothing_hidden = np.ma.array(X, mask=False)
    assert VonMisesFisher.fit(nothing_hidden).concentration == VonMisesFisher.fit(X).concentration
    assert_array_equal(law.logpdf(nothing_hidden), law.logpdf(X))


@pytest.mark.parametrize("tiny", [1e-170, 1e-200, 1e-310, 5e-324])
def test_underflow_is_no_error(tiny):
    """Squares of small components and small densities vanish; that is what they should do, whatever `numpy.errstate` says."""
    X = np.array([[1.0, tiny, 0.0], [1.0, 1e-7, 3 * tiny], [tiny, 1.0, -tiny], [tiny, tiny, tiny]])
    with np.errstate(all="raise"):
        VonMisesFisher.fit(X[:3])
        fit = VonMisesFisher.fit(X)
        halves = SufficientStatistics.from_rows(X[:2]) + SufficientStatistics.from_rows(X[2:])
        VonMisesFisher.from_statistics(halves)
        tight = VonMisesFisher([1.0, tiny, 0.0], 1e6)
        for law in (fit, tight, VonMisesFisher(fit.mean_direction, 0.0)):
            density = law.logpdf(X), law.pdf(X), law.entropy(), law.mean_resultant_length
        assert tight.pdf([-1.0, tiny, 0.0]) == 0.0
    assert_allclose(density[0], -math.log(4 * math.pi))


def test_fit_of_a_derived_class_is_a_fit():
    class Derived(VonMisesFisher):
        pass

    assert type(Derived.fit(sample(10, 3, 0.3))) is VonMisesFisherFit


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


@pytest.mark.parametrize("direction", [np.array([1j, 0]), ["1", "0"], [True, False], [None, 1.0]])
def test_mean_direction_must_be_real(direction):
    with pytest.raises(TypeError, match="mean_direction must be a vector of real numbers, not .*" + re.escape(repr(direction)[:9])):
        VonMisesFisher(direction, 1.0)


@pytest.mark.parametrize("kappa", ["3", None, 1j, [1.0], np.array([1.0])])
def test_concentration_must_be_a_real_number(kappa):
    with pytest.raises(TypeError, match=re.escape(f"concentration must be a real number, not {kappa!r}")):
        VonMisesFisher([1.0, 0.0], kappa)


@pytest.mark.parametrize("kappa", [3, Fraction(3), np.float32(3), np.int8(3), np.array(3.0)])
def test_concentration_may_be_of_every_real_type(kappa):
    assert type(VonMisesFisher([1.0, 0.0], kappa).concentration) is float


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
