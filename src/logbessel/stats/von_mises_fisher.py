"""The von Mises-Fisher distribution on the unit sphere of p dimensions."""

from __future__ import annotations

import math
import reprlib
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from logbessel.stats import sampling
from logbessel.stats.arrays import as_array
from logbessel.stats.confidence import concentration_interval, mean_direction_angle
from logbessel.stats.cosine_distribution import CosineDistribution
from logbessel.stats.kl_divergence import kl_divergence
from logbessel.stats.log_normalizer import log_density_at_mode
from logbessel.stats.mean_resultant_length import (
    concentration_from,
    concentration_standard_error,
    mean_resultant_length,
    mean_resultant_length_c,
)
from logbessel.stats.probability_plot import ProbabilityPlot, cosines_to, plotting_positions
from logbessel.stats.sufficient_statistics import SufficientStatistics
from logbessel.stats.unit_vectors import RowError, as_matrix, blocks, norm_tolerance, unit_rows


class VonMisesFisher:
    r"""The von Mises-Fisher distribution on the unit sphere :math:`S^{p-1}`, in 2 to ten million dimensions and more.

    .. math::
        f(u) = C_p(\kappa) \exp(\kappa\, \mu^T u), \qquad
        C_p(\kappa) = \frac{\kappa^{p/2-1}}{(2\pi)^{p/2} I_{p/2-1}(\kappa)}

    with respect to the surface measure of the sphere, as in `scipy.stats.vonmises_fisher`.

    Parameters
    ----------
    mean_direction : array_like of shape (p,), p >= 2
        The unit vector :math:`\mu`; its norm must be 1, to the rounding of its type.
    concentration : float
        :math:`\kappa`, finite and >= 0; 0 is the uniform distribution.

    Raises
    ------
    TypeError
        `mean_direction` is masked or not of real numbers, or `concentration` is no real number.
    ValueError
        `mean_direction` is not a unit vector, or `concentration` is negative or not finite.

    Notes
    -----
    `logpdf` is good to a few ulp of its leading terms, :math:`p \log p` and :math:`\kappa |u - \mu|^2/2`, for every
    kappa from 0 and the smallest to the largest double.

    References
    ----------
    Mardia & Jupp, Directional Statistics (2000), sections 9.3.2 and 10.3.

    Examples
    --------
    >>> import math
    >>> from logbessel.stats import VonMisesFisher
    >>> sphere = VonMisesFisher([0.0, 0.0, 1.0], 0.0)
    >>> print(round(sphere.pdf([1.0, 0.0, 0.0]) * 4 * math.pi, 12))
    1.0
    """

    def __init__(self, mean_direction: ArrayLike, concentration: float) -> None:
        direction = np.asarray(as_array(mean_direction, "mean_direction"))
        if direction.dtype.kind not in "fiu" or np.ma.is_masked(mean_direction):
            raise TypeError(f"mean_direction must be a vector of real numbers, not {reprlib.repr(mean_direction)}")
        if not isinstance(np.asarray(concentration)[()], Real):
            raise TypeError(f"concentration must be a real number, not {reprlib.repr(concentration)}")
        if direction.ndim != 1 or len(direction) < 2:
            raise ValueError(f"mean_direction must be a vector of at least 2 components, not of shape {direction.shape}")
        with np.errstate(under="ignore"):
            norm = float(np.linalg.norm(direction.astype(np.float64)))
            if not abs(norm - 1) <= norm_tolerance(direction.dtype):
                raise ValueError(f"mean_direction must be a unit vector, not of norm {norm:.9g}")
            self._mean_direction = direction.astype(np.float64) / norm
        self._mean_direction.flags.writeable = False
        self._concentration = float(concentration)
        if not 0 <= self._concentration < math.inf:
            raise ValueError(f"concentration must be finite and not negative, not {concentration}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}(dim={self.dim}, concentration={self.concentration:.6g})"

    @property
    def mean_direction(self) -> NDArray[np.float64]:
        """The unit vector mu, shape (p,), read-only."""
        return self._mean_direction

    @property
    def concentration(self) -> float:
        """kappa."""
        return self._concentration

    @property
    def dim(self) -> int:
        """p, the dimension of the space around the sphere."""
        return len(self._mean_direction)

    @property
    def mean_resultant_length(self) -> float:
        """A_p(kappa) = I_{p/2}(kappa) / I_{p/2-1}(kappa), the length of the mean of the distribution."""
        return mean_resultant_length(self.dim, self.concentration)

    @property
    def mean(self) -> NDArray[np.float64]:
        """The mean A_p(kappa) mu, a point inside the sphere, shape (p,)."""
        return self.mean_resultant_length * self.mean_direction

    @property
    def mode(self) -> NDArray[np.float64]:
        """The direction of the largest density: mu (for kappa = 0 one of many)."""
        return self.mean_direction

    def logpdf(self, x: ArrayLike, *, normalize: bool = True) -> Any:
        """The logarithm of the density.

        Parameters
        ----------
        x : array_like of shape (..., p)
            Directions.
        normalize : bool
            True: only the direction of each vector counts.  False: each must be a unit vector.

        Returns
        -------
        float64 or ndarray of float64, shape (...)

        Raises
        ------
        TypeError
            x is masked or not of real numbers, or NumPy cannot read it, as it is on a GPU, say.
        ValueError
            The last axis has not p components; a vector is zero, not finite or (``normalize=False``) not of norm 1: the message
            names it.
        """
        points = as_array(x, "x")
        if points.ndim == 0 or points.shape[-1] != self.dim:
            raise ValueError(f"x must have shape (..., {self.dim}), not {points.shape}")
        matrix = as_matrix(points.reshape(-1, self.dim))
        log_density = np.empty(len(matrix))
        try:
            for first, block in blocks(matrix):
                unit = unit_rows(block, normalize=normalize, first_row=first)
                log_density[first : first + len(block)] = self._log_density_of_units(unit)
        except RowError as error:
            raise ValueError(f"{_vector_name(error.row, points.shape[:-1])} {error.fault}") from None
        return log_density.reshape(points.shape[:-1])[()]

    def _log_density_of_units(self, unit: NDArray[np.float64]) -> NDArray[np.float64]:
        with np.errstate(under="ignore"):
            # 1 - mu.u = |u - mu|^2 / 2 is exact to the last bits where kappa is large and u is near mu.
            step = np.subtract(unit, self.mean_direction, out=unit)
            distance: NDArray[np.float64] = np.square(step, out=step).sum(axis=1)
            return -0.5 * self.concentration * distance + float(log_density_at_mode(self.dim, self.concentration))

    def pdf(self, x: ArrayLike, *, normalize: bool = True) -> Any:
        """The density; see `logpdf`, which does not overflow."""
        with np.errstate(under="ignore"):
            return np.exp(self.logpdf(x, normalize=normalize))

    def entropy(self) -> float:
        """The differential entropy -E log f in nats: log of the sphere's area at kappa = 0, to -inf as kappa grows."""
        length_c = mean_resultant_length_c(self.dim, self.concentration)
        return self.concentration * length_c - float(log_density_at_mode(self.dim, self.concentration))

    def kl_divergence(self, other: VonMisesFisher) -> float:
        r"""The Kullback-Leibler divergence of another distribution from this one.

        .. math::
            \mathrm{KL}(f \| g) = \int f \log\frac f g
              = \log\frac{C_p(\kappa_f)}{C_p(\kappa_g)} + A_p(\kappa_f) (\kappa_f - \kappa_g\, \mu_f^T \mu_g)

        It is computed without cancellation: also the divergence of two distributions that are nearly the same has its digits.

        Parameters
        ----------
        other : VonMisesFisher
            g, of the same dimension; one of concentration 0 is the uniform distribution.

        Returns
        -------
        float
            Nats; 0 only for equal distributions.

        Raises
        ------
        TypeError
            `other` is no von Mises-Fisher distribution.
        ValueError
            It has another dimension.

        Examples
        --------
        >>> from logbessel.stats import VonMisesFisher
        >>> f, g = VonMisesFisher([1.0, 0.0, 0.0], 10.0), VonMisesFisher([1.0, 0.0, 0.0], 0.0)
        >>> round(f.kl_divergence(g), 6)  # log(20) - 1, but for exp(-20)
        1.995732
        """
        if not isinstance(other, VonMisesFisher):
            raise TypeError(f"other must be a VonMisesFisher distribution, not {reprlib.repr(other)}")
        if other.dim != self.dim:
            raise ValueError(f"distributions in {self.dim} and in {other.dim} dimensions have no divergence")
        with np.errstate(under="ignore"):
            distance = float(np.linalg.norm(self.mean_direction - other.mean_direction))
        return kl_divergence(self.dim, self.concentration, other.concentration, distance)

    def rvs(
        self,
        size: int | tuple[int, ...] | None = None,
        *,
        rng: np.random.Generator | int | None = None,
        dtype: DTypeLike = np.float64,
    ) -> NDArray[Any]:
        """Random directions.

        Exact: in 3 dimensions by inversion, else by the rejection method of Ulrich and Wood, with Householder's reflection to the mean
        direction.

        Parameters
        ----------
        size : int or tuple of int, optional
            How many; by default one, without an axis for it.
        rng : numpy.random.Generator or seed, optional
            What `numpy.random.default_rng` takes.
        dtype : {float64, float32}
            The type of the directions, and of the normal variates that they are made of.

        Returns
        -------
        ndarray of shape size + (p,)

        Raises
        ------
        TypeError
            `dtype` is neither.
        ValueError
            `size` is negative.

        Examples
        --------
        >>> from logbessel.stats import VonMisesFisher
        >>> sphere = VonMisesFisher([0.0, 0.6, 0.8], 50.0)
        >>> sphere.rvs(1000, rng=0).mean(axis=0).round(1).tolist()
        [-0.0, 0.6, 0.8]
        """
        kind = np.dtype(dtype)
        if kind not in (np.float64, np.float32):
            raise TypeError(f"dtype must be float64 or float32, not {kind}")
        shape = () if size is None else tuple(np.atleast_1d(size).tolist())
        if any(not isinstance(length, int) or length < 0 for length in shape):
            raise ValueError(f"size must be a number of directions or a tuple of such, not {size!r}")
        directions = sampling.sample(self.mean_direction, self.concentration, math.prod(shape), np.random.default_rng(rng), kind)
        return directions.reshape(*shape, self.dim)

    def cosine_distribution(self) -> CosineDistribution:
        """The distribution of mu . u, the cosine of the angle between a direction and the mean direction."""
        return CosineDistribution(self.dim, self.concentration)

    def probplot(self, X: ArrayLike) -> ProbabilityPlot:
        """What a probability plot of the cosines to the mean direction shows, in the manner of `scipy.stats.probplot`.

        Where the rows follow this distribution, the points (osm, osr) lie about the line osr = osm.  Where it was fitted to these very
        rows, they lie closer to it than those of a fresh sample would; `logbessel.stats.goodness_of_fit` takes that into account.

        Parameters
        ----------
        X : array_like of shape (n, p)
            Rows, of which only the directions count.

        Returns
        -------
        ProbabilityPlot
            `osm`, quantiles of `cosine_distribution`, and `osr`, the cosines in order, both of shape (n,).

        Raises
        ------
        TypeError
            X is masked or not of real numbers.
        ValueError
            X is not a matrix of p columns, or a row is zero or not finite: the message names it.

        Examples
        --------
        >>> import numpy as np
        >>> from logbessel.stats import VonMisesFisher
        >>> truth = VonMisesFisher(np.eye(1, 50)[0], 40.0)
        >>> osm, osr = truth.probplot(truth.rvs(1000, rng=0))
        >>> bool(np.abs(osr - osm).max() < 0.1)
        True
        """
        osr = np.sort(cosines_to(self.mean_direction, X))
        return ProbabilityPlot(self.cosine_distribution().ppf(plotting_positions(len(osr))), osr)

    @staticmethod
    def fit(X: ArrayLike, weights: ArrayLike | None = None, *, normalize: bool = True) -> VonMisesFisherFit:
        r"""The maximum-likelihood distribution of a sample.

        The mean direction is that of the sum of the unit vectors; kappa solves :math:`A_p(\kappa) = R`, R being the
        mean resultant length, exactly (no approximation, no iteration over the data).

        Parameters
        ----------
        X : array_like of shape (n, p), n >= 2, p >= 2
            float16, float32, float64 or integers, C or Fortran order, memory-mapped or not: it is read once, in blocks.  Tensors of
            PyTorch and arrays of CuPy on a GPU are summed up there.
        weights : array_like of shape (n,), optional
            How often each row counts, finite and not negative; 2 is as good as the row twice.
        normalize : bool
            True: each row is divided by its norm.  False: each row must be a unit vector.

        Returns
        -------
        VonMisesFisherFit
            The distribution, with `n`, `mean_resultant_length`, `concentration_se` and `log_likelihood`; of this very class
            also where `fit` is called on a class of yours that inherits from this one.

        Raises
        ------
        TypeError
            X is masked or not of real numbers.
        ValueError
            X is not a matrix, has fewer than two rows, a row that is zero, not finite or (``normalize=False``) not of
            norm 1: the message names the row.  Also where all rows point, to rounding, in one direction (R = 1): kappa is
            infinite.

        Notes
        -----
        Balanced rows (R = 0) give the limit: kappa = 0, the uniform distribution, its mean direction, which does not
        matter then, along the first axis.

        Examples
        --------
        >>> import numpy as np
        >>> from logbessel.stats import VonMisesFisher
        >>> fit = VonMisesFisher.fit([[1.0, 0.0], [0.0, 1.0]])
        >>> fit.mean_direction.round(4), round(fit.concentration, 4), round(fit.mean_resultant_length, 4)
        (array([0.7071, 0.7071]), 2.0582, 0.7071)
        """
        return VonMisesFisher.from_statistics(SufficientStatistics.from_rows(X, weights, normalize=normalize))

    @staticmethod
    def from_statistics(statistics: SufficientStatistics) -> VonMisesFisherFit:
        """The maximum-likelihood distribution of a sample known by its sufficient statistics; see `fit`."""
        return VonMisesFisherFit(statistics)


class VonMisesFisherFit(VonMisesFisher):
    """A von Mises-Fisher distribution estimated from a sample; made by `VonMisesFisher.fit`.

    Attributes
    ----------
    n : int or float
        The number of vectors in the sample, or the sum of their weights.
    concentration_se : float
        The standard error of kappa from the Fisher information, 1 / sqrt(n A_p'(kappa)).
    log_likelihood : float
        The sum of log densities over the sample, in nats.
    """

    def __init__(self, statistics: SufficientStatistics) -> None:
        if statistics.n < 2 and isinstance(statistics.n, int):
            raise ValueError(f"a fit needs at least 2 rows, not {statistics.n}")
        if not statistics.n > 0:
            raise ValueError("a fit needs rows with positive weights")
        length, length_c = statistics.mean_resultant_length, statistics.mean_resultant_length_c
        if length_c <= 4 * np.finfo(np.float64).eps ** 2:
            raise ValueError("all rows point, to rounding, in one direction (R = 1): the concentration is infinite")
        with np.errstate(under="ignore"):
            direction = statistics.mean / length if length else np.eye(1, statistics.dim)[0]
        super().__init__(direction, concentration_from(statistics.dim, length, length_c))
        self.n = statistics.n
        self.concentration_se = concentration_standard_error(self.dim, self.concentration, self.n)
        self.log_likelihood = self.n * (float(log_density_at_mode(self.dim, self.concentration)) - self.concentration * length_c)
        self._length, self._statistics = length, statistics

    @property
    def mean_resultant_length(self) -> float:
        """R, the length of the mean of the sample; equal to A_p(kappa) of the fitted distribution."""
        return self._length

    @property
    def concentration_corrected(self) -> float:
        r"""The concentration with the bias of R taken out: :math:`A_p(\kappa) = \sqrt{(n R^2 - 1)/(n - 1)}`, or 0.

        In p dimensions the mean of n vectors is longer than that of the distribution by noise in each component: R^2 exceeds A_p(kappa)^2
        by (1 - A_p^2)/n on average.  For p = 32768, n = 200 and kappa = 11,000 the maximum-likelihood estimate is 3 % too high.

        Raises
        ------
        ValueError
            The sum of the weights is not more than 1.
        """
        return concentration_from(self.dim, *self._statistics.length_corrected)

    def concentration_interval(self, level: float = 0.95) -> tuple[float, float]:
        """A confidence interval of the concentration, by the likelihood ratio to `concentration_corrected`.

        Parameters
        ----------
        level : float
            The probability that it holds the true one, for many observations; between 0 and 1.
        """
        return concentration_interval(self.dim, self.concentration_corrected, self.n, level)

    def mean_direction_angle(self, level: float = 0.95) -> float:
        """The half-angle, in radians, of the cone about `mean_direction` that holds the true one with probability `level`.

        It is that for many observations; in high dimensions wide: n observations leave a noise of about sqrt((p - 1)/(n kappa A_p)) in
        its tangent.  pi where the corrected concentration is 0.
        """
        return mean_direction_angle(self.dim, self.concentration_corrected, self.n, level)


def _vector_name(index: int, shape: tuple[int, ...]) -> str:
    """How a message names one of the vectors of an array of shape (*shape, p)."""
    if len(shape) == 1:
        return f"row {index}"
    return f"vector {tuple(map(int, np.unravel_index(index, shape)))}" if shape else "the vector"
