r"""The special functions: logarithms of the modified Bessel functions, their derivatives, ratios, and the inverses of those.

They are plain Python functions, which choose by the type of their arguments who computes; the `numpy.ufunc` objects, with methods such as
``outer``, are those of `logbessel.ufuncs`.  All of them act on each element of their arguments, with NumPy's rules:

* arguments broadcast; scalars give a scalar, arrays an array; what implements ``__array_ufunc__`` (a Dask array) stays what it is;
* CuPy arrays, PyTorch tensors and JAX arrays give their like, computed on their device; their types promote as their framework has it;
  they have no derivatives yet (what needs one raises), and of the keywords CuPy takes ``out`` and ``dtype``, PyTorch ``out``, JAX none;
* integers give float64; float16, float32 and float64 give themselves, mixtures the wider (float16 is computed in float32);
* the keywords are those of a `numpy.ufunc`: ``out``, ``where``, ``dtype``, ``casting``, ``order``, ``subok``, ``signature``.

NaN gives NaN.  A point outside the domain gives NaN and NumPy's warning "invalid value", a pole an infinity and "divide by zero", a value
too large for the type an infinity and "overflow"; `numpy.errstate` silences them or makes them errors.  Nothing else warns.

The error bounds in the docstrings are those of ``functions.def``, which the tests hold; they are the same for float32 and float64, each
in its own ulp.  The *disc* is :math:`R = \sqrt{v^2 + x^2} < 34`, for float32 :math:`R < 16`.
"""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise

# `out` goes on by keyword, which takes every form that NumPy knows, and only if there is one: a keyword costs a tenth of a short call.


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
