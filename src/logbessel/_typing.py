"""What type checkers know of the public functions: the types of the arguments, and the type of the result that follows from them."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, TypedDict, Unpack, overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

# Numbers give a number, in double precision unless one of them is a single or a half.
Double = float | np.integer[Any] | np.bool_
Number = Double | np.float32 | np.float16

# What NumPy makes an array of, but not what merely has ``__array__``: a tensor has that too, and stays a tensor.
Array = NDArray[Any] | Sequence["Number | Array"]


class Foreign(Protocol):
    """An array of another library."""

    @property
    def shape(self) -> Any: ...


class UfuncOptions(TypedDict, total=False):
    """The keywords of a `numpy.ufunc` with two inputs and one output."""

    where: ArrayLike
    casting: Literal["no", "equiv", "safe", "same_kind", "unsafe"]
    order: Literal["K", "A", "C", "F"]
    dtype: DTypeLike
    subok: bool
    signature: str | tuple[str | None, ...]


class Elementwise(Protocol):
    """A function of two numbers that acts on each element of its arguments."""

    __name__: str

    @overload
    def __call__(self, v: Double, x: Double, /, out: None = None) -> np.float64: ...
    @overload
    def __call__(self, v: Number, x: Number, /, out: None = None) -> np.floating[Any]: ...
    @overload
    def __call__(self, v: Array, x: Array | Number, /, out: Any = None, **options: Unpack[UfuncOptions]) -> NDArray[Any]: ...
    @overload
    def __call__(self, v: Number, x: Array, /, out: Any = None, **options: Unpack[UfuncOptions]) -> NDArray[Any]: ...
    @overload
    def __call__(self, v: ArrayLike | Foreign, x: ArrayLike | Foreign, /, out: Any = None, **options: Unpack[UfuncOptions]) -> Any: ...


def elementwise(function: Callable[..., Any]) -> Elementwise:
    """The function itself, with these types."""
    return function
