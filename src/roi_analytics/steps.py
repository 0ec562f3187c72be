"""Long work tells what it does, line by line; a step also tells how much of the work lies behind it."""

from collections.abc import Callable

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
    Work in a number of pieces of about one size: each is told before it is begun, with the share behind.

    >>> pieces = Pieces(3, print)
    >>> pieces.begin("the figures")
    the figures
    """

    def __init__(self, number: int, progress: Progress | None) -> None:
        self.number, self.progress, self.behind = number, progress, 0

    def begin(self, line: str) -> None:
        if self.progress is not None:
            self.progress(Step(line, done=min(self.behind / max(self.number, 1), 1.0)))
        self.behind += 1
