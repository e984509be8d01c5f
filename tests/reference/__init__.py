"""Reference values in tables (high + low double), and the yardstick by which computed values are measured against them."""

import csv
import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Table:
    """Points of one function and its true values high + low; for the inverses x holds the given ratio or complement."""

    set: np.ndarray
    v: np.ndarray
    x: np.ndarray
    high: np.ndarray
    low: np.ndarray
    condition: np.ndarray

    def __len__(self) -> int:
        return self.v.size

    def where(self, mask: np.ndarray) -> "Table":
        return Table(*(getattr(self, field)[mask] for field in self.__dataclass_fields__))

    def representable(self, dtype: type) -> "Table":
        """The points whose order and argument are exact in dtype."""
        with np.errstate(over="ignore", under="ignore"):
            return self.where((self.v.astype(dtype) == self.v) & (self.x.astype(dtype) == self.x))


def _columns(name: str) -> dict[str, list[str]]:
    with gzip.open(TABLES / f"{name}.csv.gz", "rt", newline="") as file:
        header, *rows = csv.reader(file)
    return dict(zip(header, zip(*rows, strict=True), strict=True))


def _floats(texts: list[str]) -> np.ndarray:
    return np.fromiter(map(float.fromhex, texts), float, len(texts))


@lru_cache
def load(name: str) -> Table:
    """The table of a public function."""
    columns = _columns(name)
    if "v" not in columns:
        columns |= _columns("points")
    v = _floats(columns["v"])
    return Table(
        np.array(columns["set"]),
        v,
        _floats(columns["x" if "x" in columns else "given"]),
        _floats(columns["high"]),
        _floats(columns["low"]),
        _floats(columns["condition"]) if "condition" in columns else np.ones_like(v),
    )
