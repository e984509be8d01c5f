"""Which array library computes: the one whose arrays came in.

`namespace(v, x)` answers the module that holds the functions of the registry for arguments of these types.  A framework is recognised by
the module in which the argument's class was defined, so it has been imported already, by its user; nothing else imports one.  To serve
another framework, add a module beside `numpy.py` and its line in `_SERVED_BY`.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from logbessel._backends import numpy

# The top-level packages that define array classes, and the module of this package that serves them.
_SERVED_BY = {"cupy": "cupy", "jax": "jax", "jaxlib": "jax", "torch": "torch"}

_namespaces: dict[type, ModuleType] = dict.fromkeys((bool, int, float), numpy)


def namespace(v: object, x: object) -> Any:
    """The module whose functions take `v` and `x`; everything that no other framework claims goes to NumPy's ufuncs.

    Raises
    ------
    TypeError
        If the arguments belong to two frameworks, or one to a framework that is not known.
    ImportError
        If a framework is too old, or too new.
    """
    try:
        of_v, of_x = _namespaces[type(v)], _namespaces[type(x)]
    except KeyError:
        of_v, of_x = _find(type(v)), _find(type(x))
    if of_v is of_x or of_x is numpy:
        return of_v
    if of_v is numpy:
        return of_x
    raise TypeError(f"{_name(type(v))} and {_name(type(x))} belong to two frameworks: convert one to the other's arrays")


def _find(cls: type) -> ModuleType:
    """The namespace of a class, remembered."""
    # torch.compile may meet a number or a tensor first; it understands this, but not the search that follows.
    if cls in _namespaces:
        return _namespaces[cls]
    pytorch = sys.modules.get("torch")
    if pytorch is not None and issubclass(cls, pytorch.Tensor):
        from logbessel._backends import torch

        return _namespaces.setdefault(cls, torch)
    for base in cls.__mro__:
        module = _SERVED_BY.get(base.__module__.partition(".")[0])
        if module is not None:
            return _namespaces.setdefault(cls, import_module(f"logbessel._backends.{module}"))
    if hasattr(cls, "__cuda_array_interface__"):
        raise TypeError(f"{_name(cls)} is of no framework that logbessel knows: convert it with cupy.asarray or torch.as_tensor")
    if hasattr(cls, "__dlpack__") and not (hasattr(cls, "__array__") or hasattr(cls, "__array_ufunc__")):
        raise TypeError(
            f"{_name(cls)} is of no framework that logbessel knows: convert it with from_dlpack of one, such as numpy.from_dlpack"
        )
    return _namespaces.setdefault(cls, numpy)


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
