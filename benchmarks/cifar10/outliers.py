"""What class is an image of, and is it of any?  Asked of images that no distribution was fitted to."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from logbessel.sklearn import VonMisesFisherClassifier
from logbessel.stats import VonMisesFisher

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]
NEIGHBOURS = (1, 50)  # 50 is what Sun et al., Out-of-distribution detection with deep nearest neighbors (2022), use for CIFAR-10
BLOCK = 500


class Answers(NamedTuple):
    """What is said of rows: a class by each rule, and a score by each, which is smaller for what is of no class."""

    classes: dict[str, NDArray[Any]]
    scores: dict[str, Scores]


class Judges:
    """The rules, each with what it keeps of the training rows."""

    def __init__(self, X: Rows, y: NDArray[np.int64]) -> None:
        self.free = VonMisesFisherClassifier().fit(X, y)
        self.common = VonMisesFisherClassifier(concentration_type="common").fit(X, y)
        self.whole = VonMisesFisher.fit(X)
        self.unit, self.labels = units(X), y

    def answers(self, X: Rows) -> Answers:
        cosines = units(X) @ self.free.mean_directions_.T.astype(np.float32)
        nearest, to_neighbours = self._neighbours(X)
        return Answers(
            {
                "nearest mean direction": cosines.argmax(axis=1),
                "vMF, a concentration for each class": self.free.predict(X),
                "vMF, one concentration for all": self.common.predict(X),
                "nearest neighbour": nearest,
            },
            {
                "vMF density, a concentration for each class": self.free.score_samples(X),
                "vMF density, one concentration for all": self.common.score_samples(X),
                "vMF density, one distribution for all rows": self.whole.logpdf(X),
                "vMF, probability of the likeliest class": self.free.predict_proba(X).max(axis=1),
                "largest cosine to a mean direction": cosines.max(axis=1),
                **{f"cosine to neighbour {k}": values for k, values in to_neighbours.items()},
            },
        )

    def _neighbours(self, X: Rows) -> tuple[NDArray[np.int64], dict[int, Scores]]:
        """The label of the nearest training row of each row, and the cosine to the k-th nearest one for each k of NEIGHBOURS."""
        n = len(self.unit)
        places = {k: max(0, n - k) for k in NEIGHBOURS}
        labels, cosines = np.empty(len(X), np.int64), {k: np.empty(len(X)) for k in NEIGHBOURS}
        for first in range(0, len(X), BLOCK):
            block = slice(first, first + BLOCK)
            similar = units(X[block]) @ self.unit.T
            labels[block] = self.labels[similar.argmax(axis=1)]
            similar.partition(list(places.values()), axis=1)
            for k, place in places.items():
                cosines[k][block] = similar[:, place]
        return labels, cosines


def units(X: Rows) -> Rows:
    return X / np.linalg.norm(X, axis=1, keepdims=True)


def areas(inside: dict[str, Scores], outside: dict[str, Scores]) -> dict[str, float]:
    """The area under the ROC curve of each score: the share of pairs in which the row outside has the smaller one."""
    counts = [len(next(iter(scores.values()))) for scores in (inside, outside)]
    truth = np.repeat([1, 0], counts)
    return {name: float(roc_auc_score(truth, np.concatenate([inside[name], outside[name]]))) for name in inside}
