"""How does an invented hospital group become files? Parquet per site, a site file that loads them, and the truth."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.synthetic.hospital.build import hospital
from roi_analytics.synthetic.hospital.sites import SITES, Site
from roi_analytics.synthetic.network import month_ends
from roi_analytics.synthetic.site_file import text
from roi_analytics.tables import TABLES

HEAD = """# The site file of an invented hospital group: no provider, person or record in it is real.

[site]
name = "Invented hospital group"
"""


def write_hospital(directory: Path, *, seed: int = 1, months: int = 4, **options: Any) -> dict[str, int]:
    """
    Write an invented hospital group into a folder: Parquet files per site, `site.toml`, `truth.csv`, `traits.csv`.

    `truth.csv` (event_id, family) tells the planted rows of the access logs; `traits.csv` is `Hospital.traits`. The
    options are those of `hospital`. Returns rows per file. Raises QuestionError for options that make no hospital.

    >>> write_hospital(Path("hospital"), accesses=60_000, months=2)
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    made = hospital(seed, months=months, **options)
    on = month_ends(months)[-1] + timedelta(days=1)
    rows, blocks = {}, [HEAD]
    for site in SITES[: options.get("sites", 4)]:
        blocks.append(_provider(site))
        (directory / site.provider_id).mkdir(exist_ok=True)
        for name, table in made.tables.items():
            mine = table.filter(pl.col("provider_id") == site.provider_id).drop("provider_id")
            known = [column for column in mine.columns if mine[column].null_count() < len(mine)]
            file = f"{site.provider_id}/{name}-{on}.parquet"
            _with_zones(mine.select(known), name).write_parquet(directory / file)
            blocks.append(_feed(site, name, known))
            rows[file] = len(mine)
    (directory / "site.toml").write_text("\n".join(blocks), encoding="utf-8", newline="\n")
    made.truth.select("event_id", "family").write_csv(directory / "truth.csv")
    made.traits.write_csv(directory / "traits.csv")
    return rows | {"truth.csv": len(made.truth), "traits.csv": len(made.traits)}


def _with_zones(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Instants say that they are in UTC; wall clocks have no zone."""
    instants = [n for n in frame.columns if TABLES[table].columns[n].type == "instant"]
    return frame.with_columns(pl.col(instants).dt.replace_time_zone("UTC"))


def _provider(site: Site) -> str:
    words = {"provider_id": site.provider_id, "name": site.name, "kind": site.kind, "state": site.state,
             "time_zone": site.time_zone}  # fmt: skip
    return "\n".join(["[[provider]]", *(f"{key} = {text(word)}" for key, word in words.items()), ""])


def _feed(site: Site, table: str, columns: list[str]) -> str:
    words = {"name": f"{site.provider_id} {table}", "table": table, "files": f"{site.provider_id}/{table}-20*.parquet",
             "extracted_on": f"{table}-%Y-%m-%d.parquet", "extract": "full"}  # fmt: skip
    return "\n".join([
        "[[feed]]",
        *(f"{key} = {text(word)}" for key, word in words.items()),
        f"[feed.constants]\nprovider_id = {text(site.provider_id)}\n[feed.columns]",
        *(f"{column} = {text(column)}" for column in columns),
        "",
    ])  # fmt: skip
