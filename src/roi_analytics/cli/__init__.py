"""The command line: the same verbs and words as the front door, one function each."""

import os
import sys
import traceback
from pathlib import Path

import click

from roi_analytics import terminal
from roi_analytics.cli import access, data, evaluation, pack, questions
from roi_analytics.cli.options import cli
from roi_analytics.errors import RoiError

__all__ = ["access", "cli", "data", "evaluation", "main", "pack", "questions"]

BUG = 70
INTERRUPTED = 130


def main() -> None:
    """Run a command; print what went wrong as a message, and leave with the exit code of its kind."""
    try:
        cli.main(prog_name="roi", standalone_mode=False)
    except RoiError as error:
        terminal.complain(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.exceptions.Exit, SystemExit) as leave:
        sys.exit(getattr(leave, "exit_code", getattr(leave, "code", 0)))
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. What was loaded whole stays; run the same command to go on.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as bug:
        place = traceback.extract_tb(bug.__traceback__)[-1]
        click.echo(
            f"This is a bug of roi-analytics: {type(bug).__name__}"
            f" in {Path(place.filename).name}, line {place.lineno}.\n"
            "Please report these two lines; the message itself is kept back, for it may hold a value of a log.",
            err=True,
        )
        sys.exit(BUG)
