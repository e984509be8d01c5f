"""The normalising constant of von Mises-Fisher densities: relative to itself however small, in NumPy's arrays, PyTorch's and JAX's."""

import importlib
import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx
from numpy.testing import assert_allclose, assert_array_equal
from reference import enclosures

import logbessel
from logbessel.stats import VonMisesFisher
from logbessel.stats.log_normalizer import gauss_legendre, log_iv_normalized, log_uniform_density

DIMENSIONS = (2, 3, 4, 7, 16, 63, 64, 384, 2048, 32768)
BUDGET = {np.float32: 6, np.float64: 16}


def concentrations(dim: int, dtype: type) -> np.ndarray:
    """From tiny to huge beside the dimension, many about where the method changes, and the ends."""
    rng = np.random.default_rng(dim)
    scale = dim / 2 + 1
    kappa = np.concatenate(
        [
            scale * np.exp(rng.uniform(math.log(1e-6), math.log(1e6), 60)),
            scale * rng.uniform(0.3, 4, 60),
            2 * scale * (1 + np.arange(-3, 4) * 1e-7),
        ]
    )
    return kappa.astype(dtype)


def truth(dim: int, kappa: float) -> arb:
    """log C_p(0) - log C_p(kappa), from the power series where it is small."""
    v, x = arb(dim) / 2 - 1, arb(kappa)
    if x * x > 4 * (v + 1):
        return enclosures.log_iv(v, x) - v * (x / 2).log() + (v + 1).lgamma()
    term = total = x * x / 4 / (v + 1)
    k = 2
    while term > total * arb(2) ** -200:
        term *= x * x / 4 / (k * (k + v))
        total += term
        k += 1
    return total.log1p()


def relative_error(dim: int, kappa: np.ndarray, computed: np.ndarray) -> float:
    """The largest, in eps."""
    before, ctx.prec = ctx.prec, 300
    try:
        errors = [abs(arb(float(y)) / truth(dim, float(x)) - 1) for x, y in zip(kappa, computed, strict=True)]
        return max(map(float, errors)) / float(np.finfo(kappa.dtype).eps)
    finally:
        ctx.prec = before


def numpys(dim: int, kappa: np.ndarray) -> np.ndarray:
    nodes, weights = (part.astype(kappa.dtype) for part in gauss_legendre(kappa.dtype.name))
    return -log_iv_normalized(np, logbessel, nodes, weights, dim / 2 - 1, kappa)


def of_torch(dim: int, kappa: np.ndarray, device: str = "cpu", **options: Any) -> np.ndarray:
    torch, ours = pytest.importorskip("torch"), importlib.import_module("logbessel.torch")
    return ours.vmf_log_normalizer(torch.from_numpy(kappa).to(device), dim, **options).cpu().numpy()


def of_jax(dim: int, kappa: np.ndarray, platform: str = "cpu", **options: Any) -> np.ndarray:
    jax, ours = pytest.importorskip("jax"), importlib.import_module("logbessel.jax")
    jax.config.update("jax_enable_x64", True)
    try:
        with jax.default_device(jax.devices(platform)[0]):
            return np.asarray(ours.vmf_log_normalizer(jax.numpy.asarray(kappa), dim, **options))
    finally:
        jax.config.update("jax_enable_x64", False)


FRAMEWORKS = [
    pytest.param(of_torch, marks=pytest.mark.frameworks, id="torch"),
    pytest.param(of_jax, marks=pytest.mark.frameworks, id="jax"),
    pytest.param(partial(of_torch, device="cuda"), marks=pytest.mark.gpu, id="torch on a GPU"),
    pytest.param(partial(of_jax, platform="cuda"), marks=pytest.mark.gpu, id="jax on a GPU"),
]
pytestmark = pytest.mark.filterwarnings("default")  # what other libraries warn about is not ours to fix


@pytest.mark.parametrize("dim", DIMENSIONS)
def test_relative_error_of_the_formula(dim: int, dtype: type) -> None:
    kappa = concentrations(dim, dtype)
    computed = numpys(dim, kappa)
    assert computed.dtype == dtype
    assert relative_error(dim, kappa, -computed) <= BUDGET[dtype]


@pytest.mark.parametrize("log_normalizer", FRAMEWORKS)
@pytest.mark.parametrize("dim", [2, 64, 2048])
def test_relative_error(log_normalizer: Callable[..., np.ndarray], dim: int, dtype: type) -> None:
    kappa = concentrations(dim, dtype)
    computed = log_normalizer(dim, kappa, relative_to_uniform=True)
    assert computed.dtype == dtype
    assert relative_error(dim, kappa, -computed) <= BUDGET[dtype]
    uniform, eps = log_uniform_density(dim), np.finfo(dtype).eps
    assert_allclose(log_normalizer(dim, kappa), uniform + computed.astype(float), rtol=eps, atol=2 * abs(uniform) * eps)


@pytest.mark.parametrize("log_normalizer", FRAMEWORKS)
def test_it_is_the_one_of_the_distribution(log_normalizer: Callable[..., np.ndarray]) -> None:
    for dim in (2, 3, 384):
        kappa, pole = np.array([0.0, 0.1, 5.0, 2000.0]), np.eye(1, dim)[0]
        at_mode = [VonMisesFisher(pole, concentration).logpdf(pole) for concentration in kappa]
        assert_allclose(log_normalizer(dim, kappa) + kappa, at_mode, rtol=1e-12)


@pytest.mark.parametrize("log_normalizer", FRAMEWORKS)
def test_ends_and_types(log_normalizer: Callable[..., np.ndarray], dtype: type) -> None:
    kappa = np.array([0, np.inf, -1, np.nan], dtype)
    for dim in (2, 3, 2048):
        assert_array_equal(log_normalizer(dim, kappa, relative_to_uniform=True), [0, -np.inf, np.nan, np.nan])
        assert_array_equal(log_normalizer(dim, kappa), np.array([log_uniform_density(dim), -np.inf, np.nan, np.nan], dtype))
    half = np.linspace(0, 100, 9, dtype=np.float16)
    single = log_normalizer(64, half.astype(np.float32), relative_to_uniform=True)
    assert_array_equal(log_normalizer(64, half, relative_to_uniform=True), single.astype(np.float16))
    with pytest.raises(ValueError, match="dim must be at least 2, not 1"):
        log_normalizer(1, kappa)


@pytest.mark.frameworks
@pytest.mark.parametrize("compiled", [False, True])
def test_derivatives_in_pytorch(compiled: bool) -> None:
    torch, ours = importlib.import_module("torch"), importlib.import_module("logbessel.torch")

    def log_normalizer(kappa: Any) -> Any:
        return ours.vmf_log_normalizer(kappa, 2048)

    kappa = torch.tensor([0.25, 10.0, 900.0, 1e5], dtype=torch.float64, requires_grad=True)
    checks = {"check_forward_ad": True, "check_batched_grad": True, "check_batched_forward_grad": True}
    assert torch.autograd.gradcheck(log_normalizer, kappa[:3], **checks)
    assert torch.autograd.gradgradcheck(lambda kappa: ours.vmf_log_normalizer(kappa, 5), kappa[:3], check_fwd_over_rev=True)
    torch._dynamo.reset()
    function = torch.compile(log_normalizer, fullgraph=True, backend="aot_eager") if compiled else log_normalizer
    for dtype in (torch.float64, torch.float32):
        at = kappa.detach().to(dtype).requires_grad_()
        (slope,) = torch.autograd.grad(function(at).sum(), at)
        assert torch.equal(slope, -logbessel.iv_ratio(1024.0, at.detach()))
        assert torch.equal(torch.func.vmap(torch.func.grad(log_normalizer))(at.detach()), slope)


@pytest.mark.frameworks
def test_derivatives_in_jax() -> None:
    jax, ours = importlib.import_module("jax"), importlib.import_module("logbessel.jax")
    kappa = jax.numpy.asarray([0.25, 10.0, 900.0, 1e5])
    slope = jax.jit(jax.vmap(jax.grad(lambda kappa: ours.vmf_log_normalizer(kappa, 2048))))(kappa)
    assert_array_equal(slope, -logbessel.iv_ratio(1024.0, kappa))
    second = jax.vmap(jax.hessian(lambda kappa: ours.vmf_log_normalizer(kappa, 5)))(kappa[:2])
    assert_allclose(second, -jax.vmap(jax.grad(lambda kappa: logbessel.iv_ratio(2.5, kappa)))(kappa[:2]))


@pytest.mark.frameworks
@pytest.mark.parametrize("module", ["torch.log_normalizer", "torch.distributions", "jax", "sklearn.mixture", "sklearn.spherical_k_means"])
def test_docstrings(module: str) -> None:
    pytest.importorskip(module.partition(".")[0])
    results = importlib.import_module("doctest").testmod(importlib.import_module(f"logbessel.{module}"))
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.frameworks
def test_importing_the_adapter_does_not_start_jax() -> None:
    program = "import logbessel.jax, jax; jax.config.update('jax_num_cpu_devices', 3); assert jax.device_count() == 3"
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ | {"JAX_PLATFORMS": "cpu"})
