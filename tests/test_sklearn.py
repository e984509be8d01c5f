"""Mixtures, spherical k-means and the classifier: scikit-learn's own checks, planted truths, weights, sparse matrices."""

import pickle
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linear_sum_assignment

from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is tested where it is installed")

sparse = import_module("scipy.sparse")
check_estimator = import_module("sklearn.utils.estimator_checks").check_estimator
ConvergenceWarning = import_module("sklearn.exceptions").ConvergenceWarning
ours = import_module("logbessel.sklearn")
SphericalKMeans, VonMisesFisherClassifier, VonMisesFisherMixture = (getattr(ours, name) for name in sorted(ours.__all__))

# The check wants the tags of a classifier from everything that has predict_proba and takes sparse matrices.
NO_CLASSIFIER = {f"check_estimator_sparse_{kind}": "a mixture is no classifier" for kind in ("array", "matrix")}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "estimator",
    [
        VonMisesFisherMixture(),
        VonMisesFisherMixture(2, concentration_type="common"),
        VonMisesFisherMixture(2, assignment="hard"),
        SphericalKMeans(),
        SphericalKMeans(2),
        VonMisesFisherClassifier(),
    ],
    ids=repr,
)
def test_scikit_learns_checks_pass(estimator: Any) -> None:
    check_estimator(estimator, expected_failed_checks=NO_CLASSIFIER if isinstance(estimator, VonMisesFisherMixture) else None)


def planted(p: int, n: int, kappas: list[float], seed: int = 0, dtype: type = np.float32) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows about random directions, their labels, the directions."""
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(len(kappas), p))
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    rows = np.concatenate([VonMisesFisher(m, k).rvs(n, rng=rng, dtype=dtype) for m, k in zip(means, kappas, strict=True)])
    order = rng.permutation(len(rows))
    labels = np.repeat(np.arange(len(kappas)), n)
    return rows[order] * rng.uniform(0.1, 10, (len(rows), 1)).astype(dtype), labels[order], means


def matched(estimated: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """For each true direction, the component nearest to it."""
    return linear_sum_assignment(-truth @ estimated.T)[1]


@pytest.mark.parametrize("assignment", ["soft", "hard", "stochastic"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_planted_mixtures_are_found_in_2048_dimensions(assignment: str, dtype: type) -> None:
    kappas = [700.0, 900.0, 1500.0, 3000.0]
    X, labels, means = planted(2048, 400, kappas, dtype=dtype)
    mixture = VonMisesFisherMixture(4, assignment=assignment, random_state=0).fit(X)
    order = matched(mixture.mean_directions_, means)
    assert metrics.adjusted_rand_score(labels, mixture.predict(X)) > 0.99
    assert_allclose(mixture.weights_[order], 0.25, atol=0.01)
    # The maximum-likelihood estimates, with their bias
    exact = [VonMisesFisher.fit(X[labels == k]).concentration for k in range(4)]
    assert_allclose(mixture.concentrations_[order], exact, rtol=1e-2)
    assert mixture.predict_proba(X).dtype == dtype
    assert mixture.mean_directions_.dtype == mixture.concentrations_.dtype == np.float64


def test_likelihood_rises_and_is_that_of_the_densities() -> None:
    X, _, _ = planted(8, 300, [20.0, 30.0, 40.0], dtype=np.float64)
    bounds = []
    for steps in range(1, 12):
        with pytest.warns(ConvergenceWarning, match="not converged after max_iter"):
            bounds.append(VonMisesFisherMixture(3, max_iter=steps, tol=1e-300, random_state=1).fit(X).lower_bound_)
    assert np.all(np.diff(bounds) > -1e-12)
    mixture = VonMisesFisherMixture(3, random_state=1).fit(X)
    parts = zip(mixture.weights_, mixture.mean_directions_, mixture.concentrations_, strict=True)
    density = sum(w * VonMisesFisher(m, k).pdf(X) for w, m, k in parts)
    assert_allclose(mixture.score_samples(X), np.log(density), rtol=1e-12, atol=1e-12)
    assert mixture.score(X) >= mixture.lower_bound_ - 1e-12
    assert_allclose(mixture.bic(X) - mixture.aic(X), (3 * 8 - 1 + 3) * (np.log(len(X)) - 2))


def test_one_component_is_the_maximum_likelihood_fit() -> None:
    X, _, _ = planted(50, 200, [30.0], dtype=np.float64)
    mixture, fit = VonMisesFisherMixture().fit(X), VonMisesFisher.fit(X)
    assert_allclose(mixture.concentrations_, fit.concentration, rtol=1e-12)
    assert_allclose(mixture.mean_directions_[0], fit.mean_direction, atol=1e-14)
    assert_allclose(mixture.lower_bound_ * len(X), fit.log_likelihood, rtol=1e-12)


def test_concentrations_may_be_common_and_bounded() -> None:
    X, _, _ = planted(20, 200, [30.0, 300.0], dtype=np.float64)
    common = VonMisesFisherMixture(2, concentration_type="common", random_state=0).fit(X)
    assert common.concentrations_[0] == common.concentrations_[1]
    bounded = VonMisesFisherMixture(2, min_concentration=60, max_concentration=200, random_state=0).fit(X)
    assert sorted(bounded.concentrations_) == [60, 200]


@pytest.mark.parametrize("estimator", [VonMisesFisherMixture(3, random_state=0), SphericalKMeans(3, random_state=0)], ids=repr)
@pytest.mark.parametrize("kind", [sparse.csr_matrix, sparse.csr_array])
def test_sparse_rows_are_as_good_as_dense_ones(estimator: Any, kind: type) -> None:
    rng = np.random.default_rng(0)
    X = np.where(rng.random((300, 60)) < 0.2, rng.random((300, 60)), 0) + np.eye(60)[rng.integers(0, 3, 300)]
    dense, thin = estimator.fit(X).predict(X), estimator.fit(kind(X)).predict(kind(X))
    assert_array_equal(dense, thin)


def test_an_empty_component_begins_anew() -> None:
    X, _, means = planted(10, 100, [200.0, 200.0, 200.0], dtype=np.float64)
    init = np.array([means[0], means[1], -means[0] - means[1]])
    init[2] = init[1]  # takes no row: the first of equals does
    for assignment in ("hard", "soft"):
        mixture = VonMisesFisherMixture(3, init=init, assignment=assignment, max_iter=300, random_state=0).fit(X)
        assert np.all(mixture.weights_ > 0.2)
    assert len(np.unique(SphericalKMeans(3, init=init).fit_predict(X))) == 3


def test_batches_find_what_all_rows_at_once_do() -> None:
    X, _, means = planted(64, 2000, [60.0, 90.0, 120.0])
    mixture = VonMisesFisherMixture(3, random_state=0)
    for batch in np.array_split(X, 30):
        mixture.partial_fit(batch)
    order = matched(mixture.mean_directions_, means)
    assert np.all((mixture.mean_directions_[order] * means).sum(axis=1) > 0.99)
    whole = VonMisesFisherMixture(3, random_state=0).fit(X)
    assert_allclose(mixture.score(X), whole.score(X), atol=0.1)
    assert mixture.n_iter_ == 30


def test_a_warm_start_goes_on() -> None:
    X, _, _ = planted(8, 300, [5.0, 6.0, 7.0], dtype=np.float64)
    mixture = VonMisesFisherMixture(3, warm_start=True, max_iter=5, tol=1e-7, random_state=0)
    with pytest.warns(ConvergenceWarning):
        first = mixture.fit(X).lower_bound_
    mixture.max_iter = 2000
    assert mixture.fit(X).lower_bound_ > first
    assert mixture.converged_


def test_samples_come_from_the_components() -> None:
    X, _, _ = planted(16, 500, [40.0, 80.0], dtype=np.float64)
    mixture = VonMisesFisherMixture(2, random_state=0).fit(X)
    directions, labels = mixture.sample(4000)
    assert directions.shape == (4000, 16)
    assert_allclose(np.bincount(labels) / 4000, mixture.weights_, atol=0.03)
    assert np.mean(mixture.predict(directions) == labels) > 0.99
    assert_allclose(mixture.score(directions), mixture.score(X), atol=0.2)


def test_progress_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    X, _, _ = planted(8, 100, [50.0, 60.0])
    VonMisesFisherMixture(2, n_init=2, verbose=2, random_state=0).fit(X)
    told = capsys.readouterr().out
    assert "start 1: converged after" in told
    assert "start 2:" in told
    assert "  step 1:" in told
    SphericalKMeans(2, verbose=1, random_state=0).fit(X)
    assert "start 1: inertia" in capsys.readouterr().out


def test_real_embeddings_are_clustered_and_classified() -> None:
    data = load_debian_embeddings()
    X, y = data.features.astype(np.float32), data.labels
    labels = SphericalKMeans(12, n_init=3, random_state=0).fit_predict(X)
    assert metrics.normalized_mutual_info_score(y, labels) > 0.6
    mixture = VonMisesFisherMixture(12, random_state=0, max_iter=300).fit(X)
    assert metrics.normalized_mutual_info_score(y, mixture.predict(X)) > 0.6
    classifier = VonMisesFisherClassifier().fit(X[::2], y[::2])
    assert classifier.score(X[1::2], y[1::2]) > 0.83
    noise = np.random.default_rng(0).normal(size=X.shape).astype(np.float32)
    assert np.quantile(classifier.score_samples(X[1::2]), 0.01) > classifier.score_samples(noise).max()


def test_classifier_is_bayes_rule() -> None:
    X, y, _ = planted(12, 300, [10.0, 20.0, 40.0], dtype=np.float64)
    classifier = VonMisesFisherClassifier(priors=[0.2, 0.3, 0.5]).fit(X, y)
    fits = [VonMisesFisher.fit(X[y == k]) for k in range(3)]
    joint = np.stack([fit.logpdf(X) for fit in fits], axis=1) + np.log([0.2, 0.3, 0.5])
    total = np.logaddexp.reduce(joint, axis=1)
    assert_allclose(classifier.score_samples(X), total, rtol=1e-10, atol=1e-10)
    assert_allclose(classifier.predict_log_proba(X), joint - total[:, None], rtol=1e-9, atol=1e-9)


def test_rows_without_a_direction_do_not_count() -> None:
    X, _, _ = planted(6, 50, [20.0], dtype=np.float64)
    with_zeros = np.concatenate([X, np.zeros((5, 6))])
    with pytest.warns(UserWarning, match="5 rows are zero"):
        mixture = VonMisesFisherMixture().fit(with_zeros)
    assert_allclose(mixture.concentrations_, VonMisesFisherMixture().fit(X).concentrations_, rtol=1e-14)
    for estimator in (VonMisesFisherMixture(), SphericalKMeans(1), VonMisesFisherClassifier()):
        with pytest.warns(UserWarning, match="4 rows are zero"), pytest.raises(ValueError, match="a direction and a positive weight"):
            estimator.fit(np.zeros((4, 6)), np.arange(4) % 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda X: VonMisesFisherMixture(3, init=np.eye(4)).fit(X), r"init must have shape \(3, 6\), not \(4, 4\)"),
        (lambda X: SphericalKMeans(3, init=np.eye(4)).fit(X), r"init must have shape \(3, 6\), not \(4, 4\)"),
        (lambda X: VonMisesFisherMixture(99).fit(X), "n_samples=50 rows are fewer than n_components=99"),
        (lambda X: SphericalKMeans(99).fit(X), "n_samples=50 rows are fewer than n_clusters=99"),
        (lambda X: VonMisesFisherMixture().fit(X[:, :1]), "at least 2 features"),
        (lambda X: VonMisesFisherMixture().fit(X, sample_weight=np.zeros(50)), "positive weight|non-zero number"),
        (lambda X: VonMisesFisherClassifier(priors=[1.0]).fit(X, np.arange(50) % 2), "priors must be one for each of 2 classes"),
        (lambda X: VonMisesFisherClassifier(priors=[1, 1]).fit(X, np.arange(50) % 2), "priors must be probabilities that sum to 1"),
        (lambda X: VonMisesFisherMixture().fit(X).sample(0), "n_samples must be at least 1"),
    ],
)
def test_bad_calls_are_explained(call: Any, message: str) -> None:
    X, _, _ = planted(6, 50, [20.0], dtype=np.float64)
    with pytest.raises(ValueError, match=message):
        call(X)


class Interrupting:
    """Takes the place of the function that each step calls, and is interrupted at one of its calls."""

    def __init__(self, call: int, monkeypatch: pytest.MonkeyPatch, step: str = "mixture.expect") -> None:
        module, _, name = step.partition(".")
        self.left, self.step = call, getattr(import_module(f"logbessel.sklearn.{module}"), name)
        monkeypatch.setattr(f"logbessel.sklearn.{step}", self)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return self.step(*arguments, **options)


def test_an_interrupted_fit_keeps_its_last_whole_step_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    X, _, _ = planted(8, 300, [5.0, 6.0, 7.0], dtype=np.float64)
    with pytest.warns(ConvergenceWarning, match="not converged"):
        four = VonMisesFisherMixture(3, max_iter=4, tol=1e-9, random_state=0).fit(X)
    Interrupting(5, monkeypatch)
    mixture = VonMisesFisherMixture(3, warm_start=True, max_iter=50, tol=1e-9, random_state=0)
    with pytest.warns(ConvergenceWarning, match="interrupted: .* after 4 whole steps, and a fit with warm_start=True goes on"):
        mixture.fit(X)
    assert (mixture.n_iter_, mixture.converged_) == (4, False)
    assert_array_equal(mixture.mean_directions_, four.mean_directions_)
    assert mixture.lower_bound_ == four.lower_bound_
    mixture = pickle.loads(pickle.dumps(mixture)).set_params(max_iter=2000)
    assert mixture.fit(X).converged_
    whole = VonMisesFisherMixture(3, max_iter=2000, tol=1e-9, random_state=0).fit(X)
    assert_array_equal(mixture.mean_directions_, whole.mean_directions_)


def test_an_interrupt_keeps_the_best_start_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    X, _, _ = planted(8, 100, [5.0, 8.0])
    one = VonMisesFisherMixture(2, random_state=0).fit(X)
    assert one.n_iter_ > 5
    for later in (1, 2):  # in the first step of the second start, and after it, when it is worse
        Interrupting(one.n_iter_ + later, monkeypatch)
        with pytest.warns(ConvergenceWarning, match="interrupted"):
            mixture = VonMisesFisherMixture(2, n_init=3, random_state=0).fit(X)
        assert mixture.n_iter_ == one.n_iter_
        assert_array_equal(mixture.mean_directions_, one.mean_directions_)
    Interrupting(1, monkeypatch)
    mixture = VonMisesFisherMixture(2)
    with pytest.raises(KeyboardInterrupt):  # nothing is there to keep
        mixture.fit(X)
    assert not hasattr(mixture, "mean_directions_")


def assert_interrupted_k_means_goes_on(X: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third step is interrupted: there is what two steps find, and a warm start leads where the fit would have ended."""
    two = SphericalKMeans(3, max_iter=2, tol=0, random_state=0).fit(X)
    Interrupting(1 + 3, monkeypatch, "spherical_k_means._assign")  # once before the first step
    k_means = SphericalKMeans(3, warm_start=True, tol=0, random_state=0)
    with pytest.warns(ConvergenceWarning, match="interrupted: .* after 2 whole steps, and a fit with warm_start=True goes on") as told:
        k_means.fit(X)
    assert told[0].filename == __file__
    whole = SphericalKMeans(3, tol=0, random_state=0).fit(X)
    assert whole.n_iter_ > 3
    for interrupted, expected, steps in ((k_means, two, 2), (pickle.loads(pickle.dumps(k_means)).fit(X), whole, whole.n_iter_ - 2)):
        assert (interrupted.n_iter_, interrupted.inertia_) == (steps, expected.inertia_)
        assert_array_equal(interrupted.cluster_centers_, expected.cluster_centers_)
        assert_array_equal(interrupted.labels_, expected.labels_)
        assert interrupted.cluster_centers_.dtype == expected.cluster_centers_.dtype


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_interrupted_k_means_keeps_its_last_whole_step_and_goes_on(kind: Any, dtype: type, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_interrupted_k_means_goes_on(kind(planted(8, 300, [5.0, 6.0, 7.0], dtype=dtype)[0]), monkeypatch)


def test_an_interrupt_keeps_the_best_k_means_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    X, _, _ = planted(8, 300, [5.0, 6.0, 7.0])
    one = SphericalKMeans(3, random_state=0).fit(X)
    for later in (1, 3):  # before the first step of the second start, and in its second one, when it is worse
        Interrupting(1 + one.n_iter_ + later, monkeypatch, "spherical_k_means._assign")
        with pytest.warns(ConvergenceWarning, match=f"interrupted: .* after {one.n_iter_} whole steps"):
            k_means = SphericalKMeans(3, n_init=3, random_state=0).fit(X)
        assert k_means.inertia_ == one.inertia_
        assert_array_equal(k_means.labels_, one.labels_)
    for call in (1, 2):  # nothing is there to keep
        Interrupting(call, monkeypatch, "spherical_k_means._assign")
        with pytest.raises(KeyboardInterrupt):
            k_means.set_params(n_init=1).fit(X)
        assert k_means.inertia_ == one.inertia_
