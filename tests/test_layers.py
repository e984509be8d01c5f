"""tools/check_layers.py passes this tree, and sees each kind of offence in a small one."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TREE = {
    "include/logbessel/portable.h": "",
    "include/logbessel/pack.h": '#include <immintrin.h>\n#include "portable.h"\n',
    "include/logbessel/elementary.h": '#include "portable.h"\n#include "coefficients/log.h"\n',
    "include/logbessel/coefficients/log.h": '#include "../portable.h"\n',
    "include/logbessel/methods/series.h": '#include "../elementary.h"\n',
    "include/logbessel/regions.h": '#include "portable.h"\n',
    "include/logbessel/functions/log_i.h": '#include "../regions.h"\n#include "../methods/series.h"\n',
    "include/logbessel/functions.def": "",
    "native/cpu/kernels.cc": '#include <cmath>\n#include "logbessel/functions/log_i.h"\n#include "logbessel/functions.def"\n',
    "native/bind/module.cc": '#include <Python.h>\n#include "native/cpu/kernels.h"\n',
    "native/cpu/kernels.h": "",
    "src/logbessel/__init__.py": "from logbessel.special import log_iv\n\n\ndef __getattr__(name):\n    return import_module(name)\n",
    "src/logbessel/_core.pyi": "",
    "src/logbessel/_backends/torch.py": "def tensor():\n    import torch\n",
    "src/logbessel/special.py": "import numpy as np\nfrom . import _core\n",
    "src/logbessel/stats/__init__.py": "from .fisher import fit\n",
    "src/logbessel/stats/fisher.py": "from ..special import log_iv\n",
    "src/logbessel/stats/device_sums.py": "import array_api_compat\n",
    "src/logbessel/dask/__init__.py": "import dask.array\nfrom logbessel import stats\n",
    "src/logbessel/cli.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import torch\nelse:\n    import json\n",
}


def check(root):
    done = subprocess.run([sys.executable, ROOT / "tools" / "check_layers.py", root], capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def tree(tmp_path):
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_this_tree_keeps_its_layers():
    assert check(ROOT) == (0, "")


def test_the_small_tree_keeps_its_layers(tree):
    assert check(tree) == (0, "")


@pytest.mark.parametrize(
    ("name", "text", "offence"),
    [
        ("include/logbessel/portable.h", '#include "elementary.h"', "portable.h:1: portable may not use building blocks"),
        ("include/logbessel/methods/series.h", '\n#include "../functions/log_i.h"', "series.h:2: methods may not use functions"),
        ("include/logbessel/methods/series.h", '#include "../regions.h"', "series.h:1: methods may not use regions"),
        ("native/cpu/kernels.h", '#include "logbessel/regions.h"', "kernels.h:1: only functions see the regions"),
        ("native/cpu/kernels.h", '#include "native/bind/module.cc"', "kernels.h:1: machines may not use bind"),
        ("native/cpu/kernels.h", "#include <Python.h>", "kernels.h:1: only native/bind knows Python"),
        ("native/cpu/kernels.h", '#include "none.h"', "kernels.h:1: no such file: none.h"),
        ("include/logbessel/elementary.h", "#  include <cmath>", "elementary.h:1: the maths includes its own files only"),
        ("include/logbessel/elementary.h", '#include "logbessel/portable.h"', "elementary.h:1: the maths includes its own files only"),
        ("include/logbessel/coefficients/log.h", '#include "../elementary.h"', "a circle: include/logbessel/coefficients/log.h -> "),
        ("include/logbessel/tricks.h", "", "tricks.h: belongs to no layer"),
        ("src/logbessel/special.py", "from logbessel.stats import fit", "special.py:1: special may not use stats"),
        ("src/logbessel/stats/fisher.py", "from .. import cli", "fisher.py:1: stats may not use adapters, plots, cli, datasets"),
        ("src/logbessel/stats/fisher.py", "from logbessel.stats import fit\n", "a circle: src/logbessel/stats/__init__.py -> "),
        ("src/logbessel/special.py", "try:\n    import torch.nn\nexcept ImportError: pass", "special.py:2: frameworks are found"),
        ("src/logbessel/special.py", "def late():\n    import torch", "special.py:2: frameworks are found"),
        (
            "src/logbessel/special.py",
            "class A:\n    def late(self):\n        from . import stats",
            "special.py:3: special may not use stats",
        ),
        ("src/logbessel/special.py", "late = lambda: import_module('torch')", "special.py:1: frameworks are found"),
        (
            "src/logbessel/special.py",
            "def late():\n    importlib.import_module('logbessel.stats')",
            "special.py:2: special may not use stats",
        ),
        ("src/logbessel/special.py", "def late(name):\n    import_module(name)", "special.py:2: only those of DYNAMIC_IMPORTS"),
        ("src/logbessel/stats/__init__.py", "def late(name):\n    __import__(name)", "stats/__init__.py:2: only those of DYNAMIC_IMPORTS"),
        ("src/logbessel/special.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import torch", "special.py:4: frameworks are found"),
        ("src/logbessel/special.py", "if not TYPE_CHECKING:\n    import torch", "special.py:2: frameworks are found"),
        ("src/logbessel/_backends/torch.py", "import jax", "torch.py:1: frameworks are found"),
        ("src/logbessel/dask/__init__.py", "import torch", "dask/__init__.py:1: frameworks are found, never imported: torch"),
        ("src/logbessel/helpers.py", "", "helpers.py: belongs to no layer"),
    ],
)
def test_each_offence_is_seen(tree, name, text, offence):
    (tree / name).write_text(text)
    code, out = check(tree)
    assert code == 1
    assert offence in out
