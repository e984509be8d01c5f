"""Checks that the arrows between the files only point down: ``python tools/check_layers.py [ROOT]``.

A file may use its own layer and those above it in the tables below, never one below, and no files may use each other in a circle.
Besides:

* the maths includes by relative paths only, so the tree can be mounted anywhere, and no standard header, so that NVRTC takes it;
* only the functions see the regions, and only the bindings see Python;
* Python modules import nothing but the standard library and NumPy, save adapters, each its own framework, and `ARRAYS`;
* an import inside of a function is an import, and only those that `DYNAMIC_IMPORTS` names compute the name of a module.

What is only for type checkers does not count.  Prints one line per offence and exits with 1 if there is one.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

# Layers from the first to the last: name, pattern of its files.
CPP_LAYERS = (
    ("portable", r"include/logbessel/(portable|pack)\.h"),
    ("building blocks", r"include/logbessel/((twofold|elementary|elementary_twofold|polynomial)\.h|coefficients/\w+\.h)"),
    ("methods", r"include/logbessel/methods/\w+\.h"),
    ("regions", r"include/logbessel/regions\.h"),
    ("functions", r"include/logbessel/(functions\.h|functions/\w+\.h)"),
    ("registry", r"include/logbessel/functions\.def"),
    ("machines", r"native/(cpu|gpu)/\w+\.(h|cc|cu)"),
    ("bind", r"native/bind/\w+\.(h|cc)"),
)
PYTHON_LAYERS = (
    ("_core", r"_core"),
    ("ufuncs", r"ufuncs"),
    ("_cuda", r"_cuda(\.\w+)*"),
    ("_derivatives", r"_derivatives"),
    ("_backends", r"_backends(\.\w+)*"),
    ("special", r"special(\.\w+)*|_typing"),
    ("package", r""),
    ("stats", r"stats(\.\w+)*"),
    ("adapters, plots, cli, datasets", r"(torch|jax|numpyro|sklearn|dask|plots|cli|datasets|__main__)(\.\w+)*"),
)
# A module of these, or the module of `_backends` with such a name, may import the framework that it is named after, and what comes with it.
FRAMEWORKS = {
    "cupy": {"cupy"},
    "torch": {"torch"},
    "jax": {"jax"},
    "numpyro": {"numpyro", "jax"},
    "sklearn": {"sklearn", "scipy", "array_api_compat"},
    "dask": {"dask"},
    "plots": {"matplotlib"},
}
# What knows the arrays of all frameworks, for a module that is no adapter and is imported when the first of such arrays comes.
ARRAYS = {"stats.device_sums": {"array_api_compat"}}
# The modules that may compute the name of what they import.
DYNAMIC_IMPORTS = {
    "",  # the package: its subpackages, when they are first named
    "_backends",  # the module that serves a framework, when the first of its arrays comes
}
STANDARD_HEADERS_ALLOWED = {"include/logbessel/pack.h"}


class Use(NamedTuple):
    """One file or module uses another, at a line."""

    source: str
    line: int
    target: str


def main(root: Path) -> int:
    offences = [*check_cpp(root), *check_python(root)]
    for offence in offences:
        print(offence)
    return 1 if offences else 0


# ---------------------------------------------------------------- C++


def check_cpp(root: Path) -> Iterator[str]:
    files = {
        path.relative_to(root).as_posix(): path
        for folder in ("include", "native")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".h", ".def", ".cc", ".cu"}
    }
    uses = []
    for name, path in files.items():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            include = re.match(r"\s*#\s*include\s*([<\"])([^>\"]+)[>\"]", line)
            if not include:
                continue
            quoted, header = include[1] == '"', include[2]
            target = resolve_include(name, header, files) if quoted else None
            if target is not None:
                uses.append(Use(name, number, target))
            elif name.startswith("include/") and name not in STANDARD_HEADERS_ALLOWED:
                yield f"{name}:{number}: the maths includes its own files only, by relative paths: {header}"
            elif quoted:
                yield f"{name}:{number}: no such file: {header}"
            elif re.match(r"Python\.h|numpy/", header) and not name.startswith("native/bind/"):
                yield f"{name}:{number}: only native/bind knows Python: {header}"
    rank = dict(ranks(files, CPP_LAYERS))
    yield from check_arrows(files, uses, rank, CPP_LAYERS)
    for use in uses:
        source, target = (layer_name(name, rank, CPP_LAYERS) for name in (use.source, use.target))
        if target == "regions" and source not in {"regions", "functions"}:
            yield f"{use.source}:{use.line}: only functions see the regions"


def resolve_include(name: str, header: str, files: dict[str, Path]) -> str | None:
    """The file that `header` means in the file `name`; the machines may name files from the roots, the maths may not."""
    candidates = [PurePosixPath(name).parent / header]
    if not name.startswith("include/"):
        candidates += [PurePosixPath(header), PurePosixPath("include") / header]
    for candidate in candidates:
        parts: list[str] = []
        for part in candidate.parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        if "/".join(parts) in files:
            return "/".join(parts)
    return None


# ---------------------------------------------------------------- Python


def check_python(root: Path) -> Iterator[str]:
    source = root / "src" / "logbessel"
    modules = {module_name(path.relative_to(source)): path for path in sorted(source.rglob("*.py*")) if path.suffix in {".py", ".pyi"}}
    uses = []
    for name, path in modules.items():
        label = path.relative_to(root).as_posix()
        framework = FRAMEWORKS.get(name.removeprefix("_backends.").split(".")[0], set()) | ARRAYS.get(name, set())
        for line, imported in imports(ast.parse(path.read_text(encoding="utf-8")), name, path.stem == "__init__"):
            top = imported.split(".")[0]
            if top == "logbessel":
                target = imported.partition(".")[2]
                while target and target not in modules:  # a name inside a module
                    target = target.rpartition(".")[0]
                if target != name:
                    uses.append(Use(name, line, target))
            elif not imported:
                yield f"{label}:{line}: only those of DYNAMIC_IMPORTS in tools/check_layers.py import a module whose name they compute"
            elif top not in sys.stdlib_module_names | {"numpy"} | framework:
                yield f"{label}:{line}: frameworks are found, never imported: {imported}"
    labels = {name: path.relative_to(root).as_posix() for name, path in modules.items()}
    yield from check_arrows(labels, uses, dict(ranks(modules, PYTHON_LAYERS)), PYTHON_LAYERS, labels)


def module_name(path: Path) -> str:
    """The name below ``logbessel``; the package itself is the empty name."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(node: ast.AST, name: str, package: bool) -> Iterator[tuple[int, str]]:
    """(line, module) of what a module imports, now or in its functions; the empty name for a module whose name is computed."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                for other in child.orelse:
                    yield from imports(ast.Module([other], []), name, package)
            case ast.Import():
                yield from ((child.lineno, alias.name) for alias in child.names)
            case ast.ImportFrom():
                base = child.module or ""
                if child.level:
                    here = ["logbessel", *filter(None, name.split("."))]
                    here = here[: len(here) - child.level + package]
                    base = ".".join([*here, *filter(None, [base])])
                yield from ((child.lineno, f"{base}.{alias.name}") for alias in child.names)
            case ast.Call(func=ast.Name("import_module" | "__import__") | ast.Attribute(attr="import_module" | "__import__")):
                match child.args:
                    case [ast.Constant(str(imported)), *_]:
                        yield child.lineno, imported
                    case _ if name not in DYNAMIC_IMPORTS:
                        yield child.lineno, ""
            case _:
                yield from imports(child, name, package)


# ---------------------------------------------------------------- both


def ranks(names: dict[str, Path], layers: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, int]]:
    for name in names:
        for rank, (_, pattern) in enumerate(layers):
            if re.fullmatch(pattern, name):
                yield name, rank


def layer_name(name: str, rank: dict[str, int], layers: tuple[tuple[str, str], ...]) -> str:
    return layers[rank[name]][0] if name in rank else ""


def check_arrows(
    names: dict[str, Path] | dict[str, str],
    uses: list[Use],
    rank: dict[str, int],
    layers: tuple[tuple[str, str], ...],
    labels: dict[str, str] | None = None,
) -> Iterator[str]:
    def label(name: str) -> str:
        return labels[name] if labels else name

    for name in names:
        if name not in rank:
            yield f"{label(name)}: belongs to no layer of tools/check_layers.py"
    for source, line, target in uses:
        if source in rank and target in rank and rank[target] > rank[source]:
            own, other = layer_name(source, rank, layers), layer_name(target, rank, layers)
            yield f"{label(source)}:{line}: {own} may not use {other}: {label(target)}"
    for circle in circles(uses):
        yield f"{label(circle[0])}: a circle: {' -> '.join(map(label, circle))}"


def circles(uses: list[Use]) -> Iterator[list[str]]:
    """One circle through each file at which a depth-first search closes one."""
    graph: dict[str, list[str]] = {}
    for use in uses:
        graph.setdefault(use.source, []).append(use.target)
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> Iterator[list[str]]:
        if name in path:
            yield [*path[path.index(name) :], name]
        elif name not in done:
            for target in graph.get(name, []):
                yield from visit(target, [*path, name])
            done.add(name)

    for name in graph:
        yield from visit(name, [])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent))
