"""Directional statistics: distributions on the unit sphere and their estimation."""

from logbessel.stats.cosine_distribution import CosineDistribution as CosineDistribution
from logbessel.stats.goodness_of_fit import GoodnessOfFitResult as GoodnessOfFitResult
from logbessel.stats.goodness_of_fit import goodness_of_fit as goodness_of_fit
from logbessel.stats.hypothesis_tests import SignificanceResult as SignificanceResult
from logbessel.stats.hypothesis_tests import common_concentration as common_concentration
from logbessel.stats.hypothesis_tests import equal_concentration_test as equal_concentration_test
from logbessel.stats.hypothesis_tests import equal_mean_direction_test as equal_mean_direction_test
from logbessel.stats.hypothesis_tests import rayleigh_test as rayleigh_test
from logbessel.stats.probability_plot import ProbabilityPlot as ProbabilityPlot
from logbessel.stats.sufficient_statistics import SufficientStatistics as SufficientStatistics
from logbessel.stats.von_mises_fisher import VonMisesFisher as VonMisesFisher
from logbessel.stats.von_mises_fisher import VonMisesFisherFit as VonMisesFisherFit

__all__ = [
    "CosineDistribution",
    "GoodnessOfFitResult",
    "ProbabilityPlot",
    "SignificanceResult",
    "SufficientStatistics",
    "VonMisesFisher",
    "VonMisesFisherFit",
    "common_concentration",
    "equal_concentration_test",
    "equal_mean_direction_test",
    "goodness_of_fit",
    "rayleigh_test",
]
