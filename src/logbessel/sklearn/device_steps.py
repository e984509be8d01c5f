"""The steps of mixtures and of spherical k-means over the rows of arrays of other libraries than NumPy, where these are.

What a block gives is added up on its device in float64; only sums travel, once for each pass over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import _check_sample_weight, validate_data

from logbessel.sklearn.components import LEAST, Components, Sums
from logbessel.sklearn.device_rows import DeviceBlock, DeviceRows, check_matrix
from logbessel.sklearn.expectation import Expectation, Misfits, expect, nearest, sums_of_groups
from logbessel.sklearn.prediction import cosine_distances, log_density, log_responsibilities, most_probable, responsibilities
from logbessel.sklearn.seeding import seeds
from logbessel.stats.device_sums import to_numpy


def device_rows(estimator: Any, X: Any, sample_weight: Any, *, reset: bool) -> DeviceRows:
    """The rows that an estimator is fitted to, or is asked about; their weights may be an array of any library, on any device."""
    check_matrix(X)
    validate_data(estimator, X, reset=reset, skip_check_array=True)
    nothing = np.broadcast_to(0.0, (X.shape[0], 1))
    return DeviceRows(X, _check_sample_weight(to_numpy(sample_weight), nothing, dtype=np.float64, ensure_non_negative=True))


@dataclass
class DeviceScorer:
    """The logarithms of the weighted densities: kappa mu, shape (p, k), and the rest, on the device of the rows."""

    xp: Any
    columns: Any
    constants: Any
    reference: float
    least: Any

    @classmethod
    def of(cls, rows: DeviceRows, components: Components) -> DeviceScorer:
        scorer = components.scorer(rows.dtype)
        least = rows.place(np.array(LEAST[rows.dtype], rows.dtype)) if rows.processor == "cpu" else None  # small numbers slow none else
        return cls(rows.xp, rows.place(scorer.columns), rows.place(scorer.constants), scorer.reference, least)

    def log_densities(self, block: DeviceBlock) -> Any:
        """log(weight_k f_k(u_i)) - reference, shape (rows, k)."""
        scores = block.product(self.columns)
        scores += self.constants
        return scores

    def odds(self, block: DeviceBlock) -> tuple[Any, Any, Any]:
        """The probability of each component at each row beside that of the most probable one; their sums, a column; and the logarithm of
        the density of the mixture, in float64."""
        scores = self.log_densities(block)
        largest = self.xp.max(scores, axis=1, keepdims=True)
        scores -= largest
        odds = self.xp.exp(scores if self.least is None else self.xp.maximum(scores, self.least))
        total = self.xp.sum(odds, axis=1, keepdims=True)
        density = self.xp.astype(largest, self.xp.float64) + self.xp.log(self.xp.astype(total, self.xp.float64)) + self.reference
        return odds, total, density[:, 0]

    def responsibilities(self, block: DeviceBlock) -> tuple[Any, Any]:
        """The probability of each component at each row, and the logarithm of the density of the mixture, in float64."""
        odds, total, density = self.odds(block)
        odds /= total
        return odds, density


class DeviceSums:
    """Sums over the rows of each of k components, as they grow."""

    def __init__(self, rows: DeviceRows, k: int) -> None:
        self.xp, self.dim, self.k = rows.xp, rows.dim, k
        self.labels = self.xp.arange(k, device=rows.device)
        self.counts = rows.place(np.zeros(k))
        self.resultants = rows.place(np.zeros((k, rows.dim)))
        self.value = rows.place(np.zeros(1))

    def members(self, labels: Any, dtype: Any) -> Any:
        """1 where a row has a label, shape (rows, k)."""
        return self.xp.astype(labels[:, None] == self.labels, dtype)

    def add(self, block: DeviceBlock, shares: Any, value: Any, total: Any = 1) -> None:
        """The rows of a block by their shares in the components, divided by a total, and a value for each row; spoils the shares."""
        counts, resultants = block.sums(shares, self.xp.astype(block.weight, shares.dtype)[:, None] / total)
        self.counts += counts
        self.resultants += resultants
        self.value += self.xp.sum(block.weight * value)

    def fetched(self) -> tuple[Sums, float]:
        """The sums and the weighted sum of the values, by one transfer."""
        flat = to_numpy(self.xp.concat([self.value, self.counts, self.xp.reshape(self.resultants, (-1,))]))
        return Sums(flat[1 : self.k + 1], flat[self.k + 1 :].reshape(self.k, self.dim)), float(flat[0])


@expect.register(DeviceRows)
def _expect(rows: DeviceRows, components: Components, assignment: str, random: Any = None) -> Expectation:
    """The expectation step; the rows that fit worst are looked for only if a component has lost its rows."""
    xp, k = rows.xp, len(components.weights)
    scorer, sums, densities = DeviceScorer.of(rows, components), DeviceSums(rows, k), []
    for block in rows.blocks(k):
        total = 1
        if assignment == "soft":
            shares, total, density = scorer.odds(block)
        elif assignment == "hard":
            scores = scorer.log_densities(block)
            shares = sums.members(xp.argmax(scores, axis=1), scores.dtype)
            density = xp.astype(xp.max(scores, axis=1), xp.float64) + scorer.reference
        else:
            probabilities, density = scorer.responsibilities(block)
            shares = sums.members(_drawn(rows, probabilities, random), probabilities.dtype)
            density = density + xp.log(xp.astype(xp.sum(shares * probabilities, axis=1), xp.float64))
        sums.add(block, shares, density, total)
        densities.append(density)
    found, log_likelihood = sums.fetched()
    misfits = Misfits(np.empty(0), np.empty(0), np.empty((0, rows.dim)))
    if found.are_lost().any():
        density = xp.concat(densities)
        worst = farthest(rows, -density, k)
        misfits = Misfits(to_numpy(density)[worst], rows.weight[worst], rows.directions(worst))
    return Expectation(found, log_likelihood, rows.total, misfits)


def _drawn(rows: DeviceRows, probabilities: Any, random: Any) -> Any:
    """A random component for each row, by these probabilities."""
    xp, (n, k) = rows.xp, probabilities.shape
    reached = xp.cumulative_sum(probabilities, axis=1)
    drawn = rows.place(random.random_sample(n)[:, None], rows.type) * reached[:, -1:]
    last = rows.place(np.array(k - 1))
    return xp.minimum(xp.sum(xp.astype(reached <= drawn, last.dtype), axis=1), last)


def farthest(rows: DeviceRows, distance: Any, count: int) -> NDArray[np.intp]:
    """The numbers of the rows of the largest distances that have a weight, from the largest on."""
    xp = rows.xp
    order = xp.argsort(xp.where(rows.place(rows.weight > 0), -distance, xp.full_like(distance, xp.inf)), stable=True)
    return np.asarray(to_numpy(order[: min(count, np.count_nonzero(rows.weight))]))


def assigned(rows: DeviceRows, directions: NDArray[np.float64]) -> tuple[Sums, Any, Any, float]:
    """The sums of the rows that are nearest to each direction; which that is for each row; 1 minus the cosine to it, and its sum."""
    xp, sums, columns = rows.xp, DeviceSums(rows, len(directions)), rows.place(directions.T, rows.type)
    labels, distances = [], []
    for block in rows.blocks(len(directions)):
        cosines = block.product(columns)
        labels.append(xp.argmax(cosines, axis=1))
        distance = 1 - xp.astype(xp.max(cosines, axis=1), xp.float64)
        distances.append(xp.where(distance > 0, distance, xp.zeros_like(distance)))
        sums.add(block, sums.members(labels[-1], cosines.dtype), distances[-1])
    found, total = sums.fetched()
    return found, xp.concat(labels), xp.concat(distances), total


@nearest.register(DeviceRows)
def _nearest(rows: DeviceRows, directions: NDArray[np.float64]) -> Sums:
    return assigned(rows, directions)[0]


@sums_of_groups.register(DeviceRows)
def _sums_of_groups(rows: DeviceRows, labels: NDArray[np.intp], groups: int) -> Sums:
    sums = DeviceSums(rows, groups)
    for block in rows.blocks(groups):
        own = rows.place(labels[block.first : block.first + block.rows.shape[0]])
        sums.add(block, sums.members(own, rows.type), rows.place(np.zeros(1)))
    return sums.fetched()[0]


@seeds.register(DeviceRows)
def _seeds(rows: DeviceRows, count: int, random: np.random.RandomState) -> NDArray[np.float64]:
    xp = rows.xp
    chosen = np.empty((count, rows.dim))
    weight = chances = rows.place(rows.weight)
    ones = ((block, xp.ones_like(block.inverse_norm)) for block in rows.blocks(1))
    total = sum((to_numpy(block.sums(one, xp.astype(block.weight, rows.type)[:, None])[1])[0] for block, one in ones), np.zeros(rows.dim))
    distance = _distances(rows, total / (np.linalg.norm(total) or 1))
    for k in range(count):
        order = xp.argsort(distance, stable=True)
        reached = xp.cumulative_sum(xp.take(chances, order))
        place = xp.searchsorted(reached, reached[-1:] * random.random_sample(), side="right")
        chosen[k] = rows.direction(int(order[min(int(place[0]), rows.n - 1)]))
        new = _distances(rows, chosen[k])
        distance = new if k == 0 else xp.minimum(distance, new)
        chances = weight * distance
        if not bool(xp.sum(chances) > 0):
            chances = weight
    return chosen


def _distances(rows: DeviceRows, direction: NDArray[np.float64]) -> Any:
    """1 - cosine of each row to a direction; that of a row to itself is 0 but for rounding."""
    xp, column = rows.xp, rows.place(direction[:, None], rows.type)
    distance = xp.astype(xp.concat([1 - block.product(column)[:, 0] for block in rows.blocks(1)]), xp.float64)
    return xp.where(distance < 16 * float(np.finfo(rows.dtype).eps), xp.zeros_like(distance), distance)


@most_probable.register(DeviceRows)
def _most_probable(rows: DeviceRows, components: Components) -> Any:
    scorer = DeviceScorer.of(rows, components)
    return rows.xp.concat([rows.xp.argmax(scorer.log_densities(block), axis=1) for block in rows.blocks(len(components.weights))])


@responsibilities.register(DeviceRows)
def _responsibilities(rows: DeviceRows, components: Components) -> Any:
    scorer = DeviceScorer.of(rows, components)
    return rows.xp.concat([scorer.responsibilities(block)[0] for block in rows.blocks(len(components.weights))])


@log_responsibilities.register(DeviceRows)
def _log_responsibilities(rows: DeviceRows, components: Components) -> Any:
    scorer, xp = DeviceScorer.of(rows, components), rows.xp

    def of_block(block: DeviceBlock) -> Any:
        scores = scorer.log_densities(block)
        scores -= xp.max(scores, axis=1, keepdims=True)
        scores -= xp.log(xp.sum(xp.exp(scores), axis=1, keepdims=True))
        return scores

    return xp.concat([of_block(block) for block in rows.blocks(len(components.weights))])


@log_density.register(DeviceRows)
def _log_density(rows: DeviceRows, components: Components) -> Any:
    scorer = DeviceScorer.of(rows, components)
    return rows.xp.concat([scorer.responsibilities(block)[1] for block in rows.blocks(len(components.weights))])


@cosine_distances.register(DeviceRows)
def _cosine_distances(rows: DeviceRows, directions: NDArray[Any]) -> Any:
    columns = rows.place(directions.T, rows.type)
    return rows.xp.concat([1 - block.product(columns) for block in rows.blocks(len(directions))])
