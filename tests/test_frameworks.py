"""Beside the array libraries that people have: .ci/run installs them and runs these tests."""

import importlib
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logbessel
from logbessel.stats import SufficientStatistics, VonMisesFisher

pytestmark = [
    pytest.mark.frameworks,
    pytest.mark.filterwarnings("default"),  # what other libraries warn about is not ours to fix
]


def test_importing_logbessel_imports_no_framework():
    frameworks = {"torch", "jax", "dask", "sklearn", "cupy", "scipy", "matplotlib"}
    program = f"import sys, logbessel.stats, logbessel.cli, logbessel.cli.parser; print(*{frameworks} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "\n"


def test_dask_arrays_stay_lazy():
    da = importlib.import_module("dask.array")
    x = np.linspace(0.1, 50, 1000)
    lazy = logbessel.log_iv(2.5, da.from_array(x, chunks=300))
    assert isinstance(lazy, da.Array)
    assert_array_equal(lazy.compute(scheduler="threads"), logbessel.log_iv(2.5, x))


def test_dask_blocks_are_computed_where_they_are():
    """The line that docs/gpu.md has for blocks of CuPy arrays; here of NumPy's, on a GPU in test_cupy.py."""
    da = importlib.import_module("dask.array")
    v, x = np.linspace(0, 60, 40)[:, None], np.linspace(0.1, 50, 100)[None]
    blocks = da.from_array(x, chunks=30)
    lazy = da.map_blocks(logbessel.log_iv, da.from_array(v, chunks=20), blocks)
    assert isinstance(lazy, da.Array)
    assert (lazy.shape, lazy.dtype) == ((40, 100), np.float64)
    assert_array_equal(lazy.compute(scheduler="threads"), logbessel.log_iv(v, x))
    assert_array_equal(da.map_blocks(logbessel.log_iv, 2.5, blocks).compute(scheduler="threads"), logbessel.log_iv(2.5, x))


def test_dask_blocks_merge_into_a_fit():
    dask = importlib.import_module("dask")
    X = np.random.default_rng(0).normal(0.5, 1.0, (1000, 30))
    pieces = [dask.delayed(SufficientStatistics.from_rows)(X[i : i + 130]) for i in range(0, 1000, 130)]
    merged = dask.delayed(sum)(pieces, SufficientStatistics.zero(30)).compute(scheduler="threads")
    assert_allclose(VonMisesFisher.from_statistics(merged).concentration, VonMisesFisher.fit(X).concentration, rtol=1e-14)


def test_two_frameworks_in_one_call_are_both_named():
    torch, jnp = importlib.import_module("torch"), importlib.import_module("jax.numpy")
    with pytest.raises(TypeError, match=r"torch.Tensor and jaxlib.*ArrayImpl belong to two frameworks"):
        logbessel.log_iv(torch.ones(3), jnp.ones(3))


def test_rows_normalised_by_scikit_learn_are_unit_vectors():
    preprocessing = importlib.import_module("sklearn.preprocessing")
    X = np.random.default_rng(0).normal(0.5, 1.0, (1000, 30)).astype(np.float32)
    fit = VonMisesFisher.fit(preprocessing.normalize(X), normalize=False)
    assert_allclose(fit.concentration, VonMisesFisher.fit(X).concentration, rtol=1e-6)
