"""What the documentation shows is what happens: the README, the docstrings of the Python rooms, the demonstration."""

import doctest
import importlib
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_readme():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


@pytest.mark.frameworks
@pytest.mark.parametrize("page", ["directions", "embeddings"])
def test_pages(page):
    pytest.importorskip("sklearn")
    results = doctest.testfile(str(ROOT / "docs" / f"{page}.md"), module_relative=False)
    assert results.attempted > 10
    assert results.failed == 0


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
