"""What a release says of itself: its version, and the extras that install what its adapters import."""

import ast
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import logbessel
from tools.check_layers import FRAMEWORKS, imports, module_name
from tools.check_version import check

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["optional-dependencies"].items()}
# Where a package is not called as it is imported.
PACKAGES = {"sklearn": "scikit-learn"}
ADAPTERS = sorted(set(FRAMEWORKS) - {"cupy"})  # that has an extra for each version of CUDA


# ---------------------------------------------------------------- version


def test_the_version_is_one() -> None:
    assert list(check(ROOT)) == []
    assert logbessel.__version__ == PROJECT["version"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy to spoil of the files that have the version, on the day of the release."""
    for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    replace(tmp_path / "CHANGELOG.md", r"^(## \[.*\]) - .*$", r"\1 - 2031-02-03")
    return tmp_path


def replace(path: Path, pattern: str, text: str) -> None:
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, count=1, flags=re.MULTILINE)
    assert after != before
    path.write_text(after, encoding="utf-8")


def test_a_release_is_tagged_with_its_version(root: Path) -> None:
    assert list(check(root, f"v{PROJECT['version']}")) == []


@pytest.mark.parametrize("tag", [PROJECT["version"], f"v{PROJECT['version']}rc1", "v9.9.9", ""])
def test_other_tags_are_refused(root: Path, tag: str) -> None:
    (failure,) = check(root, tag)
    assert failure.startswith(f"the tag is {tag}, ")


@pytest.mark.parametrize(
    ("name", "pattern", "text"),
    [
        ("pyproject.toml", r'^version = ".*"', 'version = "9.9.9"'),
        ("CITATION.cff", r"^version: .*", "version: 9.9.9"),
        ("CHANGELOG.md", r"^## \[.*\]", "## [9.9.9]"),
        ("CHANGELOG.md", r"^## \[.*\].*", "## Next"),
    ],
)
def test_a_version_of_its_own_is_seen(root: Path, name: str, pattern: str, text: str) -> None:
    replace(root / name, pattern, text)
    assert [name for failure in check(root) for name in ("CITATION.cff", "CHANGELOG.md") if name in failure]


def test_a_release_without_a_day_is_refused(root: Path) -> None:
    replace(root / "CHANGELOG.md", r" - 2031-02-03$", " - unreleased")
    (failure,) = check(root, f"v{PROJECT['version']}")
    assert "of which day" in failure


# ---------------------------------------------------------------- extras


def imported(adapter: str) -> Iterator[str]:
    """The packages that the modules of an adapter import, the standard library and NumPy apart."""
    for path in (ROOT / "src" / "logbessel").rglob("*.py"):
        name = module_name(path.relative_to(ROOT / "src" / "logbessel"))
        if name.removeprefix("_backends.").split(".")[0] == adapter:
            for _, module in imports(ast.parse(path.read_text(encoding="utf-8")), name, path.stem == "__init__"):
                if module.split(".")[0] in FRAMEWORKS[adapter] | {adapter}:
                    yield module.split(".")[0]


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_an_adapter_has_an_extra_with_all_that_it_imports(adapter: str) -> None:
    packages = {canonicalize_name(PACKAGES.get(name, name)) for name in imported(adapter)}
    assert packages
    assert packages <= {canonicalize_name(requirement.name) for requirement in EXTRAS[adapter]}


@pytest.mark.parametrize("cuda", ["cuda12", "cuda13"])
def test_an_extra_for_cuda_has_cupy_and_nvrtc_of_one_version(cuda: str) -> None:
    names = {requirement.name for requirement in EXTRAS[cuda]}
    assert f"cupy-{cuda}x" in names
    assert any(name.startswith("nvidia-cuda-nvrtc") for name in names)


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_says_which_versions(extra: str) -> None:
    for requirement in EXTRAS[extra]:
        operators = {clause.operator for clause in requirement.specifier}
        assert ">=" in operators, str(requirement)
        assert operators <= {">=", "<"}, str(requirement)


def test_the_extras_that_are_named_exist() -> None:
    sources = [path for folder in ("src", "docs", "examples", "benchmarks", "tools") for path in (ROOT / folder).rglob("*")]
    named = {}
    for path in [*sources, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"]:
        if path.suffix in {".py", ".md", ""} and path.is_file() and "generated" not in path.parts:
            for extras in re.findall(r"(?:logbessel|'\.|\"\.)\[([a-z0-9,]+)\]", path.read_text(encoding="utf-8")):
                named |= dict.fromkeys(extras.split(","), path)
    assert {"sklearn", "plots", "cuda13"} <= named.keys()
    assert {extra: path for extra, path in named.items() if extra not in EXTRAS} == {}


def test_the_table_of_the_documentation_has_the_extras() -> None:
    rows = re.findall(r"^\| (`\w+`.*?) \|", (ROOT / "docs" / "install.md").read_text(encoding="utf-8"), re.MULTILINE)
    development = {"accuracy", "bench", "cifar10", "test"}
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == EXTRAS.keys() - development
