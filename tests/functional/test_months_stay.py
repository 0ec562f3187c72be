"""A month once told stays: not the order of rows, the names, the files nor a later extract move its figures."""

import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import roi_analytics as roi

APRIL, MAY = dt.date(2026, 4, 30), dt.date(2026, 5, 31)
MEASURES = ("answered_within", "days_to_answer", "outcomes", "flow", "backlog")
ENDS = ("fulfilled", "denied", "no_records", "withdrawn", "redirected")
COLUMNS = ("request_id", "provider_id", "received_on", "completed_on", "status")

SITE = """
[site]
name = "Months that stay"

[[feed]]
name = "requests"
table = "request"
files = "requests-*.csv"
extracted_on = "requests-%Y-%m-%d.csv"
extract = "full"
[feed.columns]
"""


def whole_log(seed: int) -> list[tuple]:
    """Requests of three providers with the day each ended, known to the end of time."""
    chance = random.Random(seed)
    return [
        (
            f"r{number:03}",
            f"office-{'abc'[chance.randrange(3)]}",
            day := dt.date(2026, 1, 5) + dt.timedelta(days=chance.randrange(140)),
            day + dt.timedelta(days=int(chance.expovariate(1 / 18))),
            chance.choice(ENDS),
        )
        for number in range(240)
    ]


def extract(log: list[tuple], day: dt.date) -> list[tuple]:
    """What a provider's log shows on a day: nothing of later requests, nothing of later ends."""
    return [
        (name, office, received, ended if ended <= day else "", status if ended <= day else "open")
        for name, office, received, ended, status in log
        if received <= day
    ]


def loaded(folder: Path, files: dict[str, list[tuple]]) -> roi.Warehouse:
    folder.mkdir()
    (folder / "site.toml").write_text(SITE + "".join(f'{c} = "{c}"\n' for c in COLUMNS))
    for name, rows in files.items():
        lines = [",".join(map(str, row)) for row in [COLUMNS, *rows]]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    return roi.open(folder / "roi.duckdb")


def figures(site: roi.Warehouse, as_of: dt.date | None = None) -> dict[str, pl.DataFrame]:
    opened = roi.open(site.path, as_of) if as_of else site
    return {measure: opened.show(measure, by=["provider_id", "month"]) for measure in MEASURES}


def same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    for measure in MEASURES:
        assert expected[measure].height > 0
        assert_frame_equal(found[measure], expected[measure], abs_tol=1e-12)


@pytest.fixture(scope="module")
def april(tmp_path_factory):
    """The log as it was at the end of April, and its figures."""
    log = whole_log(7)
    site = loaded(tmp_path_factory.mktemp("april") / "site", {"requests-2026-04-30.csv": extract(log, APRIL)})
    return log, figures(site)


def test_the_order_of_rows_moves_nothing(april, tmp_path):
    log, told = april
    rows = extract(log, APRIL)
    random.Random(1).shuffle(rows)
    same(figures(loaded(tmp_path / "site", {"requests-2026-04-30.csv": rows})), told)


def test_other_names_for_the_providers_move_nothing(april, tmp_path):
    log, told = april
    other = {"office-a": "ward-1", "office-b": "ward-2", "office-c": "ward-3"}
    rows = [(name, other[office], *rest) for name, office, *rest in extract(log, APRIL)]
    found = figures(loaded(tmp_path / "site", {"requests-2026-04-30.csv": rows}))
    back = {new: old for old, new in other.items()}
    same({name: frame.with_columns(pl.col("provider_id").replace(back)) for name, frame in found.items()}, told)


def test_a_file_in_two_parts_moves_nothing(april, tmp_path):
    """Files of one feed and date add up."""
    log, told = april
    rows = extract(log, APRIL)
    folder = tmp_path / "site"
    site = SITE.replace('"requests-*.csv"', '"*/requests-*.csv"')
    folder.mkdir()
    (folder / "site.toml").write_text(site + "".join(f'{c} = "{c}"\n' for c in COLUMNS))
    for name, part in (("one", rows[:100]), ("two", rows[100:])):
        (folder / name).mkdir()
        lines = [",".join(map(str, row)) for row in [COLUMNS, *part]]
        (folder / name / "requests-2026-04-30.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    same(figures(roi.open(folder / "roi.duckdb")), told)


def test_a_later_extract_moves_no_month_under_the_earlier_clock(april, tmp_path):
    """And under the new clock no month that could be judged then, for nothing was restated."""
    log, told = april
    files = {"requests-2026-04-30.csv": extract(log, APRIL), "requests-2026-05-31.csv": extract(log, MAY)}
    site = loaded(tmp_path / "site", files)
    same(figures(site, APRIL), told)
    ripe = told["answered_within"].filter((pl.col("immature") == 0) & (pl.col("month") < "2026-04"))
    today = site.show("answered_within", by=["provider_id", "month"]).filter(pl.col("month") < "2026-04")
    kept = ["provider_id", "month", "cases", "value", "low", "high"]
    assert ripe.height >= 6
    assert_frame_equal(
        today.join(ripe, on=["provider_id", "month"], how="semi").select(kept), ripe.select(kept), abs_tol=1e-12
    )
    assert site.restated("answered_within", since=APRIL).is_empty()
    assert site.restatements().is_empty()
    assert site.roll_forward().select(pl.col("gap").abs().sum()).item() == 0


def test_a_restated_month_is_told_with_the_figure_before_and_after(april, tmp_path):
    log, _ = april
    may = extract(log, MAY)
    moved = next(row for row in extract(log, APRIL) if row[4] == "fulfilled" and row[2].month == 2)
    late = [row if row[0] != moved[0] else (*row[:3], row[2] + dt.timedelta(days=60), row[4]) for row in may]
    files = {"requests-2026-04-30.csv": extract(log, APRIL), "requests-2026-05-31.csv": late}
    site = loaded(tmp_path / "site", files)
    [row] = site.restatements().to_dicts()
    assert (row["provider_id"], row["month"], row["column"], row["after"]) == (
        moved[1],
        "2026-02",
        "completed_on",
        "later",
    )
    [told] = site.restated("answered_within", since=APRIL).to_dicts()
    assert (told["provider_id"], told["month"]) == (moved[1], "2026-02")
    assert told["value"] < told["value_before"]
