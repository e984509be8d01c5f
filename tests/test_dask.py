"""Fits of Dask arrays, on threads and on a cluster: those of one machine, to the last digits."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from logbessel.stats import VonMisesFisher

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")
distributed = pytest.importorskip("distributed", reason="a cluster is tested where distributed is installed")

array = import_module("dask.array")
ours = import_module("logbessel.dask")
VonMisesFisherMixture = import_module("logbessel.sklearn").VonMisesFisherMixture


@pytest.fixture(scope="module", params=["threads", "cluster"])
def cluster(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "threads":
        yield None
        return
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as workers,
        distributed.Client(workers) as client,
    ):
        yield client


def rows(n: int = 3000, p: int = 20) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    means = rng.normal(size=(3, p))
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    X = np.concatenate([VonMisesFisher(mean, 40.0).rvs(n // 3, rng=rng) for mean in means])
    return X[rng.permutation(len(X))] * rng.uniform(0.5, 2, (len(X), 1)), means


@pytest.mark.parametrize("weighted", [False, True])
def test_fits_are_those_of_one_machine(cluster: Any, weighted: bool) -> None:
    X, _ = rows()
    weights = np.random.default_rng(1).integers(0, 4, len(X)) if weighted else None
    blocks = array.from_array(X, chunks=(700, 6))
    spread, alone = ours.fit(blocks, weights), VonMisesFisher.fit(X, weights)
    for name in ("n", "concentration", "concentration_se", "log_likelihood"):
        assert_allclose(getattr(spread, name), getattr(alone, name), rtol=1e-13, err_msg=name)
    assert_allclose(spread.mean_direction, alone.mean_direction, atol=1e-14)


@pytest.mark.parametrize("assignment", ["soft", "hard"])
@pytest.mark.parametrize("weighted", [False, True])
def test_mixtures_are_those_of_one_machine(cluster: Any, assignment: str, weighted: bool) -> None:
    X, means = rows()
    weights = np.random.default_rng(1).random(len(X)) if weighted else None
    init = means + 0.1
    alone = VonMisesFisherMixture(3, init=init, assignment=assignment).fit(X, sample_weight=weights)
    spread = ours.fit_mixture(VonMisesFisherMixture(3, init=init, assignment=assignment), array.from_array(X, chunks=(700, -1)), weights)
    for name in ("weights_", "mean_directions_", "concentrations_", "lower_bound_"):
        assert_allclose(getattr(spread, name), getattr(alone, name), rtol=1e-12, atol=1e-14, err_msg=name)
    assert spread.n_iter_ == alone.n_iter_
    assert spread.converged_
    assert_allclose(spread.score(X), alone.score(X), rtol=1e-12)


def test_the_first_block_gives_the_first_directions(cluster: Any) -> None:
    X, means = rows()
    mixture = ours.fit_mixture(VonMisesFisherMixture(3, random_state=0), array.from_array(X, chunks=(1000, -1)))
    assert np.all((mixture.mean_directions_ @ means.T).max(axis=0) > 0.99)


def test_what_is_wrong_is_said() -> None:
    X, _ = rows(300)
    blocks = array.from_array(X, chunks=(100, -1))
    with pytest.raises(TypeError, match="X must be a Dask array, not ndarray"):
        ours.fit(X)
    with pytest.raises(ValueError, match=r"X must have shape \(n, p\)"):
        ours.fit(blocks[0])
    with pytest.raises(ValueError, match=r"weights must have shape \(300,\)"):
        ours.fit(blocks, np.ones(3))
    with pytest.raises(ValueError, match="soft or hard assignment"):
        ours.fit_mixture(VonMisesFisherMixture(3, assignment="stochastic"), blocks)
    with pytest.raises(ValueError, match=r"init must have shape \(3, 20\)"):
        ours.fit_mixture(VonMisesFisherMixture(3, init=np.eye(4)), blocks)


def test_docstrings() -> None:
    results = import_module("doctest").testmod(ours)
    assert results.attempted > 0
    assert results.failed == 0
