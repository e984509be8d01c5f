"""The data that ships with the package."""

import hashlib
from importlib import resources

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher


def test_debian_embeddings_have_their_shape():
    data = load_debian_embeddings()
    assert (data.features.shape, data.features.dtype) == ((4725, 384), np.float16)
    assert (data.labels.shape, data.labels.dtype) == ((4725,), np.int8)
    assert (data.sections[0], data.sections[-1], len(data.sections)) == ("games", "text", 12)
    assert_array_equal(np.bincount(data.labels), [400, 400, 400, 400, 325, 400, 400, 400, 400, 400, 400, 400])
    assert np.isfinite(data.features).all()


def test_debian_embeddings_are_the_file_their_page_describes():
    folder = resources.files("logbessel.datasets")
    digest = hashlib.sha256(folder.joinpath("debian_minilm_384.npz").read_bytes()).hexdigest()
    assert digest in folder.joinpath("README.md").read_text(encoding="utf-8")


def test_debian_embeddings_have_a_mean_direction():
    features, labels, _ = load_debian_embeddings()
    assert_allclose(VonMisesFisher.fit(features).mean_resultant_length, 0.3706621, atol=1e-7)
    lengths = [VonMisesFisher.fit(features[labels == label]).mean_resultant_length for label in range(12)]
    assert 0.44 < min(lengths) < max(lengths) < 0.64
