"""Fits of arrays of other libraries: where NumPy can read them they are NumPy's, else they are summed up where they are."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from test_array_api import Place, places
from test_stats import sample

from logbessel.stats import SufficientStatistics, VonMisesFisher, goodness_of_fit

pytestmark = pytest.mark.frameworks
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")
device_sums = import_module("logbessel.stats.device_sums")


def far_places() -> list[Any]:
    """Those whose arrays NumPy cannot read."""
    found = [place for place in places() if place.marks]
    if find_spec("array_api_strict"):
        strict = import_module("array_api_strict")
        found.append(pytest.param(Place("array_api_strict", strict, strict.Device("device1")), id="strict-device"))
    return found


@pytest.fixture(params=far_places())
def far(request: pytest.FixtureRequest) -> Place:
    return request.param


def set_block_elements(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_sums, "BLOCK_ELEMENTS", dict.fromkeys(device_sums.BLOCK_ELEMENTS, count))


def words(statistics: SufficientStatistics) -> list[float]:
    return [statistics.n, *statistics.resultant, *statistics.resultant_low, statistics.scatter, statistics.scatter_low]


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int16])
@pytest.mark.parametrize("place", [place for place in places() if not place.marks])
def test_what_numpy_can_read_is_the_same_to_the_last_bit(place: Place, dtype: type) -> None:
    X, weights = (100 * sample(400, 24, 0.5)).astype(dtype), np.arange(400) % 3
    assert words(SufficientStatistics.from_rows(place.array(X))) == words(SufficientStatistics.from_rows(X))
    weighted = SufficientStatistics.from_rows(place.array(X), place.array(weights))
    assert words(weighted) == words(SufficientStatistics.from_rows(X, weights))
    assert_array_equal(VonMisesFisher.fit(X).logpdf(place.array(X)), VonMisesFisher.fit(X).logpdf(X))


def test_a_tensor_in_memory_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    tensor, seen = torch.from_numpy(sample(50, 4, 0.5)).requires_grad_(), []
    whole, module = SufficientStatistics.from_block, sys.modules["logbessel.stats.sufficient_statistics"]
    read = module._samples
    monkeypatch.setattr(module, "_samples", lambda rows, *arguments: seen.append(rows) or read(rows, *arguments))
    assert VonMisesFisher.fit(tensor).n == whole(tensor.detach()).n == 50
    assert [rows.ctypes.data for rows in seen] == [tensor.data_ptr()] * 2


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("dtype", "spread"), [(np.float64, 1e-4), (np.float64, 2.0), (np.float32, 0.5), (np.int32, 2.0)])
def test_sums_of_what_numpy_cannot_read(far: Place, dtype: type, spread: float, weighted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    set_block_elements(300 * 24, monkeypatch)
    X = (1000 * sample(1000, 24, spread)).astype(dtype)
    weights = (
        1e200 * np.random.default_rng(0).uniform(0, 2, 1000) * (np.arange(1000) >= 300) if weighted else None
    )  # of the first block: none
    there = SufficientStatistics.from_rows(far.array(X), far.array(weights) if weighted else None)
    here = SufficientStatistics.from_rows(X, weights)
    assert type(there.n) is type(here.n)
    assert_allclose(there.n, here.n, rtol=1e-15)
    assert_allclose(there.mean, here.mean, rtol=1e-14, atol=1e-17)
    assert_allclose(there.mean_resultant_length_c, here.mean_resultant_length_c, rtol=1e-12)
    one, other = VonMisesFisher.fit(far.array(X), weights), VonMisesFisher.fit(X, weights)
    assert_allclose(one.concentration, other.concentration, rtol=1e-12)
    assert type(one.mean_direction) is np.ndarray


def test_sums_do_not_depend_on_the_blocks(far: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    X = far.array(sample(20000, 5, 0.1))
    whole = SufficientStatistics.from_rows(X)
    set_block_elements(7, monkeypatch)
    rows = SufficientStatistics.from_rows(X[:500, :])
    set_block_elements(5000, monkeypatch)
    pieces = SufficientStatistics.from_rows(X)
    assert_array_equal(pieces.resultant, whole.resultant)  # a sum without rounding
    assert_allclose(pieces.mean, whole.mean, rtol=1e-16)
    assert_allclose(pieces.mean_resultant_length_c, whole.mean_resultant_length_c, rtol=1e-14)
    assert_allclose(rows.mean_resultant_length_c, SufficientStatistics.from_rows(X[:500, :]).mean_resultant_length_c, rtol=1e-14)


def test_only_sums_travel(far: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, to_numpy = [], device_sums.to_numpy
    monkeypatch.setattr(device_sums, "to_numpy", lambda array: sizes.append(array.shape) or to_numpy(array))
    set_block_elements(300 * 24, monkeypatch)
    VonMisesFisher.fit(far.array(sample(1000, 24, 0.5)))
    assert sizes == [(2 * 24 + 1,)] * 4


def test_bfloat16_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    set_block_elements(300 * 24, monkeypatch)
    X = torch.from_numpy(sample(400, 24, 0.5)).bfloat16()
    fit, exact = VonMisesFisher.fit(X.requires_grad_()), VonMisesFisher.fit(X.detach().double().numpy())
    assert_allclose(fit.concentration, exact.concentration, rtol=1e-13)
    unit = torch.nn.functional.normalize(X.detach().double()).bfloat16()  # of norm 1 to three digits
    assert SufficientStatistics.from_rows(unit, normalize=False).n == 400


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e305])
def test_lengths_of_rows_may_be_extreme(far: Place, scale: float) -> None:
    X = sample(200, 6, 0.5)
    tiny = X * scale
    assert_allclose(VonMisesFisher.fit(far.array(tiny)).concentration, VonMisesFisher.fit(tiny).concentration, rtol=1e-13)


def changed(X: np.ndarray, row: int, value: float) -> np.ndarray:
    X = X.copy()
    X[row] = value
    return X


@pytest.mark.parametrize(
    ("rows", "options", "error", "message"),
    [
        (lambda X: changed(X, 17, 0), {}, ValueError, "row 117 is zero: it has no direction"),
        (lambda X: changed(X, 17, np.nan), {}, ValueError, "row 117 has a component that is not finite"),
        (lambda X: changed(X, 17, -np.inf), {}, ValueError, "row 117 has a component that is not finite"),
        (
            lambda X: changed(X / np.linalg.norm(X, axis=1)[:, None], 17, 1.0),
            {"normalize": False},
            ValueError,
            "row 117 has norm 2.4494897",
        ),
        (lambda X: X[0], {}, ValueError, r"rows must be a matrix of shape \(n, p\), not of shape \(6,\)"),
        (lambda X: X[:, :1], {}, ValueError, "rows must have at least 2 components, not 1"),
        (lambda X: X + 0j, {}, TypeError, "rows must be real numbers, not .*complex128"),
        (lambda X: X, {"weights": np.ones(49)}, ValueError, r"weights must have shape \(50,\)"),
        (lambda X: X, {"weights": -np.ones(50)}, ValueError, "weights must be finite and not negative"),
    ],
)
def test_bad_rows_are_named_as_those_of_numpy(
    far: Place, rows: Any, options: dict[str, Any], error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_block_elements(10 * 6, monkeypatch)
    X = rows(sample(50, 6, 0.5))
    for array in (X, far.array(X)):
        with pytest.raises(error, match=message):
            SufficientStatistics.from_rows(array, first_row=100, **options)


def test_what_cannot_be_read_or_summed_is_explained(far: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    X = sample(50, 6, 0.5)
    fit, there = VonMisesFisher.fit(X), far.array(X)
    for name, call in {
        "x": fit.logpdf,
        "rows": fit.probplot,
        "weights": lambda array: VonMisesFisher.fit(X, array[:, 0]),
        "mean_direction": lambda array: VonMisesFisher(array[0, :], 1.0),
    }.items():
        with pytest.raises(TypeError, match=f"{name} must be an array that NumPy can read .*: convert it with "):
            call(there)
    with pytest.raises(TypeError, match="rows must be an array that NumPy can read"):
        goodness_of_fit(there)
    monkeypatch.delitem(sys.modules, "logbessel.stats.device_sums")
    monkeypatch.delattr("logbessel.stats.device_sums")
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    assert VonMisesFisher.fit(torch.from_numpy(X)).concentration == fit.concentration
    with pytest.raises(ImportError, match=r"need array-api-compat: pip install 'logbessel\[sklearn\]', or convert them"):
        VonMisesFisher.fit(there)


@pytest.mark.parametrize(
    ("tensor", "message"),
    [
        (torch.eye(6, requires_grad=True), r"detach\(\)"),
        (torch.eye(6, dtype=torch.bfloat16), r"BFloat16.*: convert it with tensor.detach\(\).cpu\(\).double\(\)"),
        (torch.eye(6).to_sparse(), "to_dense"),
    ],
)
def test_densities_of_other_tensors_are_refused(tensor: Any, message: str) -> None:
    with pytest.raises(TypeError, match=f"x must be an array that NumPy can read .*{message}"):
        VonMisesFisher(np.eye(1, 6)[0], 2.0).logpdf(tensor)


def test_sparse_tensors_are_refused() -> None:
    with pytest.raises(ValueError, match=r"rows must be a dense tensor, not of the layout torch.sparse_coo: to_dense\(\) makes one"):
        VonMisesFisher.fit(torch.eye(6).to_sparse())
