"""What a worker process needs of a library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Function = Callable[[Any, Any], Any]


@dataclass
class Library:
    """Functions of (v, x) by name, the version, and how to make the library's own arrays."""

    functions: dict[str, Function]
    version: str
    asarray: Callable[[Any], Any] = field(default=np.asarray)
