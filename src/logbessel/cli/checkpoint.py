"""How far the fit of a mixture has come, in a file from which it can go on."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.errors import UsageError
from logbessel.cli.outputs import replacing


@dataclass
class Start:
    """The parameters after some steps of one start; `lower_bound` is the mean log-likelihood of a row before the last of them."""

    weights: NDArray[np.float64]
    mean_directions: NDArray[np.float64]
    concentrations: NDArray[np.float64]
    lower_bound: float
    n_iter: int
    converged: bool


NAMES = tuple(field.name for field in fields(Start))


@dataclass
class Checkpoint:
    """The best of the starts that are over, and the one that is not.

    Attributes
    ----------
    settings : dict
        What all steps have in common: the number of components, the assignment, the seed, the shape of the data.
    starts : int
        How many starts are over.
    """

    settings: dict[str, Any]
    starts: int = 0
    best: Start | None = None
    running: Start | None = None

    @property
    def model(self) -> Start:
        """The best parameters so far."""
        return max((start for start in (self.best, self.running) if start is not None), key=lambda start: start.lower_bound)

    def put(self, step: Start, over: bool) -> None:
        """Take in the next step of the start that runs, and whether that is over."""
        self.running = step
        if over:
            self.best, self.running, self.starts = self.model, None, self.starts + 1

    def save(self, path: Path) -> None:
        """Write an .npz file in place of the last one: the best parameters so far under their names, all else behind a prefix."""
        arrays = {name: getattr(self.model, name) for name in NAMES}
        for prefix in ("best", "running"):
            start = getattr(self, prefix)
            if start is not None:
                arrays |= {f"{prefix}_{name}": getattr(start, name) for name in NAMES}
        state = json.dumps({"settings": self.settings, "starts": self.starts})
        with replacing(path) as file:
            np.savez(file, checkpoint=np.array(state), **arrays)

    @classmethod
    def load(cls, path: Path) -> "Checkpoint":
        """Read what `save` wrote."""
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = dict(file)
            state = json.loads(str(arrays["checkpoint"]))
            return cls(state["settings"], state["starts"], *(_start(arrays, prefix) for prefix in ("best_", "running_")))
        except (MemoryError, OSError):
            raise
        except Exception as error:
            raise ValueError(f"{path} is no model that logbessel fit has written: {error or type(error).__name__}") from error

    def check(self, settings: dict[str, Any], path: Path) -> None:
        """Raises UsageError where the fit was begun with other settings."""
        for name, value in settings.items():
            if self.settings.get(name) != value:
                raise UsageError(f"{path} was begun with {name} {self.settings.get(name)}, not {value}")


def _start(arrays: dict[str, NDArray[Any]], prefix: str) -> Start | None:
    if prefix + NAMES[0] not in arrays:
        return None
    weights, directions, concentrations, bound, steps, converged = (arrays[prefix + name] for name in NAMES)
    return Start(weights, directions, concentrations, float(bound), int(steps), bool(converged))
