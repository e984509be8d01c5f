"""Logarithms of the modified Bessel functions."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def log_iv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Logarithm of the modified Bessel function of the first kind, :math:`\log I_v(x)`.

    .. math::
        I_v(x) = \left(\frac x2\right)^v \sum_{k=0}^\infty \frac{(x^2/4)^k}{k!\,\Gamma(v+k+1)}

    Parameters
    ----------
    v : array_like
        Order, any real number.  :math:`I_{-n} = I_n` for integers; for other negative orders
        :math:`I_v = I_{|v|} + \frac2\pi \sin(\pi |v|)\, K_{|v|}`, which may be negative.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        :math:`\log I_v(x)`, within 1 ulp of :math:`\max(|y|, R/64, 1)`, in the disc 2 ulp.  At negative orders the bound is multiplied by
        the condition number :math:`\max(1, I_{|v|}/I_v)`, large near a zero of :math:`I_v`.  For :math:`0 \le v \le` 1e-05 and
        :math:`x \le 1`, where the result is small, it is within 4 ulp of :math:`\max(|y|, v \log(2/x))`, in float64 within 4 ulp of itself,
        down to a relative distance of 1e-12 from its zero.  NaN where :math:`x < 0` or :math:`I_v(x) < 0`.  Limits: 0 at
        :math:`v = x = 0`, :math:`-\infty` at :math:`x = 0 < v` (a pole) and at :math:`v = \infty`, :math:`+\infty` at :math:`x = \infty`;
        where both are infinite NaN.

    See Also
    --------
    log_ive : the same minus `x`, for large `x`.

    References
    ----------
    DLMF 10.25.2, 10.27.2, 10.41.3 (https://dlmf.nist.gov/10.25); arXiv 2409.08729.

    Examples
    --------
    The function itself, near 1e-2692, cannot be represented:

    >>> print(round(logbessel.log_iv(1000, 1.5), 10))
    -6199.809689002
    """
    if out is None:
        return namespace(v, x).log_iv(v, x, **options)
    return namespace(v, x).log_iv(v, x, out=out, **options)


@elementwise
def log_kv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Logarithm of the modified Bessel function of the second kind, :math:`\log K_v(x)`.

    .. math::
        K_v(x) = \int_0^\infty e^{-x \cosh t} \cosh(v t)\, dt

    Parameters
    ----------
    v : array_like
        Order, any real number; :math:`K_{-v} = K_v`.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        :math:`\log K_v(x)`, within 1 ulp of :math:`\max(|y|, R/64, 1)`, in the disc 2 ulp.  NaN where :math:`x < 0`.  Limits:
        :math:`+\infty` at :math:`x = 0` (a pole) and at :math:`|v| = \infty`, :math:`-\infty` at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    log_kve : the same plus `x`, for large `x`.

    References
    ----------
    DLMF 10.32.9, 10.41.4 (https://dlmf.nist.gov/10.32); arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.log_kv(1000, 1.5), 10))
    6192.2087854175
    """
    if out is None:
        return namespace(v, x).log_kv(v, x, **options)
    return namespace(v, x).log_kv(v, x, out=out, **options)


@elementwise
def log_ive(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Logarithm of the scaled modified Bessel function of the first kind, :math:`\log I_v(x) - x`.

    It is good to the last bits where `x` is so large that the difference of :math:`\log I_v(x)` and `x` would not be:
    :math:`\log I_v(x) - x \to -\frac12 \log(2\pi x)`.

    Parameters
    ----------
    v : array_like
        Order, any real number; for negative ones see `log_iv`.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        :math:`\log I_v(x) - x`, within 1 ulp of :math:`\max(|y|, L/64, 1)`, in the disc 2 ulp, with
        :math:`L = (R - x) + v \operatorname{asinh}(v/x)`.  At negative orders the bound is multiplied by the condition number
        :math:`\max(1, I_{|v|}/I_v)`, large near a zero of :math:`I_v`.  NaN where :math:`x < 0` or :math:`I_v(x) < 0`.  Limits: 0 at
        :math:`v = x = 0`, :math:`-\infty` at :math:`x = 0 < v` (a pole), at :math:`v = \infty` and at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    log_iv, scipy.special.ive

    References
    ----------
    DLMF 10.25.2, 10.40.1, 10.41.3 (https://dlmf.nist.gov/10.40); arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.log_ive(2, 1e6), 12))
    -7.826695687188
    """
    if out is None:
        return namespace(v, x).log_ive(v, x, **options)
    return namespace(v, x).log_ive(v, x, out=out, **options)


@elementwise
def log_kve(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Logarithm of the scaled modified Bessel function of the second kind, :math:`\log K_v(x) + x`.

    It is good to the last bits where `x` is so large that the sum of :math:`\log K_v(x)` and `x` would not be:
    :math:`\log K_v(x) + x \to \frac12 \log\frac{\pi}{2x}`.

    Parameters
    ----------
    v : array_like
        Order, any real number; :math:`K_{-v} = K_v`.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        :math:`\log K_v(x) + x`, within 1 ulp of :math:`\max(|y|, L/64, 1)`, in the disc 2 ulp, with
        :math:`L = (R - x) + v \operatorname{asinh}(v/x)`.  NaN where :math:`x < 0`.  Limits: :math:`+\infty` at :math:`x = 0` (a pole) and
        at :math:`|v| = \infty`, :math:`-\infty` at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    log_kv, scipy.special.kve

    References
    ----------
    DLMF 10.32.9, 10.40.2, 10.41.4 (https://dlmf.nist.gov/10.40); arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.log_kve(2, 1e6), 12))
    -6.681962051338
    """
    if out is None:
        return namespace(v, x).log_kve(v, x, **options)
    return namespace(v, x).log_kve(v, x, out=out, **options)
