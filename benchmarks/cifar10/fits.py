"""One von Mises-Fisher distribution for all rows, and one for each class."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.stats import VonMisesFisher, VonMisesFisherFit, goodness_of_fit

Rows = NDArray[np.float32]
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
ROUNDS = 3
TESTED = 200  # rows of a class of which the test of fit is asked
SIMULATED = 39  # samples beside them: no p-value is smaller than 1/40


def samples(X: Rows, y: NDArray[np.int64]) -> Iterator[tuple[str, Rows]]:
    yield "all", X
    for label, name in enumerate(CLASSES):
        yield name, X[y == label]


def best_of(rounds: int, call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its seconds: the least of several rounds."""
    least = math.inf
    for _ in range(rounds):
        start = perf_counter()
        answer = call()
        least = min(least, perf_counter() - start)
    return answer, least


def fit(X: Rows) -> tuple[VonMisesFisherFit, float]:
    """The maximum-likelihood distribution, and the seconds that it takes."""
    return best_of(ROUNDS, lambda: VonMisesFisher.fit(X))


def figures(name: str, X: Rows, fit: VonMisesFisherFit, seconds: float) -> dict[str, Any]:
    """The figures of a fit, and what SciPy answers.

    `spread` is the standard deviation of the cosines to the mean direction, in units of that of the fitted distribution: 1 if it fits.
    """
    log_density = fit.logpdf(X)  # kappa times the cosine, and a constant
    return {
        "name": name,
        "n": fit.n,
        "mean_resultant_length": fit.mean_resultant_length,
        "concentration": fit.concentration,
        "standard_error": fit.concentration_se,
        "concentration_corrected": fit.concentration_corrected,
        "interval": fit.concentration_interval(0.95),
        "log_likelihood": fit.log_likelihood,
        "seconds": seconds,
        "spread": float(log_density.std()) * fit.concentration_se * math.sqrt(fit.n) / fit.concentration,
        "scipy": scipy_fit(X),
    }


def scipy_fit(X: Rows) -> dict[str, Any]:
    """The concentration by `scipy.stats.vonmises_fisher.fit`, and the log-likelihood that SciPy gives it."""
    from scipy.stats import vonmises_fisher

    unit = X / np.sqrt(np.einsum("ij,ij->i", X, X, dtype=np.float64))[:, None]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of the overflow, which the answers show
        (direction, concentration), seconds = best_of(ROUNDS, lambda: vonmises_fisher.fit(unit))
        likelihood = float(vonmises_fisher(direction, concentration).logpdf(unit).sum())
    return {"concentration": float(concentration), "log_likelihood": likelihood, "seconds": seconds}


def p_value(X: Rows) -> float:
    """Of the hypothesis that the first rows are von Mises-Fisher distributed."""
    return goodness_of_fit(X[:TESTED], n_mc_samples=SIMULATED, rng=0).pvalue
