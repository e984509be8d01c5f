"""What the documentation shows is what happens: the README, the docstrings of the Python rooms, the demonstration."""

import doctest
import importlib
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import logbessel
from logbessel.cli.parser import make_parser
from logbessel.stats import VonMisesFisher

ROOT = Path(__file__).resolve().parent.parent


def test_readme():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


PAGES = [page.relative_to(ROOT).as_posix() for page in sorted((ROOT / "docs").rglob("*.md"))]
NOT_RUN = {
    "docs/ray.md": "Ray is no framework of the tests; the page says with which version it ran",
    "docs/spark.md": "Spark is no framework of the tests; the page says with which version it ran",
}
FRAMEWORKS = re.compile(
    r"import (dask|jax|joblib|numpyro|pyarrow|torch|zarr)|(from|import) (logbessel\.)?(dask|jax|numpyro|plots|sklearn|torch)\b"
)


def pages_with_examples():
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        if ">>> " in text and page not in NOT_RUN:
            yield pytest.param(page, marks=[pytest.mark.frameworks] if FRAMEWORKS.search(text) else [])


@pytest.mark.parametrize("page", list(pages_with_examples()))
def test_pages(page):
    """In a process of its own: a page may set the number of threads, or the precision of JAX."""
    done = subprocess.run([sys.executable, "-W", "error", "-m", "doctest", page], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def code_blocks(page):
    return re.findall(r"^```(\S*)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *PAGES])
def test_every_block_of_code_is_one_that_is_tested(page):
    """Python has prompts and is run by doctest; what is typed into a shell names commands, options and targets that there are."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for kind, block in code_blocks(page):
        if kind in ("pycon", "{eval-rst}", "{toctree}", "{include}"):
            continue
        assert kind == "", f"{page} has a block of {kind}, which no test runs"
        for line in re.findall(r"^(?:make|logbessel) .*", block, re.MULTILINE):
            command, *words = shlex.split(re.sub(r"<\(.*\)", "PIPE", line), comments=True)
            if command == "make":
                assert re.search(rf"^{words[0]}:", makefile, re.MULTILINE), line
            else:
                make_parser().parse_args(words)


NAMES = {"v": 2.5, "x": 3.0, "mu": np.array([0.5, 0.5, 0.5, 0.5]), "kappa": 7.0, "angle": np.array([0.5, 2.0])}


def rows_of_migration():
    """What is asked of the other library, and of this one: the rows of each table, by its heading."""
    for section in re.split(r"^## ", (ROOT / "docs" / "migration.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        for theirs, ours in re.findall(r"^\| `(.*)`.* \| `(.*)` \|$", section, re.MULTILINE):
            framework = re.search(r"mixture|Mixture|KMeans", ours)
            yield pytest.param(section.split()[0], theirs, ours, marks=[pytest.mark.frameworks] if framework else [])


@pytest.mark.filterwarnings("ignore:not converged")  # a stochastic assignment need not, in the steps that it has
@pytest.mark.parametrize(("library", "theirs", "ours"), list(rows_of_migration()))
def test_one_call_is_the_other(library, theirs, ours):
    from scipy import special, stats

    names = NAMES | {"np": np, "special": special, "stats": stats, "logbessel": logbessel, "VonMisesFisher": VonMisesFisher}
    names["X"] = VonMisesFisher(names["mu"], names["kappa"]).rvs(100, rng=0)
    if "ixture" in ours or "KMeans" in ours:
        names |= vars(importlib.import_module("logbessel.sklearn"))
        names["mixture"] = names["VonMisesFisherMixture"](3, random_state=0).fit(names["X"])
    answer = eval(ours, names)
    if library.startswith("scipy"):
        assert_allclose(answer, eval(theirs, names), rtol=1e-9)


@pytest.mark.frameworks
def test_the_map_of_the_regions_is_that_of_their_thresholds():
    pytest.importorskip("matplotlib")
    picture = importlib.import_module("tools.region_picture")
    assert picture.describe(picture.thresholds()) in picture.PICTURE.read_text(encoding="utf-8")


def test_readme_shows_the_results_of_the_scripts():
    done = subprocess.run([sys.executable, ROOT / "tools" / "update_readme.py", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


WITH_EXAMPLES = [
    "datasets.debian_embeddings",
    "stats.chi_square",
    "stats.cosine_distribution",
    "stats.goodness_of_fit",
    "stats.hypothesis_tests",
    "stats.sufficient_statistics",
    "stats.von_mises_fisher",
]


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_docstrings(module):
    results = doctest.testmod(importlib.import_module(f"logbessel.{module}"))
    assert results.attempted > 0
    assert results.failed == 0


def test_demonstration_shows_every_section(capsys):
    runpy.run_path(str(ROOT / "examples" / "debian_embeddings.py"))
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    for text in ("164.90 +- 0.35", "games", "text", "SciPy"):
        assert text in out


@pytest.mark.frameworks
def test_the_pictures_of_the_embeddings_are_drawn(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(sys, "argv", ["embedding_pictures.py", str(tmp_path)])
    runpy.run_path(str(ROOT / "examples" / "embedding_pictures.py"), run_name="__main__")
    drawn = {picture.name for picture in tmp_path.iterdir()}
    page = (ROOT / "docs" / "embeddings.md").read_text(encoding="utf-8")
    assert drawn == set(re.findall(r"\(pictures/(.*)\)", page))


@pytest.mark.frameworks
@pytest.mark.filterwarnings("default")  # what other libraries warn about is not ours to fix
def test_a_classifier_learns_its_concentrations(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["vmf_classifier.py"])
    runpy.run_path(str(ROOT / "examples" / "vmf_classifier.py"), run_name="__main__")
    out = capsys.readouterr().out
    wrong = {name: float(share) for name, share in re.findall(r"^(logbessel|polynomial) .* ([\d.]+)% +[\d.]+% ", out, re.MULTILINE)}
    assert wrong["logbessel"] < 0.1
    assert wrong["polynomial"] > 50


@pytest.mark.frameworks
@pytest.mark.filterwarnings("default")
def test_a_kernel_learns_its_smoothness(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["matern_smoothness.py"])
    runpy.run_path(str(ROOT / "examples" / "matern_smoothness.py"), run_name="__main__")
    out = capsys.readouterr().out
    fixed = [tuple(map(float, row)) for row in re.findall(r"^scikit-learn.* (-[\d.]+) +(-[\d.]+)$", out, re.MULTILINE)]
    assert len(fixed) == 3
    assert all(abs(theirs - ours) < 2e-6 for theirs, ours in fixed)
    (learned,) = re.findall(r"^logbessel, nu learned.* (-[\d.]+)$", out, re.MULTILINE)
    assert float(learned) > max(theirs for theirs, _ in fixed)
    assert re.search(r"GPyTorch differs by \de-0[789], and its nu has a gradient \(\d", out)
