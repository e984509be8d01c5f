"""Checks what would be published, an sdist and a wheel in a folder: ``python tools/check_release.py FOLDER [REQUIREMENT ...]``.

* The sdist has every file of the repository but those that are for its hosts, and nothing else.
* The wheel has every file of the package, keeps to Python's stable ABI (abi3audit) and to a policy of manylinux (auditwheel).
* In a fresh virtual environment, away from the sources, it imports, computes, fits the data that it brings and has its command.
* All its extras can be installed together, beside the given requirements (such as the PyTorch that a machine has); nothing is installed.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

from packaging.metadata import parse_email

ROOT = Path(__file__).resolve().parent.parent
FOR_HOSTS = re.compile(r"\.ci/|\.github/|\.pre-commit-config\.yaml$")
COMPILED = "logbessel/_core.abi3.so"
SMOKE = """
import logbessel
from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher

assert abs(logbessel.log_iv(1000, 1.5) + 6199.80968900204) < 1e-10
assert abs(logbessel.log_kv(300, 1.0) - 1616.4522378) < 1e-6
fit = VonMisesFisher.fit(load_debian_embeddings().features)
assert 100 < fit.concentration < 200 and fit.dim == 384, fit
print("logbessel", logbessel.__version__)
"""


def run(*command: object, **options: object) -> str:
    """What a command prints; where it fails it ends the check."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"check_release: {' '.join(map(str, command))}\n{done.stdout}")
    return str(done.stdout)


def the_only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    return found[0] if len(found) == 1 else sys.exit(f"check_release: {len(found)} files {pattern} in {folder}, expected one")


def compare(what: str, found: set[str], expected: set[str]) -> None:
    wrong = [f"lacks {name}" for name in sorted(expected - found)] + [f"has {name}" for name in sorted(found - expected)]
    if wrong:
        sys.exit(f"check_release: {what} " + f"\n{what} ".join(wrong))


def files_of_the_repository() -> set[str]:
    return set(run("git", "-C", ROOT, "ls-files").split("\n")) - {""}


def check_sdist(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        found = {member.name.partition("/")[2] for member in archive if member.isfile()}
    compare(sdist.name, found, {name for name in files_of_the_repository() if not FOR_HOSTS.match(name)} | {"PKG-INFO"})


def check_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    found = {name for name in names if not re.match(r"[^/]+\.dist-info/|logbessel/_cuda/source/", name)}
    package = {name.removeprefix("src/") for name in files_of_the_repository() if name.startswith("src/")}
    compare(wheel.name, found, package | {COMPILED, "logbessel/functions.def"})
    run(sys.executable, "-m", "abi3audit", "--strict", wheel)
    policy = re.search(r'"(manylinux_\w+)"', run(sys.executable, "-m", "auditwheel", "show", wheel))
    print(f"check_release: {wheel.name} keeps to {policy[1] if policy else sys.exit('check_release: auditwheel knows no policy for it')}")


def check_installed(wheel: Path, version: str, requirements: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata, _ = parse_email(archive.read(f"logbessel-{version}.dist-info/METADATA"))
    extras = ",".join(metadata["provides_extra"])
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        bin = Path(folder, "bin")
        pip = (bin / "pip", "--disable-pip-version-check", "-qq", "install")
        run(*pip, wheel)
        compare("the wheel, installed,", {run(bin / "python", "-I", "-c", SMOKE, cwd=folder).strip()}, {f"logbessel {version}"})
        compare("the command", {run(bin / "logbessel", "eval", "log_iv", "1000", "1.5", cwd=folder).strip()}, {"-6199.80968900204"})
        run(*pip, "--dry-run", f"{wheel}[{extras}]", *requirements)
    print(f"check_release: extras {extras}")


def main(folder: Path, requirements: list[str]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    sdist, wheel = the_only(folder, f"logbessel-{version}.tar.gz"), the_only(folder, f"logbessel-{version}-*.whl")
    check_sdist(sdist)
    check_wheel(wheel)
    check_installed(wheel.resolve(), version, requirements)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
