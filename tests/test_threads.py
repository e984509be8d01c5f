"""The pool of threads inside the loops: same results, any program."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from domain import domain_points
from reference.contract import registry

import logbessel
from logbessel import ufuncs


@pytest.fixture(autouse=True)
def restore_threads() -> Iterator[None]:
    before = logbessel.get_num_threads()
    yield
    logbessel.set_num_threads(before)


def test_default_is_the_number_of_cores() -> None:
    command = [sys.executable, "-c", "import logbessel; print(logbessel.get_num_threads())"]
    environment = {key: value for key, value in os.environ.items() if key != "LOGBESSEL_NUM_THREADS"}
    assert int(subprocess.check_output(command, env=environment)) == min(len(os.sched_getaffinity(0)), 16)


@pytest.mark.parametrize(("variable", "value"), [("LOGBESSEL_NUM_THREADS", "3"), ("LOGBESSEL_ISA", "baseline")])
def test_environment_is_obeyed(variable: str, value: str) -> None:
    command = [sys.executable, "-c", "import logbessel._core as c; print(c.get_num_threads(), c.isa())"]
    assert value in subprocess.check_output(command, env=os.environ | {variable: value}, text=True).split()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LOGBESSEL_NUM_THREADS", "0"), ("LOGBESSEL_NUM_THREADS", "many"), ("LOGBESSEL_ISA", "avx3"), ("LOGBESSEL_NUM_THREADS", "2x")],
)
def test_environment_that_cannot_be_obeyed_fails_the_import(variable: str, value: str) -> None:
    run = subprocess.run([sys.executable, "-c", "import logbessel"], env=os.environ | {variable: value}, capture_output=True, text=True)
    assert run.returncode == 1
    assert f"ImportError: {variable}={value}: " in run.stderr


@pytest.mark.parametrize("n", [0, -1, 5000, 10**30, -(10**30)])
def test_impossible_numbers_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match=f"between 1 and 4096, not {n}"):
        logbessel.set_num_threads(n)


def test_only_integers_are_numbers_of_threads() -> None:
    with pytest.raises(TypeError):
        logbessel.set_num_threads(2.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", registry())
@pytest.mark.parametrize("n", [1000, 8192, 100_003])
def test_number_of_threads_does_not_change_a_bit(name: str, n: int) -> None:
    ufunc = getattr(ufuncs, name)
    v, x = domain_points(name, n)
    logbessel.set_num_threads(1)
    expected = ufunc(v, x)
    for threads in (2, 3, 8):
        logbessel.set_num_threads(threads)
        np.testing.assert_array_equal(ufunc(v, x), expected)
        np.testing.assert_array_equal(ufunc(v.astype(np.float32), x), ufunc(v.astype(np.float32).astype(float), x))


def test_python_threads_at_once() -> None:
    v, x = domain_points("log_iv", 50_000)
    expected = ufuncs.log_iv(v, x)
    logbessel.set_num_threads(4)
    different: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            if not np.array_equal(ufuncs.log_iv(v, x), expected):
                different.append(number)

    workers = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not different


def test_errstate_is_of_the_calling_thread() -> None:
    """An element that raises, wherever in the array and whichever thread computes it."""
    logbessel.set_num_threads(4)
    for position in range(0, 100_000, 9973):
        v, x = domain_points("log_kv", 100_000)
        x[position] = 0
        with np.errstate(divide="raise"), pytest.raises(FloatingPointError, match="divide by zero"):
            ufuncs.log_kv(v, x)
        with np.errstate(all="raise", divide="ignore"):
            assert np.isposinf(ufuncs.log_kv(v, x)).sum() == 1


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:os.fork.. was called:RuntimeWarning")  # of JAX, where another test has imported it
def test_a_forked_child_computes() -> None:
    logbessel.set_num_threads(4)
    v, x = domain_points("log_iv", 100_000)
    expected = ufuncs.log_iv(v, x)  # the pool lives
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if all(np.array_equal(ufuncs.log_iv(v, x), expected) for _ in range(5)) else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    np.testing.assert_array_equal(ufuncs.log_iv(v, x), expected)


def test_the_process_ends_while_the_pool_lives() -> None:
    program = "import numpy as np, logbessel; logbessel.set_num_threads(4); print(logbessel.log_iv(np.ones(100_000), 1.0)[0])"
    assert subprocess.check_output([sys.executable, "-W", "error", "-c", program], text=True, timeout=60).startswith("-0.57")
