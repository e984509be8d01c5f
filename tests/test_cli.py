"""The command logbessel: what it prints, how it fails."""

import contextlib
import importlib.metadata
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_allclose

import logbessel
from logbessel.cli import fit, main
from logbessel.cli.files import open_arrays
from logbessel.cli.progress import Progress
from logbessel.stats import VonMisesFisher


@pytest.fixture
def X():
    return np.random.default_rng(5).normal(0.5, 1.0, (3000, 20)).astype(np.float32)


def expected(X):
    fit = VonMisesFisher.fit(X)
    return {
        "n": fit.n,
        "dim": fit.dim,
        "mean_resultant_length": fit.mean_resultant_length,
        "kappa": fit.concentration,
        "kappa_se": fit.concentration_se,
        "log_likelihood": fit.log_likelihood,
        "entropy": fit.entropy(),
    }


def assert_same_fit(result, X):
    assert list(result) == list(expected(X))
    assert_allclose(list(result.values()), list(expected(X).values()), rtol=1e-13)


def one_line(text):
    return text.startswith("logbessel") and text.endswith("\n") and text.count("\n") == 1


# ---------------------------------------------------------------- fit


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("save", [np.save, np.savez, np.savez_compressed])
def test_fit_reads_every_kind_of_file(run, tmp_path, monkeypatch, X, save, order):
    monkeypatch.setattr(fit, "BLOCK_BYTES", 10_000)  # many blocks
    path = tmp_path / ("rows.npy" if save is np.save else "rows.npz")
    save(path, np.asarray(X, order=order))
    code, out, err = run("fit", path, "--json")
    assert (code, err) == (0, "")
    assert_same_fit(json.loads(out), X)


@pytest.mark.parametrize("names", [None, "strings"])
def test_fit_of_each_label(run, tmp_path, monkeypatch, X, names):
    monkeypatch.setattr(fit, "BLOCK_BYTES", 10_000)
    labels = np.random.default_rng(0).integers(0, 3, len(X))
    tags = np.array(["one", "three", "two"])[labels] if names else labels
    np.savez(tmp_path / "rows.npz", X=X, more=X, tags=tags)
    code, out, err = run("fit", tmp_path / "rows.npz", "--key", "X", "--label-key", "tags", "--json")
    result = json.loads(out)
    assert (code, err) == (0, "")
    groups = result.pop("labels")
    assert_same_fit(result, X)
    assert list(groups) == (["one", "three", "two"] if names else ["0", "1", "2"])
    for i, group in enumerate(groups.values()):
        assert_same_fit(group, X[labels == i])


def test_fit_prints_a_table(run, tmp_path, X):
    np.savez(tmp_path / "rows.npz", X=X, tags=np.r_[np.zeros(2999, int), 1])
    code, out, err = run("fit", tmp_path / "rows.npz", "--label-key", "tags")
    lines = out.splitlines()
    assert code == 0
    assert one_line(err)
    assert "label 1: a fit needs at least 2 rows" in err
    assert len({len(line) for line in lines}) == 1
    assert re.fullmatch(r" *label +n +dim +R +kappa \+- se +log-likelihood +entropy", lines[0])
    assert re.fullmatch(r" *all +3,000 +20 +0\.\d{6} +\d+\.\d+ \+- 0\.\d+ +[\d,]+\.\d +-?\d+\.\d\d", lines[1])
    assert lines[3].split() == ["1", "1", "20", "-", "-", "-", "-"]


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (164.90070, 0.35219, "164.90 +- 0.35"),
        (12345.678, 98.7, "12,346 +- 99"),
        (0.0123, 1.5e-4, "0.01230 +- 0.00015"),
        (3e20, 2.2e19, "3e+20 +- 2.2e+19"),
    ],
)
def test_numbers_show_the_digits_their_error_allows(value, error, text):
    assert fit.with_error(value, error) == text


def test_unit_rows_can_be_demanded(run, tmp_path, X):
    np.save(tmp_path / "rows.npy", X)
    code, out, err = run("fit", tmp_path / "rows.npy", "--no-normalize")
    assert (code, out) == (1, "")
    assert re.fullmatch(r"logbessel: row 0 has norm [\d.]+, not 1 .*\n", err)


@pytest.mark.parametrize("compress", [np.savez, np.savez_compressed])
def test_a_member_larger_than_memory_is_read_in_blocks(run, tmp_path, compress):
    X = np.random.default_rng(0).normal(size=(100_000, 50)).astype(np.float32)
    compress(tmp_path / "rows.npz", X)
    tracemalloc.start()
    code, _, _ = run("fit", tmp_path / "rows.npz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == 0
    assert peak < X.nbytes / 2


@pytest.mark.parametrize("save", [np.save, np.savez])
def test_a_file_larger_than_memory_does_not_fill_it(tmp_path, save):
    """The resident memory of the process, which mapped pages would fill too."""
    program = """
import re, sys
from logbessel.cli import main
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
main(["fit", sys.argv[1]])
before = peak()
main(["fit", sys.argv[2]])
print(peak() - before)
"""
    X = np.random.default_rng(0).normal(size=(64, 1 << 17)).astype(np.float32)  # 32 MiB
    small, large = (tmp_path / f"{size}.{'npy' if save is np.save else 'npz'}" for size in ("small", "large"))
    save(small, X.reshape(-1, 64)[:50_000])
    save(large, X.reshape(-1, 64))
    out = subprocess.run([sys.executable, "-c", program, small, large], capture_output=True, text=True, check=True).stdout
    assert int(out.splitlines()[-1]) < 8 << 10  # KiB


@contextlib.contextmanager
def pipe_of(content, path):
    """A named pipe at `path` into which `content` is being written."""
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(content))
    writer.start()
    yield path
    writer.join()


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_pipe_is_read(run, tmp_path, X, order):
    file = io.BytesIO()
    np.save(file, np.asarray(X, order=order))
    with pipe_of(file.getvalue(), tmp_path / "pipe") as pipe:
        code, out, err = run("fit", pipe, "--json")
    assert (code, err) == (0, "")
    assert_same_fit(json.loads(out), X)


@pytest.mark.parametrize(
    ("name", "message"),
    [("huge.npy", "larger than any memory"), ("cut.npy", "pipe ends before its last row"), ("whole.npz", "must be a file, not a pipe")],
)
def test_a_bad_pipe_is_one_line_and_exit_code_1(run, tmp_path, name, message):
    bad_files(tmp_path)
    with pipe_of((tmp_path / name).read_bytes(), tmp_path / "pipe") as pipe:
        code, out, err = run("fit", pipe)
    assert (code, out) == (1, "")
    assert one_line(err)
    assert message in err


def test_members_that_are_no_matrix_need_no_key(run, tmp_path, X):
    with zipfile.ZipFile(tmp_path / "rows.npz", "w") as archive:
        for name, array in {"a": 5.0, "b": np.array([[Unsafe()]], dtype=object), "X": X, "c": np.array([["x"]]), "d": np.ones(3)}.items():
            with archive.open(name + ".npy", "w") as member:
                np.lib.format.write_array(member, np.asarray(array))
        archive.writestr("junk.npy", b"junk")
        archive.writestr("cut.npy", np.lib.format.magic(1, 0) + b"x")
        archive.writestr("readme.txt", b"text")
    code, out, err = run("fit", tmp_path / "rows.npz", "--json")
    assert (code, err) == (0, "")
    assert_same_fit(json.loads(out), X)


def test_format_3_is_read(run, tmp_path, X):
    with open(tmp_path / "rows.npy", "wb") as file:
        np.lib.format.write_array(file, X, version=(3, 0))
    code, out, _ = run("fit", tmp_path / "rows.npy", "--json")
    assert code == 0
    assert_same_fit(json.loads(out), X)


def test_many_labels_are_read_as_fast_as_few(tmp_path):
    """The pass over the rows; a mask and a merge for each label of each block would take a hundred times as long."""
    rng = np.random.default_rng(0)
    seconds = []
    for labels in (5, 10_000):
        np.savez(tmp_path / "rows.npz", X=rng.normal(size=(100_000, 16)), t=rng.integers(0, labels, 100_000))
        with open_arrays(str(tmp_path / "rows.npz"), "X", "t") as (rows, tags):
            start = time.process_time()
            fit._accumulate(rows, tags, normalize=True)
            seconds.append(time.process_time() - start)
    assert seconds[1] < 10 * seconds[0]


@pytest.mark.parametrize("name", ["rows.npy", "rows.npz"])
def test_the_wrong_row_is_named_by_its_number_in_the_file(run, tmp_path, monkeypatch, X, name):
    monkeypatch.setattr(fit, "BLOCK_BYTES", 10_000)
    X[2345, 3] = np.nan
    (np.save if name.endswith("y") else np.savez)(tmp_path / name, X)
    assert run("fit", tmp_path / name) == (1, "", "logbessel: row 2345 has a component that is not finite\n")


class Unsafe:
    """Unpickling this would be noticed."""

    def __reduce__(self):
        return os._exit, (99,)


def bad_files(folder):
    np.save(folder / "vector.npy", np.ones(5))
    np.save(folder / "number.npy", 5.0)
    np.save(folder / "empty.npy", np.empty((0, 3)))
    np.save(folder / "complex.npy", np.ones((3, 3), complex))
    np.save(folder / "identical.npy", np.ones((3, 3)))
    np.save(folder / "pickle.npy", np.array([[Unsafe(), Unsafe()]], dtype=object), allow_pickle=True)
    np.savez(folder / "pickle.npz", X=np.array([[Unsafe(), Unsafe()]], dtype=object))
    (folder / "text.npy").write_text("1 2 3\n")
    (folder / "void.npy").write_bytes(b"")
    np.save(folder / "whole.npy", np.random.default_rng(0).normal(size=(100, 30)))
    np.savez_compressed(folder / "whole.npz", np.random.default_rng(0).normal(size=(100, 30)))
    for name in ("whole.npy", "whole.npz"):
        (folder / name.replace("whole", "cut")).write_bytes((folder / name).read_bytes()[:-3000])
    damaged = bytearray((folder / "whole.npz").read_bytes())
    damaged[9000:9010] = bytes(10)
    (folder / "damaged.npz").write_bytes(damaged)
    for method in ("BZIP2", "LZMA"):
        with zipfile.ZipFile(folder / f"{method}.npz", "w", getattr(zipfile, "ZIP_" + method)) as archive:
            archive.write(folder / "whole.npy", "X.npy")
        damaged = bytearray((folder / f"{method}.npz").read_bytes())
        damaged[60:9010] = bytes(8950)
        (folder / f"{method}.npz").write_bytes(damaged)
    np.savez(folder / "nothing.npz", a=5.0, b=np.ones(3))
    (folder / "junk.npz").write_bytes(b"PK junk")
    for name, shape in {"huge": (10**15, 10**6), "negative": (-5, 3)}.items():
        header = {"descr": "<f8", "fortran_order": False, "shape": shape}
        with open(folder / f"{name}.npy", "wb") as file:
            np.lib.format.write_array_header_1_0(file, header)
            file.write(bytes(240))
        with zipfile.ZipFile(folder / f"{name}.npz", "w") as archive:
            archive.write(folder / f"{name}.npy", "X.npy")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.npy", "No such file"),
        (".", "Is a directory"),
        ("vector.npy", "shape \\(5,\\): a matrix"),
        ("number.npy", "single number"),
        ("empty.npy", "at least 2 rows, not 0"),
        ("complex.npy", "complex128"),
        ("identical.npy", "R = 1"),
        ("pickle.npy", "Python objects"),
        ("pickle.npz", "Python objects"),
        ("text.npy", "neither an .npy nor an .npz"),
        ("void.npy", "neither an .npy nor an .npz"),
        ("cut.npy", r"ends before its last row: float64 of shape \(100, 30\) takes 24,000 bytes, and 21,000 are there"),
        ("cut.npz", "cut.npz is damaged"),
        ("damaged.npz", "damaged.npz, array 'arr_0' is damaged"),
        ("BZIP2.npz", "array 'X' is damaged"),
        ("LZMA.npz", "array 'X' is damaged"),
        ("junk.npz", "junk.npz is damaged"),
        ("nothing.npz", "has no matrix of numbers; its arrays are a, b"),
        ("huge.npy", "takes 8,000,000,000,000,000,000,000 bytes, and 240 are there"),
        ("huge.npz", "takes 8,000,000,000,000,000,000,000 bytes, and 240 are there"),
        ("negative.npy", "is damaged: its shape would be"),
        ("negative.npz", "is damaged: its shape would be"),
    ],
)
def test_a_bad_file_is_one_line_and_exit_code_1(run, tmp_path, name, message):
    bad_files(tmp_path)
    code, out, err = run("fit", tmp_path / name)
    assert (code, out) == (1, "")
    assert one_line(err)
    assert re.search(message, err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["fit"], "FILE"),
        (["fit", "two.npz"], "two.npz needs --key: its matrices are X, Y"),
        (["fit", "two.npz", "--key", "Z"], "no array 'Z'; it has X, Y, t, w"),
        (["fit", "two.npz", "--key", "X", "--label-key", "w"], "labels are integers or names"),
        (["fit", "one.npy", "--key", "X"], "has no keys"),
        (["fit", "one.npy", "--unknown"], "--unknown"),
        (["eval", "log_jv", "1", "2"], "log_jv"),
        (["eval", "log_iv", "1"], "takes 2 arguments, V and X, not 1"),
        (["eval", "log_iv", "1", "x"], "'x'"),
        (["eval", "log_iv", "1,2", "1,2,3"], "do not broadcast"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(run, tmp_path, monkeypatch, X, arguments, message):
    monkeypatch.chdir(tmp_path)
    np.savez("two.npz", X=X, Y=X, t=np.zeros(3000, int), w=np.zeros(3000))
    np.save("one.npy", X)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert one_line(err)
    assert message in err


def test_labels_must_match_the_rows(run, tmp_path, X):
    np.savez(tmp_path / "rows.npz", X=X, t=np.zeros(7, int))
    code, _, err = run("fit", tmp_path / "rows.npz", "--label-key", "t")
    assert code == 1
    assert "one label for each of 3000 rows" in err


# ---------------------------------------------------------------- eval, info


def test_eval_prints_every_digit(run):
    code, out, err = run("eval", "log_iv", "-1e0", "3")
    assert (code, err) == (0, "")
    assert float(out) == logbessel.log_iv(-1.0, 3.0)


def test_eval_broadcasts_lists(run):
    code, out, _ = run("eval", "iv_ratio", "1,2.5", "3")
    assert code == 0
    assert [[float(cell) for cell in line.split("\t")] for line in out.splitlines()] == [
        [v, 3.0, logbessel.iv_ratio(v, 3.0)] for v in (1.0, 2.5)
    ]


@pytest.mark.parametrize("numbers", [[], ["1"], ["1", "2"]])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_eval_explains_itself(run, numbers, option):
    code, out, err = run("eval", "log_iv", *numbers, option)
    assert (code, err) == (0, "")
    assert out.startswith("usage: logbessel eval")


def test_eval_knows_limits(run):
    assert run("eval", "log_kv", "0", "0") == (0, "inf\n", "")
    assert run("eval", "log_kv", "0", "-1") == (0, "nan\n", "")


def test_info_describes_the_installation(run):
    code, out, err = run("info")
    assert (code, err) == (0, "")
    for text in (logbessel.__version__, logbessel._core.isa(), np.__version__, f"threads          {logbessel.get_num_threads()}\n"):
        assert text in out


def test_version(run):
    assert run("--version") == (0, f"logbessel {logbessel.__version__}\n", "")


# ---------------------------------------------------------------- a well-behaved process


def command(*arguments):
    return [sys.executable, "-m", "logbessel", *map(str, arguments)]


def test_module_runs_as_a_program():
    done = subprocess.run(command("eval", "log_iv", "0", "0"), capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0.0\n", "")


def test_interrupt_is_one_line_and_exit_code_130(tmp_path):
    pipe = tmp_path / "pipe.npy"
    os.mkfifo(pipe)
    process = subprocess.Popen(command("fit", pipe), stderr=subprocess.PIPE, text=True)
    writer = None
    while writer is None and process.poll() is None:  # until the command reads the pipe, into which nobody writes
        time.sleep(0.05)
        with contextlib.suppress(OSError):
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "logbessel: interrupted\n")
    os.close(writer)


def test_a_closed_pipe_is_silent():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command("info"), stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("arguments", ["info", "--version", "eval log_iv 1 2"])
@pytest.mark.parametrize(("output", "message"), [(">&-", "stdout is closed"), (">/dev/full", "No space left on device")])
def test_output_that_cannot_be_written_is_one_line_and_exit_code_1(arguments, output, message):
    # Without a buffer argparse writes --version at once, and ignores that it cannot.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    line = f"{' '.join(command(arguments))} {output}"
    done = subprocess.run(line, shell=True, env=environment, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, f"logbessel: {message}\n")


def test_closed_stderr_loses_the_errors_only(tmp_path, X):
    np.savez(tmp_path / "rows.npz", X=X, tags=np.r_[np.zeros(2999, int), 1])
    fit_rows = " ".join(command("fit", tmp_path / "rows.npz", "--label-key"))
    done = subprocess.run(f"{fit_rows} tags 2>&-", shell=True, stdout=subprocess.PIPE, text=True)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 4)
    done = subprocess.run(f"{fit_rows} none 2>&-", shell=True, stdout=subprocess.PIPE, text=True)
    assert (done.returncode, done.stdout) == (2, "")


def test_an_interrupt_while_the_commands_are_imported_is_one_line(monkeypatch, capsys):
    class Interrupt:
        def find_spec(self, name, path=None, target=None):
            if name == "logbessel.cli.parser":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "logbessel.cli.parser", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupt(), *sys.meta_path])
    assert (main(["info"]), *capsys.readouterr()) == (130, "", "logbessel: interrupted\n")


# ---------------------------------------------------------------- the start of the process


@pytest.fixture
def installed():
    """The command as it was installed."""
    return next(str(file.locate()) for file in importlib.metadata.files("logbessel") if file.name == "logbessel")


def test_the_installed_command_runs(installed):
    done = subprocess.run([installed, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"logbessel {logbessel.__version__}\n", "")
    assert subprocess.run([installed, "eval", "log_iv", "1"], capture_output=True).returncode == 2


@pytest.mark.parametrize(("variable", "value"), [("LOGBESSEL_ISA", "foo"), ("LOGBESSEL_NUM_THREADS", "0")])
def test_an_environment_that_cannot_be_obeyed_is_one_line_and_exit_code_1(installed, variable, value):
    for line in ([installed, "info"], command("info")):
        done = subprocess.run(line, env=os.environ | {variable: value}, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (1, "")
        assert re.fullmatch(rf".*{variable}={value}: .*\n", done.stderr)
        assert line[0] != installed or one_line(done.stderr)


@pytest.fixture
def interrupted_at(tmp_path):
    """The environment of a Python that gets SIGINT when it looks for a module."""

    def interrupted_at(module):
        (tmp_path / "sitecustomize.py").write_text(f"""
import os, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {signal.SIGINT:d})

sys.modules.pop({module!r}, None)
sys.meta_path.insert(0, Interrupt())
""")
        return os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}

    return interrupted_at


START = [sys.executable, "-c", "import sys; from _logbessel_command import main; sys.exit(main())"]  # what installers make of it
EARLY = ["logbessel", "enum", "numpy", "numpy.linalg", "logbessel._core", "logbessel.cli", "logbessel.cli.parser", "logbessel.stats"]


@pytest.mark.parametrize("module", EARLY)
def test_an_early_interrupt_ends_the_command_without_a_traceback(interrupted_at, module):
    done = subprocess.run([*START, "info"], env=interrupted_at(module), capture_output=True, text=True)
    assert done.stdout == ""
    assert (done.returncode, done.stderr) in {(-signal.SIGINT, ""), (130, "logbessel: interrupted\n")}


def test_an_interrupt_is_ignored_where_the_shell_says_so(interrupted_at):
    """As in `logbessel fit FILE &` of a script."""
    line = f"trap '' INT; exec {shlex.join(START)} eval log_iv 0 0"
    for module in EARLY:
        done = subprocess.run(line, shell=True, env=interrupted_at(module), capture_output=True, text=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, "0.0\n", "")


# ---------------------------------------------------------------- progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_appears_on_a_slow_terminal_only(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    terminal = Terminal()
    for stream in (terminal, io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        now[0] = 0.0
        with Progress(1000) as progress:
            progress.advance(100)
            first = stream.getvalue()
            now[0] = 1.0
            progress.advance(400)
        assert first == ""
    assert sys.stderr.getvalue() == ""
    assert terminal.getvalue() == "\r 50% [" + "#" * 15 + " " * 15 + "] 500 of 1,000 rows, 1 s left \x1b[K\r\x1b[K"
