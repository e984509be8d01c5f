"""Pictures of distributions of directions, mixtures and classifiers, with matplotlib: extra `plots`.

Each function draws into the Axes that it is given, or into those of a new figure, and returns them.
"""

from logbessel.plots.concentrations import plot_concentrations as plot_concentrations
from logbessel.plots.mean_directions import plot_mean_directions as plot_mean_directions
from logbessel.plots.posterior_confusion import plot_posterior_confusion as plot_posterior_confusion
from logbessel.plots.probability import plot_probability as plot_probability
from logbessel.plots.scores import plot_scores as plot_scores

__all__ = ["plot_concentrations", "plot_mean_directions", "plot_posterior_confusion", "plot_probability", "plot_scores"]
