"""The command ``logbessel``: fit a file of vectors, evaluate a function, describe the installation.

Exit codes: 0 done, 1 the data or the file is at fault, 2 the command line is, 130 interrupted.
Every error is one line on stderr.
"""

import argparse
import os
import sys
import zipfile
import zlib
from collections.abc import Sequence
from typing import NoReturn

import logbessel
from logbessel.cli import evaluate, fit, info
from logbessel.cli.errors import UsageError


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors take one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``sys.argv`` gives the arguments by default."""
    parser = Parser(prog="logbessel", description="Log-Bessel functions and von Mises-Fisher distributions.")
    parser.add_argument("--version", action="version", version=f"logbessel {logbessel.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (fit, evaluate, info):
        command.add_parser(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(2, str(error))
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(1, f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except MemoryError:
        return _fail(1, "not enough memory")
    except (ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        return _fail(1, str(error))
    except KeyboardInterrupt:
        return _fail(130, "interrupted")
    return 0


def _fail(code: int, message: str) -> int:
    print("logbessel:", " ".join(message.split()), file=sys.stderr)
    return code
