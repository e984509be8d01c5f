"""Spherical k-means: the limit of a von Mises-Fisher mixture whose common concentration grows (Dhillon & Modha 2001)."""

from __future__ import annotations

from functools import singledispatch
from numbers import Integral, Real
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin, _fit_context
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from logbessel.sklearn.components import Sums
from logbessel.sklearn.device_rows import DeviceRows
from logbessel.sklearn.device_steps import assigned, device_rows, farthest
from logbessel.sklearn.prediction import cosine_distances
from logbessel.sklearn.seeding import seeds
from logbessel.sklearn.starts import best_of, warn_of_interrupt
from logbessel.sklearn.unit_rows import Rows, UnitRows, check_weight
from logbessel.stats.device_sums import is_device_array, to_numpy


class Descent(NamedTuple):
    """Where the steps of one start have led: `labels` and `inertia` are by these very centres."""

    centers: NDArray[np.float64]
    labels: Any
    inertia: float
    steps: int
    interrupted: bool = False

    def __str__(self) -> str:
        return f"inertia {self.inertia:.6g} after {self.steps} steps"

    @property
    def objective(self) -> float:
        return -self.inertia


class SphericalKMeans(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
    r"""k-means by the angle, in the manner of `sklearn.cluster.KMeans`.

    .. math::
        \max_{\mu, k} \sum_i w_i\, \mu_{k(i)}^T u_i

    Parameters
    ----------
    n_clusters : int
        The number of clusters.
    init : {'k-means++'} or array_like of shape (n_clusters, n_features)
        The first directions.
    n_init : int
        So many starts; the one of the smallest inertia wins.
    max_iter : int
        Steps of each.
    tol : float
        A start ends when a step lowers the inertia by less than this share of it.
    warm_start : bool
        Begin where the last `fit` ended.
    random_state : int, RandomState or None
        For the first directions.
    verbose : int
        1: a line for each start; 2: for each step.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
        Unit vectors.
    labels_ : ndarray of shape (n,)
        The cluster of each row.
    inertia_ : float
        The sum over the rows of 1 minus the cosine to their centre.
    n_iter_ : int
        The steps of the best start.
    n_features_in_ : int

    Notes
    -----
    An interrupt (Ctrl-C) ends `fit` with a warning, and leaves the best start so far as of its last whole step; before the first one it is
    raised.  `fit` with ``warm_start=True`` goes on from there, also in another process, after `joblib.dump` and `joblib.load`.

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.sklearn import SphericalKMeans
    >>> X = np.array([[1.0, 0.1], [5.0, 0.2], [0.1, 1.0], [0.0, 9.0]])
    >>> labels = SphericalKMeans(2, random_state=0).fit_predict(X)
    >>> bool(labels[0] == labels[1] != labels[2] == labels[3])
    True
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "n_clusters": [Interval(Integral, 1, None, closed="left")],
        "init": [StrOptions({"k-means++"}), "array-like"],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "warm_start": ["boolean"],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "k-means++",
        n_init: int = 1,
        max_iter: int = 300,
        tol: float = 1e-5,
        warm_start: bool = False,
        random_state: Any = None,
        verbose: int = 0,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.warm_start = warm_start
        self.random_state = random_state
        self.verbose = verbose

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Find the clusters.

        Parameters
        ----------
        X : array_like or CSR matrix of shape (n, p), p >= 2
            Tensors of PyTorch and arrays of CuPy are computed on their device.
        y : ignored
        sample_weight : array_like of shape (n,), optional
            How often each row counts.

        Raises
        ------
        ValueError
            There are fewer rows than clusters, or one column only.
        """
        rows = self._rows(X, sample_weight)
        check_weight(rows.weight)
        if rows.n < self.n_clusters:
            raise ValueError(f"n_samples={rows.n} rows are fewer than n_clusters={self.n_clusters}")
        random = check_random_state(self.random_state)
        warm = self.warm_start and hasattr(self, "cluster_centers_")

        def run() -> Descent:
            return self._descend(rows, self.cluster_centers_.astype(np.float64) if warm else self._first(rows, random))

        best, interrupted = best_of(1 if warm else self.n_init, run, self.verbose)
        self.cluster_centers_, self.inertia_, self.n_iter_ = best.centers.astype(rows.dtype), best.inertia, best.steps
        self.labels_ = to_numpy(best.labels).astype(np.int32, copy=False)
        self._n_features_out = self.n_clusters
        if interrupted:
            warn_of_interrupt(self.n_iter_, stacklevel=3)
        return self

    def predict(self, X: Any) -> Any:
        """The nearest centre of each row."""
        distances = self.transform(X)
        if is_device_array(distances):
            return array_namespace(distances).argmin(distances, axis=1)
        return distances.argmin(axis=1).astype(np.int32)

    def transform(self, X: Any) -> Any:
        """1 minus the cosine of each row to each centre, shape (n, n_clusters)."""
        check_is_fitted(self)
        if is_device_array(X):
            return cosine_distances(device_rows(self, X, None, reset=False), self.cluster_centers_)
        X = validate_data(self, X, reset=False, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
        return cosine_distances(UnitRows(X, np.ones(X.shape[0])), self.cluster_centers_)

    def score(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> float:
        """Minus the inertia of X."""
        distance = to_numpy(self.transform(X)).min(axis=1)
        weight = _check_sample_weight(to_numpy(sample_weight), distance, dtype=np.float64)
        return -float(distance.astype(np.float64) @ weight)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    def _rows(self, X: Any, sample_weight: ArrayLike | None) -> Any:
        if is_device_array(X):
            return device_rows(self, X, sample_weight, reset=True)
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
        return UnitRows(X, _check_sample_weight(to_numpy(sample_weight), X, dtype=np.float64, ensure_non_negative=True))

    def _first(self, rows: Rows, random: Any) -> NDArray[np.float64]:
        if isinstance(self.init, str):
            return seeds(rows, self.n_clusters, random)
        centers = np.asarray(to_numpy(self.init), dtype=np.float64)
        if centers.shape != (self.n_clusters, rows.dim):
            raise ValueError(f"init must have shape ({self.n_clusters}, {rows.dim}), not {centers.shape}")
        return centers / np.linalg.norm(centers, axis=1, keepdims=True)

    def _descend(self, rows: Rows, centers: NDArray[np.float64]) -> Descent:
        """Steps from `centers` on."""
        sums, labels, inertia, far = _assign(rows, centers)
        for step in range(1, self.max_iter + 1):
            before = Descent(centers, labels, inertia, step - 1)
            try:
                centers = _centers(sums, centers, far, rows)
                sums, labels, inertia, far = _assign(rows, centers)
            except KeyboardInterrupt:
                if step == 1:
                    raise
                return before._replace(interrupted=True)
            if self.verbose > 1:
                print(f"  step {step}: inertia {inertia:.9g}")
            if before.inertia - inertia <= self.tol * before.inertia:
                break
        return Descent(centers, labels, inertia, step)


@singledispatch  # by the kind of rows
def _assign(rows: Rows, centers: NDArray[np.float64]) -> tuple[Sums, NDArray[np.int32], float, NDArray[np.intp]]:
    """The sums of the clusters, the labels, the inertia, and the rows from the farthest to the nearest."""
    k, columns = len(centers), np.ascontiguousarray(centers.T.astype(rows.dtype))
    sums, labels, distances = Sums.zero(*centers.shape), np.empty(rows.n, np.int32), np.empty(rows.n)
    for block in rows.blocks(k):
        cosines = block.product(columns)
        own = cosines.argmax(axis=1)
        part = slice(block.first, block.first + len(own))
        labels[part], distances[part] = own, 1 - np.take_along_axis(cosines, own[:, None], 1)[:, 0]
        sums.add_groups(block, own)
    far = np.argpartition(-np.where(rows.weight > 0, distances, -1), min(k, rows.n) - 1)[:k]
    return sums, labels, float(np.maximum(distances, 0) @ rows.weight), far[np.argsort(-distances[far], kind="stable")]


@_assign.register(DeviceRows)
def _assign_there(rows: DeviceRows, centers: NDArray[np.float64]) -> tuple[Sums, Any, float, NDArray[np.intp]]:
    sums, labels, distances, inertia = assigned(rows, centers)
    far = farthest(rows, distances, len(centers)) if (sums.counts == 0).any() else np.empty(0, np.intp)
    return sums, labels, inertia, far


def _centers(sums: Sums, before: NDArray[np.float64], far: NDArray[np.intp], rows: Rows) -> NDArray[np.float64]:
    """The directions of the sums; a cluster without rows moves to a row that is far from its centre."""
    lengths = np.sqrt(np.square(sums.resultants).sum(axis=1))
    centers = np.where((lengths > 0)[:, None], sums.resultants / np.where(lengths > 0, lengths, 1)[:, None], before)
    for k, row in zip(np.flatnonzero(sums.counts == 0), far, strict=False):
        centers[k] = rows.direction(int(row))
    return centers
