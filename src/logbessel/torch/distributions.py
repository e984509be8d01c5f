"""Distributions on the unit sphere in the manner of `torch.distributions`."""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch.distributions import Distribution, constraints, register_kl

from logbessel._backends import torch as backend
from logbessel.stats.log_normalizer import log_uniform_density
from logbessel.torch.cosine_sampling import CosineComplement
from logbessel.torch.log_normalizer import vmf_log_normalizer

__all__ = ["HypersphericalUniform", "VonMisesFisher", "unit_sphere"]

functions: Any = backend  # which no type checker sees defined


class _UnitSphere(constraints.Constraint):
    """Vectors of norm 1, to a relative 1e-4 (1e-2 in half precision)."""

    is_discrete = False
    event_dim = 1

    def check(self, value: torch.Tensor) -> torch.Tensor:
        tolerance = 1e-2 if value.dtype in (torch.float16, torch.bfloat16) else 1e-4
        return (torch.linalg.vector_norm(value, dim=-1) - 1).abs() < tolerance


unit_sphere = _UnitSphere()


class VonMisesFisher(Distribution):
    r"""The von Mises-Fisher distribution on the unit sphere of p >= 2 dimensions.

    .. math::
        f(u) = C_p(\kappa) \exp(\kappa\, \mu^T u)

    Stable in float32 in thousands of dimensions, for every concentration.  Samples are differentiable in the mean direction and in the
    concentration: the cosine to the mean direction by its distribution function (implicitly), the rest by a projection.

    Parameters
    ----------
    mean_direction : torch.Tensor of shape (..., p)
        :math:`\mu`, of norm 1.
    concentration : float or torch.Tensor
        :math:`\kappa \ge 0`, of a shape that broadcasts with (...); 0 is the uniform distribution.
    validate_args : bool, optional
        Whether to check the parameters, and the values of `log_prob`; PyTorch's default.

    References
    ----------
    Davidson, Falorsi, De Cao, Kipf & Tomczak (2018), Hyperspherical variational auto-encoders; Figurnov, Mohamed & Mnih (2018), Implicit
    reparameterization gradients.

    Examples
    --------
    >>> import torch
    >>> from logbessel.torch.distributions import VonMisesFisher
    >>> sphere = VonMisesFisher(torch.tensor([0.0, 0.6, 0.8]), 50.0)
    >>> round(sphere.log_prob(torch.tensor([0.0, 0.0, 1.0])).item(), 3)
    -7.926
    """

    arg_constraints: ClassVar[dict[str, Any]] = {"mean_direction": unit_sphere, "concentration": constraints.nonnegative}
    support = unit_sphere
    has_rsample = True

    def __init__(self, mean_direction: torch.Tensor, concentration: Any, validate_args: bool | None = None) -> None:
        if mean_direction.dim() < 1 or mean_direction.shape[-1] < 2:
            raise ValueError(f"mean_direction must have at least 2 components, not the shape {tuple(mean_direction.shape)}")
        concentration = torch.as_tensor(concentration, dtype=mean_direction.dtype, device=mean_direction.device)
        batch = torch.broadcast_shapes(mean_direction.shape[:-1], concentration.shape)
        self.mean_direction = mean_direction.expand(*batch, mean_direction.shape[-1])
        self.concentration = concentration.expand(batch)
        super().__init__(batch, mean_direction.shape[-1:], validate_args=validate_args)

    @property
    def dim(self) -> int:
        """p"""
        return int(self._event_shape[0])

    def expand(self, batch_shape: Any, _instance: Any = None) -> VonMisesFisher:
        """The same distributions for a larger batch."""
        new = self._get_checked_instance(VonMisesFisher, _instance)
        batch_shape = torch.Size(batch_shape)
        new.mean_direction = self.mean_direction.expand(*batch_shape, self.dim)
        new.concentration = self.concentration.expand(batch_shape)
        super(VonMisesFisher, new).__init__(batch_shape, self._event_shape, validate_args=False)
        new._validate_args = self._validate_args
        return new

    @property
    def mean_resultant_length(self) -> torch.Tensor:
        """A_p(kappa), the length of the mean."""
        return functions.iv_ratio(self.dim / 2, self.concentration)

    @property
    def mean(self) -> torch.Tensor:
        """A_p(kappa) mu, inside the sphere."""
        return self.mean_resultant_length[..., None] * self.mean_direction

    @property
    def mode(self) -> torch.Tensor:
        """mu"""
        return self.mean_direction

    @property
    def variance(self) -> torch.Tensor:
        r"""Of each component: :math:`\frac{1 - A'}{p - 1}` across the mean direction and :math:`A'` along it, A' the derivative of A_p."""
        along = functions.iv_ratio_dx(self.dim / 2, self.concentration)
        length = self.mean_resultant_length
        across = (1 - length * length - along) / (self.dim - 1)
        return across[..., None] + (along - across)[..., None] * self.mean_direction**2

    def log_prob(self, value: torch.Tensor) -> torch.Tensor:
        """The logarithm of the density at unit vectors."""
        if self._validate_args:
            self._validate_sample(value)
        cosine = (self.mean_direction * value).sum(-1)
        return self.concentration * cosine + vmf_log_normalizer(self.concentration, self.dim)

    def entropy(self) -> torch.Tensor:
        """In nats; that of the uniform distribution at kappa = 0."""
        return -log_uniform_density(self.dim) - _divergence_from_uniform(self)

    def rsample(self, sample_shape: Any = ()) -> torch.Tensor:
        """Random directions, differentiable in both parameters."""
        shape = self._extended_shape(torch.Size(sample_shape))
        mean, concentration = self.mean_direction.expand(shape), self.concentration.expand(shape[:-1])
        complement = CosineComplement.apply(concentration, self.dim)[..., None]
        across = torch.randn(shape, dtype=mean.dtype, device=mean.device)
        across = across - (across * mean).sum(-1, keepdim=True) * mean
        across = across - (across * mean).sum(-1, keepdim=True) * mean  # again, for what rounding has left along the mean
        across = across / torch.linalg.vector_norm(across, dim=-1, keepdim=True)
        return (1 - complement) * mean + (complement * (2 - complement)).clamp(min=torch.finfo(mean.dtype).tiny).sqrt() * across


class HypersphericalUniform(Distribution):
    """The uniform distribution on the unit sphere.

    Parameters
    ----------
    dim : int
        The dimension p >= 2 of the space around it.
    batch_shape : torch.Size
    dtype, device : optional
        Of the samples.
    validate_args : bool, optional
        Whether to check the values of `log_prob`.

    Examples
    --------
    >>> from logbessel.torch.distributions import HypersphericalUniform
    >>> HypersphericalUniform(3).entropy()  # log of 4 pi
    tensor(2.5310)
    """

    arg_constraints: ClassVar[dict[str, Any]] = {}
    support = unit_sphere
    has_rsample = True

    def __init__(
        self,
        dim: int,
        batch_shape: Any = (),
        *,
        dtype: torch.dtype | None = None,
        device: Any = None,
        validate_args: bool | None = None,
    ) -> None:
        if dim < 2:
            raise ValueError(f"dim must be at least 2, not {dim}")
        self.dim, self.dtype, self.device = dim, dtype or torch.get_default_dtype(), device
        super().__init__(torch.Size(batch_shape), torch.Size([dim]), validate_args=validate_args)

    def expand(self, batch_shape: Any, _instance: Any = None) -> HypersphericalUniform:
        """The same distribution for a larger batch."""
        return HypersphericalUniform(self.dim, batch_shape, dtype=self.dtype, device=self.device, validate_args=self._validate_args)

    @property
    def mean(self) -> torch.Tensor:
        """0"""
        return torch.zeros(self._extended_shape(), dtype=self.dtype, device=self.device)

    @property
    def variance(self) -> torch.Tensor:
        """1/p, of each component"""
        return torch.full_like(self.mean, 1 / self.dim)

    def log_prob(self, value: torch.Tensor) -> torch.Tensor:
        """The logarithm of 1 over the area of the sphere."""
        if self._validate_args:
            self._validate_sample(value)
        shape = torch.broadcast_shapes(value.shape[:-1], self._batch_shape)
        return torch.full(shape, log_uniform_density(self.dim), dtype=value.dtype, device=value.device)

    def entropy(self) -> torch.Tensor:
        """The logarithm of the area of the sphere."""
        return torch.full(self._batch_shape, -log_uniform_density(self.dim), dtype=self.dtype, device=self.device)

    def rsample(self, sample_shape: Any = ()) -> torch.Tensor:
        """Random directions."""
        normal = torch.randn(self._extended_shape(torch.Size(sample_shape)), dtype=self.dtype, device=self.device)
        return normal / torch.linalg.vector_norm(normal, dim=-1, keepdim=True)


def _divergence_from_uniform(p: VonMisesFisher) -> torch.Tensor:
    """log C_p(kappa) - log C_p(0) + kappa A_p(kappa)"""
    return vmf_log_normalizer(p.concentration, p.dim, relative_to_uniform=True) + p.concentration * p.mean_resultant_length


@register_kl(VonMisesFisher, HypersphericalUniform)
def _kl_from_uniform(p: VonMisesFisher, q: HypersphericalUniform) -> torch.Tensor:
    _check_dimensions(p, q)
    return _divergence_from_uniform(p).expand(torch.broadcast_shapes(p.batch_shape, q.batch_shape))


@register_kl(VonMisesFisher, VonMisesFisher)
def _kl(p: VonMisesFisher, q: VonMisesFisher) -> torch.Tensor:
    _check_dimensions(p, q)
    cosine = (p.mean_direction * q.mean_direction).sum(-1)
    normalizers = (vmf_log_normalizer(one.concentration, one.dim, relative_to_uniform=True) for one in (p, q))
    difference = next(normalizers) - next(normalizers)
    return difference + p.mean_resultant_length * (p.concentration - q.concentration * cosine)


@register_kl(HypersphericalUniform, VonMisesFisher)
def _kl_of_uniform(p: HypersphericalUniform, q: VonMisesFisher) -> torch.Tensor:
    _check_dimensions(p, q)
    divergence = -vmf_log_normalizer(q.concentration, q.dim, relative_to_uniform=True)
    return divergence.expand(torch.broadcast_shapes(p.batch_shape, q.batch_shape))


@register_kl(HypersphericalUniform, HypersphericalUniform)
def _kl_of_uniforms(p: HypersphericalUniform, q: HypersphericalUniform) -> torch.Tensor:
    _check_dimensions(p, q)
    return torch.zeros(torch.broadcast_shapes(p.batch_shape, q.batch_shape), dtype=p.dtype, device=p.device)


def _check_dimensions(p: Any, q: Any) -> None:
    if p.dim != q.dim:
        raise ValueError(f"distributions in {p.dim} and in {q.dim} dimensions have no divergence")
