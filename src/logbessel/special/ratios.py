"""Ratios of modified Bessel functions of neighbouring orders, and the inverses of those."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def iv_ratio(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Ratio of modified Bessel functions of the first kind, :math:`I_v(x) / I_{v-1}(x)`.

    .. math::
        \frac{I_v(x)}{I_{v-1}(x)} = \cfrac{1}{\dfrac{2v}{x} + \cfrac{1}{\dfrac{2(v+1)}{x} + \cdots}}

    With :math:`v = p/2` it is :math:`A_p(x)`, the mean resultant length of the von Mises-Fisher distribution in `p` dimensions with
    concentration `x`.

    Parameters
    ----------
    v : array_like
        Order of the numerator, :math:`v \ge 0`.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The ratio, within 4 ulp.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 0 at :math:`x = 0 < v` and at :math:`v = \infty`,
        1 at :math:`x = \infty`, :math:`+\infty` at :math:`v = x = 0` (a pole); where both are infinite NaN.

    See Also
    --------
    iv_ratio_c : one minus this ratio.
    iv_ratio_inv : its inverse in `x`.

    References
    ----------
    DLMF 10.33.1 (https://dlmf.nist.gov/10.33); K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 9.3; arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.iv_ratio(192, 100.0), 12))
    0.244873202855
    """
    if out is None:
        return namespace(v, x).iv_ratio(v, x, **options)
    return namespace(v, x).iv_ratio(v, x, out=out, **options)


@elementwise
def iv_ratio_c(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Complement of the ratio of modified Bessel functions of the first kind, :math:`1 - I_v(x) / I_{v-1}(x)`.

    It keeps its relative accuracy where the ratio tends to one:
    :math:`1 - I_v(x) / I_{v-1}(x) \to (2v - 1) / (2x)`.

    Parameters
    ----------
    v : array_like
        Order of the numerator, :math:`v \ge 1/2`.
    x : array_like
        Argument, :math:`x \ge 0`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The complement, within 4 ulp.  NaN where :math:`v < 1/2` or :math:`x < 0`.  Limits: 1 at :math:`x = 0` and at :math:`v = \infty`,
        0 at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    iv_ratio : the ratio itself.
    iv_ratio_c_inv : the inverse in `x`.

    References
    ----------
    DLMF 10.33.1, 10.40.1 (https://dlmf.nist.gov/10.33); arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_c(2, 1e6), 18))
    1.499999625e-06
    """
    if out is None:
        return namespace(v, x).iv_ratio_c(v, x, **options)
    return namespace(v, x).iv_ratio_c(v, x, out=out, **options)


@elementwise
def iv_ratio_inv(v: ArrayLike, r: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Inverse of the ratio of modified Bessel functions of the first kind: the `x` with :math:`I_v(x) / I_{v-1}(x) = r`.

    With :math:`v = p/2` it is the maximum-likelihood concentration of the von Mises-Fisher distribution in `p` dimensions for the mean
    resultant length `r`.

    Parameters
    ----------
    v : array_like
        Order of the numerator, :math:`v \ge 1/2`.
    r : array_like
        Ratio, :math:`0 \le r \le 1`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The argument `x`, within 4 ulp times the condition number :math:`\max(1, |d \log x / d \log r|)`.  NaN where :math:`v < 1/2` or `r`
        lies outside :math:`[0, 1]`.  Limits: 0 at :math:`r = 0`, :math:`+\infty` at :math:`r = 1` (a pole) and at :math:`v = \infty`.

    See Also
    --------
    iv_ratio : the ratio.
    iv_ratio_c_inv : the inverse in terms of :math:`1 - r`, which is well conditioned where `r` is close to one.

    References
    ----------
    K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 10.3; arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_inv(192, 0.5), 10))
    255.733734501
    """
    if out is None:
        return namespace(v, r).iv_ratio_inv(v, r, **options)
    return namespace(v, r).iv_ratio_inv(v, r, out=out, **options)


@elementwise
def iv_ratio_c_inv(v: ArrayLike, c: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Inverse of the complement of the ratio of modified Bessel functions: the `x` with :math:`1 - I_v(x) / I_{v-1}(x) = c`.

    Parameters
    ----------
    v : array_like
        Order of the numerator, :math:`v \ge 1/2`.
    c : array_like
        Complement of the ratio, :math:`0 \le c \le 1`.
    out : array, optional
        Where to put the result.
    **options
        The other keywords of a `numpy.ufunc`.

    Returns
    -------
    scalar or array
        The argument `x`, within 4 ulp times the condition number :math:`\max(1, |d \log x / d \log c|)`.  NaN where :math:`v < 1/2` or `c`
        lies outside :math:`[0, 1]`.  Limits: 0 at :math:`c = 1`, :math:`+\infty` at :math:`c = 0` (a pole) and at :math:`v = \infty`.

    See Also
    --------
    iv_ratio_c : the complement of the ratio.
    iv_ratio_inv : the inverse in terms of :math:`1 - c`, which is well conditioned where `c` is close to one.

    References
    ----------
    K. V. Mardia and P. E. Jupp, Directional Statistics, 2000, section 10.3; arXiv 2409.08729.

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_c_inv(192, 1e-3), 6))
    191404.702102
    """
    if out is None:
        return namespace(v, c).iv_ratio_c_inv(v, c, **options)
    return namespace(v, c).iv_ratio_c_inv(v, c, out=out, **options)


@elementwise
def kv_ratio(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Ratio of modified Bessel functions of the second kind, :math:`K_{v-1}(x) / K_v(x)`.

    .. math::
        \frac{K_{v-1}(x)}{K_v(x)} = -\frac{v}{x} - \frac{K_v'(x)}{K_v(x)}

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
        The ratio, within 4 ulp.  NaN where :math:`x < 0`.  Limits at :math:`x = 0`: 0 for :math:`v > 1/2`, 1 for :math:`v = 1/2`,
        :math:`+\infty` below (a pole); 1 at :math:`x = \infty`, 0 at :math:`v = \infty`, :math:`+\infty` at :math:`v = -\infty`; where both
        are infinite NaN.

    See Also
    --------
    log_kv

    References
    ----------
    DLMF 10.29.2 (https://dlmf.nist.gov/10.29); J. Segura, J. Math. Anal. Appl. 374 (2011) 516-528.

    Examples
    --------
    >>> print(round(logbessel.kv_ratio(1000, 10.0), 14))
    0.00500487950993
    """
    if out is None:
        return namespace(v, x).kv_ratio(v, x, **options)
    return namespace(v, x).kv_ratio(v, x, out=out, **options)
