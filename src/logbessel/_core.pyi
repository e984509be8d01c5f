from typing import Literal

import numpy as np

__version__: str

def get_num_threads() -> int: ...
def set_num_threads(n: int, /) -> None: ...
def isa() -> Literal["avx512", "avx2", "baseline"]: ...
def available_isas() -> tuple[Literal["avx512", "avx2", "baseline"], ...]: ...
def use_isa(name: str, /) -> None: ...

log_iv: np.ufunc
log_kv: np.ufunc
log_ive: np.ufunc
log_kve: np.ufunc
iv_ratio: np.ufunc
iv_ratio_c: np.ufunc
iv_ratio_inv: np.ufunc
iv_ratio_c_inv: np.ufunc
kv_ratio: np.ufunc
