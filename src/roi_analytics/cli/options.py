"""The command `roi`, and the options its questions share."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

import roi_analytics as roi
from roi_analytics.completion import words

Day = click.DateTime(formats=["%Y-%m-%d"])
WAREHOUSE = Path("roi.duckdb")


def offers(kind: str, is_list: bool = False) -> Callable:
    """What Tab completes: the words of a kind (see completion.py), of a list the one after the last comma."""

    def shell_complete(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        given = context.params
        measure = given.get("measure") or next(iter(context.args), None)  # not yet parsed after an option without value
        known = words(kind, given.get("warehouse") or WAREHOUSE, measure)
        before, comma, begun = typed.rpartition(",") if is_list else ("", "", typed)
        there = before.split(",")
        return [
            CompletionItem(f"{before}{comma}{word}", help=meaning)
            for word, meaning in known.items()
            if word.startswith(begun) and word not in there
        ]

    return shell_complete


warehouse_option = click.option(
    "--warehouse",
    type=click.Path(path_type=Path),
    default=WAREHOUSE,
    show_default=True,
    help="The warehouse file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
month_option = click.option("--month", help='A month, as "2026-05".', shell_complete=offers("month"))
legal_path_option = click.option("--legal-path", help="One legal path, as access.", shell_complete=offers("legal_path"))
interval_option = click.option(
    "--interval", type=click.Choice(["wilson", "exact", "jeffreys"]), default="wilson", help="The interval of a share."
)
provider_option = click.option("--provider", help="One provider_id.", shell_complete=offers("provider"))
measure_argument = click.argument("measure", shell_complete=offers("measure"))


def by_option(help: str, kind: str = "group") -> Callable:
    """The option that groups a figure; its columns complete one by one."""
    return click.option("--by", help=help, shell_complete=offers(kind, is_list=True))


def asks(command: Callable) -> Callable:
    """Give a command the options every question has, and hand it the opened warehouse."""

    @warehouse_option
    @click.option("--as-of", type=Day, help="Turn the clock back: only extracts up to this day count.")
    @json_option
    @wraps(command)
    def with_site(*, warehouse: Path, as_of: dt.datetime | None, **options: Any) -> None:
        command(roi.open(warehouse, as_of.date() if as_of else None), **options)

    return with_site


def names(by: str | None) -> list[str]:
    """The columns of --by."""
    return [name.strip() for name in by.split(",") if name.strip()] if by else []


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="roi-analytics")
def cli() -> None:
    """Release-of-information compliance analytics: load providers' logs, ask questions, write the month's report.

    \b
    Example: roi due --within 10

    Tab completes commands, measures, rules, providers and months, once the shell is told; for every new shell, add the
    line to the file named:

    \b
      bash  ~/.bashrc                  eval "$(_ROI_COMPLETE=bash_source roi)"
      zsh   ~/.zshrc                   eval "$(_ROI_COMPLETE=zsh_source roi)"
      fish  ~/.config/fish/config.fish _ROI_COMPLETE=fish_source roi | source
    """
