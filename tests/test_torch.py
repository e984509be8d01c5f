"""The functions on PyTorch tensors: values, types, transforms, errors.  On a GPU too where there is one."""

import numpy as np
import pytest
from domain import domain_points
from numpy.testing import assert_array_equal
from reference.contract import registry

import logbessel

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]  # what PyTorch warns about is not ours to fix
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")

NAMES = list(registry())
DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest) -> str:
    return request.param


def points(name: str, device: str, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    return tuple(torch.from_numpy(a).to(device, dtype) for a in domain_points(name, 1000))


def expected(name: str, v: torch.Tensor, x: torch.Tensor) -> np.ndarray:
    with np.errstate(over="ignore"):
        return getattr(logbessel, name)(v.cpu().numpy(), x.cpu().numpy())


def close(result: torch.Tensor, truth: np.ndarray) -> None:
    """To 8 ulp of the larger of the value and 1; the accuracy tests of the kernels do the rest."""
    assert result.shape == truth.shape
    with np.errstate(invalid="ignore"):
        error = np.abs(result.double().cpu().numpy() - truth.astype(float))
        near = error <= 8 * np.spacing(np.maximum(np.abs(truth), 1).astype(truth.dtype)).astype(float)
    np.testing.assert_array_equal(result.double().cpu().numpy()[~near], truth.astype(float)[~near])  # infinities and NaN


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16])
def test_values(name: str, dtype: torch.dtype, device: str) -> None:
    v, x = points(name, device, dtype)
    result = getattr(logbessel, name)(v, x)
    assert (result.dtype, result.device.type) == (dtype, device)
    close(result, expected(name, v, x))


def test_bfloat16(device: str) -> None:
    v, x = points("log_iv", device, torch.bfloat16)
    result = logbessel.log_iv(v, x)
    assert result.dtype == torch.bfloat16
    truth = logbessel.log_iv(v.float().cpu().numpy(), x.float().cpu().numpy())
    assert_array_equal(result.float().cpu().numpy(), torch.from_numpy(truth).bfloat16().float().numpy())


def test_numbers_integers_and_mixtures(device: str) -> None:
    x = torch.linspace(0.1, 50, 100, device=device)
    close(logbessel.log_iv(2.5, x), expected("log_iv", torch.tensor(2.5), x))
    close(logbessel.log_iv(x, 2), expected("log_iv", x, torch.tensor(2.0)))
    assert logbessel.log_iv(2.5, x).dtype == torch.float32
    assert logbessel.log_iv(torch.arange(1, 5, device=device), torch.arange(1, 5, device=device)).dtype == torch.float32
    assert logbessel.log_iv(x.double(), x).dtype == torch.float64
    assert logbessel.log_iv(torch.tensor(2.0, dtype=torch.float64), x).dtype == torch.float32  # as torch.add has it


def test_broadcasting_strides_and_shapes(device: str) -> None:
    v, x = torch.linspace(0, 60, 21, device=device, dtype=torch.float64), torch.linspace(0.1, 80, 34, device=device, dtype=torch.float64)
    truth = logbessel.log_kv(v.cpu().numpy()[:, None], x.cpu().numpy())
    close(logbessel.log_kv(v[:, None], x), truth)
    close(logbessel.log_kv(v[::2, None], x.flip(0)[::3]), truth[::2, ::-1][:, ::3])
    close(logbessel.log_kv(v.expand(3, 21).t(), x[:3]), logbessel.log_kv(v.cpu().numpy()[:, None], x.cpu().numpy()[:3]))
    assert logbessel.log_kv(v[:0], x[:1]).shape == (0,)
    assert logbessel.log_kv(v[3], x[4]).shape == ()


def test_large_enough_for_every_queue(device: str) -> None:
    """All regions in one call, more elements than one block takes."""
    rng = np.random.default_rng(5)
    v, x = rng.uniform(-2, 60, 200_000), np.exp(rng.uniform(-700, 6, 200_000))
    with np.errstate(all="ignore"):
        truth = logbessel.log_iv(v, x)
    close(logbessel.log_iv(torch.from_numpy(v).to(device), torch.from_numpy(x).to(device)), truth)


def test_out(device: str) -> None:
    x = torch.linspace(0.1, 50, 100, device=device)
    out = torch.empty_like(x)
    assert logbessel.log_iv(2.5, x, out) is out
    assert torch.equal(out, logbessel.log_iv(2.5, x))


def test_a_derivative_is_refused_not_zero(device: str) -> None:
    x = torch.linspace(0.1, 50, 100, device=device, requires_grad=True)
    with pytest.raises(NotImplementedError, match="log_iv has no derivatives yet"):
        logbessel.log_iv(2.5, x)
    with pytest.raises(NotImplementedError, match="no derivatives yet"):
        torch.func.grad(lambda x: logbessel.log_iv(2.5, x).sum())(x.detach())
    with pytest.raises(NotImplementedError, match="no derivatives yet"):
        torch.func.jvp(lambda x: logbessel.log_iv(2.5, x), (x.detach(),), (torch.ones_like(x),))
    with torch.no_grad():
        assert not logbessel.log_iv(2.5, x).requires_grad


def test_vmap(device: str) -> None:
    v, x = (
        torch.linspace(0, 9, 4, device=device, dtype=torch.float64),
        torch.linspace(1, 40, 12, device=device, dtype=torch.float64).reshape(4, 3),
    )
    expected = logbessel.log_iv(v[:, None], x)
    assert torch.equal(torch.func.vmap(logbessel.log_iv)(v, x), expected)
    assert torch.equal(torch.func.vmap(logbessel.log_iv, in_dims=(0, 1), out_dims=0)(v, x.t()), expected)
    assert torch.equal(torch.func.vmap(lambda x: logbessel.log_iv(2.5, x))(x), logbessel.log_iv(2.5, x))
    nested = torch.func.vmap(torch.func.vmap(logbessel.log_iv, in_dims=(None, 0)), in_dims=(0, 0))(v, x)
    assert torch.equal(nested, expected)


def test_fake_tensors_and_graphs(device: str) -> None:
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode():
        fake = logbessel.log_iv(torch.empty(4, 1, device=device), torch.empty(5, device=device, dtype=torch.float64))
    assert (fake.shape, fake.dtype, fake.device.type) == ((4, 5), torch.float64, device)
    graph = torch.fx.experimental.proxy_tensor.make_fx(lambda x: logbessel.log_iv(2.5, x))(torch.ones(3, device=device))
    assert "logbessel.log_iv" in graph.code


def test_compile(device: str) -> None:
    x = torch.linspace(0.1, 50, 100, device=device)

    @torch.compile(fullgraph=True, backend="aot_eager")
    def doubled(x: torch.Tensor) -> torch.Tensor:
        return 2 * torch.ops.logbessel.log_iv(x + 1, x)

    assert torch.equal(doubled(x), 2 * logbessel.log_iv(x + 1, x))

    @torch.compile(fullgraph=True, backend="aot_eager")
    def through_the_public_name(x: torch.Tensor) -> torch.Tensor:
        return logbessel.log_kv(2.5, x) + logbessel.log_iv(x, x)

    assert torch.equal(through_the_public_name(x), logbessel.log_kv(2.5, x) + logbessel.log_iv(x, x))


def test_opcheck(device: str) -> None:
    x = torch.linspace(0.1, 50, 12, device=device, dtype=torch.float64)
    torch.library.opcheck(torch.ops.logbessel.log_iv.default, (x.reshape(4, 3), x[:3]), test_utils=("test_schema", "test_faketensor"))


@pytest.mark.skipif(torch.cuda.device_count() < 2, reason="one GPU or none")
def test_devices() -> None:
    """A tensor on cuda:1 is computed there, whichever device is the current one."""
    v, x = points("log_iv", "cuda:1")
    with torch.cuda.device(0):
        result = logbessel.log_iv(v, x)
    assert result.device == x.device
    close(result, expected("log_iv", v, x))
    with pytest.raises(RuntimeError, match="different devices, cuda:0 and cuda:1"):
        logbessel.log_iv(v.to("cuda:0"), x)


def test_errors_name_both_sides(device: str) -> None:
    x = torch.ones(3, device=device)
    with pytest.raises(TypeError, match=r"ndarray meets a PyTorch tensor"):
        logbessel.log_iv(np.ones(3), x)
    with pytest.raises(TypeError, match="takes no where"):
        logbessel.log_iv(1.0, x, where=True)
    with pytest.raises(TypeError, match="complex64"):
        logbessel.log_iv(1.0, x.to(torch.complex64))
    if device == "cuda":
        with pytest.raises(RuntimeError, match="different devices, cpu and cuda"):
            logbessel.log_iv(torch.ones(3), x)
