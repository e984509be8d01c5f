"""What a sample of directions tells about its von Mises-Fisher distribution, in one pass and in pieces.

For unit vectors u_1 ... u_n the sum S = sum u_i is sufficient.  Its length gives the mean resultant length R = |S|/n,
but 1 - R, which decides the concentration of a tight cluster, would be lost to cancellation.  So the scatter

    M = sum |u_i - S/n|^2 = n (1 - R^2)

is kept beside it; pieces merge by the formula of Chan, Golub & LeVeque (1979), which adds positive terms only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel import _core
from logbessel.stats.arrays import is_elsewhere
from logbessel.stats.unit_vectors import BLOCK_ELEMENTS, SAFE_SQUARES, as_matrix, as_weights, blocks, norm_tolerance, unit_rows

# Elements of the rows that one thread sums up, which must not depend on how many threads there are; and of what all of them do at once.
SAMPLE_ELEMENTS, SAMPLES_ELEMENTS = 1 << 21, 1 << 24


@dataclass(frozen=True, eq=False)
class SufficientStatistics:
    """Number, sum and scatter of unit vectors; add two of them to merge their samples.

    Sums are kept in two words each, so the result does not depend, up to the last bit or so, on how the sample was cut.

    Attributes
    ----------
    n : int or float
        The number of unit vectors; with weights, the sum of these.
    resultant, resultant_low : ndarray of shape (p,)
        Their (weighted) sum, and what rounding took from it.
    scatter, scatter_low : float
        The sum of squared distances from their mean, n (1 - R^2), and what rounding took from it.

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.stats import SufficientStatistics, VonMisesFisher
    >>> X = np.random.default_rng(0).normal(1.0, 1.0, (1000, 8))
    >>> halves = SufficientStatistics.from_rows(X[:500]) + SufficientStatistics.from_rows(X[500:])
    >>> VonMisesFisher.from_statistics(halves).n
    1000
    """

    n: int | float
    resultant: NDArray[np.float64]
    resultant_low: NDArray[np.float64]
    scatter: float
    scatter_low: float = 0.0

    @classmethod
    def zero(cls, dim: int) -> SufficientStatistics:
        """The statistics of no vectors at all, in `dim` dimensions."""
        return cls(0, np.zeros(dim), np.zeros(dim), 0.0)

    @classmethod
    def from_block(
        cls, block: NDArray[Any], weights: NDArray[Any] | None = None, *, normalize: bool = True, first_row: int = 0
    ) -> SufficientStatistics:
        """The statistics of the rows of one block, which is small enough for float64 copies of it; see `from_rows`."""
        samples, block = None, as_matrix(block)
        if _is_plain(block):
            tolerance = norm_tolerance(block.dtype)
            samples = _samples(block, weights, SAFE_SQUARES if normalize else ((1 - tolerance) ** 2, (1 + tolerance) ** 2))
        if samples is None:  # of another type or order, or with rows of which to take care
            return cls.from_block(unit_rows(block, normalize=normalize, first_row=first_row), weights)
        dim = block.shape[1]
        count = int if weights is None else float
        return sum((cls(count(n), sample[:dim], sample[dim:], *scatter) for (n, *scatter), sample in samples if n), cls.zero(dim))

    @classmethod
    def from_rows(
        cls, rows: ArrayLike, weights: ArrayLike | None = None, *, normalize: bool = True, first_row: int = 0
    ) -> SufficientStatistics:
        """The statistics of the rows of a matrix, block by block.

        Parameters
        ----------
        rows : array of shape (n, p), p >= 2
            float16, float32, float64 or integers, in any memory order, memory-mapped or not.  What NumPy cannot read, tensors of PyTorch
            and arrays of CuPy on a GPU, or of bfloat16, is summed up where it is; that needs array-api-compat, which
            comes with the extras for them.
        weights : array of shape (n,), optional
            How often each row counts: finite and not negative.
        normalize : bool
            True: each row is divided by its norm.  False: the norms must be 1, to the rounding of the array's type.
        first_row : int
            The number by which an error names row 0.
        """
        rows = getattr(rows, "detach", lambda: rows)()  # sums are numbers: PyTorch's graph of derivatives ends here
        if is_elsewhere(rows):
            sums = _device_sums().direction_sums(rows, weights, normalize=normalize, first_row=first_row)
            parts = (cls(*part) for part in sums)
            return sum(parts, start=next(parts))
        matrix = as_matrix(rows)
        counts = None if weights is None else as_weights(weights, len(matrix))
        total = cls.zero(matrix.shape[1])
        for first, block in blocks(matrix, SAMPLES_ELEMENTS if _is_plain(matrix) else BLOCK_ELEMENTS):
            part = None if counts is None else counts[first : first + len(block)]
            total += cls.from_block(block, part, normalize=normalize, first_row=first_row + first)
        return total

    def scaled(self, factor: float) -> SufficientStatistics:
        """The statistics of the same vectors, each with `factor` times its weight: 0.99, say, lets a stream forget."""
        if not 0 <= factor < math.inf:
            raise ValueError(f"factor must be finite and not negative, not {factor}")
        return SufficientStatistics(
            self.n * float(factor), self.resultant * factor, self.resultant_low * factor, self.scatter * factor, self.scatter_low * factor
        )

    def save(self, file: Any) -> None:
        """Write the statistics to an .npz file: a path, or a file opened for binary writing."""
        np.savez(
            file,
            n=self.n,
            resultant=self.resultant,
            resultant_low=self.resultant_low,
            scatter=self.scatter,
            scatter_low=self.scatter_low,
        )

    @classmethod
    def load(cls, file: Any) -> SufficientStatistics:
        """Read what `save` wrote."""
        with np.load(file, allow_pickle=False) as arrays:
            missing = {"n", "resultant", "resultant_low", "scatter", "scatter_low"} - set(arrays.files)
            if missing:
                raise ValueError(f"{file} holds no sufficient statistics: it lacks {', '.join(sorted(missing))}")
            return cls(
                arrays["n"].item(),
                arrays["resultant"],
                arrays["resultant_low"],
                float(arrays["scatter"]),
                float(arrays["scatter_low"]),
            )

    def __add__(self, other: SufficientStatistics) -> SufficientStatistics:
        if self.dim != other.dim:
            raise ValueError(f"samples of {self.dim} and of {other.dim} dimensions do not merge")
        if not (self.n and other.n):
            return self if self.n else other
        n, resultant, resultant_low, scatter, scatter_low = merge(self._sums, other._sums)
        return SufficientStatistics(n, resultant, resultant_low, float(scatter), float(scatter_low))

    def __radd__(self, other: int) -> SufficientStatistics:
        """0 + statistics, with which the builtin `sum` begins."""
        return self if other == 0 else NotImplemented

    @property
    def _sums(self) -> Sums:
        return Sums(self.n, self.resultant, self.resultant_low, self.scatter, self.scatter_low)

    @property
    def dim(self) -> int:
        """The dimension p of the space the vectors live in."""
        return len(self.resultant)

    @property
    def mean(self) -> NDArray[np.float64]:
        """The mean of the vectors, a point inside the sphere."""
        with np.errstate(under="ignore"):
            return (self.resultant + self.resultant_low) / self.n

    @property
    def mean_resultant_length(self) -> float:
        """R, the length of the mean: 0 for balanced directions, 1 for identical ones."""
        with np.errstate(under="ignore"):
            return min(1.0, float(np.sqrt(np.square(self.mean).sum())))

    @property
    def mean_resultant_length_c(self) -> float:
        """1 - R without cancellation, from 1 - R^2 = M/n."""
        return min(1.0, (self.scatter + self.scatter_low) / self.n / (1 + self.mean_resultant_length))

    @property
    def length_corrected(self) -> tuple[float, float]:
        """sqrt((n R^2 - 1)/(n - 1)) and 1 minus that: its square has the expectation A_p(kappa)^2, that of R^2 is larger by the noise."""
        if not self.n > 1:
            raise ValueError(f"the bias of the length of a mean can be told from more than 1 vector only, not {self.n:g}")
        noise = min(1.0, (self.scatter + self.scatter_low) / (self.n - 1))
        length = math.sqrt(1 - noise)
        return length, noise / (1 + length)


def _device_sums() -> ModuleType:
    """The module that sums up what NumPy cannot read; nothing else needs what it imports."""
    try:
        from logbessel.stats import device_sums
    except ImportError as error:
        message = "rows that NumPy cannot read need array-api-compat: pip install 'logbessel[sklearn]', or convert them to NumPy's"
        raise ImportError(f"{message} ({error})") from error
    return device_sums


def _is_plain(matrix: NDArray[Any]) -> bool:
    """Whether compiled code reads it as it is."""
    return bool(matrix.flags.c_contiguous) and matrix.dtype in (np.float32, np.float64)


def _samples(
    rows: NDArray[Any], weights: NDArray[np.float64] | None, squares: tuple[float, float]
) -> list[tuple[list[float], NDArray[np.float64]]] | None:
    """(number, scatter, scatter_low) and both words of the resultant of the directions of the first rows, of the next ones ...

    None where the sum of squares of a row is not within the bounds.
    """
    n, dim = rows.shape
    at_once = max(1, SAMPLE_ELEMENTS // dim)
    sums = np.empty((-(-n // at_once), 3 + 2 * dim))
    exponent = 0
    with np.errstate(under="ignore"):
        if weights is not None:
            exponent = math.frexp(float(weights.max(initial=0)))[1]
            weights = np.ldexp(np.asarray(weights, dtype=np.float64), -exponent)
        if not _core.sum_directions(np.asarray(rows), weights, at_once, *squares, sums):
            return None
        if exponent:
            np.ldexp(sums, exponent, out=sums)
    return [(sample[:3].tolist(), sample[3:]) for sample in sums]


class Sums(NamedTuple):
    """The fields of one sample, or of one sample a row: then n and the scatters are columns, the resultants matrices."""

    n: Any
    resultant: Any
    resultant_low: Any
    scatter: Any
    scatter_low: Any


def merge(a: Sums, b: Sums) -> Sums:
    """The sums of two samples together, neither of them empty; row by row where they are many."""
    n = a.n + b.n
    with np.errstate(under="ignore"):
        step = (a.resultant + a.resultant_low) / a.n - (b.resultant + b.resultant_low) / b.n
        between = a.n / n * b.n * np.square(step).sum(axis=-1, keepdims=step.ndim > 1)
        resultant, error = _two_sum(a.resultant, b.resultant)
        within, error_within = _two_sum(a.scatter, b.scatter)
        scatter, error_between = _two_sum(within, between)
        return Sums(
            n,
            resultant,
            a.resultant_low + b.resultant_low + error,
            scatter,
            a.scatter_low + b.scatter_low + error_within + error_between,
        )


def _two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """The rounded sum and its rounding error; exact (Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)
