"""The command ``logbessel``: fit a file of vectors, classify them, draw random ones, evaluate a function, describe the installation.

Exit codes: 0 done, 1 the data, the file or the installation is at fault, 2 the command line is, 130 interrupted.
Every error is one line on stderr.
"""

import os
import sys
from collections.abc import Sequence

from logbessel.cli.errors import UsageError, warn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``sys.argv`` gives the arguments by default."""
    try:
        # The import takes its time, in which one may be interrupted, and can fail.
        from logbessel.cli.parser import make_parser

        if sys.stdout is None:
            return _fail(1, "stdout is closed")
        try:
            options = make_parser().parse_args(arguments)
            options.run(options)
        finally:  # --help and --version leave by SystemExit
            sys.stdout.flush()
    except UsageError as error:
        return _fail(2, str(error))
    except BrokenPipeError:  # the reader of our output has gone
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        return _fail(1, f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    except MemoryError:
        return _fail(1, "not enough memory")
    except (ValueError, TypeError, ImportError) as error:
        return _fail(1, str(error))
    except KeyboardInterrupt as interrupt:
        return _fail(130, str(interrupt) or "interrupted")
    return 0


def _fail(code: int, message: str) -> int:
    warn(message)
    return code


def _drop_output() -> None:
    """Give up what is still to be written to stdout, lest Python try once more at its end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
