"""The command logbessel sample: what it writes, how it fails."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

from logbessel.cli import sample
from logbessel.cli.progress import Progress


def test_sample_writes_directions_that_fit_finds(run, tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "BLOCK_BYTES", 10_000)  # many blocks
    path = tmp_path / "directions.npy"
    assert run("sample", path, "-n", 5000, "-p", 12, "-k", 40, "--seed", 1) == (0, "", "")
    drawn = np.load(path)
    assert drawn.shape == (5000, 12)
    assert_allclose(np.linalg.norm(drawn, axis=1), 1, rtol=1e-14)
    fitted = json.loads(run("fit", path, "--json")[1])
    assert abs(fitted["kappa"] - 40) < 4 * fitted["kappa_se"]
    run("sample", tmp_path / "again.npy", "-n", 5000, "-p", 12, "-k", 40, "--seed", 1)
    assert np.array_equal(np.load(tmp_path / "again.npy"), drawn)
    assert {entry.name for entry in tmp_path.iterdir()} == {"directions.npy", "again.npy"}


def test_sample_takes_a_mean_direction(run, tmp_path):
    np.save(tmp_path / "mean.npy", [0, 30, 40])
    path = tmp_path / "directions.npy"
    assert run("sample", path, "-n", 100, "--mean", tmp_path / "mean.npy", "-k", 1e6, "--float32")[0] == 0
    drawn = np.load(path)
    assert drawn.dtype == np.float32
    assert_allclose(drawn.mean(axis=0), [0, 0.6, 0.8], atol=1e-3)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-n", "-1", "-p", "3", "-k", "1"], 2, "--rows must be at least 0, not -1"),
        (["-n", "5", "-p", "1", "-k", "1"], 2, "--dim must be at least 2, not 1"),
        (["-n", "5", "-p", "3", "-k", "1", "--seed", "-4"], 2, "--seed must be at least 0, not -4"),
        (["-n", "5", "-p", "3", "-k", "-1"], 1, "concentration must be finite and not negative, not -1"),
        (["-n", "5", "-k", "1"], 2, "one of the arguments -p/--dim --mean is required"),
        (["-n", "5", "-k", "1", "--mean", "zero.npy"], 1, "zero.npy has no direction: its norm is 0"),
        (["-n", "5", "-k", "1", "--mean", "matrix.npy"], 1, "matrix.npy has shape (2, 2)"),
        (["-n", "5", "-k", "1", "--mean", "missing.npy"], 1, "missing.npy: No such file"),
    ],
)
def test_sample_says_what_is_wrong(run, tmp_path, monkeypatch, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    np.save("zero.npy", np.zeros(3))
    np.save("matrix.npy", np.eye(2))
    result = run("sample", "out.npy", *arguments)
    assert (result[0], result[1]) == (code, "")
    assert message in result[2]
    assert result[2].startswith("logbessel")
    assert result[2].count("\n") == 1
    assert not (tmp_path / "out.npy").exists()


def test_an_interrupted_sample_leaves_nothing(run, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "advance", interrupt)
    assert run("sample", tmp_path / "out.npy", "-n", 5, "-p", 3, "-k", 1)[0] == 130
    assert not list(tmp_path.iterdir())
