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
