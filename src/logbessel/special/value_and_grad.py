"""Values and both first derivatives of the logarithms in one call."""

from typing import Any, NamedTuple, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions


class ValueAndGrad(NamedTuple):
    """A value y, and its derivatives dy/dv in the order and dy/dx in the argument."""

    value: Any
    dv: Any
    dx: Any


def log_iv_value_and_grad(v: ArrayLike, x: ArrayLike, /, **options: Unpack[UfuncOptions]) -> ValueAndGrad:
    r"""Logarithm of the modified Bessel function of the first kind, and its derivatives in the order and in the argument.

    The same as ``log_iv(v, x), log_iv_dv(v, x), log_iv_dx(v, x)`` but for the last digits; on NumPy arrays they share their work outside
    the disc, on others they are three calls.

    .. math::
        \log I_v(x), \quad \frac{\partial}{\partial v} \log I_v(x), \quad \frac{\partial}{\partial x} \log I_v(x)

    Parameters
    ----------
    v : array_like
        Order, any real number; for negative orders the derivatives are NaN.
    x : array_like
        Argument, :math:`x \ge 0`.
    **options
        The keywords of a `numpy.ufunc` but `out`.

    Returns
    -------
    ValueAndGrad
        A tuple of `value`, `dv` and `dx`, each a scalar or array within the error bound of its own function.

    See Also
    --------
    log_iv, log_iv_dv, log_iv_dx : each alone.

    References
    ----------
    DLMF 10.41.3 (https://dlmf.nist.gov/10.41).

    Examples
    --------
    >>> value, dv, dx = logbessel.log_iv_value_and_grad(1000, 1.5)
    >>> print(round(value, 10), round(dv, 10), round(dx, 10))
    -6199.809689002 -7.1959378295 666.667415917
    """
    return _value_and_grad("log_iv", v, x, options)


def log_kv_value_and_grad(v: ArrayLike, x: ArrayLike, /, **options: Unpack[UfuncOptions]) -> ValueAndGrad:
    r"""Logarithm of the modified Bessel function of the second kind, and its derivatives in the order and in the argument.

    The same as ``log_kv(v, x), log_kv_dv(v, x), log_kv_dx(v, x)`` but for the last digits; on NumPy arrays they share their work outside
    the disc, on others they are three calls.

    .. math::
        \log K_v(x), \quad \frac{\partial}{\partial v} \log K_v(x), \quad \frac{\partial}{\partial x} \log K_v(x)

    Parameters
    ----------
    v : array_like
        Order, any real number.
    x : array_like
        Argument, :math:`x \ge 0`.
    **options
        The keywords of a `numpy.ufunc` but `out`.

    Returns
    -------
    ValueAndGrad
        A tuple of `value`, `dv` and `dx`, each a scalar or array within the error bound of its own function.

    See Also
    --------
    log_kv, log_kv_dv, log_kv_dx : each alone.

    References
    ----------
    DLMF 10.41.4 (https://dlmf.nist.gov/10.41).

    Examples
    --------
    >>> value, dv, dx = logbessel.log_kv_value_and_grad(1000, 1.5)
    >>> print(round(value, 10), round(dv, 10), round(dx, 10))
    6192.2087854175 7.1949378317 -666.667417417
    """
    return _value_and_grad("log_kv", v, x, options)


def _value_and_grad(name: str, v: Any, x: Any, options: Any) -> ValueAndGrad:
    functions = namespace(v, x)
    together = getattr(functions, f"{name}_value_and_grad", None)
    if together is not None:
        return ValueAndGrad(*together(v, x, **options))
    return ValueAndGrad(*(getattr(functions, part)(v, x, **options) for part in (name, f"{name}_dv", f"{name}_dx")))
