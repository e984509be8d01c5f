"""Distributions on the unit sphere in the manner of `numpyro.distributions`."""

from __future__ import annotations

from typing import Any, ClassVar

import jax.numpy as jnp
from jax import lax, random
from numpyro.distributions import Distribution, constraints, kl_divergence
from numpyro.distributions.util import validate_sample

from logbessel.jax import vmf_log_normalizer
from logbessel.numpyro.cosine_sampling import cosine_complement
from logbessel.stats.log_normalizer import log_uniform_density

__all__ = ["HypersphericalUniform", "VonMisesFisher"]


class VonMisesFisher(Distribution):
    r"""The von Mises-Fisher distribution on the unit sphere of p >= 2 dimensions.

    .. math::
        f(u) = C_p(\kappa) \exp(\kappa\, \mu^T u)

    Stable in float32 in thousands of dimensions, for every concentration.  Samples are differentiable in the mean direction and in the
    concentration: the cosine to the mean direction by its distribution function (implicitly), the rest by a projection.

    Parameters
    ----------
    mean_direction : array of shape (..., p)
        :math:`\mu`, of norm 1.
    concentration : array_like
        :math:`\kappa \ge 0`, of a shape that broadcasts with (...); 0 is the uniform distribution.
    validate_args : bool, optional
        Whether to check the parameters, and the values of `log_prob`; NumPyro's default.

    Raises
    ------
    ValueError
        The mean direction has fewer than 2 components; with `validate_args` that it is not of norm 1, or the concentration negative.

    References
    ----------
    Davidson, Falorsi, De Cao, Kipf & Tomczak (2018), Hyperspherical variational auto-encoders; Figurnov, Mohamed & Mnih (2018), Implicit
    reparameterization gradients.

    Examples
    --------
    >>> import jax.numpy as jnp
    >>> from logbessel.numpyro import VonMisesFisher
    >>> sphere = VonMisesFisher(jnp.array([0.0, 0.6, 0.8]), 50.0)
    >>> print(round(float(sphere.log_prob(jnp.array([0.0, 0.0, 1.0]))), 3))
    -7.926
    """

    arg_constraints: ClassVar[dict[str, Any]] = {"mean_direction": constraints.sphere, "concentration": constraints.nonnegative}
    reparametrized_params: ClassVar[list[str]] = ["mean_direction", "concentration"]
    support = constraints.sphere

    def __init__(self, mean_direction: Any, concentration: Any, *, validate_args: bool | None = None) -> None:
        shape = jnp.shape(mean_direction)
        if len(shape) < 1 or shape[-1] < 2:
            raise ValueError(f"mean_direction must have at least 2 components, not the shape {shape}")
        kind = jnp.result_type(mean_direction, concentration, float)
        batch = lax.broadcast_shapes(shape[:-1], jnp.shape(concentration))
        self.mean_direction = jnp.broadcast_to(jnp.asarray(mean_direction, kind), (*batch, shape[-1]))
        self.concentration = jnp.broadcast_to(jnp.asarray(concentration, kind), batch)
        super().__init__(batch, shape[-1:], validate_args=validate_args)

    @classmethod
    def infer_shapes(cls, mean_direction: Any, concentration: Any) -> Any:
        """The shapes of the batch and of an event for parameters of these shapes."""
        return lax.broadcast_shapes(mean_direction[:-1], concentration), mean_direction[-1:]

    @property
    def dim(self) -> int:
        """p"""
        return int(self._event_shape[0])

    @property
    def mean_resultant_length(self) -> Any:
        """A_p(kappa), the length of the mean."""
        return _functions().iv_ratio(self.dim / 2, self.concentration)

    @property
    def mean(self) -> Any:
        """A_p(kappa) mu, inside the sphere."""
        return self.mean_resultant_length[..., None] * self.mean_direction

    @property
    def mode(self) -> Any:
        """mu"""
        return self.mean_direction

    @property
    def variance(self) -> Any:
        r"""Of each component: :math:`\frac{1 - A'}{p - 1}` across the mean direction and :math:`A'` along it, A' the derivative of A_p."""
        along = _functions().iv_ratio_dx(self.dim / 2, self.concentration)
        length = self.mean_resultant_length
        across = (1 - length * length - along) / (self.dim - 1)
        return across[..., None] + (along - across)[..., None] * self.mean_direction**2

    @validate_sample
    def log_prob(self, value: Any) -> Any:
        """The logarithm of the density at unit vectors."""
        cosine = (self.mean_direction * value).sum(-1)
        return self.concentration * cosine + vmf_log_normalizer(self.concentration, self.dim)

    def entropy(self) -> Any:
        """In nats; that of the uniform distribution at kappa = 0."""
        return -log_uniform_density(self.dim) - _divergence_from_uniform(self)

    def sample(self, key: Any, sample_shape: tuple[int, ...] = ()) -> Any:
        """Random directions, differentiable in both parameters."""
        shape = self.shape(sample_shape)
        of_cosine, of_normal = random.split(key)
        mean, concentration = jnp.broadcast_to(self.mean_direction, shape), jnp.broadcast_to(self.concentration, shape[:-1])
        complement = cosine_complement(of_cosine, concentration, self.dim)[..., None]
        across = random.normal(of_normal, shape, mean.dtype)
        across = across - (across * mean).sum(-1, keepdims=True) * mean
        across = across - (across * mean).sum(-1, keepdims=True) * mean  # again, for what rounding has left along the mean
        across = across / jnp.linalg.norm(across, axis=-1, keepdims=True)
        return (1 - complement) * mean + jnp.sqrt(jnp.maximum(complement * (2 - complement), jnp.finfo(mean.dtype).tiny)) * across


class HypersphericalUniform(Distribution):
    """The uniform distribution on the unit sphere.

    Parameters
    ----------
    dim : int
        The dimension p >= 2 of the space around it.
    batch_shape : tuple of int
    validate_args : bool, optional
        Whether to check the values of `log_prob`; NumPyro's default.

    Raises
    ------
    ValueError
        `dim` is less than 2.

    Examples
    --------
    >>> from logbessel.numpyro import HypersphericalUniform
    >>> print(round(float(HypersphericalUniform(3).entropy()), 4))  # log of 4 pi
    2.531
    """

    arg_constraints: ClassVar[dict[str, Any]] = {}
    reparametrized_params: ClassVar[list[str]] = []
    pytree_aux_fields = ("dim",)
    support = constraints.sphere

    def __init__(self, dim: int, batch_shape: tuple[int, ...] = (), *, validate_args: bool | None = None) -> None:
        if dim < 2:
            raise ValueError(f"dim must be at least 2, not {dim}")
        self.dim = dim
        super().__init__(tuple(batch_shape), (dim,), validate_args=validate_args)

    @property
    def mean(self) -> Any:
        """0"""
        return jnp.zeros(self.shape())

    @property
    def variance(self) -> Any:
        """1/p, of each component"""
        return jnp.full(self.shape(), 1 / self.dim)

    @validate_sample
    def log_prob(self, value: Any) -> Any:
        """The logarithm of 1 over the area of the sphere."""
        shape = lax.broadcast_shapes(jnp.shape(value)[:-1], self.batch_shape)
        return jnp.full(shape, log_uniform_density(self.dim), jnp.result_type(value, float))

    def entropy(self) -> Any:
        """The logarithm of the area of the sphere."""
        return jnp.full(self.batch_shape, -log_uniform_density(self.dim))

    def sample(self, key: Any, sample_shape: tuple[int, ...] = ()) -> Any:
        """Random directions."""
        normal = random.normal(key, self.shape(sample_shape))
        return normal / jnp.linalg.norm(normal, axis=-1, keepdims=True)


def _functions() -> Any:
    """Those of JAX's arrays, whose import starts JAX: not before its user has configured it."""
    from logbessel._backends import jax as functions

    return functions


def _divergence_from_uniform(p: VonMisesFisher) -> Any:
    """log C_p(kappa) - log C_p(0) + kappa A_p(kappa)"""
    return vmf_log_normalizer(p.concentration, p.dim, relative_to_uniform=True) + p.concentration * p.mean_resultant_length


@kl_divergence.register(VonMisesFisher, HypersphericalUniform)
def _kl_from_uniform(p: VonMisesFisher, q: HypersphericalUniform) -> Any:
    _check_dimensions(p, q)
    return jnp.broadcast_to(_divergence_from_uniform(p), lax.broadcast_shapes(p.batch_shape, q.batch_shape))


@kl_divergence.register(VonMisesFisher, VonMisesFisher)
def _kl(p: VonMisesFisher, q: VonMisesFisher) -> Any:
    _check_dimensions(p, q)
    cosine = (p.mean_direction * q.mean_direction).sum(-1)
    of_p, of_q = (vmf_log_normalizer(one.concentration, one.dim, relative_to_uniform=True) for one in (p, q))
    return of_p - of_q + p.mean_resultant_length * (p.concentration - q.concentration * cosine)


@kl_divergence.register(HypersphericalUniform, VonMisesFisher)
def _kl_of_uniform(p: HypersphericalUniform, q: VonMisesFisher) -> Any:
    _check_dimensions(p, q)
    divergence = -vmf_log_normalizer(q.concentration, q.dim, relative_to_uniform=True)
    return jnp.broadcast_to(divergence, lax.broadcast_shapes(p.batch_shape, q.batch_shape))


@kl_divergence.register(HypersphericalUniform, HypersphericalUniform)
def _kl_of_uniforms(p: HypersphericalUniform, q: HypersphericalUniform) -> Any:
    _check_dimensions(p, q)
    return jnp.zeros(lax.broadcast_shapes(p.batch_shape, q.batch_shape))


def _check_dimensions(p: Any, q: Any) -> None:
    if p.dim != q.dim:
        raise ValueError(f"distributions in {p.dim} and in {q.dim} dimensions have no divergence")
