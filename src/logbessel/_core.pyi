from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__version__: str

def get_num_threads() -> int: ...
def set_num_threads(n: int, /) -> None: ...
def isa() -> Literal["avx512", "avx2", "baseline"]: ...
def available_isas() -> tuple[Literal["avx512", "avx2", "baseline"], ...]: ...
def use_isa(name: str, /) -> None: ...
def cuda_driver_version() -> int: ...
def cuda_compute_capability(device: int, /) -> int: ...
def cuda_load(binary: bytes, /) -> int: ...
def cuda_launch(
    kernel: int, stream: int, device: int, n: int, out: int, v: int | float, x: int | float, /, *strides: tuple[int, ...]
) -> None: ...
def sum_directions(
    rows: NDArray[np.float32] | NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    rows_at_once: int,
    least: float,
    most: float,
    out: NDArray[np.float64],
    /,
) -> bool: ...
def sum_groups(
    rows: NDArray[np.float32] | NDArray[np.float64],
    factors: NDArray[np.float64],
    labels: NDArray[np.intp],
    order: NDArray[np.intp],
    out: NDArray[np.float64],
    /,
) -> None: ...
def xla_targets(find_kernel: Callable[[str, str, str, int], int], /) -> list[tuple[str, str, dict[str, object]]]: ...

log_iv: np.ufunc
log_kv: np.ufunc
log_ive: np.ufunc
log_kve: np.ufunc
iv_ratio: np.ufunc
iv_ratio_c: np.ufunc
iv_ratio_inv: np.ufunc
iv_ratio_c_inv: np.ufunc
kv_ratio: np.ufunc
log_iv_dx: np.ufunc
log_kv_dx: np.ufunc
log_ive_dx: np.ufunc
log_kve_dx: np.ufunc
log_iv_dv: np.ufunc
log_kv_dv: np.ufunc
log_iv_dx2: np.ufunc
log_iv_dvdx: np.ufunc
log_iv_dv2: np.ufunc
log_kv_dx2: np.ufunc
log_kv_dvdx: np.ufunc
log_kv_dv2: np.ufunc
iv_ratio_dx: np.ufunc
iv_ratio_dv: np.ufunc
iv_ratio_dx2: np.ufunc
iv_ratio_dvdx: np.ufunc
iv_ratio_dv2: np.ufunc
kv_ratio_dx: np.ufunc
kv_ratio_dv: np.ufunc
kv_ratio_dx2: np.ufunc
kv_ratio_dvdx: np.ufunc
kv_ratio_dv2: np.ufunc
log_iv_value_and_grad: np.ufunc
log_kv_value_and_grad: np.ufunc
