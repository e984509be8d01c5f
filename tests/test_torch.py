"""The functions on PyTorch tensors: values, types, transforms, errors.  On a GPU too where there is one."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

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


def bits(result: torch.Tensor) -> list[Any]:
    integer = {8: torch.int64, 4: torch.int32, 2: torch.int16}[result.itemsize]
    return [result.dtype, result.device, result.shape, result.contiguous().view(integer).tolist()]


def operators(call: Callable[[], Any]) -> set[str]:
    """The names of the operators that PyTorch sees in a call."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
        call()
    return {event.name for event in profile.events()}


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


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_the_operator_gives_the_same_bits(name: str, dtype: torch.dtype, device: str) -> None:
    function, operator = getattr(logbessel, name), getattr(torch.ops.logbessel, name)
    v, x = points(name, device, dtype)
    for a, b in (
        (v, x),
        (v[3], x[5]),
        (v[:0], x[:0]),
        (v[::2], x[::2]),
        (v[::2], x[::2].clone()),
        (v, x.flip(0)),
        (v[:900].reshape(30, 30).t(), x[:30]),
        (v, x.float()),
    ):
        assert bits(function(a, b)) == bits(operator(a, b))
    for number in (0, 2, 2.3, np.float64(0.7), True):
        assert bits(function(number, x)) == bits(operator(torch.tensor(number, dtype=dtype), x))
        assert bits(function(v, number)) == bits(operator(v, torch.tensor(number, dtype=dtype)))


def test_a_plain_call_is_no_operator(device: str) -> None:
    v, x = points("log_iv", device)
    parameter = torch.nn.Parameter(x)
    assert "logbessel::log_iv" in operators(lambda: torch.ops.logbessel.log_iv(v, x))
    assert "logbessel::log_iv" not in operators(lambda: (logbessel.log_iv(v, x), logbessel.log_iv(2.5, x), logbessel.log_iv(v, 2)))
    with torch.no_grad():
        assert "logbessel::log_iv" not in operators(lambda: logbessel.log_iv(v, parameter))
        assert bits(logbessel.log_iv(v, parameter)) == bits(logbessel.log_iv(v, x))


def test_modes_see_the_operator(device: str) -> None:
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    seen = []

    class Functions(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            seen.append(str(function))
            return function(*args, **(kwargs or {}))

    class Dispatches(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            seen.append(str(function))
            return function(*args, **(kwargs or {}))

    v, x = points("log_iv", device)
    for mode in (Functions, Dispatches):
        seen.clear()
        with mode():
            result = logbessel.log_iv(v, x)
        assert "logbessel.log_iv.default" in seen
        assert bits(result) == bits(logbessel.log_iv(v, x))


def test_subclasses_see_the_operator_and_stay(device: str) -> None:
    class Length(torch.Tensor):
        pass

    class Order(torch.Tensor):
        """Answers the order."""

        __torch_function__ = torch._C._disabled_torch_function_impl

        @classmethod
        def __torch_dispatch__(cls, function, types, args=(), kwargs=None):
            return args[0]

    v, x = points("log_iv", device)
    result = logbessel.log_iv(v, x.as_subclass(Length))
    assert type(result) is Length
    assert bits(result.as_subclass(torch.Tensor)) == bits(logbessel.log_iv(v, x))
    assert logbessel.log_iv(v, x.as_subclass(Order)) is v


def test_tensors_that_are_not_what_lies_in_their_memory(device: str) -> None:
    x = torch.linspace(0.1, 50, 9, device=device)
    assert bits(logbessel.log_iv(2.5, torch._neg_view(-x))) == bits(logbessel.log_iv(2.5, x))
    assert bits(logbessel.log_iv(torch._efficientzerotensor(9, device=device), x)) == bits(logbessel.log_iv(torch.zeros_like(x), x))
    with pytest.raises(NotImplementedError, match="Sparse"):
        logbessel.log_iv(2.5, x.to_sparse())


@pytest.mark.parametrize("default", ["meta", *DEVICES])
def test_a_default_device_changes_nothing(device: str, default: str) -> None:
    x = torch.linspace(0.1, 50, 9, device=device)
    truth = bits(logbessel.log_iv(2.5, x)), bits(logbessel.log_iv(x[:, None], x.double()))
    with torch.device(default):
        assert (bits(logbessel.log_iv(2.5, x)), bits(logbessel.log_iv(x[:, None], x.double()))) == truth


def test_inference_mode(device: str) -> None:
    v, x = points("log_iv", device)
    with torch.inference_mode():
        result, made_there = logbessel.log_iv(v, x), x + 0
    assert result.is_inference()
    assert bits(result) == bits(logbessel.log_iv(v, made_there))


def test_out(device: str) -> None:
    x = torch.linspace(0.1, 50, 100, device=device)
    out = torch.empty_like(x)
    assert logbessel.log_iv(2.5, x, out) is out
    assert torch.equal(out, logbessel.log_iv(2.5, x))
    half = torch.empty_like(x, dtype=torch.float16)
    assert torch.equal(logbessel.log_iv(2.5, x, out=half), out.half())
    assert torch.equal(logbessel.log_iv(2.5, x, out=x), out)
    for wrong in (x[:3], x.to("meta"), x.cpu().numpy()):
        with pytest.raises(ValueError, match=r"log_iv: out must be a tensor of shape \(100,\) on c"):
            logbessel.log_iv(2.5, x, out=wrong)
    with pytest.raises(TypeError, match=r"does not go into an out of torch\.int64"):
        logbessel.log_iv(2.5, x, out=x.long())


class Exported(torch.nn.Module):
    def __init__(self, v: torch.Tensor) -> None:
        super().__init__()
        self.v = torch.nn.Parameter(v)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return logbessel.log_iv(self.v, x) + logbessel.log_iv(self.v, self.v)


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
    one_by_one = torch.stack([logbessel.log_iv(order, x.float()) for order in v])
    assert one_by_one.dtype == torch.float32
    assert torch.equal(torch.func.vmap(logbessel.log_iv, in_dims=(0, None))(v, x.float()), one_by_one)


def test_fake_tensors_and_graphs(device: str) -> None:
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode():
        fake = logbessel.log_iv(torch.empty(4, 1, device=device), torch.empty(5, device=device, dtype=torch.float64))
    assert (fake.shape, fake.dtype, fake.device.type) == ((4, 5), torch.float64, device)
    graph = torch.fx.experimental.proxy_tensor.make_fx(lambda x: logbessel.log_iv(2.5, x))(torch.ones(3, device=device))
    assert "logbessel.log_iv" in graph.code
    v, x = points("log_iv", device)
    of_constants = torch.fx.experimental.proxy_tensor.make_fx(lambda y: logbessel.log_iv(v, x) + y)(x)
    assert "logbessel.log_iv" in of_constants.code
    assert "logbessel::log_iv" in str(torch.jit.trace(lambda x: logbessel.log_iv(2.5, x), x).graph)


@pytest.mark.parametrize("strict", [False, True])
def test_export(strict: bool, device: str) -> None:
    x = torch.linspace(0.1, 50, 9, device=device)
    module = Exported(x + 1)
    exported = torch.export.export(module, (x,), strict=strict)
    assert exported.graph_module.code.count("logbessel.log_iv") == 2
    assert torch.equal(exported.module()(x), module(x))


FIRST_CALL = """
import logbessel, torch
x = torch.ones(3)
order = torch.nn.Parameter(x, requires_grad=False)
for v in (2, 2.5, x, order):
    torch._dynamo.reset()
    torch.compile(lambda x: logbessel.log_iv(v, x), fullgraph=True, backend="eager")(x)
"""


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_the_first_call_may_be_compiled(first: int) -> None:
    subprocess.run([sys.executable, "-c", FIRST_CALL.replace("x, order)", f"x, order)[{first}:]")], check=True)


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
    torch.library.opcheck(torch.ops.logbessel.log_iv.default, (x.reshape(4, 3), x[:3]))
    torch.library.opcheck(torch.ops.logbessel.log_iv.default, (x.reshape(4, 3).requires_grad_(), (x[:3] + 1).requires_grad_()))


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
    with pytest.raises(RuntimeError, match=r"\(3\) must match .* \(2\)"):
        logbessel.log_iv(x, x[:2])
    with pytest.raises(RuntimeError, match=f"log_iv: the tensors lie on different devices, {device}.* and meta"):
        logbessel.log_iv(x, x.to("meta"))
    if device == "cuda":
        with pytest.raises(RuntimeError, match="different devices, cpu and cuda"):
            logbessel.log_iv(torch.ones(3), x)
