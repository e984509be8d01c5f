"""Second derivatives of the ratio of modified Bessel functions in the argument and in the order."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def iv_ratio_dx2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`I_v(x) / I_{v-1}(x)` in the argument.

    .. math::
        \frac{\partial^2}{\partial x^2} \frac{I_v(x)}{I_{v-1}(x)} = -2 r r' - \frac{2v-1}x \left(r' - \frac rx\right), \qquad
        r = \frac{I_v(x)}{I_{v-1}(x)}

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
        The derivative, for :math:`v \ge 1/2` negative everywhere but at :math:`x = 0` and within 32 ulp, also where it is very small.
        For :math:`v < 1/2`, where it changes its sign, within 32 ulp of :math:`\max(|y|, 6v \min(x, 1)/G^3)`,
        :math:`G = v - 1 + \sqrt{(v + 1)^2 + x^2}`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 0 at :math:`x = 0` but
        :math:`\infty` if :math:`v = 0` too, 0 at :math:`v = \infty` and at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    iv_ratio_dx : the first derivative.
    iv_ratio_dvdx, iv_ratio_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.29.1, 10.29.2, 10.40.1, 10.41.3 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_dx2(192, 100.0), 17))
    -7.07491444541e-06
    """
    if out is None:
        return namespace(v, x).iv_ratio_dx2(v, x, **options)
    return namespace(v, x).iv_ratio_dx2(v, x, out=out, **options)


@elementwise
def iv_ratio_dvdx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`I_v(x) / I_{v-1}(x)` in the order and in the argument.

    .. math::
        \frac{\partial^2}{\partial v\, \partial x} \frac{I_v(x)}{I_{v-1}(x)} = -2 r \frac{\partial r}{\partial v}
        - \frac{2v-1}x \frac{\partial r}{\partial v} - \frac{2r}x, \qquad r = \frac{I_v(x)}{I_{v-1}(x)}

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
        The derivative, within 32 ulp of :math:`\max(|y|, 1/(2 \max(R, 1)^2))`, :math:`R = \sqrt{v^2 + x^2}`, for :math:`v < 1/2` of
        :math:`\max(|y|, 4v/G^3)` where this is more, :math:`G = v - 1 + \sqrt{(v + 1)^2 + x^2}`; it changes its sign near
        :math:`x = 1.27 v`, for small orders near :math:`3 x^2 = 4 v`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits:
        :math:`-1/(2v^2)` at :math:`x = 0` but :math:`\infty` if :math:`v = 0` too, 0 at :math:`v = \infty` and at
        :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    iv_ratio_dx, iv_ratio_dv : the first derivatives.
    iv_ratio_dx2, iv_ratio_dv2 : the other second derivatives.

    References
    ----------
    DLMF 10.29.1, 10.29.2, 10.41.3 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_dvdx(192, 100.0), 17))
    -7.6393301036e-06
    """
    if out is None:
        return namespace(v, x).iv_ratio_dvdx(v, x, **options)
    return namespace(v, x).iv_ratio_dvdx(v, x, out=out, **options)


@elementwise
def iv_ratio_dv2(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Second derivative of :math:`I_v(x) / I_{v-1}(x)` in the order.

    .. math::
        \frac{\partial^2}{\partial v^2} \frac{I_v(x)}{I_{v-1}(x)} = r \left(\frac{\partial^2 \log r}{\partial v^2}
        + \left(\frac{\partial \log r}{\partial v}\right)^2\right), \qquad \log r = \log I_v(x) - \log I_{v-1}(x)

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
        The derivative, positive everywhere but at :math:`x = 0`, within 32 ulp.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 0
        at :math:`x = 0` but :math:`\infty` if :math:`v = 0` too, 0 at :math:`v = \infty` and at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    iv_ratio_dv : the first derivative.
    iv_ratio_dx2, iv_ratio_dvdx : the other second derivatives.

    References
    ----------
    DLMF 10.29.1, 10.31.3, 10.41.3 (https://dlmf.nist.gov/10.31).

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_dv2(192, 100.0), 17))
    9.88026550462e-06
    """
    if out is None:
        return namespace(v, x).iv_ratio_dv2(v, x, **options)
    return namespace(v, x).iv_ratio_dv2(v, x, out=out, **options)
