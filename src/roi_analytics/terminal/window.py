"""The window a command writes to: is there one, how wide is it, may it be coloured? Piped, there is none of it."""

import os
import shutil
import sys
from functools import cache
from typing import TYPE_CHECKING, TextIO

import click

from roi_analytics.terminal.colours import WORDS

if TYPE_CHECKING:
    from rich.console import Console


def is_window() -> bool:
    """Whether a person reads along. What is piped is never cut, folded or coloured."""
    return sys.stdout.isatty()


def width() -> int:
    """How many letters a line of the window holds."""
    return shutil.get_terminal_size().columns


def console(file: TextIO | None = None) -> "Console":
    """Where lines are drawn: coloured on a terminal, unless NO_COLOR is set to anything."""
    from rich.console import Console  # brings in 20 ms that a piped command does without

    file = file or sys.stdout
    colours = "auto" if file.isatty() and not os.environ.get("NO_COLOR") else None
    return Console(
        file=file, width=width(), color_system=colours, force_terminal=file.isatty(),
        markup=False, highlight=False, emoji=False,
    )  # fmt: skip


@cache
def ruler() -> "Console":
    """What texts are measured and folded with."""
    return console()


def heading(text: str, word: str = "") -> None:
    """The name of what follows, in the colour of a word that has one, as a severity."""
    if is_window():
        console().print(text, style=WORDS.get(word, "bold"))
    else:
        click.echo(text)


def say(text: str, under: int = 0) -> None:
    """A line; in a window that is narrower, what does not fit goes under it, indented by `under`."""
    if not is_window():
        click.echo(text)
        return
    for line in _folded(text, width(), under):
        click.echo(line)


def _folded(text: str, room: int, under: int) -> list[str]:
    from rich.text import Text

    first = Text(text).wrap(ruler(), room)
    if len(first) < 2:
        return [text]
    begun = first[0].plain.rstrip()
    rest = Text(text[len(first[0].plain) :].lstrip()).wrap(ruler(), max(room - under, 20))
    return [begun, *(" " * under + line.plain.rstrip() for line in rest)]
