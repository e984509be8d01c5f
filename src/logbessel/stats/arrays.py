"""Arrays of other libraries as NumPy reads them, and those that it cannot read."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def as_array(values: Any, name: str) -> NDArray[Any]:
    """Values as an array of NumPy, without a copy where they lie in memory.

    Raises
    ------
    TypeError
        They are an array that NumPy cannot read: it is on a GPU, of a type that NumPy lacks, or has derivatives to follow.
    """
    try:
        return np.asanyarray(values)
    except (TypeError, RuntimeError) as error:
        if not hasattr(values, "__dlpack__"):
            raise
        ways = {"detach": "tensor.detach().cpu().double()", "get": "array.get()"}  # of PyTorch and of CuPy
        way = next((way for method, way in ways.items() if hasattr(values, method)), "what its library has for that")
        raise TypeError(f"{name} must be an array that NumPy can read ({error}): convert it with {way}") from error


def is_elsewhere(array: Any) -> bool:
    """Whether this is an array that NumPy cannot read."""
    if isinstance(array, np.ndarray) or not hasattr(array, "__dlpack__"):
        return False
    try:
        np.asanyarray(array)
    except (TypeError, RuntimeError):
        return True
    return False
