"""``logbessel fit FILE``: the von Mises-Fisher distribution of the rows of a file, and of each label."""

import argparse
import json
import math
from typing import Any

from logbessel.cli import fit_mixture
from logbessel.cli.errors import warn
from logbessel.cli.files import ArrayReader, check_labels, check_matrix, open_arrays
from logbessel.cli.progress import Progress
from logbessel.cli.tables import aligned
from logbessel.stats import SufficientStatistics, VonMisesFisher
from logbessel.stats.grouped_statistics import GroupedStatistics

DESCRIPTION = """
Fit a von Mises-Fisher distribution by maximum likelihood to the rows of a matrix.  The file is read once, in blocks, so it may be
larger than memory.  Only the direction of a row counts, unless --no-normalize demands unit vectors.
"""
BLOCK_BYTES = 1 << 20
HEADINGS = ("label", "n", "dim", "R", "kappa +- se", "log-likelihood", "entropy")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("fit", help="fit a von Mises-Fisher distribution", description=DESCRIPTION)
    parser.add_argument("file", metavar="FILE", help="an .npy or .npz file")
    parser.add_argument("--key", metavar="K", help="the matrix in an .npz file (default: the only one)")
    parser.add_argument("--label-key", metavar="L", help="integers or names in an .npz file, one a row: fit each label too")
    parser.add_argument("--no-normalize", dest="normalize", action="store_false", help="rows must be unit vectors")
    parser.add_argument("--json", action="store_true", help="print JSON, with every digit")
    fit_mixture.add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    fit_mixture.check(options)
    if options.components is not None:
        return fit_mixture.run(options)
    keys = [options.key] if options.label_key is None else [options.key, options.label_key]
    with open_arrays(options.file, *keys) as (rows, *labels):
        whole, groups = _accumulate(rows, labels[0] if labels else None, options.normalize)
    result = _summary(whole)
    if labels:
        result["labels"] = {str(label): _summary_or_reason(group) for label, group in groups.items()}
    print(json.dumps(result, indent=2) if options.json else _table(result))


def _accumulate(rows: ArrayReader, labels: ArrayReader | None, normalize: bool) -> tuple[SufficientStatistics, GroupedStatistics]:
    """One pass: the statistics of all rows and of the rows of each label."""
    n, dim = check_matrix(rows)
    if labels is not None:
        check_labels(labels, n)
    whole, groups = SufficientStatistics.zero(dim), GroupedStatistics(dim)
    step = max(1, BLOCK_BYTES // max(1, dim * rows.dtype.itemsize))
    with Progress(n) as progress:
        for first in range(0, n, step):
            block = rows.read(step)
            # The whole comes first: its errors name the row by its number in the file.
            whole += SufficientStatistics.from_rows(block, normalize=normalize, first_row=first)
            if labels is not None:
                groups.add(block, labels.read(step), normalize=normalize)
            progress.advance(len(block))
    return whole, groups


def _summary(statistics: SufficientStatistics) -> dict[str, Any]:
    fit = VonMisesFisher.from_statistics(statistics)
    return {
        "n": fit.n,
        "dim": fit.dim,
        "mean_resultant_length": fit.mean_resultant_length,
        "kappa": fit.concentration,
        "kappa_se": fit.concentration_se,
        "log_likelihood": fit.log_likelihood,
        "entropy": fit.entropy(),
    }


def _summary_or_reason(statistics: SufficientStatistics) -> dict[str, Any]:
    """A label with one row, say, has no fit; the others have."""
    try:
        return _summary(statistics)
    except ValueError as error:
        return {"n": statistics.n, "dim": statistics.dim, "error": str(error)}


def _table(result: dict[str, Any]) -> str:
    lines = [HEADINGS, _line("all", result)]
    lines += [_line(label, group) for label, group in result.get("labels", {}).items()]
    return aligned(lines)


def _line(label: str, fit: dict[str, Any]) -> tuple[str, ...]:
    if "error" in fit:
        warn(f"label {label}: {fit['error']}")
        return (label, f"{fit['n']:,}", f"{fit['dim']:,}", "-", "-", "-", "-")
    return (
        label,
        f"{fit['n']:,}",
        f"{fit['dim']:,}",
        f"{fit['mean_resultant_length']:.6f}",
        with_error(fit["kappa"], fit["kappa_se"]),
        f"{fit['log_likelihood']:.6g}" if abs(fit["log_likelihood"]) >= 1e9 else f"{fit['log_likelihood']:,.1f}",
        f"{fit['entropy']:.2f}",
    )


def with_error(value: float, error: float) -> str:
    """A number and its standard error, both to the second digit of the error."""
    if not 1e-6 < error < 1e9:
        return f"{value:.6g} +- {error:.2g}"
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:,.{digits}f} +- {error:,.{digits}f}"
