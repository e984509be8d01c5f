"""The pictures of a run."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

mpl.use("Agg")

import matplotlib.pyplot as plt
from sklearn.metrics import roc_curve

from logbessel.plots import plot_concentrations, plot_probability, plot_scores
from logbessel.stats import VonMisesFisher, VonMisesFisherFit

from .study import Study

PLOTTED = "cat"  # the class of the probability plots
SCORE = "vMF density, a concentration for each class"
CURVES = {
    SCORE: ("crimson", "-"),
    "largest cosine to a mean direction": ("tab:blue", (0, (3, 3))),  # dashed, since both curves are nearly the same
    "cosine to neighbour 50": ("tab:green", "-"),
    "cosine to neighbour 1": ("0.6", "-"),
}


def draw(studies: list[Study], folder: Path) -> list[Path]:
    """The files that were drawn into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [concentrations(studies, folder), likelihoods(studies, folder), probabilities(studies, folder)]
    known = [study for study in studies if study.foreign is not None]
    return [*drawn, outliers(known, folder)] if known else drawn


def concentrations(studies: list[Study], folder: Path) -> Path:
    figure, axes = plt.subplots(len(studies), 1, figsize=(8.8, 2.9 * len(studies)), layout="constrained", squeeze=False)
    for ax, study in zip(axes[:, 0], studies, strict=True):
        plot_concentrations({name: fit for name, fit in study.fits.items() if name != "all"}, ax=ax)
        points, caps, _ = ax.containers[0]
        points.set_markersize(1.5)  # the intervals are a few pixels wide
        for cap in caps:
            cap.set(markersize=9, markeredgewidth=0.8)
        ax.set_title(title(study), fontsize="medium")
        ax.set(xlabel="", ylabel="")
    axes[-1, 0].set_xlabel("concentration, bias-corrected, with 95 % intervals")
    return saved(figure, folder / "cifar10_concentrations.png")


def likelihoods(studies: list[Study], folder: Path) -> Path:
    """Above, from the concentration that SciPy answers on; below, near the maximum, where each row's part is no more than its noise."""
    figure, axes = plt.subplots(2, len(studies), figsize=(4.2 * len(studies), 6.4), layout="constrained", squeeze=False)
    for (above, below), study in zip(axes.T, studies, strict=True):
        fit = study.fits["all"]
        wide = np.geomspace(1e-9, 30 * fit.concentration, 600)
        above.semilogx(wide, relative_to_uniform(fit, wide))
        peak = float(relative_to_uniform(fit, np.array([fit.concentration]))[0])
        above.plot(fit.concentration, peak, "o", color="crimson", label=f"maximum: κ = {fit.concentration:,.0f}")
        (scipy,) = (one["scipy"]["concentration"] for one in study.figures["fits"] if one["name"] == "all")
        above.plot(scipy, float(relative_to_uniform(fit, np.array([scipy]))[0]), "kx", label=f"SciPy's answer: κ = {scipy:.3g}")
        above.set_ylim(-0.6 * peak, 1.5 * peak)
        above.set_title(title(study), fontsize="medium")
        above.set(xlabel="concentration")
        above.legend(loc="lower left", fontsize="small")

        low, high = fit.concentration_interval(0.95)
        error = fit.concentration_se
        near = np.linspace(min(low - error, fit.concentration - 6 * error), fit.concentration + 6 * error, 201)
        below.plot(near, fit.n * (relative_to_uniform(fit, near) - peak))
        below.axvline(fit.concentration, color="crimson", linewidth=1, label="maximum")
        below.axvspan(low, high, alpha=0.2, color="tab:orange", label="95 % interval of κ, bias-corrected", linewidth=0)
        below.set(xlabel="concentration")
    figure.legend(*axes[1, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize="small", frameon=False)
    axes[0, 0].set_ylabel("log-likelihood of a row\nrelative to the uniform one, nats")
    axes[1, 0].set_ylabel("log-likelihood of all rows\nrelative to the maximum, nats")
    return saved(figure, folder / "cifar10_likelihood.png")


def relative_to_uniform(fit: VonMisesFisherFit, kappa: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean log-likelihood of a row at other concentrations, and the same mean direction, less that of the uniform distribution."""
    mode = fit.mean_direction
    at_mode = np.array([VonMisesFisher(mode, one).logpdf(mode) for one in kappa])
    return at_mode + VonMisesFisher(mode, 0.0).entropy() - kappa * (1 - fit.mean_resultant_length)


def probabilities(studies: list[Study], folder: Path) -> Path:
    figure, axes = plt.subplots(1, len(studies), figsize=(4.4 * len(studies), 4.4), layout="constrained", squeeze=False)
    label = list(studies[0].fits).index(PLOTTED) - 1
    for ax, study in zip(axes[0], studies, strict=True):
        fit = study.fits[PLOTTED]
        plot_probability(fit, study.X[study.y == label], ax=ax)
        ax.set_title(f"{PLOTTED}: {fit.n:,} rows, {fit.dim:,} dimensions, κ = {fit.concentration:,.0f}", fontsize="medium")
    return saved(figure, folder / "cifar10_probability.png")


def outliers(studies: list[Study], folder: Path) -> Path:
    figure, axes = plt.subplots(2, len(studies), figsize=(4.4 * len(studies), 7.6), layout="constrained", squeeze=False)
    for (above, below), study in zip(axes.T, studies, strict=True):
        plot_scores({"CIFAR-10": study.known.scores[SCORE], "Fashion-MNIST": study.foreign.scores[SCORE]}, ax=above)
        above.set_title(title(study), fontsize="medium")
        for name, (colour, line) in CURVES.items():
            inside, outside = study.known.scores[name], study.foreign.scores[name]
            truth = np.repeat([1, 0], [len(inside), len(outside)])
            wrong, right, _ = roc_curve(truth, np.concatenate([inside, outside]))
            area = study.figures["area"][name]
            below.plot(wrong, right, color=colour, linestyle=line, label=f"{name}: {area:.3f}", linewidth=1.5)
        below.set(xlabel="share of Fashion-MNIST that passes")
        below.legend(loc="lower right", fontsize="x-small")
    axes[1, 0].set_ylabel("share of CIFAR-10 that passes")
    return saved(figure, folder / "cifar10_outliers.png")


def title(study: Study) -> str:
    return f"{study.figures['dim']:,} dimensions, {study.figures['training']:,} rows"


def saved(figure: plt.Figure, path: Path) -> Path:
    figure.savefig(path, dpi=90)
    plt.close(figure)
    return path
