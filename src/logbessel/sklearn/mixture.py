"""Mixtures of von Mises-Fisher distributions, estimated by expectation and maximisation.

References
----------
Banerjee, Dhillon, Ghosh & Sra (2005), Clustering on the unit hypersphere using von Mises-Fisher distributions; Cappé & Moulines (2009),
On-line expectation-maximization algorithm for latent data models.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from numbers import Integral, Real
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, DensityMixin, _fit_context
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from logbessel.sklearn.components import Components, Sums
from logbessel.sklearn.device_steps import device_rows
from logbessel.sklearn.expectation import Expectation, expect, nearest
from logbessel.sklearn.prediction import log_density, most_probable, responsibilities
from logbessel.sklearn.seeding import seeds
from logbessel.sklearn.starts import best_of, warn_of_interrupt
from logbessel.sklearn.unit_rows import Rows, UnitRows, check_weight
from logbessel.stats.device_sums import is_device_array, to_numpy
from logbessel.stats.von_mises_fisher import VonMisesFisher

# Applies a function of rows to all rows, wherever they are, and sums its values.
OverRows = Callable[[Callable[[Rows], Any]], Any]


class Ascent(NamedTuple):
    """Where the steps of one start have led: `bound` is the mean log-likelihood before the last one."""

    components: Components
    bound: float
    steps: int
    converged: bool
    interrupted: bool = False

    def __str__(self) -> str:
        return f"{'converged' if self.converged else 'stopped'} after {self.steps} steps, {self.bound:.6g} a row"

    @property
    def objective(self) -> float:
        return self.bound


class VonMisesFisherMixture(DensityMixin, BaseEstimator):
    r"""A mixture of von Mises-Fisher distributions, in the manner of `sklearn.mixture.GaussianMixture`.

    .. math::
        f(u) = \sum_k w_k\, C_p(\kappa_k) \exp(\kappa_k\, \mu_k^T u)

    Parameters
    ----------
    n_components : int
        The number of components.
    concentration_type : {'free', 'common'}
        A concentration for each component, or one for all.
    assignment : {'soft', 'hard', 'stochastic'}
        What a row gives to the components at each step: to each its probability, all to the most probable one, or all to one that is drawn
        by these probabilities.
    min_concentration : float
        No concentration is smaller.
    max_concentration : float, optional
        No concentration is larger; by default :math:`p/(32 \epsilon)`, epsilon that of the type of X: beyond, rounding decides it.
    init : {'k-means++', 'random'} or array_like of shape (n_components, n_features)
        The first mean directions: rows far from one another, any rows, or these.
    n_init : int
        So many starts; the one of the largest likelihood wins.
    max_iter : int
        Steps of each.
    tol : float
        A start has converged when a step raises the mean log-likelihood of a row by less.
    warm_start : bool
        Begin where the last `fit` ended.
    random_state : int, RandomState or None
        For the first directions, and for stochastic assignment.
    verbose : int
        1: a line for each start; 2: for each step.

    Attributes
    ----------
    weights_ : ndarray of shape (n_components,)
    mean_directions_ : ndarray of shape (n_components, n_features)
    concentrations_ : ndarray of shape (n_components,)
        The parameters, in float64.
    converged_ : bool
        Whether the best start did.
    n_iter_ : int
        Its steps.
    lower_bound_ : float
        The mean log-likelihood of a row by the last step but one (of its assigned component, if the assignment is hard or stochastic).
    n_features_in_ : int

    Notes
    -----
    An interrupt (Ctrl-C) ends `fit` with a warning, and leaves the best start so far as of its last whole step; before the first one it is
    raised.  `fit` with ``warm_start=True`` goes on from there, also in another process, after `joblib.dump` and `joblib.load`.  The command
    ``logbessel fit --components`` does all that by itself.

    Examples
    --------
    >>> import numpy as np
    >>> from logbessel.sklearn import VonMisesFisherMixture
    >>> from logbessel.stats import VonMisesFisher
    >>> X = np.concatenate([VonMisesFisher(mu, 50.0).rvs(300, rng=0) for mu in np.eye(3)])
    >>> mixture = VonMisesFisherMixture(3, random_state=0).fit(X)
    >>> mixture.weights_.round(2), len(set(mixture.predict(np.eye(3)).tolist()))
    (array([0.33, 0.33, 0.33]), 3)
    """

    _stepwise: tuple[int, Sums] | None
    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "concentration_type": [StrOptions({"free", "common"})],
        "assignment": [StrOptions({"soft", "hard", "stochastic"})],
        "min_concentration": [Interval(Real, 0, None, closed="left")],
        "max_concentration": [Interval(Real, 0, None, closed="neither"), None],
        "init": [StrOptions({"k-means++", "random"}), "array-like"],
        "n_init": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "warm_start": ["boolean"],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
    }

    def __init__(
        self,
        n_components: int = 1,
        *,
        concentration_type: str = "free",
        assignment: str = "soft",
        min_concentration: float = 1e-3,
        max_concentration: float | None = None,
        init: Any = "k-means++",
        n_init: int = 1,
        max_iter: int = 100,
        tol: float = 1e-4,
        warm_start: bool = False,
        random_state: Any = None,
        verbose: int = 0,
    ) -> None:
        self.n_components = n_components
        self.concentration_type = concentration_type
        self.assignment = assignment
        self.min_concentration = min_concentration
        self.max_concentration = max_concentration
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.warm_start = warm_start
        self.random_state = random_state
        self.verbose = verbose

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the mixture.

        Parameters
        ----------
        X : array_like or CSR matrix of shape (n, p), p >= 2
            Tensors of PyTorch and arrays of CuPy are computed on their device; what is learnt is NumPy's.
        y : ignored
        sample_weight : array_like of shape (n,), optional
            How often each row counts.

        Raises
        ------
        ValueError
            There are fewer rows than components, or one column only.
        """
        rows = self._rows(X, sample_weight, reset=True)
        if rows.n < self.n_components:
            raise ValueError(f"n_samples={rows.n} rows are fewer than n_components={self.n_components}")
        random = check_random_state(self.random_state)
        warm = self.warm_start and hasattr(self, "mean_directions_")

        def run() -> Ascent:
            components = self._components if warm else self._first(rows, random)
            return self._maximise(lambda step: step(rows), components, rows.dim, rows.dtype, random)

        best, interrupted = best_of(1 if warm else self.n_init, run, self.verbose)
        self._take(best, interrupted)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Take a step of stepwise expectation and maximisation with one batch of rows, which the estimates then forget by and by.

        The first batch gives the first directions and should have many rows; the t-th one enters with the share (t + 1)^-0.7.
        """
        first = not hasattr(self, "mean_directions_")
        rows = self._rows(X, sample_weight, reset=first)
        random = check_random_state(self.random_state)
        if first:
            if rows.n < self.n_components:
                raise ValueError(f"n_samples={rows.n} rows of the first batch are fewer than n_components={self.n_components}")
            self._components, self._stepwise = self._first(rows, random), None
        batch = expect(rows, self._components, self.assignment, random)
        steps, sums = self._stepwise or (0, batch.sums)
        share = (steps + 1) ** -0.7
        sums = batch.sums.scaled(share / batch.total) + sums.scaled(1 - share)
        self._stepwise = steps + 1, sums
        self._components = self._estimate(sums, rows)
        self.lower_bound_, self.n_iter_, self.converged_ = batch.log_likelihood / batch.total, steps + 1, False
        return self

    def fit_predict(self, X: Any, y: Any = None, sample_weight: ArrayLike | None = None) -> Any:
        """`fit`, and the most probable component of each row."""
        return self.fit(X, y, sample_weight).predict(X)

    def predict(self, X: Any) -> Any:
        """The most probable component of each row."""
        return most_probable(self._scored(X), self._components)

    def predict_proba(self, X: Any) -> Any:
        """The probability of each component at each row, shape (n, n_components)."""
        return responsibilities(self._scored(X), self._components)

    def score_samples(self, X: Any) -> Any:
        """The logarithm of the density of the mixture at each row, shape (n,)."""
        return log_density(self._scored(X), self._components)

    def score(self, X: Any, y: Any = None) -> float:
        """The mean of `score_samples`."""
        return float(to_numpy(self.score_samples(X)).mean())

    def sample(self, n_samples: int = 1) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Random directions and the components that they come from, in the order of these."""
        check_is_fitted(self)
        if n_samples < 1:
            raise ValueError(f"n_samples must be at least 1, not {n_samples}")
        random = check_random_state(self.random_state)
        counts = random.multinomial(n_samples, self.weights_)
        rng = np.random.default_rng(random.randint(2**31))
        parts = zip(self.mean_directions_, self.concentrations_, counts, strict=True)
        directions = np.concatenate([VonMisesFisher(mean, kappa).rvs(int(n), rng=rng) for mean, kappa, n in parts])
        return directions, np.repeat(np.arange(self.n_components), counts)

    def bic(self, X: Any) -> float:
        """Bayes' information criterion: the lower, the better."""
        return float(-2 * self.score(X) * len_(X) + self._n_parameters() * np.log(len_(X)))

    def aic(self, X: Any) -> float:
        """Akaike's information criterion: the lower, the better."""
        return -2 * self.score(X) * len_(X) + 2 * self._n_parameters()

    # ---- steps ---------------------------------------------------------------------------------------------------------------------

    def _maximise(self, over_rows: OverRows, components: Components, dim: int, dtype: Any, random: Any = None) -> Ascent:
        """Steps from `components` on."""
        bound = -np.inf
        for step in range(1, self.max_iter + 1):
            try:
                all_rows: Expectation = over_rows(partial(expect, components=components, assignment=self.assignment, random=random))
                components = self._within_bounds(all_rows.reseeded(), dim, dtype)
            except KeyboardInterrupt:
                if step == 1:
                    raise
                return Ascent(components, bound, step - 1, converged=False, interrupted=True)
            change, bound = all_rows.log_likelihood / all_rows.total - bound, all_rows.log_likelihood / all_rows.total
            if self.verbose > 1:
                print(f"  step {step}: {bound:.9g} a row" + (f", {change:+.2g}" if step > 1 else ""))
            if abs(change) < self.tol:
                return Ascent(components, bound, step, converged=True)
        return Ascent(components, bound, self.max_iter, converged=False)

    def _fit_spread(self, over_rows: OverRows, directions: Any, dim: int, dtype: Any) -> Self:
        """`fit` where the rows are elsewhere: `over_rows` gives the sum of a function of their parts."""
        self._validate_params()
        if self.assignment == "stochastic":
            raise ValueError("rows in many places take a soft or hard assignment, not 'stochastic'")
        directions = self._checked_directions(directions, dim)
        sums: Sums = over_rows(partial(nearest, directions=directions))
        check_weight(sums.counts)
        components = self._within_bounds(sums, dim, dtype)
        ascent = self._maximise(over_rows, components, dim, dtype)
        self.n_features_in_ = dim
        self._take(ascent, ascent.interrupted)
        return self

    def _take(self, best: Ascent, interrupted: bool) -> None:
        """The end of a fit."""
        self._components, self.lower_bound_, self.n_iter_, self.converged_ = best[:4]
        self._stepwise = None
        if interrupted:
            warn_of_interrupt(self.n_iter_, stacklevel=4)
        elif not self.converged_ and self.tol > 0:
            warnings.warn(f"not converged after max_iter={self.max_iter} steps: raise max_iter or tol", ConvergenceWarning, stacklevel=4)

    def _estimate(self, sums: Sums, rows: Rows) -> Components:
        return self._within_bounds(sums, rows.dim, rows.dtype)

    def _within_bounds(self, sums: Sums, dim: int, dtype: Any) -> Components:
        largest = self.max_concentration or dim / (32 * float(np.finfo(dtype).eps))
        return sums.components(self.concentration_type == "common", (self.min_concentration, max(largest, self.min_concentration)))

    def _checked_directions(self, directions: Any, dim: int) -> NDArray[np.float64]:
        array = np.asarray(to_numpy(directions), dtype=np.float64)
        if array.shape != (self.n_components, dim):
            raise ValueError(f"init must have shape ({self.n_components}, {dim}), not {array.shape}")
        return array / np.linalg.norm(array, axis=1, keepdims=True)

    def _first(self, rows: Rows, random: Any) -> Components:
        """From the first directions: every row to the nearest one."""
        if isinstance(self.init, str):
            if self.init == "k-means++":
                directions = seeds(rows, self.n_components, random)
            else:
                chances = rows.weight / rows.total
                some = random.choice(rows.n, self.n_components, replace=np.count_nonzero(chances) < self.n_components, p=chances)
                directions = np.array([rows.direction(row) for row in some])
        else:
            directions = self._checked_directions(self.init, rows.dim)
        return self._estimate(nearest(rows, directions), rows)

    # ---- data and parameters -------------------------------------------------------------------------------------------------------

    def _rows(self, X: Any, sample_weight: ArrayLike | None, *, reset: bool) -> Any:
        rows: Rows
        if is_device_array(X):
            rows = device_rows(self, X, sample_weight, reset=reset)
        else:
            X = validate_data(self, X, reset=reset, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
            rows = UnitRows(X, _check_sample_weight(to_numpy(sample_weight), X, dtype=np.float64, ensure_non_negative=True))
        check_weight(rows.weight)
        return rows

    def _scored(self, X: Any) -> Any:
        check_is_fitted(self)
        if is_device_array(X):
            return device_rows(self, X, None, reset=False)
        X = validate_data(self, X, reset=False, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
        return UnitRows(X, np.ones(X.shape[0]))

    @property
    def _components(self) -> Components:
        return Components(self.weights_, self.mean_directions_, self.concentrations_)

    @_components.setter
    def _components(self, components: Components) -> None:
        self.weights_, self.mean_directions_ = components.weights, components.mean_directions
        self.concentrations_ = components.concentrations

    def _n_parameters(self) -> int:
        concentrations = 1 if self.concentration_type == "common" else self.n_components
        return int(self.n_components * self.n_features_in_ - 1 + concentrations)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def len_(X: Any) -> int:
    return int(X.shape[0]) if hasattr(X, "shape") else len(X)
