"""How well the detector does where the truth is known: `roi access evaluate`."""

from pathlib import Path
from typing import Any

import click

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.access import access
from roi_analytics.cli.options import json_option

TABLES = {
    "recall": "Recall of planted episodes, by incidents put before a person",
    "precision": "Precision among the first k incidents",
    "baselines": "The same incidents put in order otherwise",
    "families": "By family of misuse (departmental cannot be told from work, and is in no other figure)",
    "days": "Days from the first access to the review, the queue worked off daily at that load",
    "explained": "Accesses with a recorded reason",
    "spurious": "Explained by chance: a fake log of the same users and moments with other patients",
    "calibration": "Questions in ten bands by score: breaches the weights expect, and found",
    "subgroups": "False alarms by group of users, as a ratio to all others",
    "weights": "What each term weighs",
    "stress": "With one thing wrong",
}


@access.command()
@click.argument("site", type=click.Path(path_type=Path), required=False)
@click.option("--truth", type=click.Path(path_type=Path), help="Labels of SITE: columns event_id, family.")
@click.option("--accesses", type=click.IntRange(min=20_000), default=5_000_000, show_default=True)
@click.option("--prevalence", type=click.FloatRange(1e-6, 0.05), default=1e-4, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--full", is_flag=True, help="Also the other half of families and sites, and one thing wrong at a time.")
@json_option
def evaluate(
    site: Path | None, truth: Path | None, accesses: int, prevalence: float, seed: int, full: bool, as_json: bool
) -> None:
    """How well the ranking does where the truth is known: invented hospitals, or SITE.toml with its labels.

    \b
    Example: roi access evaluate data/sample/site.toml --truth labels.csv
    """
    given = {"accesses": accesses, "prevalence": prevalence, "seed": seed, "full": full}
    with terminal.progress("evaluating the detector") as tell:
        told = roi.evaluate(site, truth, progress=tell, **given)
    if as_json:
        terminal.show_json(_content(told))
        return
    _show(told)
    if told.other_fold is not None:
        terminal.heading("The other half of families and sites")
        _show(told.other_fold)
        click.echo(told.other_fold.last_line)
    click.echo(told.last_line)


def _content(told: Any) -> dict[str, Any]:
    frames = {name: getattr(told, name) for name in TABLES}
    content: dict[str, Any] = {name: frame.to_dicts() for name, frame in frames.items() if frame is not None}
    if told.other_fold is not None:
        content["other_fold"] = _content(told.other_fold)
    return content | {"told": told.told, "last_line": told.last_line}


def _show(told: Any) -> None:
    for name, title in TABLES.items():
        frame = getattr(told, name)
        if frame is not None and frame.height:
            terminal.heading(title)
            terminal.show_table(frame)
            click.echo("")
