"""von Mises-Fisher mixtures, spherical k-means and classifiers in the manner of scikit-learn.

Only the directions of the rows count: each row is divided by its norm, block by block, without a copy of the matrix.  NumPy arrays of
float32 and float64 and SciPy's CSR matrices are taken as they are; products are computed in the type of the matrix, sums are in float64.

PyTorch's tensors (CPU, CUDA), CuPy's arrays and others of the Python array API standard are computed by their library, on their device,
with no setting: `predict` and the like answer there too, while what a fit has learnt are arrays of NumPy.  Half precision is computed in
float32.  JAX's and Dask's arrays become NumPy's; see `logbessel.dask` for many machines.
"""

from logbessel.sklearn.classifier import VonMisesFisherClassifier as VonMisesFisherClassifier
from logbessel.sklearn.mixture import VonMisesFisherMixture as VonMisesFisherMixture
from logbessel.sklearn.spherical_k_means import SphericalKMeans as SphericalKMeans

__all__ = ["SphericalKMeans", "VonMisesFisherClassifier", "VonMisesFisherMixture"]
