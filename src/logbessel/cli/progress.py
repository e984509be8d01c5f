"""A progress bar of one line on stderr, for people who wait: only on a terminal, only after half a second."""

import sys
import time
from types import TracebackType

WIDTH = 30
DELAY = 0.5
INTERVAL = 0.1


class Progress:
    """``with Progress(total) as progress: ... progress.advance(rows)``; `unit` is what is counted."""

    def __init__(self, total: int, unit: str = "rows") -> None:
        self.total, self.done, self.unit = total, 0, unit
        self.start = time.monotonic()
        self.next = self.start + DELAY if sys.stderr and sys.stderr.isatty() else float("inf")
        self.shown = False

    def __enter__(self) -> "Progress":
        return self

    def advance(self, number: int) -> None:
        self.done += number
        now = time.monotonic()
        if now < self.next:
            return
        self.next, self.shown = now + INTERVAL, True
        share = self.done / self.total
        left = (now - self.start) * (1 / share - 1)
        bar = "#" * round(WIDTH * share)
        sys.stderr.write(f"\r{share:4.0%} [{bar:<{WIDTH}}] {self.done:,} of {self.total:,} {self.unit}, {left:.0f} s left \x1b[K")
        sys.stderr.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
