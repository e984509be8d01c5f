"""The derivatives of the functions on PyTorch tensors, in every way that PyTorch has to ask for one.  On a GPU too where there is one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from reference import enclosures
from reference.contract import registry

import logbessel
from logbessel._derivatives import ARGUMENT, ORDER, RULES, derivative, point

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]  # what PyTorch warns about is not ours to fix
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")
func, forward_ad = torch.func, torch.autograd.forward_ad

NAMES = list(registry())
DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
TWICE_IN_ORDER = ("log_iv", "log_kv", "log_ive", "log_kve", "iv_ratio", "iv_ratio_c", "iv_ratio_inv", "iv_ratio_c_inv")
KNOWN = [(name, argument) for name in NAMES for argument in (ORDER, ARGUMENT) if RULES[name][argument] is not None]


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest) -> str:
    return request.param


def points(name: str, device: str, dtype: torch.dtype = torch.float64) -> tuple[torch.Tensor, torch.Tensor]:
    """A few ordinary ones: differences are compared here, and the accuracy tests do the rest."""
    v = torch.tensor([1.75, 2.5, 7.25, 3.0], dtype=dtype, device=device)
    x = torch.tensor([0.375, 0.5, 0.625, 0.25] if name.endswith("_inv") else [2.5, 1.25, 6.0, 3.5], dtype=dtype, device=device)
    return v, x


def rule(name: str, argument: int, v: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """The derivative by NumPy's functions."""
    arrays = [operand.detach().cpu().numpy() for operand in (v, x)]
    value = getattr(logbessel, name)(*arrays) if name.endswith("_inv") else None
    return torch.from_numpy(np.asarray(derivative(logbessel, name, argument, *point(name, *arrays, value)))).to(x.device)


def close(found: torch.Tensor, expected: torch.Tensor, rtol: float = 1e-12) -> None:
    torch.testing.assert_close(found, expected, rtol=rtol, atol=0)


# ---- values ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "argument"), KNOWN)
def test_gradients(name: str, argument: int, device: str) -> None:
    operands = points(name, device)
    operands[argument].requires_grad_()
    for call in (getattr(logbessel, name), lambda v, x: getattr(torch.ops.logbessel, name)(v, x)):
        (gradient,) = torch.autograd.grad(call(*operands).sum(), operands[argument])
        close(gradient, rule(name, argument, *operands))


@pytest.mark.parametrize(("name", "argument"), KNOWN)
def test_gradcheck(name: str, argument: int, device: str) -> None:
    v, x = points(name, device)
    (v, x)[argument].requires_grad_()
    checks = {"check_forward_ad": True, "check_batched_grad": True, "check_batched_forward_grad": True}
    assert torch.autograd.gradcheck(getattr(logbessel, name), (v, x), **checks)
    assert torch.autograd.gradcheck(getattr(logbessel, name), (v[:, None], x[:3]), **checks)


@pytest.mark.parametrize(("name", "argument"), KNOWN)
def test_gradgradcheck(name: str, argument: int, device: str) -> None:
    """In the argument, and where they are known in both variables."""
    v, x = points(name, device)
    if argument == ARGUMENT or name in TWICE_IN_ORDER:
        (v, x)[argument].requires_grad_()
        x.requires_grad_()
        assert torch.autograd.gradgradcheck(getattr(logbessel, name), (v, x), check_fwd_over_rev=True, check_batched_grad=True)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_types_stay(dtype: torch.dtype, device: str) -> None:
    v, x = (operand.requires_grad_() for operand in points("log_iv", device, dtype))
    in_order, in_argument = torch.autograd.grad(logbessel.log_iv(v, x).sum(), (v, x))
    assert torch.equal(in_order, logbessel.log_iv_dv(v.detach(), x.detach()))
    assert torch.equal(in_argument, logbessel.log_iv_dx(v.detach(), x.detach()))
    single = x.detach().float().requires_grad_()
    in_order, in_argument = torch.autograd.grad(logbessel.log_iv(v, single).sum(), (v, single))
    assert (in_order.dtype, in_argument.dtype) == (dtype, torch.float32)


def test_gradients_have_the_shape_and_the_device_of_the_operand(device: str) -> None:
    v, x = points("log_kv", device)
    number = torch.tensor(2.5, dtype=torch.float64, requires_grad=True)  # on the CPU
    column, row, one = v[:, None].requires_grad_(), x[:3].clone().requires_grad_(), x[:1].clone().requires_grad_()
    close(torch.autograd.grad(logbessel.log_kv(column, row).sum(), column)[0], rule("log_kv", ORDER, column, row).sum(1, keepdim=True))
    close(torch.autograd.grad(logbessel.log_kv(column, row).sum(), row)[0], rule("log_kv", ARGUMENT, column, row).sum(0))
    close(torch.autograd.grad(logbessel.log_kv(v, one).sum(), one)[0], rule("log_kv", ARGUMENT, v, one).sum(0, keepdim=True))
    close(torch.autograd.grad(logbessel.log_kv(number, row).sum(), number)[0], rule("log_kv", ORDER, number.to(device), row).sum().cpu())
    close(torch.autograd.grad(logbessel.log_kv(2.5, row).sum(), row)[0], rule("log_kv", ARGUMENT, number.to(device), row))
    close(
        torch.autograd.grad(logbessel.log_kv(torch.arange(3, device=device), row).sum(), row)[0],
        logbessel.log_kv_dx(torch.arange(3, device=device), row),
    )


def test_what_needs_no_gradient_costs_nothing(device: str) -> None:
    from torch.utils._python_dispatch import TorchDispatchMode

    called: list[str] = []

    class Dispatches(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            called.extend([function.name().removeprefix("logbessel::")] * function.name().startswith("logbessel::"))
            return function(*args, **(kwargs or {}))

    v, x = points("log_iv", device)
    with Dispatches():
        torch.autograd.grad(logbessel.log_iv(v, x.requires_grad_()).sum(), x)
        torch.autograd.grad(torch.ops.logbessel.log_iv(v.requires_grad_(), x.detach()).sum(), v)
        func.jvp(lambda x: logbessel.log_kv(2.5, x), (x.detach(),), (x.detach(),))
    assert called == ["log_iv", "log_iv_dx", "log_iv", "log_iv_dv", "log_kv", "log_kv_dx"]


# ---- transforms --------------------------------------------------------------------------------------------------------------------

Differentiate = Callable[[Callable[[Any], Any], torch.Tensor], torch.Tensor]


def backward(function: Callable[[Any], Any], x: torch.Tensor) -> torch.Tensor:
    x = x.detach().requires_grad_()
    function(x).sum().backward()
    return x.grad


def along_ones(function: Callable[[Any], Any], x: torch.Tensor) -> torch.Tensor:
    with forward_ad.dual_level():
        return forward_ad.unpack_dual(function(forward_ad.make_dual(x, torch.ones_like(x)))).tangent


def jvp(function: Callable[[Any], Any], x: torch.Tensor) -> torch.Tensor:
    return func.jvp(function, (x,), (torch.ones_like(x),))[1]


def grad(function: Callable[[Any], Any], x: torch.Tensor) -> torch.Tensor:
    return func.grad(lambda x: function(x).sum())(x)


FIRST: dict[str, Differentiate] = {
    "backward": backward,
    "dual numbers": along_ones,
    "jvp": jvp,
    "grad": grad,
    "vjp": lambda function, x: func.vjp(function, x)[1](torch.ones_like(x))[0],
    "jacrev": lambda function, x: func.jacrev(function)(x).diagonal(),
    "jacfwd": lambda function, x: func.jacfwd(function)(x).diagonal(),
    "grad of vmap": lambda function, x: grad(func.vmap(function), x),
    "vmap of grad": lambda function, x: func.vmap(func.grad(function))(x),
    "vmap of jvp": lambda function, x: func.vmap(lambda x: jvp(function, x))(x),
    "jacobian": lambda function, x: torch.autograd.functional.jacobian(function, x, vectorize=True, strategy="forward-mode").diagonal(),
    "checkpoint": lambda function, x: backward(lambda x: torch.utils.checkpoint.checkpoint(function, x, use_reentrant=False), x),
    "traced": lambda function, x: backward(torch.jit.trace(function, x), x),
    "functionalized": lambda function, x: grad(func.functionalize(function), x),
    "a graph": lambda function, x: torch.fx.experimental.proxy_tensor.make_fx(lambda x: grad(function, x))(x)(x),
}

COMPILED: dict[str, Differentiate] = {
    name: lambda function, x, compiled=compiled: torch.compile(compiled(function), fullgraph=True, backend="aot_eager")(x)
    for name, compiled in {
        "grad": lambda function: lambda x: grad(function, x),
        "vmap of grad": lambda function: func.vmap(func.grad(function)),
        "jvp": lambda function: lambda x: jvp(function, x),
        "jacrev": lambda function: lambda x: func.jacrev(function)(x).diagonal(),
        "hessian of an antiderivative": lambda function: lambda x: func.jacfwd(function)(x).diagonal(),
    }.items()
}


def in_both_arguments(name: str, device: str) -> list[tuple[int, Callable[[Any], Any], torch.Tensor, torch.Tensor]]:
    """(argument, function of it alone, point, derivative there)"""
    v, x = points(name, device)
    function = getattr(logbessel, name)
    return [
        (ORDER, lambda v: function(v, 2.5), v, rule(name, ORDER, v, torch.full_like(x, 2.5))),
        (ARGUMENT, lambda x: function(2.5, x), x, rule(name, ARGUMENT, torch.full_like(v, 2.5), x)),
    ]


@pytest.mark.parametrize("way", FIRST)
@pytest.mark.parametrize("name", ["log_iv", "kv_ratio"])
def test_every_way_to_a_first_derivative(name: str, way: str, device: str) -> None:
    for _, function, at, expected in in_both_arguments(name, device):
        close(FIRST[way](function, at), expected)
    v, x = points(name, device)
    along_both = jvp(lambda t: getattr(logbessel, name)(v + t, x + t), torch.zeros_like(x))
    close(along_both, rule(name, ORDER, v, x) + rule(name, ARGUMENT, v, x))


@pytest.mark.parametrize("second", ["grad", "jvp", "jacrev", "jacfwd", "backward"])  # PyTorch refuses dual numbers round a jvp
@pytest.mark.parametrize("first", ["grad", "jvp", "jacrev", "jacfwd", "vmap of grad"])
def test_every_way_to_a_second_derivative(first: str, second: str, device: str) -> None:
    x = points("log_kv", device)[1]
    found = FIRST[second](lambda x: FIRST[first](lambda x: logbessel.log_kv(2.5, x), x), x)
    close(found, rule("log_kv_dx", ARGUMENT, torch.full_like(x, 2.5), x))
    mapped = func.vmap(func.hessian(lambda x: logbessel.log_kv(2.5, x)))(x)
    close(mapped, found)


def test_second_derivatives_beside_dual_numbers(device: str) -> None:
    x = points("log_iv", device)[1]
    expected = rule("log_iv_dx", ARGUMENT, torch.full_like(x, 2.5), x)
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(x.clone().requires_grad_(), torch.ones_like(x))
        result = logbessel.log_iv(2.5, dual)
        (slope,) = torch.autograd.grad(result.sum(), dual, create_graph=True)
        close(forward_ad.unpack_dual(slope).tangent, expected)
        close(torch.autograd.grad(forward_ad.unpack_dual(result).tangent.sum(), dual)[0], expected)


def test_third_derivatives_agree(device: str) -> None:
    x = points("log_iv", device)[1]
    expected = rule("log_iv_dx2", ARGUMENT, torch.full_like(x, 2.5), x)
    for ways in (("grad", "grad", "grad"), ("jvp", "jvp", "jvp"), ("grad", "jvp", "grad"), ("jacrev", "jacfwd", "jvp")):
        differentiated = lambda x: logbessel.log_iv(2.5, x)  # noqa: E731
        for way in ways:
            differentiated = lambda x, way=way, function=differentiated: FIRST[way](function, x)  # noqa: E731
        close(differentiated(x), expected, rtol=1e-9)


def test_hessian(device: str) -> None:
    """Of log K in both variables at once."""
    v, x = points("log_kv", device)
    hessian = func.hessian(lambda x: logbessel.log_kv(v, x).sum())(x)
    close(hessian, torch.diag(rule("log_kv_dx", ARGUMENT, v, x)))
    mixed = func.jacfwd(func.grad(lambda v, x: logbessel.log_kv(v, x).sum(), 1), 0)(v, x)
    close(mixed, torch.diag(rule("log_kv_dx", ORDER, v, x)))
    in_order = func.hessian(lambda v: logbessel.log_kv(v, x).sum())(v)
    close(in_order, torch.diag(rule("log_kv_dv", ORDER, v, x)))


@pytest.mark.parametrize(("name", "sign"), [("iv_ratio_inv", 1), ("iv_ratio_c_inv", -1)])
def test_second_derivatives_of_the_inverses(name: str, sign: int, device: str) -> None:
    """Those of the implicit function, from enclosures of the ratio's."""
    function = getattr(logbessel, name)
    for at in torch.stack(points(name, device), 1):
        v, x = float(at[0]), float(function(at[0], at[1]))
        r_v, r_x, r_vv, r_vx, r_xx = (
            sign * float(enclosures.enclose(getattr(enclosures, f"iv_ratio_{which}"), v, x)) for which in ("dv", "dx", "dv2", "dvdx", "dx2")
        )
        slope = -r_v / r_x
        mixed = -(r_vx + r_xx * slope) / r_x**2
        expected = [[-(r_vv + 2 * r_vx * slope + r_xx * slope**2) / r_x, mixed], [mixed, -r_xx / r_x**3]]
        close(func.hessian(lambda at: function(at[0], at[1]))(at), torch.tensor(expected, dtype=at.dtype, device=device))


# ---- compiled ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["aot_eager", "inductor"])
@pytest.mark.parametrize("dynamic", [False, True])
def test_compiled_forward_and_backward(backend: str, dynamic: bool, device: str) -> None:
    v, x = (operand.requires_grad_() for operand in points("log_iv", device))
    torch._dynamo.reset()
    compiled = torch.compile(lambda v, x: 2 * logbessel.log_iv(v[:, None], x + 0), fullgraph=True, backend=backend, dynamic=dynamic)
    for row in (x, x[:3]):
        in_order, in_argument = torch.autograd.grad(compiled(v, row).sum(), (v, row))
        close(in_order, 2 * rule("log_iv", ORDER, v[:, None], row).sum(1))
        close(in_argument, 2 * rule("log_iv", ARGUMENT, v[:, None], row).sum(0))
    assert not compiled(v.detach(), x.detach()).requires_grad
    assert torch.compile(lambda x: logbessel.log_iv(2.5, x), fullgraph=True, backend=backend)(x).requires_grad


@pytest.mark.parametrize("way", COMPILED)
def test_compiled_transforms(way: str, device: str) -> None:
    for _, function, at, expected in in_both_arguments("log_iv", device):
        torch._dynamo.reset()
        close(COMPILED[way](function, at), expected)
    x = points("log_kv", device)[1]
    torch._dynamo.reset()
    second = COMPILED[way](lambda x: grad(lambda x: logbessel.log_kv(2.5, x), x), x) if way != "vmap of grad" else None
    assert second is None or close(second, rule("log_kv_dx", ARGUMENT, torch.full_like(x, 2.5), x)) is None


def test_twice_through_a_compiled_function_is_an_error_and_no_zero(device: str) -> None:
    """As PyTorch has it for every function; before 2.13 it ends the graph at what its partitioner has put into the forward program."""
    x = points("log_iv", device)[1].requires_grad_()
    compiled = torch.compile(lambda x: logbessel.log_iv(2.5, x), fullgraph=True, backend="aot_eager")
    (slope,) = torch.autograd.grad(compiled(x).sum(), x, create_graph=True)
    refusal = "does not currently support double backward" if slope.requires_grad else "does not require grad"
    assert slope.requires_grad or torch.__version__ < "2.13"
    with pytest.raises(RuntimeError, match=refusal):
        slope.sum().backward()


class WithOrder(torch.nn.Module):
    def __init__(self, v: torch.Tensor) -> None:
        super().__init__()
        self.v = torch.nn.Parameter(v)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return logbessel.log_iv(self.v, x)


@pytest.mark.parametrize("strict", [False, True])
def test_exported(strict: bool, device: str) -> None:
    v, x = points("log_iv", device)
    exported = torch.export.export(WithOrder(v), (x,), strict=strict)
    assert exported.graph_module.code.count("logbessel.log_iv") == 1
    module = exported.module()
    module(x.requires_grad_()).sum().backward()
    close(x.grad, rule("log_iv", ARGUMENT, v, x))
    (parameter,) = module.parameters()
    close(parameter.grad, rule("log_iv", ORDER, v, x))


# ---- what is no derivative ---------------------------------------------------------------------------------------------------------


def test_an_unknown_derivative_is_refused_not_zero(device: str) -> None:
    v, x = points("log_iv", device)
    v.requires_grad_()
    (slope,) = torch.autograd.grad(logbessel.log_iv_dv(v, x).sum(), v, create_graph=True)
    for differentiate in (
        lambda: slope.sum().backward(),
        lambda: func.hessian(lambda v: logbessel.log_iv_dv(v, x).sum())(v.detach()),
        lambda: func.jacfwd(func.jacfwd(lambda v: logbessel.log_iv_dv(v, x)))(v.detach()),
        lambda: torch.compile(func.grad(lambda v: logbessel.log_iv_dv2(v, x).sum()), backend="aot_eager")(v.detach()),
    ):
        with pytest.raises(
            (NotImplementedError, torch._dynamo.exc.TorchDynamoException), match="log_iv_dv2 has no derivative in its order"
        ):
            differentiate()


def test_where_no_derivative_is_wanted(device: str) -> None:
    x = points("log_iv", device)[1].requires_grad_()
    with torch.no_grad():
        value = logbessel.log_iv(2.5, x)
    with torch.inference_mode():
        assert not logbessel.log_iv(2.5, x).requires_grad
    assert not value.requires_grad
    assert not logbessel.log_iv(2.5, x.detach()).requires_grad
    close(func.grad(lambda y: (logbessel.log_iv(2.5, x.detach()) * y).sum())(x.detach()), value)
    with forward_ad.dual_level():
        assert forward_ad.unpack_dual(logbessel.log_iv(2.5, x.detach())).tangent is None


def test_into_an_out(device: str) -> None:
    """The values are copied, and PyTorch differentiates the copy."""
    x = points("log_iv", device)[1].requires_grad_()
    out = torch.empty_like(x, requires_grad=False)
    logbessel.log_iv(2.5, x, out=out)
    close(torch.autograd.grad(out.sum(), x)[0], rule("log_iv", ARGUMENT, torch.full_like(x, 2.5), x))


def test_what_was_changed_since_is_noticed(device: str) -> None:
    x = points("log_iv", device)[1].requires_grad_()
    y = x + 0
    result = logbessel.log_iv(2.5, y)
    y.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        result.sum().backward()


def test_subclasses_and_parameters(device: str) -> None:
    class Length(torch.Tensor):
        pass

    v, x = points("log_iv", device)
    order, length = torch.nn.Parameter(v), x.as_subclass(Length).requires_grad_()
    result = logbessel.log_iv(order, length)
    assert type(result) is Length
    result.sum().backward()
    close(order.grad, rule("log_iv", ORDER, v, x))
    close(length.grad.as_subclass(torch.Tensor), rule("log_iv", ARGUMENT, v, x))
