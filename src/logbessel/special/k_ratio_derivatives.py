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


@elementwise
def kv_ratio_dx2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`K_{v-1}(x) / K_v(x)` in the argument.

    .. math::
        \frac{\partial^2 q}{\partial x^2} = 2 q q' + \frac{2v-1}x \left(q' - \frac qx\right), \qquad q = \frac{K_{v-1}(x)}{K_v(x)},
        \quad q' = \frac{\partial q}{\partial x}

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
        The derivative, within 32 ulp of :math:`\max(|y|, 1/\max(R, 1)^3)`; it has the sign of :math:`1/2 - v`.  NaN where :math:`x < 0`.
        Limits at :math:`x = 0`: 0 for :math:`v > 3/2`, -2 for :math:`v = 3/2`, :math:`-\infty` for :math:`1/2 < v < 3/2` and
        :math:`\infty` for :math:`v < 1/2` (poles); 0 at :math:`v = \infty` and at :math:`x = \infty`, :math:`\infty` at
        :math:`v = -\infty`; where both are infinite NaN.

    See Also
    --------
    kv_ratio_dx : the first derivative.
    kv_ratio_dvdx, kv_ratio_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.29.2, 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.kv_ratio_dx2(192, 100.0), 14))
    -7.1868238e-06
    """
    if out is None:
        return namespace(v, x).kv_ratio_dx2(v, x, **options)
    return namespace(v, x).kv_ratio_dx2(v, x, out=out, **options)


@elementwise
def kv_ratio_dvdx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`K_{v-1}(x) / K_v(x)` in the order and in the argument.

    .. math::
        \frac{\partial^2 q}{\partial v\, \partial x} = 2 q \dot q + \frac{2q + (2v-1) \dot q}x, \qquad q = \frac{K_{v-1}(x)}{K_v(x)},
        \quad \dot q = \frac{\partial q}{\partial v}

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
        The derivative, within 64 ulp of :math:`\max(|y|, 1/(2 \max(R, 1)^2))`, for :math:`1/2 \le v \le 1` and :math:`x < 1` of
        :math:`\max(|y|, x^{2v-2})`; for large :math:`R` it changes its sign near
        :math:`v/R = (\sqrt 5 - 1)/2`.  NaN where :math:`x < 0`.  Limits at :math:`x = 0`: :math:`-1/(2(v-1)^2)` for :math:`v > 1`,
        :math:`-\infty` for :math:`1/2 < v \le 1` and :math:`\infty` for :math:`v \le 1/2` (poles); 0 at :math:`v = \infty` and at
        :math:`x = \infty`, :math:`2/x^2` at :math:`v = -\infty`; where both are infinite NaN.

    See Also
    --------
    kv_ratio_dx, kv_ratio_dv : the first derivatives.
    kv_ratio_dx2, kv_ratio_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.29.2, 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.kv_ratio_dvdx(192, 100.0), 14))
    -7.62903728e-06
    """
    if out is None:
        return namespace(v, x).kv_ratio_dvdx(v, x, **options)
    return namespace(v, x).kv_ratio_dvdx(v, x, out=out, **options)


@elementwise
def kv_ratio_dv2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`K_{v-1}(x) / K_v(x)` in the order.

    .. math::
        \frac{\partial^2}{\partial v^2} \frac{K_{v-1}(x)}{K_v(x)} = -\frac{\partial^3}{\partial v^2\, \partial x} \log K_v(x)

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
        The derivative, positive everywhere and even in the order, within 48 ulp.  NaN where :math:`x < 0`.  Limits at :math:`x = 0`: 0 for
        :math:`|v| > 1/2`, :math:`\infty` for other orders (a pole); 0 at :math:`v = \pm\infty` and at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    kv_ratio_dv : the first derivative.
    kv_ratio_dx2, kv_ratio_dvdx : the other second derivatives.

    References
    ----------
    DLMF 10.29.2, 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.kv_ratio_dv2(192, 100.0), 14))
    9.95493825e-06
    """
    if out is None:
        return namespace(v, x).kv_ratio_dv2(v, x, **options)
    return namespace(v, x).kv_ratio_dv2(v, x, out=out, **options)
