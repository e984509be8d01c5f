"""What the documentation shows is what happens: the README, the docstrings of the Python rooms, the demonstration."""

import doctest
import importlib
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_readme():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_readme_shows_the_results_of_the_scripts():
    done = subprocess.run([sys.executable, ROOT / "tools" / "update_readme.py", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("module", ["stats.sufficient_statistics", "stats.von_mises_fisher", "datasets.debian_embeddings"])
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
