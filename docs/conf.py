"""Settings of the documentation: `make docs` writes it into build/docs.

Pages are Markdown and read well as files too.  Whatever a page shows is in the page, a picture, or comes from the docstrings of the
installed package.  A page that is looked at asks no other machine for anything: MathJax comes along.
"""

import shutil
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

DOCS = Path(__file__).resolve().parent
MATHJAX = Path(str(files("mathjax") / "static" / "mathjax" / "es5" / "tex-svg.js"))  # one file, formulas as drawings
sys.path[:0] = [str(DOCS / "_extensions"), str(DOCS.parent)]
shutil.rmtree(DOCS / "generated", ignore_errors=True)  # of a function that is gone no page is to stay

import logbessel  # noqa: E402
from tools.check_layers import FRAMEWORKS  # noqa: E402

project = "logbessel"
author = "The logbessel developers"
release = version = logbessel.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "numpydoc",
    "drawn_pictures",
]
exclude_patterns = ["_extensions"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(dask|jax|joblib|matplotlib|numpy|numpyro|scipy|sklearn|torch)\..*")]  # their own pages are elsewhere

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

# An adapter's page needs its framework no more than the package does.
autodoc_mock_imports = [name for name in set().union(*FRAMEWORKS.values()) if not find_spec(name)]
autodoc_typehints = "none"  # the docstrings have them
autosummary_ignore_module_all = False
numpydoc_show_class_members = False  # the template of classes lists them
templates_path = ["_templates"]

html_context = {"default_mode": "auto"}  # light or dark, as the browser has it
html_theme = "pydata_sphinx_theme"
html_title = f"logbessel {release}"
html_static_path = ["_static", str(MATHJAX)]
html_css_files = ["site.css"]
mathjax_path = MATHJAX.name
mathjax3_config = {
    "tex": {"packages": {"[-]": ["noundefined"]}},  # a command that there is not is an error
    "svg": {"scale": 0.9},  # its letters are larger than the text's
}
without_siblings = ("install", "benchmarks", "paper", "cifar10", "comparison", "migration", "contributing", "changelog")
html_sidebars = {page: [] for page in without_siblings}
html_use_index = html_domain_indices = False  # one searches
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "logbessel"},
    "navbar_end": ["theme-switcher"],
    "header_links_before_dropdown": 6,
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
}
copyright = "the logbessel developers, BSD-3-Clause"
