"""What can be wrong with a command line that the parser cannot see, and how all errors are told."""

import sys


class UsageError(Exception):
    """The command line asks for something that there is not: exit code 2."""


def warn(message: str) -> None:
    """One line on stderr, if there is one."""
    if sys.stderr is not None:  # print would take stdout for it
        print("logbessel:", " ".join(message.split()), file=sys.stderr)
