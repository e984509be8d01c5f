"""What of the benchmarks the tables rely on: a rival's arithmetic, the verdicts, a run that cannot measure."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import logbessel

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.append(str(BENCHMARKS))  # at the end: the tests have modules of the same names

import truth  # noqa: E402
from device import report, targets  # noqa: E402
from device.rivals import paper_kernels as text_of_the_kernels  # noqa: E402
from rivals.compiled import load_paper  # noqa: E402
from rivals.library import Library  # noqa: E402

ON_A_CPU = """
#define __device__
#define __global__
struct { unsigned x; } gridDim{1}, blockDim{1}, blockIdx{0}, threadIdx{0};
"""


@pytest.fixture(scope="module")
def paper_kernels(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The kernels of paper.cu as functions of the host, the one thread of a grid."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "paper.cc").write_text(ON_A_CPU + text_of_the_kernels())
    command = ["g++", "-std=c++17", "-O2", "-w", "-shared", "-fPIC", "-o", folder / "paper.so", folder / "paper.cc"]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(folder / "paper.so"))


@pytest.fixture(scope="module")
def paper_on_a_cpu(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_paper(tmp_path_factory.mktemp("rival"))


# (v, x) of each expression of the table.
REGIONS = {
    "mu_3": ((0, 3), (1500, 1e4)),
    "mu_20": ((0, 10), (60, 150)),
    "U_4": ((200, 1e4), (300, 1e4)),
    "U_6": ((60, 150), (90, 120)),
    "U_9": ((25, 50), (40, 80)),
    "U_13": ((13, 20), (1, 19)),
    "fallback": ((2, 12), (4, 18)),
}


@pytest.mark.parametrize("name", ["log_iv", "log_kv"])
@pytest.mark.parametrize(("dtype", "typical", "worst", "of_integral"), [(np.float64, 2e-16, 2e-12, 1e-9), (np.float32, 1e-7, 2e-5, 1e-5)])
def test_the_method_of_the_paper_is_as_accurate_as_its_ports(
    paper_kernels: ctypes.CDLL, name: str, dtype: type, typical: float, worst: float, of_integral: float
) -> None:
    """Every expression of its table, to the digits that others have found; the integral is the weak one."""
    rng = np.random.default_rng(3)
    v, x = np.exp(rng.uniform(np.log(1e-3), np.log(1e4), (2, 20_000))).astype(dtype)
    y = np.full_like(x, np.nan)
    kernel = getattr(paper_kernels, f"{name}_{np.dtype(dtype)}")
    kernel.argtypes, kernel.restype = [ctypes.c_void_p] * 3 + [ctypes.c_longlong], None
    kernel(v.ctypes.data, x.ctypes.data, y.ctypes.data, x.size)
    truth = getattr(logbessel, name)(v.astype(float), x.astype(float))
    size = np.hypot(v.astype(float), x.astype(float))  # of the terms that cancel near a zero
    error = np.abs(y - truth) / np.maximum(np.maximum(np.abs(truth), size / 64), 1)
    integral = (name == "log_kv") & (v <= 12.6964) & (x <= 30)
    assert np.median(error) < typical
    assert error[~integral].max() < worst
    if integral.any():
        assert error[integral].max() < of_integral


@pytest.mark.parametrize("name", ["log_iv", "log_kv"])
@pytest.mark.parametrize("expression", REGIONS)
def test_the_method_of_the_paper_on_a_cpu_is_right_where_it_is_good(paper_on_a_cpu: Library, name: str, expression: str) -> None:
    """Inside the region of each expression, away from its borders; relative to the terms that cancel near a zero of the logarithm."""
    rng = np.random.default_rng(4)
    (v_low, v_high), (x_low, x_high) = REGIONS[expression]
    v, x = rng.uniform(v_low, v_high, 40), rng.uniform(x_low, x_high, 40)
    high, _ = truth.reference(name, v, x)
    error = np.abs(paper_on_a_cpu.functions[name](v, x) - high) / np.maximum(np.abs(high), np.hypot(v, x))
    assert error.max() < (1e-10 if (name, expression) == ("log_kv", "fallback") else 3e-15)


def row(**entries: Any) -> dict[str, Any]:
    return {"rival": "logbessel", "function": "log_iv", "region": "B", "dtype": "float64", "n": 10**7} | entries


def test_verdicts() -> None:
    target = targets.speed("log_iv", "float64", "B", 90)

    def verdict(idle: float, queued: float) -> list[str]:
        return target.row({"speed": [row(idle=idle, queued=queued)]})[1:]

    assert verdict(91e9, 95e9) == ["at least 90", "91", "95", "met"]
    assert verdict(88e9, 95e9) == ["at least 90", "88", "95", "met in a queue"]
    assert verdict(80e9, 85e9) == ["at least 90", "80", "85", "NOT MET"]
    assert target.row({"speed": []})[2] == "not measured"

    def first(call: float, compiler: bool) -> str:
        start = {"framework": "CuPy", "cache": "warm", "call": call, "compiler": compiler}
        return targets.first_call("CuPy", "warm", 0.25).row({"starts": [start]})[-1]

    assert [first(0.2, False), first(0.3, False), first(0.2, True)] == ["met", "NOT MET", "NOT MET"]


def test_a_report_of_half_a_run_has_what_was_measured() -> None:
    figures: dict[str, Any] = {section: [] for section in ("remarks", "machine", "small", "starts", "accuracy", "curve")}
    rows = [row(idle=91e9, queued=95e9, finite=0.5, error=1e-15), row(rival="add", idle=1e11, queued=1e11)]
    full = report.full(figures | {"speed": rows})
    assert "91 (95)" in full
    assert "50 %, 1e-15" in full
    assert "not measured" in full
    assert "Small arrays" not in full
    assert "not measured" in report.full(figures | {"speed": []})


def test_a_run_without_a_gpu_says_so(tmp_path: Path) -> None:
    (tmp_path / "cupy.py").write_text("raise ImportError('there is no CuPy here')\n")
    command = [sys.executable, BENCHMARKS / "gpu.py", "--quick", "--only", "machine", "--json", tmp_path / "gpu.json"]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "machine: ended early: ImportError: there is no CuPy here" in done.stdout
    assert not (tmp_path / "gpu.json").exists() or json.loads((tmp_path / "gpu.json").read_text())["machine"] == []
