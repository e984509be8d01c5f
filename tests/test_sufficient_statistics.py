"""Sufficient statistics: read at once or in pieces, merged in any order, on any number of threads and any instruction set."""

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx
from numpy.testing import assert_allclose, assert_array_equal
from test_stats import sample

from logbessel import _core
from logbessel.stats import SufficientStatistics
from logbessel.stats.grouped_statistics import GroupedStatistics
from logbessel.stats.unit_vectors import unit_rows


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


@pytest.fixture
def machine():
    """`_core`, of which a test may change the number of threads and the instruction set."""
    threads, isa = _core.get_num_threads(), _core.isa()
    yield _core
    _core.set_num_threads(threads)
    _core.use_isa(isa)


def words(statistics):
    return [*statistics.resultant, *statistics.resultant_low, statistics.scatter, statistics.scatter_low]


@pytest.mark.parametrize("weighted", [False, True])
def test_number_of_threads_does_not_change_a_bit(machine, weighted):
    X = sample(2500, 2048, 0.1).astype(np.float32)  # three samples for the threads to share
    weights = np.random.default_rng(1).uniform(size=2500) if weighted else None
    machine.set_num_threads(1)
    alone = SufficientStatistics.from_rows(X, weights)
    for threads in (2, 3, 8):
        machine.set_num_threads(threads)
        assert words(SufficientStatistics.from_rows(X, weights)) == words(alone)


@pytest.mark.parametrize("spread", [2.0, 1e-4])
@pytest.mark.parametrize("p", [2, 7, 300])
def test_every_instruction_set_and_way_to_read_gives_the_same_sums(machine, spread, p):
    X, weights = sample(500, p, spread), np.random.default_rng(1).integers(0, 3, 500)
    plain = SufficientStatistics.from_rows(X)
    repeated = SufficientStatistics.from_rows(np.repeat(X, weights, axis=0))
    far = X.copy()
    far[77] *= 2.0**900  # its square overflows
    ways = [plain, SufficientStatistics.from_rows(np.asfortranarray(X)), SufficientStatistics.from_rows(X.astype(">f8"))]
    ways += [SufficientStatistics.from_rows(np.repeat(X, 2, axis=1)[:, ::2]), SufficientStatistics.from_rows(far)]
    for isa in machine.available_isas():
        machine.use_isa(isa)
        ways.append(SufficientStatistics.from_rows(X))
        weighted = [SufficientStatistics.from_rows(X, factor * weights) for factor in (1, 1e-300, 1e300)]
        for factor, one in zip((1, 1e-300, 1e300), weighted, strict=True):
            assert_allclose(one.n, factor * repeated.n, rtol=1e-15)
            assert_allclose(one.mean, repeated.mean, rtol=1e-14, atol=1e-16)
            assert_allclose(one.mean_resultant_length_c, repeated.mean_resultant_length_c, rtol=1e-15 + 1e-16 / spread)
    for way in ways:
        assert way.n == 500
        assert_allclose(way.mean, plain.mean, rtol=1e-14, atol=1e-16)
        assert_allclose(way.mean_resultant_length_c, plain.mean_resultant_length_c, rtol=1e-15 + 1e-16 / spread)


@pytest.mark.parametrize("place", [0, 5, 8, 499])
def test_an_outlier_does_not_spoil_the_scatter_of_a_tight_cluster(place):
    """About the outlier the squares of the others would be 1e20 times those about their mean."""
    tight = sample(500, 5, 1e-10)
    parts = SufficientStatistics.from_rows(np.delete(tight, place, axis=0)), SufficientStatistics.from_rows(-tight[place : place + 1])
    tight[place] *= -1
    weights = np.where(np.arange(500) == place, 1e-30, 1.0)
    whole, light = SufficientStatistics.from_rows(tight), SufficientStatistics.from_rows(tight, weights)
    assert_allclose(whole.scatter, (parts[0] + parts[1]).scatter, rtol=1e-15)
    assert_allclose(light.scatter, parts[0].scatter, rtol=1e-5)


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


@pytest.mark.parametrize("spread", [2.0, 1e-3])
def test_sums_of_many_pieces_keep_every_digit(spread):
    """Ten thousand pieces of 1 to 5 rows."""
    X = sample(30000, 3, spread)
    cuts = np.cumsum(np.random.default_rng(0).integers(1, 6, 20000))
    pieces = np.split(X, cuts[cuts < len(X)])
    total = sum(SufficientStatistics.from_rows(piece) for piece in pieces)
    units = unit_rows(X)
    resultant = [math.fsum(column) for column in units.T]
    error = [high + low - exact for high, low, exact in zip(total.resultant, total.resultant_low, resultant, strict=True)]
    assert_allclose(error, 0, atol=2 * np.spacing(len(X)))
    # n (1 - R^2) from ball arithmetic: nothing is lost by subtracting there.
    with ctx.workprec(256):
        length = sum((sum(map(arb, column), arb(0)) ** 2 for column in units.T), arb(0))
        scatter = float(sum((arb(x) ** 2 for x in units.ravel()), arb(0)) - length / len(X))
    assert_allclose(total.scatter + total.scatter_low, scatter, rtol=4e-16)


def test_a_huge_sample_does_not_swallow_small_ones():
    """Beside 2^40 copies of a row, a naive sum would round each of the thousand rows that follow to a multiple of 3e-5."""
    row, X = sample(1, 3, 0.3), sample(1000, 3, 2.0)
    total = SufficientStatistics.from_rows(row)
    for _ in range(40):
        total = total + total
    for x in X:
        total = total + SufficientStatistics.from_rows(x[None])
    for j in range(3):
        exact = 2**40 * Fraction(unit_rows(row)[0, j]) + sum(map(Fraction, unit_rows(X)[:, j]))
        assert abs(Fraction(total.resultant[j]) + Fraction(total.resultant_low[j]) - exact) < 1e-9


def test_statistics_add_up_with_the_builtin_sum():
    pieces = [SufficientStatistics.from_rows(sample(10, 3, 0.3, seed)) for seed in range(3)]
    assert_array_equal(sum(pieces).mean, (pieces[0] + pieces[1] + pieces[2]).mean)
    with pytest.raises(TypeError):
        1 + pieces[0]


@pytest.mark.parametrize("spread", [2.0, 1e-4])
def test_groups_at_once_equal_each_group_alone(spread):
    X, labels = sample(5000, 7, spread), np.random.default_rng(1).integers(0, 300, 5000) ** 2
    groups = GroupedStatistics(7)
    for first in range(0, 5000, 613):
        groups.add(X[first : first + 613], labels[first : first + 613])
    groups.add(X[:0], labels[:0])
    results = dict(groups.items())
    assert list(results) == np.unique(labels).tolist()
    for label, group in results.items():
        alone = SufficientStatistics.from_rows(X[labels == label])
        assert group.n == alone.n
        assert_allclose(group.mean, alone.mean, rtol=1e-15)
        assert_allclose(group.mean_resultant_length_c, alone.mean_resultant_length_c, rtol=2e-15 + 1e-16 / spread)


def test_samples_of_different_dimensions_do_not_merge():
    with pytest.raises(ValueError, match="3 and of 4 dimensions"):
        SufficientStatistics.zero(3) + SufficientStatistics.zero(4)
