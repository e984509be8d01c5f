r"""Random cosines t of von Mises-Fisher distributions on JAX's arrays, with the derivative in the concentration.

As `logbessel.torch.cosine_sampling`, which has the formulas, but for single precision, which is JAX's default: what nearly cancels in
thousands of dimensions is written as a product.
"""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax, random

STEP = 1 / 8
# How much more steeply an integrand falls at first than in the end is at most 1 + 80/m: a larger concentration makes it nothing before.
STEEPNESS = 80


@partial(jax.custom_jvp, nondiff_argnums=(2,))
def cosine_complement(key: Any, kappa: Any, dim: int) -> Any:
    """1 - t of a random cosine for each element of an array of concentrations; NaN where these are negative or NaN."""
    return _by_rejection(key, kappa, dim - 1)


@cosine_complement.defjvp
def _derivative(dim: int, primals: Any, tangents: Any) -> Any:
    key, kappa = primals
    complement = cosine_complement(key, kappa, dim)
    return complement, -tangents[1] * cosine_slope(kappa, complement, dim)


@partial(jax.jit, static_argnums=2)
def _by_rejection(key: Any, kappa: Any, m: int) -> Any:
    """Of Ulrich and Wood: 1 - t = 2 b z/(1 - (1 - b) z), z ~ Beta(m/2, m/2).

    With w = 2 z - 1, the first component of a random direction in m + 1 dimensions, the logarithm of the density beside the proposal's is
    m (log(1 + y) - y), y = (1 - b) w/2/(1 - (1 - b) z), relative to its largest value.
    """
    b = m / (2 * kappa + jnp.hypot(2 * kappa, m))

    def draw(state: Any) -> Any:
        key, complement, todo = state
        key, of_normal, of_gamma, of_uniform = random.split(key, 4)
        normal = random.normal(of_normal, kappa.shape, kappa.dtype)
        rest = 2 * random.gamma(of_gamma, m / 2, kappa.shape, kappa.dtype)
        length = jnp.hypot(normal, jnp.sqrt(rest))
        w, width = normal / length, rest / length**2  # width = 1 - w^2, of which small z and 1 - z keep their digits
        z = jnp.where(w < 0, width / (1 - w), 1 + w) / 2
        z_c = jnp.where(w > 0, width / (1 + w), 1 - w) / 2
        y = (1 - b) * w / 2 / (z_c + b * z)
        accepted = m * (jnp.log1p(y) - y) >= jnp.log1p(-random.uniform(of_uniform, kappa.shape, kappa.dtype))
        return key, jnp.where(todo & accepted, 2 * b * z / (z_c + b * z), complement), todo & ~accepted

    return lax.while_loop(lambda state: state[2].any(), draw, (key, jnp.full_like(kappa, jnp.nan), kappa >= 0))[1]


@partial(jax.jit, static_argnums=2)
def cosine_slope(kappa: Any, complement: Any, dim: int) -> Any:
    """dt/dkappa at t = 1 - complement and a fixed probability."""
    from logbessel._backends import jax as backend

    functions: Any = backend  # which no type checker sees defined
    m, t = dim - 1, 1 - complement
    y = np.arange(-4, np.log(148 + 50 * (1 + STEEPNESS / m)), STEP)
    nodes, weights = np.exp(y - np.exp(-y)), STEP * (1 + np.exp(-y)) * np.exp(y - np.exp(-y))
    mean_c = functions.iv_ratio_c(dim / 2, kappa)
    width = complement * (2 - complement)  # 1 - t^2
    side = jnp.where(complement < mean_c, 1, -1).astype(kappa.dtype)
    scale = 1 / (jnp.abs(kappa * width - m * t) + jnp.sqrt(width * jnp.hypot(2 * kappa, m)))
    size = scale[..., None] * jnp.asarray(nodes, kappa.dtype)
    side, c, k = side[..., None], complement[..., None], kappa[..., None]
    tanh, tanh_c = jnp.tanh(size), 2 / (jnp.exp(2 * size) + 1)
    quotient = jnp.where(side > 0, 1 + (1 - c) * tanh, tanh_c + c * tanh)  # cosh(z')/(cosh(z) cosh(z' - z))
    step = side * tanh / quotient
    rise = width[..., None] * step  # t' - t
    # log((1 - t'^2)/(1 - t^2)), the first way where it is small
    near = size < 0.5
    log_cosh = size + jnp.log1p(jnp.exp(-2 * size)) - np.log(2)
    log_width = jnp.where(near, jnp.log1p(jnp.where(near, -step * (2 * (1 - c) + rise), 0)), -2 * (log_cosh + jnp.log(quotient)))
    fall = jnp.exp(k * rise + m / 2 * log_width)
    integral = (side * ((mean_c - complement)[..., None] + rise) * fall) @ jnp.asarray(weights, kappa.dtype)
    return width * scale * integral
