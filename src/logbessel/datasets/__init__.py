"""Real data that comes with the package."""

from logbessel.datasets.debian_embeddings import DebianEmbeddings as DebianEmbeddings
from logbessel.datasets.debian_embeddings import load_debian_embeddings as load_debian_embeddings

__all__ = ["DebianEmbeddings", "load_debian_embeddings"]
