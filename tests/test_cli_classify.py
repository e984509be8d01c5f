"""The command logbessel classify: what it predicts, writes and says."""

import csv
import io
import sys
from importlib import import_module

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.cli import classify
from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")
VonMisesFisherClassifier = import_module("logbessel.sklearn").VonMisesFisherClassifier
NAMES = np.array(["north", "east, or so", "up"])


@pytest.fixture
def X():
    return np.concatenate(
        [VonMisesFisher(mu, 12.0).rvs(n, rng=k) for k, (mu, n) in enumerate(zip(np.eye(3, 5), (50, 100, 200), strict=True))]
    )


@pytest.fixture
def y():
    return np.repeat(NAMES, (50, 100, 200))


@pytest.fixture
def training(tmp_path, X, y):
    np.savez(tmp_path / "training.npz", X=X[::2], y=y[::2])
    return tmp_path / "training.npz"


@pytest.fixture
def file(tmp_path, X):
    np.save(tmp_path / "rows.npy", 3 * X[1::2])
    return tmp_path / "rows.npy"


def read_csv(text):
    header, *lines = csv.reader(io.StringIO(text))
    assert header == ["label", "probability", "score"]
    label, probability, score = zip(*lines, strict=True)
    return np.array(label), np.array(probability, float), np.array(score, float)


@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        ([], {}),
        (["--common-concentration"], {"concentration_type": "common"}),
        (["--uniform-priors"], {"priors": [1 / 3, 1 / 3, 1 / 3]}),
    ],
)
def test_the_predictions_are_those_of_python(run, tmp_path, training, file, X, y, monkeypatch, arguments, parameters):
    monkeypatch.setattr(classify, "BLOCK_BYTES", 1000)  # many blocks
    classifier = VonMisesFisherClassifier(**parameters).fit(X[::2], y[::2])
    expected = classifier.predict(X[1::2]), classifier.predict_proba(X[1::2]).max(axis=1), classifier.score_samples(X[1::2])
    code, out, err = run("classify", training, file, "--label-key", "y", *arguments)
    assert (code, err) == (0, "")
    for output in ("out.csv", "out.npz"):
        assert run("classify", training, file, "--label-key", "y", *arguments, "-o", tmp_path / output) == (0, "", "")
    with np.load(tmp_path / "out.npz") as arrays:
        found = [read_csv(out), read_csv((tmp_path / "out.csv").read_text()), tuple(arrays[name] for name in arrays.files)]
    for label, probability, score in found:
        assert_array_equal(label, expected[0])
        assert_allclose(probability, expected[1], rtol=1e-12)
        assert_allclose(score, expected[2], rtol=1e-12, atol=1e-12)
    assert np.mean(expected[0] == y[1::2]) > 0.9


def test_what_is_out_of_the_distribution_has_a_low_score(run, tmp_path, training, X):
    np.savez(tmp_path / "rows.npz", rows=np.concatenate([X[1::2], -X[1::2]]), other=np.eye(5))
    code, _, _ = run("classify", training, tmp_path / "rows.npz", "--key", "rows", "--label-key", "y", "-o", tmp_path / "out.npz")
    assert code == 0
    with np.load(tmp_path / "out.npz") as arrays:
        inside, outside = np.split(arrays["score"], 2)
    assert np.median(outside) < np.quantile(inside, 0.02)


def test_no_rows_have_no_predictions(run, tmp_path, training):
    np.save(tmp_path / "none.npy", np.empty((0, 5)))
    assert run("classify", training, tmp_path / "none.npy", "--label-key", "y") == (0, "label,probability,score\n", "")
    assert run("classify", training, tmp_path / "none.npy", "--label-key", "y", "-o", tmp_path / "out.npz")[0] == 0
    with np.load(tmp_path / "out.npz") as arrays:
        assert {name: arrays[name].shape for name in arrays.files} == {"label": (0,), "probability": (0,), "score": (0,)}
        assert arrays["label"].dtype == NAMES.dtype


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_shows_how_far_it_is(run, training, file, monkeypatch):
    monkeypatch.setattr("logbessel.cli.progress.DELAY", 0)
    monkeypatch.setattr("logbessel.cli.progress.INTERVAL", 0)
    monkeypatch.setattr(classify, "BLOCK_BYTES", 1000)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("classify", training, file, "--label-key", "y")[0] == 0
    assert "175 of 175 rows" in terminal.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["training.npz", "rows.npy"], 2, "the following arguments are required: --label-key"),
        (["training.npz", "rows.npy", "--label-key", "z"], 2, "training.npz has no array 'z'"),
        (["training.npz", "rows.npy", "--label-key", "y", "-o", "out.txt"], 2, "--output must end in .csv or .npz, and out.txt does not"),
        (["rows.npy", "rows.npy", "--label-key", "y"], 2, "rows.npy is an .npy file: it holds one array, and has no keys"),
        (["training.npz", "wide.npy", "--label-key", "y"], 1, "wide.npy has 7 columns, and training.npz 5"),
        (["training.npz", "zero.npy", "--label-key", "y", "-o", "out.csv"], 1, "row 3 is zero"),
        (["training.npz", "vector.npy", "--label-key", "y"], 1, "vector.npy has shape (5,): a matrix (n, p) is needed"),
        (["short.npz", "rows.npy", "--label-key", "y"], 1, "short.npz, array 'y' has shape (3,): one label for each of 350 rows"),
        (["real.npz", "rows.npy", "--label-key", "y"], 2, "real.npz, array 'y' is of type float64: labels are integers or names"),
        (["training.npz", "missing.npy", "--label-key", "y"], 1, "missing.npy: No such file"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(run, tmp_path, monkeypatch, training, file, X, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    np.save("wide.npy", np.ones((3, 7)))
    np.save("zero.npy", np.eye(5)[[0, 1, 2, 3]] * [[1], [1], [1], [0]])
    np.save("vector.npy", np.ones(5))
    np.savez("short.npz", X=X, y=np.arange(3))
    np.savez("real.npz", X=X, y=X[:, 0])
    result = run("classify", *arguments)
    assert (result[0], result[1]) == (code, "")
    assert message in result[2]
    assert result[2].startswith("logbessel")
    assert result[2].count("\n") == 1
    assert not list(tmp_path.glob("out.*"))
