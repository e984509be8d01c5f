"""``logbessel fit FILE --components K``: a mixture of von Mises-Fisher distributions of the rows of a file."""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.checkpoint import Checkpoint, Start
from logbessel.cli.errors import UsageError, warn
from logbessel.cli.matrices import load_rows
from logbessel.cli.outputs import replacing
from logbessel.cli.progress import Progress
from logbessel.cli.tables import aligned

DESCRIPTION = """
A mixture instead of one distribution; wants the extra logbessel[sklearn].  An .npy file is mapped into memory, others are read.
"""
HEADINGS = ("component", "weight", "rows", "kappa")
# What the parser leaves at None, so that it can be told whether it was given, and what that means.
DEFAULTS = {
    "assignment": "soft",
    "common_concentration": False,
    "n_init": 1,
    "max_iter": 100,
    "tol": 1e-4,
    "seed": None,
    "output": None,
    "resume": False,
    "labels_out": None,
}
LEAST = {"components": 1, "n_init": 1, "max_iter": 1, "tol": 0, "seed": 0}


def add_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("mixtures", DESCRIPTION)
    group.add_argument("--components", metavar="K", type=int, help="fit a mixture of K distributions")
    group.add_argument("--assignment", choices=("soft", "hard", "stochastic"), help="of rows to components (default: soft)")
    group.add_argument("--common-concentration", action="store_true", default=None, help="one kappa for all components")
    group.add_argument("--n-init", metavar="N", type=int, help="starts, of which the likeliest wins (default: 1)")
    group.add_argument("--max-iter", metavar="N", type=int, help="steps of each start (default: 100)")
    group.add_argument("--tol", metavar="T", type=float, help="a start ends when a step gains less log-likelihood a row (default: 1e-4)")
    group.add_argument("--seed", metavar="S", type=int, help="the same number, the same mixture")
    group.add_argument("-o", "--output", metavar="MODEL", type=Path, help="write the parameters to this .npz file, after every step")
    group.add_argument("--resume", action="store_true", default=None, help="go on from MODEL, if it is there")
    group.add_argument("--labels-out", metavar="FILE", type=Path, help="write the likeliest component of each row to this .npy file")


def check(options: argparse.Namespace) -> None:
    """Fill in the defaults, refuse what cannot be."""
    for name, default in DEFAULTS.items():
        if getattr(options, name) is None:
            setattr(options, name, default)
        elif options.components is None:
            raise UsageError(f"--{name.replace('_', '-')} is for mixtures: it needs --components")
    for name, least in LEAST.items():
        value = getattr(options, name)
        if value is not None and not value >= least:
            raise UsageError(f"--{name.replace('_', '-')} must be at least {least}, not {value}")
    if options.components is not None and (options.label_key is not None or not options.normalize):
        raise UsageError("--label-key and --no-normalize do not go with --components")
    if options.resume and options.output is None:
        raise UsageError("--resume needs --output, the model to go on from")
    if options.output is not None and options.output.suffix != ".npz":
        raise UsageError(f"--output must end in .npz, and {options.output} does not")


def run(options: argparse.Namespace) -> None:
    _mixture(options)  # fails at once where scikit-learn is missing
    X = load_rows(options.file, options.key)
    if len(X) < options.components:
        raise ValueError(f"{options.file} has {len(X)} rows, fewer than {options.components} components")
    checkpoint = _begin(options, X.shape)
    try:
        _ascend(X, checkpoint, options)
    except KeyboardInterrupt:
        if options.output is None or not options.output.exists():
            raise
        raise KeyboardInterrupt(f"interrupted: {options.output} is as of the last whole step, and --resume goes on from it") from None
    model = checkpoint.model
    if not model.converged and options.tol > 0:
        warn(f"not converged after {model.n_iter} steps: raise --max-iter or --tol" + (", and --resume" if options.output else ""))
    mixture = _mixture(options, model)
    labels = mixture.predict(X)
    if options.labels_out is not None:
        with replacing(options.labels_out) as file:
            np.save(file, labels)
    result = _summary(mixture, model, X, np.bincount(labels, minlength=options.components))
    print(json.dumps(result, indent=2) if options.json else _table(result))


def _mixture(options: argparse.Namespace, start: Start | None = None) -> Any:
    """An estimator that takes one step from where a start has come, or the first one."""
    try:
        from logbessel.sklearn import VonMisesFisherMixture
    except ImportError as error:
        raise ImportError(f"--components needs scikit-learn: pip install 'logbessel[sklearn]' ({error})") from error
    kind = "common" if options.common_concentration else "free"
    mixture = VonMisesFisherMixture(
        options.components, concentration_type=kind, assignment=options.assignment, max_iter=1, tol=0, warm_start=True
    )
    if start is not None:
        mixture.weights_, mixture.mean_directions_, mixture.concentrations_ = start.weights, start.mean_directions, start.concentrations
        mixture.n_features_in_ = start.mean_directions.shape[1]
    return mixture


def _begin(options: argparse.Namespace, shape: tuple[int, ...]) -> Checkpoint:
    """Where to begin, or to go on."""
    settings = {
        "--components": options.components,
        "--assignment": options.assignment,
        "--common-concentration": options.common_concentration,
    }
    settings |= {"rows": shape[0], "dimensions": shape[1]}
    if options.resume and options.output.exists():
        checkpoint = Checkpoint.load(options.output)
        checkpoint.check(settings if options.seed is None else settings | {"--seed": options.seed}, options.output)
        last = checkpoint.best
        if checkpoint.starts >= options.n_init and last is not None and not last.converged and last.n_iter < options.max_iter:
            checkpoint.starts, checkpoint.running = checkpoint.starts - 1, last  # there are more steps now
        return checkpoint
    seed = int(np.random.SeedSequence().generate_state(1)[0]) if options.seed is None else options.seed
    return Checkpoint(settings | {"--seed": seed})


def _ascend(X: NDArray[Any], checkpoint: Checkpoint, options: argparse.Namespace) -> None:
    """The steps that are still to be taken; the checkpoint is as of the last whole one at any time."""
    with Progress(options.n_init * options.max_iter, "steps") as progress:
        while checkpoint.starts < options.n_init:
            step = _step(X, checkpoint, options)
            over = step.converged or step.n_iter >= options.max_iter
            checkpoint.put(step, over)
            if options.output is not None:
                checkpoint.save(options.output)
            progress.advance(1 + (options.max_iter - step.n_iter if over else 0))


def _step(X: NDArray[Any], checkpoint: Checkpoint, options: argparse.Namespace) -> Start:
    before = checkpoint.running
    steps = 0 if before is None else before.n_iter
    # A seed for each step: what goes on is what would have been.
    seed = np.random.SeedSequence([checkpoint.settings["--seed"], checkpoint.starts, steps]).generate_state(1)[0]
    mixture = _mixture(options, before).set_params(random_state=int(seed)).fit(X)
    converged = before is not None and abs(mixture.lower_bound_ - before.lower_bound) < options.tol
    return Start(mixture.weights_, mixture.mean_directions_, mixture.concentrations_, mixture.lower_bound_, steps + 1, converged)


def _summary(mixture: Any, model: Start, X: NDArray[Any], rows: NDArray[np.intp]) -> dict[str, Any]:
    n, dim = X.shape
    components = zip(model.weights.tolist(), rows.tolist(), model.concentrations.tolist(), strict=True)
    return {
        "n": n,
        "dim": dim,
        "log_likelihood": n * mixture.score(X),
        "bic": mixture.bic(X),
        "aic": mixture.aic(X),
        "n_iter": model.n_iter,
        "converged": model.converged,
        "components": [{"weight": weight, "rows": count, "kappa": kappa} for weight, count, kappa in components],
    }


def _table(result: dict[str, Any]) -> str:
    lines = [HEADINGS]
    lines += [(str(k), f"{c['weight']:.4f}", f"{c['rows']:,}", f"{c['kappa']:,.2f}") for k, c in enumerate(result["components"])]
    return (
        f"{aligned(lines)}\n\n{result['n']:,} rows of {result['dim']:,} dimensions, {result['n_iter']} steps\n"
        f"log-likelihood {result['log_likelihood']:,.1f}, BIC {result['bic']:,.1f}, AIC {result['aic']:,.1f}"
    )
