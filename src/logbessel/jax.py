r"""What JAX programs need beyond the functions themselves, which take JAX's arrays as they take NumPy's.

Importing this module imports JAX; importing `logbessel` does not.
"""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from logbessel.stats.log_normalizer import gauss_legendre, log_iv_normalized, log_uniform_density

__all__ = ["vmf_log_normalizer"]


def vmf_log_normalizer(kappa: Any, dim: int, *, relative_to_uniform: bool = False) -> jax.Array:
    r"""Logarithm of the normalising constant of the von Mises-Fisher distribution, for losses that learn concentrations.

    .. math::
        \log C_p(\kappa) = (\tfrac p2 - 1) \log \kappa - \tfrac p2 \log 2\pi - \log I_{p/2-1}(\kappa), \qquad
        \frac{d}{d\kappa} \log C_p(\kappa) = -A_p(\kappa)

    The density at a unit vector u is :math:`C_p(\kappa) \exp(\kappa\, \mu^T u)`.  The derivative is `-logbessel.iv_ratio(p/2, kappa)`, and
    is differentiated itself, in each of JAX's ways.

    Parameters
    ----------
    kappa : array_like
        Concentrations, >= 0, in any shape.
    dim : int
        The dimension p >= 2 of the vectors, no traced value.
    relative_to_uniform : bool
        Whether to leave out the constant :math:`\log C_p(0)`, which is 4,900 for p = 2048: beside it single precision has no room for the
        digits of the rest.  The result is then 0 at :math:`\kappa = 0`, and as accurate relative to itself for small :math:`\kappa` as for
        large ones.

    Returns
    -------
    jax.Array
        Of the type and shape of `kappa`; float16 and bfloat16 are computed in float32, integers give JAX's default type.
        NaN where :math:`\kappa < 0`, :math:`-\infty` where it is infinite.  Relative to the uniform distribution it has a relative error of
        at most 6 eps in float32 and 16 eps in float64 (eps = 1.2e-7 and 2.2e-16).

    Raises
    ------
    ValueError
        `dim` is less than 2.

    See Also
    --------
    logbessel.stats.VonMisesFisher

    References
    ----------
    K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 9.3; A. Baricz, Generalized Bessel Functions of the First Kind, 2010.

    Examples
    --------
    >>> import jax
    >>> from logbessel.jax import vmf_log_normalizer
    >>> print(round(float(vmf_log_normalizer(1000.0, 2048, relative_to_uniform=True)), 2))
    -221.57
    >>> print(round(float(jax.grad(vmf_log_normalizer)(1000.0, 2048)), 5))  # minus the mean resultant length
    -0.40733
    """
    if not dim >= 2:
        raise ValueError(f"dim must be at least 2, not {dim}")
    kappa = jnp.asarray(kappa)
    kind = kappa.dtype if jnp.issubdtype(kappa.dtype, jnp.floating) else jnp.result_type(float)
    excess = _log_iv_normalized(dim / 2 - 1, kappa.astype(jnp.promote_types(kind, jnp.float32)))
    return ((0.0 if relative_to_uniform else log_uniform_density(dim)) - excess).astype(kind)


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def _log_iv_normalized(v: float, x: Any) -> Any:
    nodes, weights = (jnp.asarray(part, x.dtype) for part in gauss_legendre(x.dtype.name))
    return log_iv_normalized(jnp, _functions(), nodes, weights, v, x)


def _derivative(v: float, primals: Any, tangents: Any) -> Any:
    return _log_iv_normalized(v, *primals), tangents[0] * _functions().iv_ratio(v + 1, *primals)


_log_iv_normalized.defjvp(_derivative)


def _functions() -> Any:
    """Those of JAX's arrays, whose import starts JAX: not before its user has configured it."""
    from logbessel._backends import jax as functions

    return functions
