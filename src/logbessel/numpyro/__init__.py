"""Distributions on the unit sphere for NumPyro's models.

Importing this module imports NumPyro and JAX; importing `logbessel` does not.
"""

from logbessel.numpyro import distributions as distributions
from logbessel.numpyro.distributions import HypersphericalUniform as HypersphericalUniform
from logbessel.numpyro.distributions import VonMisesFisher as VonMisesFisher

__all__ = ["HypersphericalUniform", "VonMisesFisher", "distributions"]
