"""First derivatives of the logarithms in the argument and in the order."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def log_iv_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log I_v(x)` in the argument, :math:`I_v'(x) / I_v(x)`.

    .. math::
        \frac{\partial}{\partial x} \log I_v(x) = \frac vx + \frac{I_{v+1}(x)}{I_v(x)}

    Parameters
    ----------
    v : array_like
        Order, :math:`v \ge 0`; for negative orders, where :math:`I_v` may have zeros, the result is NaN.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 0 at
        :math:`v = x = 0`, :math:`+\infty` at :math:`x = 0 < v` (a pole) and at :math:`v = \infty`, 1 at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    log_ive_dx : the same minus 1, for large `x`.
    log_iv_dv : the derivative in the order.

    References
    ----------
    DLMF 10.29.2, 10.41.5 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.log_iv_dx(1000, 1.5), 10))
    666.667415917
    """
    if out is None:
        return namespace(v, x).log_iv_dx(v, x, **options)
    return namespace(v, x).log_iv_dx(v, x, out=out, **options)


@elementwise
def log_kv_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log K_v(x)` in the argument, :math:`K_v'(x) / K_v(x)`.

    .. math::
        \frac{\partial}{\partial x} \log K_v(x) = -\frac vx - \frac{K_{v-1}(x)}{K_v(x)}

    Parameters
    ----------
    v : array_like
        Order, any real number; the result is even in it.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`.  NaN where :math:`x < 0`.  Limits: :math:`-\infty` at
        :math:`x = 0` (a pole) and at :math:`|v| = \infty`, -1 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kve_dx : the same plus 1, for large `x`.
    log_kv_dv : the derivative in the order.

    References
    ----------
    DLMF 10.29.2, 10.41.6 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.log_kv_dx(1000, 1.5), 10))
    -666.667417417
    """
    if out is None:
        return namespace(v, x).log_kv_dx(v, x, **options)
    return namespace(v, x).log_kv_dx(v, x, out=out, **options)


@elementwise
def log_ive_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log I_v(x) - x` in the argument, :math:`I_v'(x) / I_v(x) - 1`.

    .. math::
        \frac{\partial}{\partial x} \left(\log I_v(x) - x\right) = \frac vx - \left(1 - \frac{I_{v+1}(x)}{I_v(x)}\right)

    Parameters
    ----------
    v : array_like
        Order, :math:`v \ge 0`; for negative orders, where :math:`I_v` may have zeros, the result is NaN.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`; it changes its sign near :math:`x = v^2`.  NaN where
        :math:`v < 0` or :math:`x < 0`.  Limits: -1 at :math:`v = x = 0`, :math:`+\infty` at :math:`x = 0 < v` (a pole) and at
        :math:`v = \infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_iv_dx

    References
    ----------
    DLMF 10.29.2, 10.41.5 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.log_ive_dx(2, 1e6), 18))
    -4.99998124998e-07
    """
    if out is None:
        return namespace(v, x).log_ive_dx(v, x, **options)
    return namespace(v, x).log_ive_dx(v, x, out=out, **options)


@elementwise
def log_kve_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log K_v(x) + x` in the argument, :math:`K_v'(x) / K_v(x) + 1`.

    .. math::
        \frac{\partial}{\partial x} \left(\log K_v(x) + x\right) = 1 - \frac vx - \frac{K_{v-1}(x)}{K_v(x)}

    Parameters
    ----------
    v : array_like
        Order, any real number; the result is even in it.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, negative everywhere, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`.  NaN where :math:`x < 0`.  Limits:
        :math:`-\infty` at :math:`x = 0` (a pole) and at :math:`|v| = \infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv_dx

    References
    ----------
    DLMF 10.29.2, 10.41.6 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.log_kve_dx(2, 1e6), 18))
    -5.00001874998e-07
    """
    if out is None:
        return namespace(v, x).log_kve_dx(v, x, **options)
    return namespace(v, x).log_kve_dx(v, x, out=out, **options)


@elementwise
def log_iv_dv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log I_v(x)` in the order.

    .. math::
        \frac{\partial}{\partial v} \log I_v(x) = \log \frac x2 - \frac{\sum_k \psi(v+k+1)\, t_k}{\sum_k t_k}, \qquad
        t_k = \frac{(x^2/4)^k}{k!\,\Gamma(v+k+1)}

    Parameters
    ----------
    v : array_like
        Order, :math:`v \ge 0`; at :math:`v = 0` the result is :math:`-K_0(x)/I_0(x)`.  For negative orders, where :math:`I_v` may have
        zeros, it is NaN.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, negative everywhere, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`.  It is also that of
        :math:`\log I_v(x) - x`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: :math:`-\infty` at :math:`x = 0` (a pole) and at
        :math:`v = \infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_iv_dx : the derivative in the argument.

    References
    ----------
    DLMF 10.38.1, 10.38.4, 10.41.3 (https://dlmf.nist.gov/10.38).

    Examples
    --------
    >>> print(round(logbessel.log_iv_dv(1000, 1.5), 10))
    -7.1959378295
    """
    if out is None:
        return namespace(v, x).log_iv_dv(v, x, **options)
    return namespace(v, x).log_iv_dv(v, x, out=out, **options)


@elementwise
def log_kv_dv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log K_v(x)` in the order.

    .. math::
        \frac{\partial}{\partial v} \log K_v(x) = \frac{\int_0^\infty e^{-x \cosh t}\, t \sinh(v t)\, dt}
        {\int_0^\infty e^{-x \cosh t} \cosh(v t)\, dt}

    Parameters
    ----------
    v : array_like
        Order, any real number; the result is odd in it.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The derivative, of the sign of `v`, within 4 ulp of :math:`\max(|y|, 1/(2 \max(|v|, x, 1)))`.  It is also that of
        :math:`\log K_v(x) + x`.  NaN where :math:`x < 0`.  Limits: 0 at :math:`v = 0`, :math:`\pm\infty` at :math:`x = 0` (a pole) and at
        :math:`v = \pm\infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv_dx : the derivative in the argument.

    References
    ----------
    DLMF 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.log_kv_dv(1000, 1.5), 10))
    7.1949378317
    """
    if out is None:
        return namespace(v, x).log_kv_dv(v, x, **options)
    return namespace(v, x).log_kv_dv(v, x, out=out, **options)
