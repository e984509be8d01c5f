"""The start of the command ``logbessel``: outside of the package, whose import takes its time, and can fail."""

import _signal as signal  # signal itself imports enum, which takes its time too
import sys


def main() -> int:
    # Until the command can say so itself, an interrupt ends the process: an exception would not come whole through NumPy's import.
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:  # or a shell that starts us in the background ignores it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from logbessel import cli
    except ImportError as error:
        sys.exit(f"logbessel: {' '.join(str(error).split())}")
    signal.signal(signal.SIGINT, interrupt)
    return cli.main()
