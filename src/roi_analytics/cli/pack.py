"""What leaves the warehouse: the month's pack, and the notebooks."""

import sys
from pathlib import Path

import click

import roi_analytics as roi
from roi_analytics import terminal
from roi_analytics.cli.options import asks, cli, json_option, offers, provider_option, warehouse_option
from roi_analytics.errors import CheckError


@cli.command()
@click.option(
    "--month",
    help="The month; without it the newest that ends on or before the clock.",
    shell_complete=offers("month"),
)
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The folder the pack is written to.")
@provider_option
@click.option("--audience", type=click.Choice(["internal", "published"]), default="internal", show_default=True)
@click.option(
    "--after",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="A pack published before, for --audience published; may be given again.",
)
@click.option(
    "--notebook",
    is_flag=True,
    help="Leave the executed monthly_report.ipynb beside the pack: that of the folder notebooks here, if there is one.",
)
@asks
def report(
    site: roi.Warehouse,
    month: str | None,
    to: Path,
    provider: str | None,
    audience: str,
    after: tuple[Path, ...],
    notebook: bool,
    as_json: bool,
) -> None:
    """Write a month's pack: the report as HTML, PDF and workbook, the CSV of every figure, a folder a provider.

    \b
    Example: roi report --month 2026-05 --to reports/2026-05
    """
    asked = {"provider": provider, "audience": audience, "notebook": notebook, "after": after}
    with terminal.progress("writing the pack") as tell:
        pack = site.report(month=month, to=to, progress=tell, **asked)
    for name, why in pack["failed"].items():
        terminal.complain(f"The files of provider {name} could not be made; their page says why.\n{why}")
    if as_json:
        terminal.show_json(pack)
    else:
        click.echo(f"The pack of {pack['month']} is in {to}: open {to / 'report.html'}")
        if audience == "published":
            hidden = f"{pack['hidden_first']} counts hidden first, {pack['hidden_second']} second"
            click.echo(f"{hidden}; {pack['figures_lost']} figures lost with them.")


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--site", type=click.Path(path_type=Path), required=True, help="The site file the pack was made from.")
@click.option(
    "--after",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="A pack this one was published after; may be given again.",
)
@warehouse_option
@json_option
def verify(folder: Path, site: Path, after: tuple[Path, ...], warehouse: Path, as_json: bool) -> None:
    """Make the pack in DIR again from its site file, and say what differs; exit 1 when something does.

    Of the warehouse only reviews of accesses are read, and only where the pack was made with some.

    \b
    Example: roi verify reports/2026-05 --site data/sample/site.toml
    """
    with terminal.progress("making the pack again") as tell:
        found = roi.verify(folder, site, warehouse=warehouse, after=after, progress=tell)
    if as_json or found.height:
        terminal.show("differences", found, as_json)
    if found.height:
        raise CheckError(
            f"The pack in {folder} is not what comes out today.\n"
            "Causes stand first; where none is told, the pack itself was changed or the machine differs."
        )
    if not as_json:
        click.echo(f"The pack in {folder} comes out the same, to the byte.")


@cli.command()
def lab() -> None:
    """Open JupyterLab on the notebooks; Ctrl+C ends it.

    They are those of the folder `notebooks` where you are; where there is none, copies are put there. Their cells run
    where you are: `roi.duckdb` is the warehouse that `roi load` wrote here.

    \b
    Example: roi lab
    """
    sys.exit(roi.lab(progress=click.echo))
