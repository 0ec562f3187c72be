"""
The sample month's figures, as CSV one can diff. A changed number is a changed contract: CHANGELOG.md says why.

Run this file as a program to write the figures anew.
"""

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

HERE = Path(__file__).parent
MONTH = "2026-05"

FIGURES = {
    "on_time": {"by": ["provider_id"], "month": MONTH},
    "answered_within": {"by": ["month"]},
    "days_to_answer": {"by": ["provider_id"], "legal_path": "access"},
    "fee_charged": {"by": ["provider_id"], "month": MONTH},
    "denial_share": {"by": ["ground"], "month": MONTH},
    "explained_share": {"by": ["provider_id", "month"]},
}


def figure(site: Any, measure: str) -> str:
    return site.show(measure, **FIGURES[measure]).write_csv(float_precision=6)


def compared(site: Any) -> str:
    """Providers beside the standard of their peers."""
    kept = (
        "provider_id",
        "peers",
        "cases",
        "value",
        "expected",
        "adjusted",
        "shrunken",
        "standard",
        "phi",
        "tau2",
        "reading",
    )
    return site.compare("on_time", legal_path="access").select(kept).write_csv(float_precision=6)


def counts(site: Any) -> str:
    """Findings by rule and verdict."""
    return site.findings().group_by("rule", "verdict").len("findings").sort("rule", "verdict").write_csv()


def every_measure(site: Any) -> str:
    """All measures over all months, one row per figure: what it is grouped by, n, value and interval."""
    told = []
    for measure in site.measures().get_column("measure"):
        shown = site.show(measure)
        groups = shown.columns[: shown.columns.index("cases")]
        named = pl.concat_str(
            [pl.col(name).cast(pl.String).fill_null("") for name in groups] or [pl.lit("")], separator=" | "
        )
        told.append(
            shown.select(
                measure=pl.lit(measure), group=named, cases="cases", value=pl.col("value").cast(pl.Float64), low="low",
                high="high", immature="immature", not_assessable="not_assessable",
            )
        )  # fmt: skip
    return pl.concat(told).write_csv(float_precision=6)


@pytest.mark.parametrize("measure", FIGURES)
def test_the_figures_of_the_sample_month_are_as_written_down(site, measure):
    assert figure(site, measure) == (HERE / f"{measure}.csv").read_text(encoding="utf-8")


def test_every_measure_of_the_sample_is_as_written_down(site):
    assert every_measure(site) == (HERE / "every_measure.csv").read_text(encoding="utf-8")


def test_the_comparison_of_the_sample_is_as_written_down(site):
    assert compared(site) == (HERE / "compare_on_time.csv").read_text(encoding="utf-8")


def test_the_findings_of_the_sample_are_as_written_down(site):
    assert counts(site) == (HERE / "findings.csv").read_text(encoding="utf-8")


if __name__ == "__main__":
    import roi_analytics as roi

    with tempfile.TemporaryDirectory() as folder:
        roi.load(HERE.parents[1] / "data" / "sample" / "site.toml", warehouse=Path(folder) / "roi.duckdb")
        opened = roi.open(Path(folder) / "roi.duckdb")
        for name in FIGURES:
            (HERE / f"{name}.csv").write_text(figure(opened, name), encoding="utf-8")
        (HERE / "every_measure.csv").write_text(every_measure(opened), encoding="utf-8")
        (HERE / "compare_on_time.csv").write_text(compared(opened), encoding="utf-8")
        (HERE / "findings.csv").write_text(counts(opened), encoding="utf-8")
