"""Every function of the registry is everywhere it must be; what was forgotten is named."""

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from reference.contract import registry

import logbessel
import logbessel._backends.numpy
import logbessel.ufuncs
from logbessel import _core, special

ROOT = Path(__file__).parents[1]
NAMES = list(registry())
SECTIONS = ["Parameters", "Returns", "See Also", "References", "Examples"]


def ufuncs_of(module: object) -> set[str]:
    return {name for name, value in vars(module).items() if isinstance(value, np.ufunc)}


def functions_of(module: object) -> set[str]:
    return {name for name, value in vars(module).items() if inspect.isfunction(value) and value.__module__ == "logbessel.special"}


def test_the_installed_registry_is_the_one_of_the_source() -> None:
    assert (Path(logbessel.__file__).parent / "functions.def").read_text() == (ROOT / "include/logbessel/functions.def").read_text()


def test_every_function_has_a_header() -> None:
    headers = "".join(path.read_text() for path in (ROOT / "include/logbessel/functions").glob("*.h"))
    missing = [name for name in NAMES if not re.search(rf"\b(struct|using) {name}\b", headers)]
    assert not missing, f"no definition in include/logbessel/functions/: {missing}"


def test_every_function_is_a_ufunc_and_no_other() -> None:
    for module in (_core, logbessel.ufuncs, logbessel._backends.numpy):
        assert ufuncs_of(module) == set(NAMES), f"{module.__name__} and functions.def differ"


def test_every_function_is_public() -> None:
    for module in (special, logbessel):
        assert functions_of(module) == set(NAMES), f"{module.__name__} and functions.def differ"


def test_every_function_has_a_stub() -> None:
    stub = (ROOT / "src/logbessel/_core.pyi").read_text()
    assert set(re.findall(r"^(\w+): np\.ufunc$", stub, re.MULTILINE)) == set(NAMES), "_core.pyi and functions.def differ"
    compiled = {name for name in vars(_core) if not name.startswith("_")}
    assert compiled == set(re.findall(r"^(?:def )?(\w+)[:(]", stub, re.MULTILINE)) - {"__version__"}, "_core.pyi and _core differ"


@pytest.mark.parametrize("name", NAMES)
def test_every_function_is_documented(name: str) -> None:
    function = getattr(special, name)
    text = inspect.getdoc(function) or ""
    missing = [section for section in SECTIONS if f"{section}\n{'-' * len(section)}\n" not in text]
    assert not missing, f"the docstring of {name} has no section {missing}"
    assert ":math:" in text, f"the docstring of {name} has no formula"
    assert f"logbessel.{name}(" in text, f"the example of {name} does not call it"
    parameters = list(inspect.signature(function).parameters)
    assert parameters[2:] == ["out", "options"]
    for parameter in parameters[:3]:
        assert re.search(rf"^{parameter} : ", text, re.MULTILINE), f"{name} does not describe {parameter}"


@pytest.mark.parametrize("name", NAMES)
def test_documented_error_bound_is_the_promised_one(name: str) -> None:
    promise, text = registry()[name], " ".join((inspect.getdoc(getattr(special, name)) or "").split())
    if promise.unit == "LOG":
        assert f"within {promise.outside:g} ulp of" in text
        assert f"in the disc {promise.inside:g} ulp" in text
    else:
        assert promise.outside == promise.inside
        assert f"within {promise.outside:g} ulp" in text
        assert ("times the condition number" in text) == (promise.unit == "INVERSE")


@pytest.mark.parametrize("name", NAMES)
def test_examples_run(name: str) -> None:
    function = getattr(special, name)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False)
    (example,) = finder.find(function, name, globs={"logbessel": logbessel})
    assert example.examples
    report: list[str] = []
    assert runner.run(example, out=report.append).failed == 0, "".join(report)


def test_version_is_the_one_of_pyproject() -> None:
    assert f'\nversion = "{logbessel.__version__}"\n' in (ROOT / "pyproject.toml").read_text()


def test_import_is_light() -> None:
    """No framework, no SciPy, and the subpackages only when they are named."""
    program = """
import sys, logbessel
heavy = {"scipy", "torch", "jax", "cupy", "dask", "sklearn", "matplotlib", "logbessel.stats", "logbessel.datasets", "logbessel.cli"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
assert {"stats", "datasets"} <= set(dir(logbessel))
assert logbessel.stats.VonMisesFisher and logbessel.datasets
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = logbessel.nonsense
