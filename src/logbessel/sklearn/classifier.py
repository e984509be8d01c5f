"""A classifier with one von Mises-Fisher distribution for each class."""

from __future__ import annotations

from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np
from array_api_compat import array_namespace, device
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, _fit_context
from sklearn.metrics import accuracy_score
from sklearn.utils import check_consistent_length, column_or_1d
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from logbessel.sklearn.components import Components
from logbessel.sklearn.device_steps import device_rows
from logbessel.sklearn.expectation import sums_of_groups
from logbessel.sklearn.prediction import log_density, log_responsibilities, most_probable, responsibilities
from logbessel.sklearn.unit_rows import Rows, UnitRows, check_weight
from logbessel.stats.device_sums import is_device_array, to_numpy


class VonMisesFisherClassifier(ClassifierMixin, BaseEstimator):
    r"""Bayes' rule with a von Mises-Fisher distribution for each class.

    .. math::
        P(k \mid u) \propto w_k\, C_p(\kappa_k) \exp(\kappa_k\, \mu_k^T u)

    Parameters
    ----------
    concentration_type : {'free', 'common'}
        A concentration for each class, or one for all: then the classes are told apart by planes.
    priors : array_like of shape (n_classes,), optional
        The probabilities of the classes; by default their shares of the rows.
    min_concentration : float
        No concentration is smaller.
    max_concentration : float, optional
        No concentration is larger; by default :math:`p/(32 \epsilon)`, epsilon that of the type of X: beyond, rounding decides it.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    priors_ : ndarray of shape (n_classes,)
    mean_directions_ : ndarray of shape (n_classes, n_features)
    concentrations_ : ndarray of shape (n_classes,)
    n_features_in_ : int

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.sklearn import VonMisesFisherClassifier
    >>> X, y = np.array([[1.0, 0.1], [5.0, 0.2], [0.1, 1.0], [0.0, 9.0]]), ["east", "east", "north", "north"]
    >>> VonMisesFisherClassifier().fit(X, y).predict([[2.0, 1.0]]).tolist()
    ['east']
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "concentration_type": [StrOptions({"free", "common"})],
        "priors": ["array-like", None],
        "min_concentration": [Interval(Real, 0, None, closed="left")],
        "max_concentration": [Interval(Real, 0, None, closed="neither"), None],
    }

    def __init__(
        self,
        *,
        concentration_type: str = "free",
        priors: ArrayLike | None = None,
        min_concentration: float = 1e-3,
        max_concentration: float | None = None,
    ) -> None:
        self.concentration_type = concentration_type
        self.priors = priors
        self.min_concentration = min_concentration
        self.max_concentration = max_concentration

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the distribution of each class.

        Parameters
        ----------
        X : array_like or CSR matrix of shape (n, p), p >= 2
            Tensors of PyTorch and arrays of CuPy are computed on their device.
        y : array_like of shape (n,)
            The class of each row.
        sample_weight : array_like of shape (n,), optional
            How often each row counts.

        Raises
        ------
        ValueError
            There is one column only; the priors are not as many as the classes, or no probabilities.
        """
        rows: Rows
        y = to_numpy(y)
        if is_device_array(X):
            rows, y = device_rows(self, X, sample_weight, reset=True), column_or_1d(y, warn=True)
            check_consistent_length(rows.weight, y)
        else:
            X, y = validate_data(self, X, y, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
            rows = UnitRows(X, _check_sample_weight(to_numpy(sample_weight), X, dtype=np.float64, ensure_non_negative=True))
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        k = len(self.classes_)
        check_weight(rows.weight)
        sums = sums_of_groups(rows, labels, k)
        largest = self.max_concentration or rows.dim / (32 * float(np.finfo(rows.dtype).eps))
        fit = sums.components(self.concentration_type == "common", (self.min_concentration, max(largest, self.min_concentration)))
        self.mean_directions_, self.concentrations_ = fit.mean_directions, fit.concentrations
        self.priors_ = fit.weights if self.priors is None else self._checked_priors(k)
        return self

    def predict(self, X: Any) -> NDArray[Any]:
        """The most probable class of each row."""
        labels = most_probable(*self._scored(X))
        if is_device_array(labels) and self.classes_.dtype.kind in "iuf":
            xp = array_namespace(labels)
            return xp.take(xp.asarray(self.classes_, device=device(labels)), labels)
        return np.asarray(self.classes_[to_numpy(labels)])

    def predict_proba(self, X: Any) -> NDArray[Any]:
        """The probability of each class at each row, shape (n, n_classes)."""
        return responsibilities(*self._scored(X))

    def predict_log_proba(self, X: Any) -> NDArray[Any]:
        """The logarithms of the probabilities."""
        return log_responsibilities(*self._scored(X))

    def score_samples(self, X: Any) -> NDArray[np.float64]:
        """The logarithm of the density of all classes together at each row; it is small where a row is out of their distribution."""
        return log_density(*self._scored(X))

    def score(self, X: Any, y: Any, sample_weight: ArrayLike | None = None) -> float:
        """The share of the rows whose class is the most probable one."""
        return float(accuracy_score(to_numpy(y), to_numpy(self.predict(X)), sample_weight=to_numpy(sample_weight)))

    def _scored(self, X: Any) -> tuple[Any, Components]:
        check_is_fitted(self)
        components = Components(self.priors_, self.mean_directions_, self.concentrations_)
        if is_device_array(X):
            return device_rows(self, X, None, reset=False), components
        X = validate_data(self, X, reset=False, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
        return UnitRows(X, np.ones(X.shape[0])), components

    def _checked_priors(self, k: int) -> NDArray[np.float64]:
        priors = np.asarray(self.priors, dtype=np.float64)
        if priors.shape != (k,):
            raise ValueError(f"priors must be one for each of {k} classes, not of shape {priors.shape}")
        if not (np.all(priors >= 0) and abs(priors.sum() - 1) < 1e-6):
            raise ValueError(f"priors must be probabilities that sum to 1, not {priors}")
        return priors / priors.sum()

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
