"""von Mises-Fisher mixtures, spherical k-means and classifiers in the manner of scikit-learn.

Only the directions of the rows count: each row is divided by its norm, block by block, without a copy of the matrix.  NumPy arrays of
float32 and float64 and SciPy's CSR matrices are taken as they are; products are computed in the type of the matrix, sums are in float64.
"""

from logbessel.sklearn.classifier import VonMisesFisherClassifier as VonMisesFisherClassifier
from logbessel.sklearn.mixture import VonMisesFisherMixture as VonMisesFisherMixture
from logbessel.sklearn.spherical_k_means import SphericalKMeans as SphericalKMeans

__all__ = ["SphericalKMeans", "VonMisesFisherClassifier", "VonMisesFisherMixture"]
