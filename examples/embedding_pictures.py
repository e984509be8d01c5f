"""The pictures of docs/embeddings.md: real text embeddings by section, what a classifier makes of them, and outliers.

python examples/embedding_pictures.py [FOLDER]      # pip install 'logbessel[plots,sklearn]'
"""

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")

import matplotlib.pyplot as plt

from logbessel.datasets import load_debian_embeddings
from logbessel.plots import plot_concentrations, plot_mean_directions, plot_posterior_confusion, plot_probability, plot_scores
from logbessel.sklearn import VonMisesFisherClassifier
from logbessel.stats import VonMisesFisher

UNKNOWN = "games"  # the section that the classifier of the outliers has not seen


def main(folder: Path) -> None:
    data = load_debian_embeddings()
    X, y = data.features.astype(np.float32), data.labels.astype(int)
    test = np.random.default_rng(0).random(len(X)) < 0.5
    classifier = VonMisesFisherClassifier().fit(X[~test], y[~test])

    figure, axes = plt.subplots(1, 3, figsize=(15, 4.6), layout="constrained", width_ratios=(1.3, 1, 0.9))
    plot_mean_directions(classifier, labels=data.sections, ax=axes[0])
    plot_concentrations({name: VonMisesFisher.fit(X[y == k]) for k, name in enumerate(data.sections)}, ax=axes[1])
    plot_probability(VonMisesFisher.fit(X[y == 0]), X[y == 0], ax=axes[2])
    axes[2].set_title(f"{data.sections[0]}: {axes[2].get_title()}", fontsize="medium")
    figure.savefig(folder / "embedding_sections.png", dpi=90)

    unknown = y == data.sections.index(UNKNOWN)
    others = VonMisesFisherClassifier().fit(X[~test & ~unknown], y[~test & ~unknown])
    scores = {"known sections": others.score_samples(X[test & ~unknown]), UNKNOWN: others.score_samples(X[unknown])}
    figure, axes = plt.subplots(1, 2, figsize=(12, 5.2), layout="constrained")
    plot_posterior_confusion(classifier, X[test], y[test], labels=data.sections, ax=axes[0])
    plot_scores(scores, threshold=float(np.quantile(scores["known sections"], 0.05)), ax=axes[1])
    figure.savefig(folder / "embedding_classes.png", dpi=90)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "docs" / "pictures")
