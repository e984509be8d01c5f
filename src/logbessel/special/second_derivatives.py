"""Second derivatives of the logarithms in the argument and in the order."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def log_iv_dx2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`\log I_v(x)` in the argument.

    .. math::
        \frac{\partial^2}{\partial x^2} \log I_v(x) = 1 - r^2 - \frac{2v+1}x\, r - \frac v{x^2}, \qquad r = \frac{I_{v+1}(x)}{I_v(x)}

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
        The derivative, within 16 ulp of :math:`\max(|y|, 1/(2 \max(R, 1)^2))`; it changes its sign near :math:`x = 2v^2`.  It is also that
        of :math:`\log I_v(x) - x`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 1/2 at :math:`v = x = 0`, :math:`-\infty` at
        :math:`x = 0 < v` (a pole) and at :math:`v = \infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_iv_dx : the first derivative.
    log_iv_dvdx, log_iv_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.29.2, 10.41.3 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.log_iv_dx2(1000, 1.5), 10))
    -444.4439449448
    """
    if out is None:
        return namespace(v, x).log_iv_dx2(v, x, **options)
    return namespace(v, x).log_iv_dx2(v, x, out=out, **options)


@elementwise
def log_kv_dx2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`\log K_v(x)` in the argument.

    .. math::
        \frac{\partial^2}{\partial x^2} \log K_v(x) = \operatorname{Var} \cosh t, \qquad
        t \text{ with density proportional to } e^{v t - x \cosh t}

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
        The derivative, positive everywhere, within 16 ulp.  It is also that of :math:`\log K_v(x) + x`.  NaN where :math:`x < 0`.  Limits:
        :math:`+\infty` at :math:`x = 0` (a pole) and at :math:`|v| = \infty`, 0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv_dx : the first derivative.
    log_kv_dvdx, log_kv_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.log_kv_dx2(1000, 1.5), 10))
    444.4439439448
    """
    if out is None:
        return namespace(v, x).log_kv_dx2(v, x, **options)
    return namespace(v, x).log_kv_dx2(v, x, out=out, **options)


@elementwise
def log_iv_dvdx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log I_v(x)` in the order and in the argument.

    .. math::
        \frac{\partial^2}{\partial v\, \partial x} \log I_v(x) = \frac{2v}{x\, I_v^2(x)} \int_0^x \frac{I_v^2(t)}t\, dt

    Parameters
    ----------
    v : array_like
        Order, :math:`v \ge 0`; at :math:`v = 0` the result is :math:`1/(x I_0^2(x))`.  For negative orders, where :math:`I_v` may have
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
        The derivative, positive everywhere, within 16 ulp.  It is also that of :math:`\log I_v(x) - x`.  NaN where :math:`v < 0` or
        :math:`x < 0`.  Limits: :math:`+\infty` at :math:`x = 0` (a pole), :math:`1/x` at :math:`v = \infty`, 0 at :math:`x = \infty`;
        where both are infinite NaN.

    See Also
    --------
    log_iv_dv, log_iv_dx : the first derivatives.
    log_iv_dx2, log_iv_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.28.2, 10.31.3, 10.38.4, 10.41.3 (https://dlmf.nist.gov/10.31).

    Examples
    --------
    >>> print(round(logbessel.log_iv_dvdx(1000, 1.5), 10))
    0.6666659182
    """
    if out is None:
        return namespace(v, x).log_iv_dvdx(v, x, **options)
    return namespace(v, x).log_iv_dvdx(v, x, out=out, **options)


@elementwise
def log_kv_dvdx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`\log K_v(x)` in the order and in the argument.

    .. math::
        \frac{\partial^2}{\partial v\, \partial x} \log K_v(x) = -\operatorname{Cov}(t, \cosh t), \qquad
        t \text{ with density proportional to } e^{v t - x \cosh t}

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
        The derivative, of the opposite sign of `v`, within 16 ulp.  It is also that of :math:`\log K_v(x) + x`.  NaN where :math:`x < 0`.
        Limits: 0 at :math:`v = 0`, :math:`\mp\infty` at :math:`x = 0` (a pole), :math:`\mp 1/x` at :math:`v = \pm\infty`, 0 at
        :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv_dv, log_kv_dx : the first derivatives.
    log_kv_dx2, log_kv_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.log_kv_dvdx(1000, 1.5), 10))
    -0.6666659152
    """
    if out is None:
        return namespace(v, x).log_kv_dvdx(v, x, **options)
    return namespace(v, x).log_kv_dvdx(v, x, out=out, **options)


@elementwise
def log_iv_dv2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`\log I_v(x)` in the order.

    .. math::
        \frac{\partial^2}{\partial v^2} \log I_v(x) = \operatorname{Var} \psi(v+k+1) - \operatorname{E} \psi'(v+k+1), \qquad
        k \text{ with weights } \frac{(x^2/4)^k}{k!\,\Gamma(v+k+1)}

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
        The derivative, negative everywhere, within 16 ulp.  It is also that of :math:`\log I_v(x) - x`.  NaN where :math:`v < 0` or
        :math:`x < 0`.  Limits: :math:`-\psi'(v+1)` at :math:`x = 0`, 0 at :math:`v = \infty` and at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    log_iv_dv : the first derivative.
    log_iv_dx2, log_iv_dvdx : the other second derivatives.

    References
    ----------
    DLMF 10.38.1, 10.41.3 (https://dlmf.nist.gov/10.38).

    Examples
    --------
    >>> print(round(logbessel.log_iv_dv2(1000, 1.5), 12))
    -0.000999499045
    """
    if out is None:
        return namespace(v, x).log_iv_dv2(v, x, **options)
    return namespace(v, x).log_iv_dv2(v, x, out=out, **options)


@elementwise
def log_kv_dv2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`\log K_v(x)` in the order.

    .. math::
        \frac{\partial^2}{\partial v^2} \log K_v(x) = \operatorname{Var} t, \qquad
        t \text{ with density proportional to } e^{v t - x \cosh t}

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
        The derivative, positive everywhere, within 24 ulp.  It is also that of :math:`\log K_v(x) + x`.  NaN where :math:`x < 0`.  Limits:
        at :math:`x = 0` :math:`\psi'(|v|)`, for :math:`v = 0` :math:`+\infty` (a pole); 0 at :math:`|v| = \infty` and at
        :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv_dv : the first derivative.
    log_kv_dx2, log_kv_dvdx : the other second derivatives.

    References
    ----------
    DLMF 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32).

    Examples
    --------
    >>> print(round(logbessel.log_kv_dv2(1000, 1.5), 12))
    0.001000499038
    """
    if out is None:
        return namespace(v, x).log_kv_dv2(v, x, **options)
    return namespace(v, x).log_kv_dv2(v, x, out=out, **options)
