"""``logbessel classify TRAINING FILE``: the class of each row of a file, by the labelled rows of another."""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.errors import UsageError
from logbessel.cli.files import ArrayReader, check_matrix, open_arrays
from logbessel.cli.matrices import load_labelled
from logbessel.cli.outputs import replacing
from logbessel.cli.progress import Progress
from logbessel.stats.unit_vectors import unit_rows

DESCRIPTION = """
Fit a von Mises-Fisher distribution to the rows of each label in TRAINING, an .npz file, and print for each row of FILE the likeliest label,
its probability, and the logarithm of the density of all classes together, which is small for a row that is out of the distribution of every
class.  FILE is read in blocks and may be larger than memory.  Wants the extra logbessel[sklearn].
"""
BLOCK_BYTES = 1 << 22


class Predictions(NamedTuple):
    """Of the rows of a block."""

    label: NDArray[Any]
    probability: NDArray[np.float64]
    score: NDArray[np.float64]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("classify", help="label rows by labelled ones", description=DESCRIPTION)
    parser.add_argument("training", metavar="TRAINING", help="an .npz file with a matrix and one label a row")
    parser.add_argument("file", metavar="FILE", help="an .npy or .npz file")
    parser.add_argument("--label-key", metavar="L", required=True, help="integers or names in TRAINING, one a row")
    parser.add_argument("--training-key", metavar="K", help="the matrix in TRAINING (default: the only one)")
    parser.add_argument("--key", metavar="K", help="the matrix in FILE, if it is an .npz file (default: the only one)")
    parser.add_argument("--common-concentration", action="store_true", help="one kappa for all classes")
    parser.add_argument("--uniform-priors", action="store_true", help="all classes equally probable (default: as in TRAINING)")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help="write to this .csv or .npz file (default: CSV to stdout)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    if options.output is not None and options.output.suffix not in (".csv", ".npz"):
        raise UsageError(f"--output must end in .csv or .npz, and {options.output} does not")
    classifier = _classifier(options)
    with open_arrays(options.file, options.key) as (rows,):
        check_matrix(rows)
        if rows.shape[1] != classifier.n_features_in_:
            raise ValueError(f"{rows.name} has {rows.shape[1]} columns, and {options.training} {classifier.n_features_in_}")
        if options.output is None:
            _write_csv(sys.stdout, _predictions(classifier, rows))
            return
        with replacing(options.output) as file:
            if options.output.suffix == ".npz":
                whole = Predictions(*map(np.concatenate, zip(*_predictions(classifier, rows), strict=True)))
                np.savez(file, label=whole.label, probability=whole.probability, score=whole.score)
            else:
                text = io.TextIOWrapper(file, encoding="utf-8", newline="")
                _write_csv(text, _predictions(classifier, rows))
                text.flush()
                text.detach()


def _classifier(options: argparse.Namespace) -> Any:
    try:
        from logbessel.sklearn import VonMisesFisherClassifier
    except ImportError as error:
        raise ImportError(f"classify needs scikit-learn: pip install 'logbessel[sklearn]' ({error})") from error
    X, y = load_labelled(options.training, options.training_key, options.label_key)
    k = len(np.unique(y))
    return VonMisesFisherClassifier(
        concentration_type="common" if options.common_concentration else "free",
        priors=np.full(k, 1 / k) if options.uniform_priors else None,
    ).fit(X, y)


def _predictions(classifier: Any, rows: ArrayReader) -> Iterator[Predictions]:
    """Of all rows, block by block; also of none, so that the types are there."""
    n, dim = rows.shape
    step = max(1, BLOCK_BYTES // (8 * dim))
    yield Predictions(classifier.classes_[:0], np.empty(0), np.empty(0))
    with Progress(n) as progress:
        for first in range(0, n, step):
            unit = unit_rows(rows.read(step), first_row=first)
            probability = classifier.predict_proba(unit)
            best = probability.argmax(axis=1)
            yield Predictions(classifier.classes_[best], probability.max(axis=1), classifier.score_samples(unit))
            progress.advance(len(unit))


def _write_csv(file: Any, predictions: Iterator[Predictions]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(Predictions._fields)
    for block in predictions:
        writer.writerows(zip(*(column.tolist() for column in block), strict=True))
