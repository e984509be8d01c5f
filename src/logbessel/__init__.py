"""Logarithms of the modified Bessel functions, and the statistics that need them."""

from typing import TYPE_CHECKING

from logbessel import ufuncs
from logbessel._core import __version__ as __version__
from logbessel._core import get_num_threads, set_num_threads
from logbessel.special import (
    iv_ratio,
    iv_ratio_c,
    iv_ratio_c_inv,
    iv_ratio_dv,
    iv_ratio_dv2,
    iv_ratio_dvdx,
    iv_ratio_dx,
    iv_ratio_dx2,
    iv_ratio_inv,
    kv_ratio,
    kv_ratio_dv,
    kv_ratio_dv2,
    kv_ratio_dvdx,
    kv_ratio_dx,
    kv_ratio_dx2,
    log_iv,
    log_iv_dv,
    log_iv_dv2,
    log_iv_dvdx,
    log_iv_dx,
    log_iv_dx2,
    log_iv_value_and_grad,
    log_ive,
    log_ive_dx,
    log_kv,
    log_kv_dv,
    log_kv_dv2,
    log_kv_dvdx,
    log_kv_dx,
    log_kv_dx2,
    log_kv_value_and_grad,
    log_kve,
    log_kve_dx,
)

__all__ = [
    "datasets",
    "get_num_threads",
    "iv_ratio",
    "iv_ratio_c",
    "iv_ratio_c_inv",
    "iv_ratio_dv",
    "iv_ratio_dv2",
    "iv_ratio_dvdx",
    "iv_ratio_dx",
    "iv_ratio_dx2",
    "iv_ratio_inv",
    "kv_ratio",
    "kv_ratio_dv",
    "kv_ratio_dv2",
    "kv_ratio_dvdx",
    "kv_ratio_dx",
    "kv_ratio_dx2",
    "log_iv",
    "log_iv_dv",
    "log_iv_dv2",
    "log_iv_dvdx",
    "log_iv_dx",
    "log_iv_dx2",
    "log_iv_value_and_grad",
    "log_ive",
    "log_ive_dx",
    "log_kv",
    "log_kv_dv",
    "log_kv_dv2",
    "log_kv_dvdx",
    "log_kv_dx",
    "log_kv_dx2",
    "log_kv_value_and_grad",
    "log_kve",
    "log_kve_dx",
    "set_num_threads",
    "stats",
    "ufuncs",
]

# A type checker that saw __getattr__ would believe in every name.
if TYPE_CHECKING:
    from logbessel import datasets, stats
else:

    def __getattr__(name):
        """`stats` and `datasets` are imported when they are first named."""
        if name in ("datasets", "stats"):
            from importlib import import_module

            return import_module(f"logbessel.{name}")
        raise AttributeError(f"module 'logbessel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
