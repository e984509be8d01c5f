"""Mixtures, spherical k-means and the classifier on arrays of other libraries: what they are on NumPy's.  On a GPU too where there is one.

CuPy is tested where it and a GPU are, by ``make gpu-test``; array_api_strict takes nothing that the standard does not promise.
"""

import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from test_sklearn import assert_interrupted_k_means_goes_on

from logbessel import _core
from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")

ours = import_module("logbessel.sklearn")
device_rows, device_steps = (import_module(f"logbessel.sklearn.device_{name}") for name in ("rows", "steps"))
SphericalKMeans, VonMisesFisherClassifier, VonMisesFisherMixture = (getattr(ours, name) for name in sorted(ours.__all__))
to_numpy = device_rows.to_numpy


class Place(NamedTuple):
    """A library, and a device of it."""

    name: str
    library: Any
    device: Any

    def array(self, values: Any) -> Any:
        return self.library.asarray(np.array(values), device=self.device) if self.device else self.library.asarray(np.array(values))


def has_gpu() -> bool:
    try:
        return _core.cuda_driver_version() > 0
    except RuntimeError:
        return False


def places() -> list[Any]:
    found = [pytest.param(Place("torch", torch, "cpu"), id="torch-cpu")]
    if find_spec("array_api_strict"):
        found.append(pytest.param(Place("array_api_strict", import_module("array_api_strict"), None), id="strict"))
    if torch.cuda.is_available():
        found.append(pytest.param(Place("torch", torch, "cuda"), id="torch-cuda", marks=pytest.mark.gpu))
    if find_spec("cupy") and has_gpu():
        found.append(pytest.param(Place("cupy", import_module("cupy"), None), id="cupy", marks=pytest.mark.gpu))
    return found


@pytest.fixture(params=places())
def place(request: pytest.FixtureRequest) -> Place:
    return request.param


def planted(p: int, n: int, kappas: list[float], dtype: type = np.float64) -> tuple[np.ndarray, np.ndarray]:
    """Rows of any length about the first axes, and their labels."""
    rng = np.random.default_rng(0)
    rows = np.concatenate([VonMisesFisher(mean, kappa).rvs(n, rng=rng) for mean, kappa in zip(np.eye(p), kappas, strict=False)])
    order = rng.permutation(len(rows))
    return (rows * rng.uniform(0.1, 10, (len(rows), 1)))[order].astype(dtype), np.repeat(np.arange(len(kappas)), n)[order]


def is_at(array: Any, X: Any) -> bool:
    return type(array) is type(X) and array.device == X.device


def fitted(estimator: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(estimator).items() if name.endswith("_") and not name.startswith("_")}


def assert_same(one: Any, other: Any, **tolerances: float) -> None:
    """The same fit, all of it NumPy's."""
    for name, value in fitted(one).items():
        assert type(getattr(other, name)) is type(value)
        assert np.asarray(value).dtype == np.asarray(getattr(other, name)).dtype
        assert_allclose(getattr(other, name), value, **tolerances, err_msg=name)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-11), (np.float32, 2e-5)])
@pytest.mark.parametrize("assignment", ["soft", "hard", "stochastic"])
def test_mixtures_are_those_of_numpy(place: Place, assignment: str, dtype: type, tolerance: float) -> None:
    X, _ = planted(24, 400, [20.0, 40.0, 80.0], dtype)
    there = place.array(X)
    options = {"assignment": assignment, "random_state": 0, "max_iter": 5, "tol": 0}
    one, other = VonMisesFisherMixture(3, **options).fit(X), VonMisesFisherMixture(3, **options).fit(there)
    assert_same(one, other, rtol=tolerance, atol=tolerance)
    assert other.mean_directions_.dtype == other.concentrations_.dtype == other.weights_.dtype == np.float64
    answers = {name: getattr(other, name)(there) for name in ("predict", "predict_proba", "score_samples")}
    assert all(is_at(answer, there) for answer in answers.values())
    assert_array_equal(to_numpy(answers["predict"]), one.predict(X))
    assert_allclose(to_numpy(answers["predict_proba"]), one.predict_proba(X), rtol=0, atol=20 * tolerance)
    assert_allclose(to_numpy(answers["score_samples"]), one.score_samples(X), rtol=10 * tolerance, atol=10 * tolerance)
    assert answers["predict_proba"].dtype == there.dtype
    assert to_numpy(answers["score_samples"]).dtype == np.float64
    assert_allclose([other.score(there), other.bic(there)], [one.score(X), one.bic(X)], rtol=10 * tolerance)


def test_batches_are_those_of_numpy(place: Place) -> None:
    X, _ = planted(24, 400, [20.0, 40.0, 80.0])
    one, other = VonMisesFisherMixture(3, random_state=0), VonMisesFisherMixture(3, random_state=0)
    for part in np.array_split(X, 4):
        one.partial_fit(part)
        other.partial_fit(place.array(part))
    assert_same(one, other, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_clusters_are_those_of_numpy(place: Place, dtype: type) -> None:
    X, _ = planted(16, 300, [10.0, 20.0, 30.0, 40.0], dtype)
    there = place.array(X)
    one, other = SphericalKMeans(4, random_state=0).fit(X), SphericalKMeans(4, random_state=0).fit(there)
    tolerance = 20 * float(np.finfo(dtype).eps)
    assert_same(one, other, rtol=tolerance, atol=tolerance)
    distances, labels = other.transform(there), other.predict(there)
    assert is_at(distances, there)
    assert is_at(labels, there)
    assert_allclose(to_numpy(distances), one.transform(X), atol=tolerance)
    assert_array_equal(to_numpy(labels), one.labels_)
    assert_allclose(other.score(there), one.score(X), rtol=tolerance)


def test_classes_are_those_of_numpy(place: Place) -> None:
    X, y = planted(16, 100, [10.0, 20.0, 30.0])
    there = place.array(X)
    one, other = VonMisesFisherClassifier().fit(X, y), VonMisesFisherClassifier().fit(there, place.array(y))
    assert_same(one, other, rtol=1e-12, atol=1e-14)
    for name in ("predict", "predict_proba", "predict_log_proba", "score_samples"):
        answer = getattr(other, name)(there)
        assert is_at(answer, there)
        assert_allclose(to_numpy(answer), getattr(one, name)(X), rtol=1e-10, atol=1e-13)
    assert other.score(there, place.array(y)) == one.score(X, y)
    names = np.array(["a", "b", "c"])[y]
    assert_array_equal(VonMisesFisherClassifier().fit(there, names).predict(there), VonMisesFisherClassifier().fit(X, names).predict(X))


def test_weights_and_directions_may_be_arrays_of_either_library(place: Place) -> None:
    X, _ = planted(12, 100, [20.0, 40.0])
    weight = np.random.default_rng(1).integers(0, 4, len(X))
    init = np.eye(12)[:2]
    options = {"max_iter": 5, "tol": 0}
    repeated = VonMisesFisherMixture(2, init=init, **options).fit(np.repeat(X, weight, axis=0))
    for of_weight in (np.asarray, place.array):
        for of_init in (np.asarray, place.array):
            mixture = VonMisesFisherMixture(2, init=of_init(init), **options).fit(place.array(X), sample_weight=of_weight(weight))
            assert_same(repeated, mixture, rtol=1e-11, atol=1e-13)
    weighted = VonMisesFisherMixture(2, init=init, **options).fit(X, sample_weight=place.array(weight))
    assert_same(repeated, weighted, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("assignment", ["soft", "hard"])
def test_an_empty_component_begins_anew(place: Place, assignment: str) -> None:
    X, _ = planted(10, 100, [200.0, 200.0, 200.0])
    init = np.eye(10)[[0, 1, 5]]
    options = {"init": init, "assignment": assignment, "max_iter": 300}
    mixture = VonMisesFisherMixture(3, **options).fit(place.array(X))
    assert np.all(mixture.weights_ > 0.2)
    assert_same(VonMisesFisherMixture(3, **options).fit(X), mixture, rtol=1e-9, atol=1e-11)
    init[2] = init[1]  # takes no row: the first of equals does
    assert len(np.unique(SphericalKMeans(3, init=init).fit_predict(place.array(X)))) == 3


def in_blocks(monkeypatch: pytest.MonkeyPatch, elements: int) -> None:
    monkeypatch.setattr(device_rows, "BLOCK_ELEMENTS", {"cpu": elements, "gpu": elements})


@pytest.mark.parametrize(("elements", "tolerance"), [(512, 5e-8), (1 << 21, 1e-6)])
def test_sums_are_double_though_rows_are_single(place: Place, elements: int, tolerance: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of 2000 blocks, and of one block, which would lose 6e-6 by one sum in single precision."""
    in_blocks(monkeypatch, elements)
    X, _ = planted(4, 512_000, [5.0], np.float32)
    sums = device_steps.expect(device_rows.DeviceRows(place.array(X), np.ones(len(X))), components(4), "soft").sums
    exact = (X / np.linalg.norm(X.astype(float), axis=1)[:, None]).sum(axis=0)
    assert_allclose(sums.resultants.sum(axis=0)[0], exact[0], rtol=tolerance)
    assert_allclose(sums.counts.sum(), len(X), rtol=1e-7)


def components(p: int) -> Any:
    two = VonMisesFisherMixture(2, init=np.eye(p)[:2], max_iter=1, tol=0)
    return two.fit(planted(p, 50, [5.0, 5.0])[0])._components


@pytest.mark.parametrize("assignment", ["soft", "hard"])
def test_sums_travel_once_for_all_blocks(place: Place, assignment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    X, _ = planted(8, 2000, [5.0, 5.0])
    rows, travels = device_rows.DeviceRows(place.array(X), np.ones(len(X))), []

    def counted(array: Any) -> Any:
        travels.append(array.shape)
        return to_numpy(array)

    monkeypatch.setattr(device_steps, "to_numpy", counted)
    whole = device_steps.expect(rows, components(8), assignment)
    in_blocks(monkeypatch, 1024)
    assert len(list(rows.blocks(2))) == 8
    parts = device_steps.expect(rows, components(8), assignment)
    assert len(travels) == 2
    assert_allclose(parts.sums.resultants, whole.sums.resultants, rtol=1e-12, atol=1e-11)
    assert_allclose(parts.log_likelihood, whole.log_likelihood, rtol=1e-13)


if torch.cuda.is_available():

    @pytest.mark.gpu
    def test_a_gpu_waits_for_nothing_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
        rows = device_rows.DeviceRows(torch.tensor(planted(8, 2000, [5.0, 5.0])[0], device="cuda"), np.ones(4000))
        some = components(8)

        def waits() -> int:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                torch.cuda.set_sync_debug_mode("warn")
                try:
                    device_steps.expect(rows, some, "soft")
                finally:
                    torch.cuda.set_sync_debug_mode("default")
            return len(caught)

        waits()
        in_one = waits()
        in_blocks(monkeypatch, 1024)
        assert waits() == in_one


@pytest.mark.filterwarnings("default")
def test_tensors_of_every_kind_are_taken() -> None:
    X, _ = planted(6, 200, [20.0, 30.0], np.float32)
    init = np.eye(6)[:2]
    mixture = VonMisesFisherMixture(2, init=init, max_iter=3, tol=0)
    single = mixture.fit(X).concentrations_
    tensor = torch.tensor(X)
    assert_allclose(mixture.fit(tensor.clone().requires_grad_()).concentrations_, single, rtol=1e-5)
    assert mixture.predict_proba(tensor.clone().requires_grad_()).requires_grad is False
    assert_allclose(mixture.fit(tensor.T.contiguous().T).concentrations_, single, rtol=1e-5)
    assert_allclose(mixture.fit(torch.tensor(np.repeat(X, 2, axis=0))[::2]).concentrations_, single, rtol=1e-5)
    for dtype in (torch.float16, torch.bfloat16):
        short = tensor.to(dtype)
        assert_allclose(mixture.fit(short).concentrations_, mixture.fit(short.float()).concentrations_, rtol=1e-6)
        assert mixture.predict_proba(short).dtype == torch.float32
        weighted = VonMisesFisherMixture(2, init=torch.eye(6, dtype=dtype)[:2], max_iter=3, tol=0)
        weighted.fit(short, sample_weight=torch.full((400,), 2, dtype=dtype))
        assert_allclose(weighted.concentrations_, mixture.concentrations_, rtol=1e-6)
    whole = (100 * tensor).to(torch.int16)
    assert_allclose(mixture.fit(whole).concentrations_, mixture.fit(whole.numpy()).concentrations_, rtol=1e-12)
    assert mixture.predict_proba(whole).dtype == torch.float64


@pytest.mark.parametrize("scale", [1e-25, 1e25])
def test_lengths_of_rows_may_be_extreme(place: Place, scale: float) -> None:
    X, _ = planted(6, 200, [20.0], np.float32)
    mixture = VonMisesFisherMixture()
    expected = mixture.fit(X).concentrations_
    assert_allclose(mixture.fit(place.array(X * np.float32(scale))).concentrations_, expected, rtol=1e-5)


def test_rows_without_a_direction_do_not_count(place: Place) -> None:
    X, _ = planted(6, 50, [20.0])
    with pytest.warns(UserWarning, match="5 rows are zero"):
        mixture = VonMisesFisherMixture().fit(place.array(np.concatenate([X, np.zeros((5, 6))])))
    assert_allclose(mixture.concentrations_, VonMisesFisherMixture().fit(X).concentrations_, rtol=1e-13)
    for estimator in (VonMisesFisherMixture(), SphericalKMeans(1), VonMisesFisherClassifier()):
        with pytest.warns(UserWarning, match="4 rows are zero"), pytest.raises(ValueError, match="a direction and a positive weight"):
            estimator.fit(place.array(np.zeros((4, 6))), np.arange(4) % 2)


def test_interrupted_k_means_goes_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_interrupted_k_means_goes_on(place.array(planted(8, 300, [5.0, 6.0, 7.0])[0]), monkeypatch)


def with_value(X: np.ndarray, value: float) -> np.ndarray:
    changed = X.copy()
    changed[7, 2] = value
    return changed


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda X, to: VonMisesFisherMixture().fit(to(X[0])), r"Expected 2D array, got 1D array instead"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X[:0])), r"0 sample\(s\)"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X[:, :1])), "at least 2 features"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X + 0j)), "Complex data not supported"),
        (lambda X, to: VonMisesFisherMixture().fit(to(with_value(X, np.nan))), "NaN or infinity, first in row 7"),
        (lambda X, to: SphericalKMeans().fit(to(with_value(X, -np.inf))), "NaN or infinity, first in row 7"),
        (lambda X, to: VonMisesFisherMixture().fit(to(with_value(X, 1e200))), "row 7 is too large: its norm overflows"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X)).predict(to(X[:, :5])), "expecting 6 features"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X), sample_weight=to(-np.ones(50))), "[Nn]egative"),
        (lambda X, to: VonMisesFisherMixture().fit(to(X), sample_weight=to(np.ones(49))), r"sample_weight.shape == \(49,\)"),
        (lambda X, to: VonMisesFisherMixture(99).fit(to(X)), "n_samples=50 rows are fewer"),
        (lambda X, to: VonMisesFisherMixture(3, init=to(np.eye(4))).fit(to(X)), r"init must have shape \(3, 6\)"),
        (lambda X, to: VonMisesFisherClassifier().fit(to(X), to(np.arange(49) % 2)), "inconsistent numbers of samples"),
    ],
)
def test_bad_calls_are_explained(place: Place, call: Callable[..., Any], message: str) -> None:
    X, _ = planted(6, 50, [20.0])
    with pytest.raises(ValueError, match=message):
        call(X, place.array)


def test_sparse_tensors_are_refused() -> None:
    with pytest.raises(ValueError, match=r"a dense tensor, not of the layout torch.sparse_coo"):
        VonMisesFisherMixture().fit(torch.eye(6).to_sparse())
