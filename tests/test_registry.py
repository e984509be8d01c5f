"""Every function of the registry is everywhere it must be; what was forgotten is named."""

import doctest
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import test_edges
import test_fuzz
from reference import TABLES, enclosures, generate
from reference.contract import registry

import logbessel
import logbessel._backends.numpy
import logbessel.ufuncs
from logbessel import _core, special
from logbessel._derivatives import RULES

ROOT = Path(__file__).parents[1]
NAMES = list(registry())
JOINT = re.findall(r"^LOGBESSEL_JOINT\((\w+),", (Path(logbessel.__file__).parent / "functions.def").read_text(), re.MULTILINE)
SECTIONS = ["Parameters", "Returns", "See Also", "References", "Examples"]


def ufuncs_of(module: object) -> set[str]:
    return {name for name, value in vars(module).items() if isinstance(value, np.ufunc) and value.nout == 1}


def functions_of(module: object) -> set[str]:
    functions = {name: value for name, value in vars(module).items() if inspect.isfunction(value)}
    return {name for name, value in functions.items() if value.__module__.startswith("logbessel.special.")} - set(JOINT)


def test_the_installed_registry_is_the_one_of_the_source() -> None:
    assert (Path(logbessel.__file__).parent / "functions.def").read_text() == (ROOT / "include/logbessel/functions.def").read_text()


def definitions() -> set[str]:
    headers = "".join(path.read_text() for path in (ROOT / "include/logbessel/functions").glob("*.h"))
    return set(re.findall(r"\b(?:struct|using) (\w+)\b", headers)) & set(NAMES)  # they define helpers too


def ufuncs_of_the_stub() -> set[str]:
    return set(re.findall(r"^(\w+): np\.ufunc$", (ROOT / "src/logbessel/_core.pyi").read_text(), re.MULTILINE)) - set(JOINT)


def limits() -> set[str]:
    """Those with a row of their own: the rows made for all functions have the value NaN."""
    return {name for names, _, _, value, _ in test_edges.TABLE if callable(value) or not np.isnan(value) for name in names.split()}


def rows_of_the_readme() -> set[str]:
    section = (ROOT / "README.md").read_text().partition("\n## Functions\n")[2].partition("\n## ")[0]
    rows = "".join(re.findall(r"^\|.*\n", section, re.MULTILINE))
    return set(re.findall(r"`(\w+)\(v, \w\)`", rows)) - set(JOINT)


def typed() -> set[str]:
    return set(re.findall(r"^assert_type\(logbessel\.(\w+)\(1\.0, array\)", (ROOT / "tests/typed/user.py").read_text(), re.MULTILINE))


# Each place that names the functions, in the order in which a new one is written, and how to find those that it has.
PLACES: dict[str, Callable[[], set[str]]] = {
    "include/logbessel/functions/": definitions,
    "src/logbessel/_core.pyi": ufuncs_of_the_stub,
    "native/bind/module.cc": lambda: ufuncs_of(_core),
    "src/logbessel/ufuncs.py": lambda: ufuncs_of(logbessel.ufuncs),
    "RULES in src/logbessel/_derivatives.py": lambda: set(RULES),
    "src/logbessel/_backends/numpy.py": lambda: ufuncs_of(logbessel._backends.numpy),
    "src/logbessel/special/": lambda: functions_of(special),
    "src/logbessel/__init__.py": lambda: functions_of(logbessel),
    "__all__ in src/logbessel/__init__.py": lambda: set(logbessel.__all__) & functions_of(special),
    "tests/typed/user.py": typed,
    "tests/reference/generate.py": lambda: {*generate.FORWARD, *generate.INVERSE},
    "tests/reference/enclosures.py": lambda: set(NAMES) & set(vars(enclosures)),
    "tests/reference/tables/": lambda: {path.name.removesuffix(".csv.gz") for path in TABLES.glob("*.csv.gz")} - {"points"},
    "ENCLOSURES in tests/test_fuzz.py": lambda: set(test_fuzz.ENCLOSURES),
    "TABLE in tests/test_edges.py": limits,
    "the table of functions in README.md": rows_of_the_readme,
}


@pytest.mark.parametrize("place", PLACES)
def test_every_function_and_no_other_is(place: str) -> None:
    found = PLACES[place]()
    assert not set(NAMES) - found, f"{place} lacks {sorted(set(NAMES) - found)}"
    assert not found - set(NAMES), f"{place} has {sorted(found - set(NAMES))}, of which functions.def knows nothing"


@pytest.mark.parametrize("name", JOINT)
def test_every_joint_function_is_public_and_documented(name: str) -> None:
    assert getattr(_core, name).nout == 3
    assert name in logbessel.__all__
    function = getattr(logbessel, name)
    assert function is getattr(special, name)
    text = inspect.getdoc(function) or ""
    assert not [section for section in SECTIONS if f"{section}\n{'-' * len(section)}\n" not in text]
    assert ":math:" in text or "math::" in text
    assert f"logbessel.{name}(" in text
    assert f"`{name}(v, x)`" in (ROOT / "README.md").read_text()


def test_the_stub_has_all_that_is_compiled() -> None:
    stub = (ROOT / "src/logbessel/_core.pyi").read_text()
    compiled = {name for name in vars(_core) if not name.startswith("_")}
    assert compiled == set(re.findall(r"^(?:def )?(\w+)[:(]", stub, re.MULTILINE)) - {"__version__"}, "_core.pyi and _core differ"


def test_names_for_all() -> None:
    """What `from logbessel import *` brings: the functions, the subpackages, the threads."""
    namespace: dict[str, object] = {}
    exec("from logbessel import *", namespace)
    del namespace["__builtins__"]
    assert set(namespace) == {*NAMES, *JOINT, "datasets", "stats", "ufuncs", "get_num_threads", "set_num_threads"}
    assert namespace.keys() <= set(dir(logbessel))


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
