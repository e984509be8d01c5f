"""Text embeddings of Debian package descriptions; origin and licences are in README.md beside this file."""

from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class DebianEmbeddings(NamedTuple):
    """What `load_debian_embeddings` returns.

    Attributes
    ----------
    features : ndarray of float16, shape (4725, 384)
        One embedding a row, not normalised.
    labels : ndarray of int8, shape (4725,)
        The section of each row, an index into `sections`.
    sections : tuple of str, length 12
        The names of the archive sections.
    """

    features: NDArray[np.float16]
    labels: NDArray[np.int8]
    sections: tuple[str, ...]


def load_debian_embeddings() -> DebianEmbeddings:
    """Sentence embeddings of 4,725 package descriptions of Debian 12, in 12 archive sections.

    Each is the mean-pooled output of the language model all-MiniLM-L6-v2 for the first 128 tokens of one long English
    description, before normalisation; at most 400 a section, the rows ordered by section.

    Returns
    -------
    DebianEmbeddings
        A named tuple (features, labels, sections).

    Notes
    -----
    The descriptions are free Debian metadata, the model is under the Apache License 2.0.

    Examples
    --------
    >>> from logbessel.datasets import load_debian_embeddings
    >>> features, labels, sections = load_debian_embeddings()
    >>> features.shape, sections[labels[0]]
    ((4725, 384), 'games')
    """
    with (
        resources.files(__package__).joinpath("debian_minilm_384.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as members,
    ):
        arrays: dict[str, NDArray[Any]] = {name: members[name] for name in members.files}
    return DebianEmbeddings(arrays["features"], arrays["labels"], tuple(arrays["sections"].tolist()))
