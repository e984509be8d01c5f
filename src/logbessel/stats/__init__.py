"""Directional statistics: distributions on the unit sphere and their estimation."""

from logbessel.stats.cosine_distribution import CosineDistribution as CosineDistribution
from logbessel.stats.sufficient_statistics import SufficientStatistics as SufficientStatistics
from logbessel.stats.von_mises_fisher import VonMisesFisher as VonMisesFisher
from logbessel.stats.von_mises_fisher import VonMisesFisherFit as VonMisesFisherFit

__all__ = ["CosineDistribution", "SufficientStatistics", "VonMisesFisher", "VonMisesFisherFit"]
