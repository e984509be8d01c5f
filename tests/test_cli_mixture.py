"""The command logbessel fit --components: what it finds, writes and says, and how it goes on after an interrupt."""

import json
import re
import signal
import subprocess
import sys
import time
from importlib import import_module

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.cli.checkpoint import Checkpoint
from logbessel.cli.matrices import load_rows
from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")
VonMisesFisherMixture = import_module("logbessel.sklearn").VonMisesFisherMixture
ARRAYS = ["weights", "mean_directions", "concentrations"]


@pytest.fixture
def X():
    return np.concatenate([VonMisesFisher(mu, 9.0).rvs(200, rng=k, dtype=np.float32) for k, mu in enumerate(np.eye(3, 8))])


@pytest.fixture
def file(tmp_path, X):
    np.save(tmp_path / "rows.npy", X)
    return tmp_path / "rows.npy"


def first_seed(seed):
    return int(np.random.SeedSequence([seed, 0, 0]).generate_state(1)[0])


def models_agree(one, other):
    with np.load(one) as a, np.load(other) as b:
        assert a.files == b.files
        return all(np.array_equal(a[name], b[name]) for name in a.files)


@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        ([], {}),
        (["--assignment", "hard"], {"assignment": "hard"}),
        (["--common-concentration", "--tol", "1e-7"], {"concentration_type": "common", "tol": 1e-7}),
    ],
)
def test_the_mixture_is_that_of_python(run, tmp_path, file, X, arguments, parameters):
    model, labels = tmp_path / "model.npz", tmp_path / "labels.npy"
    code, out, err = run("fit", file, "--components", 3, "--seed", 4, "-o", model, "--labels-out", labels, "--json", *arguments)
    assert (code, err) == (0, "")
    mixture = VonMisesFisherMixture(3, random_state=first_seed(4), **parameters).fit(X)
    with np.load(model) as saved:
        for name in (*ARRAYS, "lower_bound", "n_iter", "converged"):
            assert_array_equal(saved[name], getattr(mixture, name + "_"))
    assert_array_equal(np.load(labels), mixture.predict(X))
    result = json.loads(out)
    assert [c["kappa"] for c in result["components"]] == mixture.concentrations_.tolist()
    assert [c["rows"] for c in result["components"]] == np.bincount(mixture.predict(X)).tolist()
    assert_allclose([result["log_likelihood"], result["bic"]], [600 * mixture.score(X), mixture.bic(X)])
    assert {entry.name for entry in tmp_path.iterdir()} == {"rows.npy", "model.npz", "labels.npy"}


def test_the_best_start_wins(run, tmp_path, file):
    def bound(seed, n_init):
        model = tmp_path / "model.npz"
        assert run("fit", file, "--components", 6, "--seed", seed, "--n-init", n_init, "-o", model)[0] == 0
        with np.load(model) as saved:
            return float(saved["lower_bound"])

    bounds = [[bound(seed, n_init) for n_init in (1, 2, 4)] for seed in range(3)]
    assert np.all(np.diff(bounds) >= 0)
    assert np.any(np.diff(bounds) > 0)


def test_the_table(run, file):
    code, out, err = run("fit", file, "--components", 2)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert re.fullmatch(r"component +weight +rows +kappa", lines[0])
    assert all(re.fullmatch(rf" +{k} +0\.\d{{4}} +\d+ +\d+\.\d\d", lines[1 + k]) for k in range(2))
    assert re.fullmatch(r"600 rows of 8 dimensions, \d+ steps", lines[4])
    assert re.fullmatch(r"log-likelihood -?[\d,]+\.\d, BIC -?[\d,]+\.\d, AIC -?[\d,]+\.\d", lines[5])


@pytest.mark.parametrize("dtype", [np.float16, np.float64, ">f4", np.int32])
@pytest.mark.parametrize("kind", ["npy", "fortran", "npz", "compressed"])
def test_rows_of_every_kind_are_read(run, tmp_path, X, dtype, kind):
    rows = (1000 * X).astype(dtype)
    path = tmp_path / ("rows.npy" if kind in ("npy", "fortran") else "rows.npz")
    save = {"npy": np.save, "fortran": np.save, "npz": np.savez, "compressed": np.savez_compressed}[kind]
    save(path, np.asfortranarray(rows) if kind == "fortran" else rows)
    code, out, err = run("fit", path, "--components", 3, "--seed", 0, "--json")
    assert (code, err) == (0, "")
    assert_allclose(sorted(c["weight"] for c in json.loads(out)["components"]), 1 / 3, atol=0.03)


def test_an_npy_file_is_mapped_not_read(tmp_path, X):
    np.save(tmp_path / "rows.npy", X)
    np.savez(tmp_path / "rows.npz", X)
    mapped, read = load_rows(tmp_path / "rows.npy", None), load_rows(tmp_path / "rows.npz", None)
    assert isinstance(mapped.base, np.memmap)
    assert not isinstance(read.base, np.memmap)
    assert_array_equal(mapped, X)
    assert_array_equal(read, X)


# ---------------------------------------------------------------- interrupts


@pytest.fixture
def interrupt(monkeypatch):
    """Has the n-th step of the next fit interrupted."""
    module = import_module("logbessel.sklearn.mixture")
    expect = module.expect

    def interrupt(call):
        left = iter(range(call - 1))

        def stopping(*arguments, **options):
            if next(left, None) is None:
                raise KeyboardInterrupt
            return expect(*arguments, **options)

        monkeypatch.setattr(module, "expect", stopping)

    yield interrupt
    monkeypatch.undo()


@pytest.mark.parametrize("assignment", ["soft", "stochastic"])
@pytest.mark.parametrize("at", [2, 12, 20])
def test_a_resumed_fit_is_what_it_would_have_been(run, tmp_path, file, interrupt, assignment, at):
    arguments = ["fit", file, "--components", 4, "--n-init", 3, "--max-iter", 8, "--assignment", assignment]
    assert run(*arguments, "--seed", 7, "-o", tmp_path / "whole.npz")[0] == 0
    interrupt(at)
    code, out, err = run(*arguments, "--seed", 7, "-o", tmp_path / "model.npz")
    path = tmp_path / "model.npz"
    assert (code, out) == (130, "")
    assert err == f"logbessel: interrupted: {path} is as of the last whole step, and --resume goes on from it\n"
    checkpoint = Checkpoint.load(path)
    assert checkpoint.starts * 8 + (checkpoint.running.n_iter if checkpoint.running else 0) == at - 1
    interrupt(100)
    assert run(*arguments, "--resume", "-o", path)[0] == 0
    assert models_agree(tmp_path / "whole.npz", path)
    assert not list(tmp_path.glob("*.part"))


def test_an_interrupt_before_the_first_step_leaves_nothing(run, tmp_path, file, interrupt):
    interrupt(1)
    assert run("fit", file, "--components", 3, "-o", tmp_path / "model.npz") == (130, "", "logbessel: interrupted\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["rows.npy"]


def test_an_interrupt_while_the_model_is_written_leaves_the_one_before(run, tmp_path, file, monkeypatch):
    path, savez, calls = tmp_path / "model.npz", np.savez, []

    def interrupted(file, **arrays):
        calls.append(None)
        if len(calls) == 3:
            file.write(b"half")
            raise KeyboardInterrupt
        savez(file, **arrays)

    monkeypatch.setattr(np, "savez", interrupted)
    assert run("fit", file, "--components", 3, "-o", path)[0] == 130
    assert Checkpoint.load(path).running.n_iter == 2
    assert not list(tmp_path.glob("*.part"))


def test_a_signal_interrupts_and_the_model_is_there(tmp_path):
    X = np.random.default_rng(0).normal(size=(20_000, 64)).astype(np.float32)
    np.save(tmp_path / "rows.npy", X)
    path = tmp_path / "model.npz"
    command = [sys.executable, "-m", "logbessel", "fit", tmp_path / "rows.npy", "--components", "16", "--tol", "0", "--max-iter", "100000"]
    process = subprocess.Popen([*command, "-o", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "--resume goes on from it" in err
    assert err.count("\n") == 1
    assert Checkpoint.load(path).running.n_iter >= 1


def test_more_steps_go_on_from_the_last_ones(run, tmp_path, file):
    path = tmp_path / "model.npz"
    arguments = ["fit", file, "--components", 4, "--seed", 1, "--tol", "1e-6"]
    code, _, err = run(*arguments, "--max-iter", 3, "-o", path)
    assert (code, err) == (0, "logbessel: not converged after 3 steps: raise --max-iter or --tol, and --resume\n")
    code, _, err = run(*arguments, "--max-iter", 2000, "-o", path, "--resume")
    assert (code, err) == (0, "")
    assert run(*arguments, "--max-iter", 2000, "-o", tmp_path / "whole.npz")[0] == 0
    with np.load(path) as one, np.load(tmp_path / "whole.npz") as other:
        for name in (*ARRAYS, "n_iter"):
            assert_array_equal(one[name], other[name])
    before = path.read_bytes()
    assert run(*arguments, "--max-iter", 2000, "-o", path, "--resume")[0] == 0  # all is done
    assert path.read_bytes() == before


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--components", "0"], 2, "--components must be at least 1, not 0"),
        (["--components", "2", "--tol", "nan"], 2, "--tol must be at least 0, not nan"),
        (["--components", "2", "--max-iter", "0"], 2, "--max-iter must be at least 1, not 0"),
        (["--components", "2", "--seed", "-1"], 2, "--seed must be at least 0, not -1"),
        (["--components", "2", "--label-key", "y"], 2, "--label-key and --no-normalize do not go with --components"),
        (["--components", "2", "--resume"], 2, "--resume needs --output"),
        (["--components", "2", "-o", "model.txt"], 2, "--output must end in .npz, and model.txt does not"),
        (["--n-init", "3"], 2, "--n-init is for mixtures: it needs --components"),
        (["--components", "601"], 1, "rows.npy has 600 rows, fewer than 601 components"),
        (["--components", "3", "-o", "begun.npz", "--resume"], 2, "begun.npz was begun with --components 2, not 3"),
        (["--components", "2", "--seed", "5", "-o", "begun.npz", "--resume"], 2, "begun.npz was begun with --seed 3, not 5"),
        (["--components", "2", "-o", "rows.npz", "--resume"], 1, "rows.npz is no model that logbessel fit has written"),
        (["--components", "2", "-o", "nowhere/model.npz"], 1, "No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(run, tmp_path, monkeypatch, file, X, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    np.savez("rows.npz", X=X)
    run("fit", "rows.npy", "--components", 2, "--seed", 3, "-o", "begun.npz")
    before = (tmp_path / "begun.npz").read_bytes()
    result = run("fit", "rows.npy", *arguments)
    assert (result[0], result[1]) == (code, "")
    assert message in result[2]
    assert result[2].startswith("logbessel: ")
    assert result[2].count("\n") == 1
    assert (tmp_path / "begun.npz").read_bytes() == before


@pytest.mark.parametrize(("value", "message"), [(0, "row 7 is zero"), (np.nan, "row 7 has a component that is not finite")])
def test_a_row_without_a_direction_is_named(run, tmp_path, X, value, message):
    X[7] = value
    np.save(tmp_path / "rows.npy", X)
    code, out, err = run("fit", tmp_path / "rows.npy", "--components", 2)
    assert (code, out) == (1, "")
    assert message in err


def test_without_scikit_learn_the_error_names_the_extra(file):
    program = "import sys; sys.modules['sklearn'] = None; from logbessel.cli import main; sys.exit(main())"
    for arguments in (["fit", file, "--components", "2"], ["classify", "a.npz", file, "--label-key", "y"]):
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (1, "")
        assert re.fullmatch(r"logbessel: .* needs scikit-learn: pip install 'logbessel\[sklearn\]' .*\n", done.stderr)
    done = subprocess.run([sys.executable, "-c", program, "fit", file], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
