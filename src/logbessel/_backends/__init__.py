"""Which array library computes: the one whose arrays came in.

`namespace(v, x)` answers the module that holds the functions of the registry for arguments of these types.  A framework is recognised by
the module in which the argument's class was defined, so it has been imported already, by its user; nothing here imports one.  To serve
another framework, add a module beside `numpy.py` and its line in `_FRAMEWORKS`.
"""

from types import ModuleType
from typing import Any, NoReturn

from logbessel._backends import numpy

# The top-level packages that define array classes, and the name of their framework.
_FRAMEWORKS = {"cupy": "CuPy", "jax": "JAX", "jaxlib": "JAX", "torch": "PyTorch"}

_namespaces: dict[type, ModuleType] = {}


def namespace(v: object, x: object) -> Any:
    """The module whose functions take `v` and `x`; everything that no other framework claims goes to NumPy's ufuncs.

    Raises
    ------
    TypeError
        If an argument belongs to a framework that is not served.
    """
    try:
        of_v, of_x = _namespaces[type(v)], _namespaces[type(x)]
    except KeyError:
        of_v, of_x = _find(type(v)), _find(type(x))
    return of_x if of_v is numpy else of_v


def _find(cls: type) -> ModuleType:
    """The namespace of a class, remembered."""
    for base in cls.__mro__:
        framework = _FRAMEWORKS.get(base.__module__.partition(".")[0])
        if framework is not None:
            _refuse(cls, framework)
    return _namespaces.setdefault(cls, numpy)


def _refuse(cls: type, framework: str) -> NoReturn:
    raise TypeError(
        f"logbessel does not compute on {framework} arrays ({cls.__module__}.{cls.__qualname__}); "
        "convert them to NumPy arrays first (a silent conversion would lose the device and the gradient)"
    )
