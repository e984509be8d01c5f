"""tools/check_vectorised.py passes the objects of this build, and sees what may go wrong with one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OBJECTS = sorted((ROOT / "build").glob("cp*/**/logbessel_*.dir/**/kernels.cc.o"))
# A kernel, and a loop that is scalar on purpose.
KERNEL = "kernel<logbessel::baseline::kv_ratio, 1, float>"
SCALAR = "edge_kernel<logbessel::baseline::kv_ratio, float>"

pytestmark = pytest.mark.skipif(not OBJECTS, reason="the library was not built in this folder")


def check(*objects: Path) -> list[str]:
    done = subprocess.run([sys.executable, ROOT / "tools" / "check_vectorised.py", *objects], capture_output=True, text=True)
    assert done.returncode == (1 if done.stderr else 0)
    return done.stderr.splitlines()


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """A copy to spoil of the object that is compiled for any x86-64."""
    folder = tmp_path / "logbessel_baseline.dir"
    folder.mkdir()
    return Path(shutil.copy(next(obj for obj in OBJECTS if "logbessel_baseline.dir" in str(obj)), folder))


def rename(obj: Path, *names: tuple[str, str]) -> None:
    """Gives functions of an object the names of others, or names that no function has."""
    listings = (subprocess.check_output(["nm", *options, obj], text=True).splitlines() for options in ([], ["--demangle"]))
    symbols = {readable: line.split()[-1] for line, readable in zip(*listings, strict=True)}

    def symbol(name: str) -> str:
        return next((mangled for readable, mangled in symbols.items() if f"::{name}(" in readable), name)

    subprocess.run(["objcopy", *(f"--redefine-sym={symbol(old)}={symbol(new)}" for old, new in names), obj], check=True)


def test_this_build_is_vectorised() -> None:
    assert check(*OBJECTS) == []


def test_each_instruction_set_has_one_object(baseline: Path) -> None:
    assert check(baseline) == ["avx512: 0 objects, expected one", "avx2: 0 objects, expected one"]
    assert "baseline: 2 objects, expected one" in check(baseline, baseline)


def test_a_missing_kernel_is_named(baseline: Path) -> None:
    rename(baseline, (KERNEL, "gone"))
    assert f"baseline: {KERNEL}: there is no such kernel, or it has no arithmetic" in check(baseline)


def test_a_scalar_kernel_is_named(baseline: Path) -> None:
    rename(baseline, (KERNEL, "gone"), (SCALAR, KERNEL))
    (failure,) = (line for line in check(baseline) if KERNEL in line)
    assert failure.startswith(f"baseline: {KERNEL}: only 0 of ")
