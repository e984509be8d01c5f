"""Fits under torch.distributed with two processes: those of one, to the last digits."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from logbessel.stats import VonMisesFisher

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")

PROCESSES = 2
NAMES = ("weights_", "mean_directions_", "concentrations_", "lower_bound_")


def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    means = rng.normal(size=(3, 20))
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    X = np.concatenate([VonMisesFisher(mean, 40.0).rvs(500, rng=rng) for mean in means])
    return X[rng.permutation(len(X))], rng.random(len(X)), means


def mixtures() -> dict[str, Any]:
    mixture, init = import_module("logbessel.sklearn").VonMisesFisherMixture, rows()[2] + 0.1
    return {"soft": mixture(3, init=init), "hard": mixture(3, init=init, assignment="hard"), "seeds": mixture(3, random_state=0)}


def work(rank: int, folder: str) -> None:
    """What each process does with its share of the rows."""
    distributed = import_module("logbessel.torch.distributed")
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=PROCESSES)
    X, weights, _ = rows()
    mine = slice(0, 900) if rank == 0 else slice(900, None)
    fit = distributed.fit(torch.from_numpy(X[mine]), weights[mine])
    found = {"fit": np.r_[fit.concentration, fit.log_likelihood, fit.mean_direction]}
    found["bfloat16"] = distributed.fit(torch.from_numpy(X[mine]).bfloat16()).mean_direction
    for name, mixture in mixtures().items():
        distributed.fit_mixture(mixture, torch.from_numpy(X[mine]), weights[mine])
        found |= {name + part: getattr(mixture, part) for part in NAMES}
    np.savez(Path(folder) / f"{rank}.npz", **found)
    torch.distributed.destroy_process_group()


def test_fits_are_those_of_one_process(tmp_path: Path) -> None:
    torch.multiprocessing.spawn(work, (str(tmp_path),), nprocs=PROCESSES)
    one, other = (dict(np.load(tmp_path / f"{rank}.npz")) for rank in range(PROCESSES))
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)
    X, weights, means = rows()
    fit = VonMisesFisher.fit(X, weights)
    assert_allclose(one["fit"], np.r_[fit.concentration, fit.log_likelihood, fit.mean_direction], rtol=1e-12, atol=1e-14)
    assert_allclose(one["bfloat16"], VonMisesFisher.fit(torch.from_numpy(X).bfloat16()).mean_direction, rtol=1e-12, atol=1e-14)
    for name, mixture in mixtures().items():
        if name == "seeds":
            assert np.all((one["seedsmean_directions_"] @ means.T).max(axis=0) > 0.99)
            continue
        mixture.fit(X, sample_weight=weights)
        for part in NAMES:
            assert_allclose(one[name + part], getattr(mixture, part), rtol=1e-12, atol=1e-14, err_msg=name + part)
