"""Fixtures shared by the tests of the numbers, and by those of the command."""

import signal
from collections.abc import Iterator

import numpy as np
import pytest

from logbessel import _core
from logbessel.cli import main

# A shell that runs the tests in the background has them ignore interrupts, and so would the commands that they interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(params=_core.available_isas())
def isa(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every instruction set of this machine in turn, the former one restored afterwards."""
    before = _core.isa()
    _core.use_isa(request.param)
    yield request.param
    _core.use_isa(before)


@pytest.fixture(params=[np.float64, np.float32], ids=["float64", "float32"])
def dtype(request: pytest.FixtureRequest) -> type[np.floating]:
    """The two types that have kernels of their own."""
    return request.param


@pytest.fixture
def run(capsys):
    """Run one command line; gives its exit code and what it wrote to stdout and stderr."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        return (code, *capsys.readouterr())

    return run
