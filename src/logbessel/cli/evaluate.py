"""``logbessel eval FUNCTION V X``: values of one of the library's functions."""

import argparse

import numpy as np

from logbessel import ufuncs
from logbessel.cli.errors import UsageError

DESCRIPTION = """
Print FUNCTION(V, X) with all the digits a double has.  V and X are numbers, or lists of numbers with commas, which broadcast as in
NumPy; then each line has V, X and the value.
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    names = sorted(name for name, member in vars(ufuncs).items() if isinstance(member, np.ufunc))
    parser = commands.add_parser(
        "eval", help="evaluate a function", description=DESCRIPTION, epilog="FUNCTION is one of: " + ", ".join(names)
    )
    parser.add_argument("function", metavar="FUNCTION", choices=names)
    # The remainder takes negative numbers in any notation, which the parser would read as options.
    parser.add_argument("numbers", metavar="V X", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run, print_help=parser.print_help)


def run(options: argparse.Namespace) -> None:
    if {"-h", "--help"} & set(options.numbers):
        options.print_help()
        return
    if len(options.numbers) != 2:
        raise UsageError(f"{options.function} takes 2 arguments, V and X, not {len(options.numbers)}")
    v, x = map(_numbers, options.numbers)
    try:
        v, x = np.broadcast_arrays(v, x)
    except ValueError:
        raise UsageError(f"lists of {v.size} and of {x.size} numbers do not broadcast") from None
    with np.errstate(all="ignore"):
        values = getattr(ufuncs, options.function)(v, x)
    for row in zip(v.flat, x.flat, values.flat, strict=True):
        print("\t".join(repr(float(number)) for number in (row if values.size > 1 else row[2:])))


def _numbers(text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    try:
        return np.array([float(number) for number in text.split(",")])
    except ValueError:
        raise UsageError(f"not a number, or numbers with commas between: {text!r}") from None
