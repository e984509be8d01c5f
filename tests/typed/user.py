"""A user's program: what a type checker must know of the library.  `test_typing.py` checks it; nothing runs it."""

from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray

import logbessel
from logbessel import get_num_threads, log_iv, stats, ufuncs


class Tensor:
    """An array of another library, such as a torch.Tensor: NumPy could convert it, and logbessel does not."""

    @property
    def shape(self) -> tuple[int, ...]:
        return (3,)

    def __array__(self, dtype: Any = None) -> NDArray[Any]:
        return np.ones(3)


array = np.linspace(0.1, 0.9, 5)
single = np.float32(0.5)
half = np.float16(0.5)
tensor = Tensor()
anything: Any = None

# Numbers give a number.
assert_type(log_iv(1.0, 2.0), np.float64)
assert_type(log_iv(1, True), np.float64)
assert_type(log_iv(np.float64(1), np.int32(2)), np.float64)
assert_type(log_iv(1, single), np.floating[Any])
assert_type(log_iv(half, single), np.floating[Any])
assert_type(log_iv(1.0, 2.0, None), np.float64)
logarithm: float = log_iv(1.0, 2.0)

# Arrays and nested sequences give an array, with any keyword.
assert_type(log_iv(array, array), NDArray[Any])
assert_type(log_iv(1.0, array), NDArray[Any])
assert_type(log_iv(array, single), NDArray[Any])
assert_type(log_iv([1, 2], 0.5), NDArray[Any])
assert_type(log_iv(1, ((1.0, 2.0), (3.0, 4.0))), NDArray[Any])
assert_type(log_iv([array, array], array), NDArray[Any])
assert_type(log_iv(array, array, out=(array,)), NDArray[Any])
assert_type(log_iv(array, array, dtype=np.float32, where=array > 0.5), NDArray[Any])

# What the type of the result depends on is not known to the checker here.
assert_type(log_iv(tensor, 1.0), Any)
assert_type(log_iv(array, tensor), Any)
assert_type(log_iv(1.0, anything), Any)
assert_type(log_iv(1.0, 2.0, dtype=np.float32), Any)
assert_type(log_iv(1.0, 2.0, out=array), Any)
assert_type(log_iv(1.0, 2.0, out=...), Any)

# Every function.
assert_type(logbessel.log_iv(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv(1.0, array), NDArray[Any])
assert_type(logbessel.log_ive(1.0, array), NDArray[Any])
assert_type(logbessel.log_kve(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_c(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_inv(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_c_inv(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio(1.0, array), NDArray[Any])
assert_type(logbessel.log_iv_dx(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv_dx(1.0, array), NDArray[Any])
assert_type(logbessel.log_ive_dx(1.0, array), NDArray[Any])
assert_type(logbessel.log_kve_dx(1.0, array), NDArray[Any])
assert_type(logbessel.log_iv_dv(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv_dv(1.0, array), NDArray[Any])
assert_type(logbessel.log_iv_dx2(1.0, array), NDArray[Any])
assert_type(logbessel.log_iv_dvdx(1.0, array), NDArray[Any])
assert_type(logbessel.log_iv_dv2(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv_dx2(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv_dvdx(1.0, array), NDArray[Any])
assert_type(logbessel.log_kv_dv2(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_dx(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_dv(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_dx2(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_dvdx(1.0, array), NDArray[Any])
assert_type(logbessel.iv_ratio_dv2(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio_dx(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio_dv(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio_dx2(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio_dvdx(1.0, array), NDArray[Any])
assert_type(logbessel.kv_ratio_dv2(1.0, array), NDArray[Any])
assert_type(ufuncs.log_iv, np.ufunc)

# The rest of the package.
assert_type(get_num_threads(), int)
assert_type(logbessel.__version__, str)
assert_type(logbessel.log_iv.__name__, str)
assert_type(stats.VonMisesFisher.fit(np.eye(3)).concentration, float)
assert_type(logbessel.datasets.load_debian_embeddings().features, NDArray[np.float16])
