"""Logarithms of the modified Bessel functions, and the statistics that need them."""

from typing import TYPE_CHECKING, Any

from logbessel._core import __version__ as __version__
from logbessel._core import get_num_threads as get_num_threads
from logbessel._core import set_num_threads as set_num_threads
from logbessel.special import iv_ratio as iv_ratio
from logbessel.special import iv_ratio_c as iv_ratio_c
from logbessel.special import iv_ratio_c_inv as iv_ratio_c_inv
from logbessel.special import iv_ratio_inv as iv_ratio_inv
from logbessel.special import kv_ratio as kv_ratio
from logbessel.special import log_iv as log_iv
from logbessel.special import log_ive as log_ive
from logbessel.special import log_kv as log_kv
from logbessel.special import log_kve as log_kve

if TYPE_CHECKING:
    from logbessel import datasets as datasets
    from logbessel import stats as stats
    from logbessel import ufuncs as ufuncs


def __getattr__(name: str) -> Any:
    """`stats` and `datasets` are imported when they are first named."""
    if name in ("datasets", "stats"):
        from importlib import import_module

        return import_module(f"logbessel.{name}")
    raise AttributeError(f"module 'logbessel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), "datasets", "stats"})
