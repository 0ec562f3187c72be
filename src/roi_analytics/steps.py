"""Long work tells what it does, line by line; a step also tells how much of the work lies behind it."""

from collections.abc import Callable, Mapping

Progress = Callable[[str], None]
"""Called with one line before each step of long work."""


class Step(str):
    """
    A line about long work of which `done`, a share between 0 and 1, is behind.

    Whoever only reads lines reads it as one.

    >>> Step("3 of 12: requests-2026-05-31.csv", done=0.25)
    """

    __slots__ = ("done",)

    def __new__(cls, line: str, done: float) -> "Step":
        step = super().__new__(cls, line)
        step.done = done
        return step


class Pieces:
    """
    Work in pieces, of each of which is known how much work it is beside the others: told before it is begun.

    >>> pieces = Pieces("writing the pack", {"figures": 3, "report.html": 1}, print)
    >>> pieces.begin("figures")
    writing the pack: figures
    """

    def __init__(self, what: str, work: Mapping[str, float], progress: Progress | None) -> None:
        self.what, self.work, self.progress = what, work, progress
        self.behind, self.now = 0.0, 0.0

    def begin(self, piece: str) -> None:
        """Begin the next piece, one of `work`."""
        self.behind, self.now = self.behind + self.now, self.work[piece]
        if self.progress is not None:
            self.progress(Step(f"{self.what}: {piece}", done=self.behind / sum(self.work.values())))
