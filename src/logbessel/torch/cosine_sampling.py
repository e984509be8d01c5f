r"""Random cosines t of von Mises-Fisher distributions on tensors, with the derivative in the concentration.

What is drawn is 1 - t, which keeps its digits for concentrated distributions, as in `logbessel.stats.sampling`.  At a fixed probability
F(t; kappa) a cosine moves with the concentration by (Figurnov, Mohamed & Mnih 2018)

    dt/dkappa = -(dF/dkappa)/f(t) = int_t^1 (s - A_p) f(s)/f(t) ds = int_-1^t (A_p - s) f(s)/f(t) ds,

of which that one is taken whose integrand falls.  With s = tanh(z) and the double-exponential rule, as in `logbessel.stats.unimodal`.
"""

import math
from typing import Any

import torch

from logbessel._backends import torch as backend

functions: Any = backend  # which no type checker sees defined

STEP = 1 / 8


class CosineComplement(torch.autograd.Function):
    """1 - t of a random cosine for each element of a tensor of concentrations."""

    @staticmethod
    def forward(ctx: Any, kappa: torch.Tensor, dim: int) -> torch.Tensor:
        wide = kappa.detach().to(torch.float64)
        complement = _in_three_dimensions(wide) if dim == 3 else _by_rejection(wide, dim)
        ctx.dim = dim
        ctx.save_for_backward(wide, complement)
        return complement.to(kappa.dtype)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> Any:
        kappa, complement = ctx.saved_tensors
        return -gradient * cosine_slope(kappa, complement, ctx.dim).to(gradient.dtype), None


def _in_three_dimensions(kappa: torch.Tensor) -> torch.Tensor:
    share = torch.rand_like(kappa)
    return torch.where(kappa < 1e-8, 2 * share, -torch.log1p(share * torch.expm1(-2 * kappa)) / kappa.clamp(min=1e-8))


def _by_rejection(kappa: torch.Tensor, dim: int) -> torch.Tensor:
    """Of Ulrich and Wood, all elements that were rejected again."""
    m = dim - 1
    half = torch.tensor(m / 2, dtype=kappa.dtype, device=kappa.device)
    proposal = torch.distributions.Beta(half, half)
    flat = kappa.reshape(-1)
    result, todo = torch.empty_like(flat), torch.arange(flat.numel(), device=flat.device)
    while todo.numel():
        k = flat[todo]
        b = m / (2 * k + torch.hypot(2 * k, torch.full_like(k, m)))
        x_0, complement_0 = (1 - b) / (1 + b), 2 * b / (1 + b)
        z = proposal.sample(k.shape)
        complement = 2 * b * z / (1 - (1 - b) * z)
        odds = k * (complement_0 - complement) + m * torch.log1p(x_0 * (complement - complement_0) / (complement_0 * (1 + x_0)))
        accepted = odds >= torch.log1p(-torch.rand_like(k))
        result[todo[accepted]] = complement[accepted]
        todo = todo[~accepted]
    return result.reshape(kappa.shape)


def cosine_slope(kappa: torch.Tensor, complement: torch.Tensor, dim: int) -> torch.Tensor:
    """dt/dkappa at t = 1 - complement, float64."""
    if not kappa.numel():
        return kappa.clone()
    m, t, mean_c = dim - 1, 1 - complement, functions.iv_ratio_c(dim / 2, kappa)
    width = complement * (1 + t)  # 1 - t^2
    side = torch.where(complement < mean_c, 1.0, -1.0)
    slope = kappa * width - m * t
    scale = 1 / (slope.abs() + (width * torch.hypot(2 * kappa, torch.full_like(kappa, m))).sqrt())
    y = torch.arange(-4, math.log(148 + 50 * (1 + float(kappa.max()) / m)), STEP, dtype=kappa.dtype, device=kappa.device)
    nodes = torch.exp(y - torch.exp(-y))
    weights = STEP * (1 + torch.exp(-y)) * nodes
    size = scale[..., None] * nodes
    tanh, tanh_c = torch.tanh(size), 2 / (torch.exp((2 * size).clamp(max=700)) + 1)
    side, c, k = side[..., None], complement[..., None], kappa[..., None]
    quotient = torch.where(side > 0, 1 + (1 - c) * tanh, tanh_c + c * tanh)  # cosh(z')/(cosh(z) cosh(z' - z))
    rise = side * width[..., None] * tanh / quotient  # t' - t
    log_cosh = size + torch.log1p(torch.exp(-2 * size)) - math.log(2)
    fall = torch.exp(k * rise - m * (log_cosh + torch.log(quotient)))
    integral = (side * ((mean_c - complement)[..., None] + rise) * fall) @ weights
    return width * scale * integral
