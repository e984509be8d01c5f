"""Everything that is asked of the features of images at one size."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.stats import VonMisesFisherFit

from . import fits, rivals
from .features import Features
from .outliers import Answers, Judges, areas
from .packages import NotAvailable


@dataclass
class Study:
    """What was found, and what the pictures are drawn of.

    Attributes
    ----------
    figures : dict
        All numbers, as they go into the record.
    X, y : arrays
        The features and labels of the training images.
    fits : dict
        The distribution of all of them, and of each class.
    known, foreign : Answers
        What is said of the test images of CIFAR-10, and of Fashion-MNIST if that is to be had.
    """

    figures: dict[str, Any]
    X: NDArray[np.float32]
    y: NDArray[np.int64]
    fits: dict[str, VonMisesFisherFit]
    known: Answers
    foreign: Answers | None


def study(features: Features, side: int, training: int, test: int) -> Study:
    X, y = features.rows("cifar10", "train", side, training)
    X_test, y_test = features.rows("cifar10", "test", side, test)
    try:
        X_foreign, _ = features.rows("fashion_mnist", "test", side, test)
    except NotAvailable as reason:
        print(f"{reason}; there is nothing out of the distribution to be found", file=sys.stderr)
        X_foreign = None

    print(f"fits in {X.shape[1]:,} dimensions", file=sys.stderr)
    fitted, rows = {}, []
    for name, sample in fits.samples(X, y):
        fitted[name], seconds = fits.fit(sample)
        rows.append(fits.figures(name, sample, fitted[name], seconds) | {"p_value": fits.p_value(sample)})
    whole = fitted["all"]
    solved = [rivals.solve_in_time(rival, whole.dim, whole.mean_resultant_length, whole.n) for rival in rivals.LOG_IV]

    print(f"classes and outliers in {X.shape[1]:,} dimensions", file=sys.stderr)
    judges = Judges(X, y)
    known, foreign = judges.answers(X_test), None if X_foreign is None else judges.answers(X_foreign)
    figures = {
        "side": side,
        "dim": X.shape[1],
        "training": len(X),
        "test": len(X_test),
        "zeros": float(np.mean(X[:1000] == 0)),
        "fits": rows,
        "rivals": solved,
        "accuracy": {name: float(np.mean(classes == y_test)) for name, classes in known.classes.items()},
        "area": None if foreign is None else areas(known.scores, foreign.scores),
    }
    return Study(figures, X, y, fitted, known, foreign)
