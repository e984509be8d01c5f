"""Derivatives of the ratio of modified Bessel functions of the second kind in the argument and in the order."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def kv_ratio_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`K_{v-1}(x) / K_v(x)` in the argument.

    .. math::
        \frac{\partial}{\partial x} \frac{K_{v-1}(x)}{K_v(x)} = q^2 - 1 + \frac{2v-1}x\, q, \qquad q = \frac{K_{v-1}(x)}{K_v(x)}

    Parameters
    ----------
    v : array_like
        Order of the denominator, any real number.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, within 24 ulp of :math:`\max(|y|, 1/(2 \max(R, 1)^2))`; it has the sign of :math:`v - 1/2`.  NaN where
        :math:`x < 0`.  Limits at :math:`x = 0`: :math:`1/(2(v-1))` for :math:`v > 1`, :math:`\infty` for :math:`1/2 < v \le 1` and
        :math:`-\infty` for :math:`v < 1/2` (poles); 0 at :math:`v = \infty` and at :math:`x = \infty`, :math:`-\infty` at
        :math:`v = -\infty`; where both are infinite NaN.

    See Also
    --------
    kv_ratio : the ratio.
    kv_ratio_dv : the derivative in the order.

    References
    ----------
    DLMF 10.29.2, 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.kv_ratio_dx(192, 100.0), 14))
    0.00217735761457
    """
    if out is None:
        return namespace(v, x).kv_ratio_dx(v, x, **options)
    return namespace(v, x).kv_ratio_dx(v, x, out=out, **options)


@elementwise
def kv_ratio_dv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`K_{v-1}(x) / K_v(x)` in the order.

    .. math::
        \frac{\partial}{\partial v} \frac{K_{v-1}(x)}{K_v(x)} = -\frac{\partial^2}{\partial v\, \partial x} \log K_v(x) - \frac1x

    Parameters
    ----------
    v : array_like
        Order of the denominator, any real number.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, negative everywhere, within 16 ulp.  NaN where :math:`x < 0`.  Limits: at :math:`x = 0` 0 for :math:`v > 1/2` and
        :math:`-\infty` for other orders (a pole); 0 at :math:`v = \infty` and at :math:`x = \infty`, :math:`-2/x` at :math:`v = -\infty`;
        where both are infinite NaN.

    See Also
    --------
    kv_ratio : the ratio.
    kv_ratio_dx : the derivative in the argument.

    References
    ----------
    DLMF 10.29.2, 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.kv_ratio_dv(192, 100.0), 14))
    -0.00113963500251
    """
    if out is None:
        return namespace(v, x).kv_ratio_dv(v, x, **options)
    return namespace(v, x).kv_ratio_dv(v, x, out=out, **options)
