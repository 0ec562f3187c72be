"""What is being done, for how long, and how long it will go on: on stderr, while somebody waits."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from roi_analytics.steps import Progress, Step
from roi_analytics.terminal.window import console

QUIET_SECONDS = 2.0
"""Nothing is said of work that takes less."""

SOON = 3.0
"""An estimate of fewer seconds, or after fewer, is not worth a word."""


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """
    Tell on stderr what is being done once it takes over two seconds; nothing when piped.

    Yields what the work is to call with each line. The line is gone when the work is done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.status import Status

    pace = Pace(what)
    shown = Status(pace, console=console(sys.stderr), refresh_per_second=4)
    later = threading.Timer(QUIET_SECONDS, shown.start)
    later.daemon = True
    later.start()
    try:
        yield pace.tell
    finally:
        later.cancel()
        later.join()
        shown.stop()


class Pace:
    """How fast the work goes: the line now told, the seconds since the start, and those left at this pace."""

    def __init__(self, what: str, clock: Any = time.monotonic) -> None:
        self.line, self.clock = what, clock
        self.began = clock()
        self.first: tuple[float, float] | None = None
        self.ends_at: float | None = None

    def tell(self, line: str) -> None:
        """
        Take note of a step. The pace is that since the first step that knew its share: what came before, as starting a
        library, says nothing of it. A line that knows no share ends the estimate.
        """
        now = self.clock()
        self.line, self.ends_at = str(line), None
        if not isinstance(line, Step):
            self.first = None
            return
        began, done = self.first = self.first or (now, line.done)
        if line.done > done and now - began >= SOON:
            self.ends_at = now + (now - began) * (1 - line.done) / (line.done - done)

    def __str__(self) -> str:
        now = self.clock()
        parts = [self.line, duration(now - self.began)]
        if self.ends_at is not None and self.ends_at - now > SOON:
            parts.append(f"about {duration(self.ends_at - now)} left")
        return " · ".join(parts)

    def __rich__(self) -> str:
        return str(self)


def duration(seconds: float) -> str:
    """Seconds as a person says them: 45 s, 3 min 20 s, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
