"""Derivatives of the ratio of modified Bessel functions in the argument and in the order."""

from typing import Any, Unpack

from numpy.typing import ArrayLike

from logbessel._backends import namespace
from logbessel._typing import UfuncOptions, elementwise


@elementwise
def iv_ratio_dx(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`I_v(x) / I_{v-1}(x)` in the argument.

    .. math::
        \frac{\partial}{\partial x} \frac{I_v(x)}{I_{v-1}(x)} = 1 - r^2 - \frac{2v-1}x\, r, \qquad r = \frac{I_v(x)}{I_{v-1}(x)}

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
        The derivative, for :math:`v \ge 1/2` positive everywhere and within 16 ulp, also where it is very small; with
        :math:`v = p/2` it is the variance of the component along the mean direction of the von Mises-Fisher distribution in `p`
        dimensions.  For :math:`v < 1/2`, where it changes its sign, within 16 ulp of :math:`\max(|y|, 2v/G^2)`,
        :math:`G = v - 1 + \sqrt{(v + 1)^2 + x^2}`.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: :math:`1/(2v)` at
        :math:`x = 0` and :math:`-\infty` if :math:`v = 0` too, 0 at :math:`v = \infty` and at :math:`x = \infty`; where both are
        infinite NaN.

    See Also
    --------
    iv_ratio : the ratio.
    iv_ratio_dv : the derivative in the order.

    References
    ----------
    DLMF 10.29.1, 10.29.2, 10.40.1, 10.41.3 (https://dlmf.nist.gov/10.29).

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_dx(192, 100.0), 14))
    0.002172747588
    """
    if out is None:
        return namespace(v, x).iv_ratio_dx(v, x, **options)
    return namespace(v, x).iv_ratio_dx(v, x, out=out, **options)


@elementwise
def iv_ratio_dv(v: ArrayLike, x: ArrayLike, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any:
    r"""Derivative of :math:`I_v(x) / I_{v-1}(x)` in the order.

    .. math::
        \frac{\partial}{\partial v} \frac{I_v(x)}{I_{v-1}(x)} = \frac{\partial^2}{\partial v\, \partial x} \log I_{v-1}(x) - \frac1x

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
        The derivative, negative everywhere, within 16 ulp.  NaN where :math:`v < 0` or :math:`x < 0`.  Limits: 0 at :math:`x = 0` but
        :math:`-\infty` if :math:`v = 0` too, 0 at :math:`v = \infty` and at :math:`x = \infty`; where both are infinite NaN.

    See Also
    --------
    iv_ratio : the ratio.
    iv_ratio_dx : the derivative in the argument.

    References
    ----------
    DLMF 10.29.1, 10.29.2, 10.31.3, 10.41.3 (https://dlmf.nist.gov/10.31).

    Examples
    --------
    >>> print(round(logbessel.iv_ratio_dv(192, 100.0), 14))
    -0.00113197032134
    """
    if out is None:
        return namespace(v, x).iv_ratio_dv(v, x, **options)
    return namespace(v, x).iv_ratio_dv(v, x, out=out, **options)
