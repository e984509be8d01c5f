"""The published example of movMF, R's package for mixtures of von Mises-Fisher distributions: expenses of 40 households.

Hornik & Grün (2014), movMF: An R package for fitting mixtures of von Mises-Fisher distributions, Journal of Statistical Software 58(10),
whose findings are tested.  The data are the expenses for housing, food and services of 20 single
women and 20 single men, the set `household` of R's package HSAUR3.  In three dimensions the density has a closed form, by which the
likelihood is checked and maximised here on its own.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from numpy.testing import assert_allclose

from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
pytest.importorskip("sklearn", reason="scikit-learn is tested where it is installed")
VonMisesFisherMixture = import_module("logbessel.sklearn").VonMisesFisherMixture
FILE = Path(__file__).parent / "reference" / "household.csv"

expenses = np.loadtxt(FILE, delimiter=",", skiprows=1, usecols=(0, 1, 2))
female = np.loadtxt(FILE, delimiter=",", skiprows=1, usecols=3, dtype=str) == "female"
UNIT = expenses / np.linalg.norm(expenses, axis=1, keepdims=True)
LARGEST = 1000  # without a bound a component of a single row has an infinite likelihood


@pytest.fixture(scope="module")
def mixtures() -> dict[int, Any]:
    """The best of 20 starts for each number of components, as published."""
    options = {"n_init": 20, "random_state": 2008, "max_iter": 3000, "tol": 1e-11, "max_concentration": LARGEST}
    return {k: VonMisesFisherMixture(k, **options).fit(expenses) for k in range(1, 6)}


def log_likelihood(theta: np.ndarray, log_odds: np.ndarray) -> float:
    """Of a mixture with the vectors kappa mu and weights proportional to exp(log_odds), by C(kappa) = kappa/(4 pi sinh kappa)."""
    kappa = np.linalg.norm(theta, axis=1)
    log_normalizer = np.log(kappa / (2 * np.pi)) - kappa - np.log1p(-np.exp(-2 * kappa))
    log_weights = log_odds - np.logaddexp.reduce(log_odds)
    return float(np.logaddexp.reduce(UNIT @ theta.T + log_normalizer + log_weights, axis=1).sum())


def test_women_and_men_by_themselves() -> None:
    women, men = VonMisesFisher.fit(expenses[female]), VonMisesFisher.fit(expenses[~female])
    assert women.concentration > men.concentration
    for fit, sample in ((women, UNIT[female]), (men, UNIT[~female])):
        length = np.linalg.norm(sample.mean(axis=0))
        kappa = scipy.optimize.brentq(lambda kappa, length=length: 1 / np.tanh(kappa) - 1 / kappa - length, 1, 1e3, xtol=1e-12)
        assert_allclose(fit.concentration, kappa, rtol=1e-10)


def test_two_components_misclassify_one_woman(mixtures: dict[int, Any]) -> None:
    """All men and a single woman are in the component that is less concentrated."""
    dispersed = np.argmin(mixtures[2].concentrations_)
    assigned = mixtures[2].predict(expenses) == dispersed
    assert (np.count_nonzero(assigned & female), np.count_nonzero(~assigned & ~female)) == (1, 0)


def test_three_components_split_the_men(mixtures: dict[int, Any]) -> None:
    """By Bayes' criterion there are three components, two of them of men, each more concentrated than the men were as one."""
    criterion = {k: mixture.bic(expenses) for k, mixture in mixtures.items()}
    assert min(criterion, key=criterion.__getitem__) == 3
    labels = mixtures[3].predict(expenses)
    most = np.argmax(np.bincount(labels[female]))
    groups = [k for k in range(3) if k != most]
    assert np.mean(labels[female] == most) > 0.9
    assert np.mean(labels[~female] != most) > 0.9
    assert set(labels[~female]) >= set(groups)
    assert all(mixtures[3].concentrations_[k] > mixtures[2].concentrations_.min() for k in groups)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_estimates_are_those_of_maximum_likelihood(mixtures: dict[int, Any], k: int) -> None:
    mixture = mixtures[k]
    theta, odds = mixture.mean_directions_ * mixture.concentrations_[:, None], np.log(mixture.weights_)
    assert_allclose(40 * mixture.score(expenses), log_likelihood(theta, odds), rtol=1e-12)
    assert_allclose(mixture.bic(expenses), -2 * log_likelihood(theta, odds) + (4 * k - 1) * np.log(40), rtol=1e-12)  # movMF's k p + k - 1
    rng = np.random.default_rng(k)
    start = np.concatenate([(theta * rng.uniform(0.95, 1.05, theta.shape)).ravel(), odds])
    options = {"method": "BFGS", "jac": "3-point", "options": {"gtol": 1e-6}}
    best = scipy.optimize.minimize(lambda x: -log_likelihood(x[:-k].reshape(k, 3), x[-k:]), start, **options)
    assert_allclose(log_likelihood(theta, odds), -best.fun, atol=1e-6)
    assert_allclose(best.x[:-k].reshape(k, 3), theta, rtol=2e-3, atol=2e-3)
