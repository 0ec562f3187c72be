"""
The sample month's figures, as CSV one can diff. A changed number is a changed contract: CHANGELOG.md says why.

Run this file as a program to write the figures anew.
"""

import tempfile
from pathlib import Path
from typing import Any

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


def counts(site: Any) -> str:
    """Findings by rule and verdict."""
    return site.findings().group_by("rule", "verdict").len("findings").sort("rule", "verdict").write_csv()


@pytest.mark.parametrize("measure", FIGURES)
def test_the_figures_of_the_sample_month_are_as_written_down(site, measure):
    assert figure(site, measure) == (HERE / f"{measure}.csv").read_text(encoding="utf-8")


def test_the_findings_of_the_sample_are_as_written_down(site):
    assert counts(site) == (HERE / "findings.csv").read_text(encoding="utf-8")


if __name__ == "__main__":
    import roi_analytics as roi

    with tempfile.TemporaryDirectory() as folder:
        roi.load(HERE.parents[1] / "data" / "sample" / "site.toml", warehouse=Path(folder) / "roi.duckdb")
        opened = roi.open(Path(folder) / "roi.duckdb")
        for name in FIGURES:
            (HERE / f"{name}.csv").write_text(figure(opened, name), encoding="utf-8")
        (HERE / "findings.csv").write_text(counts(opened), encoding="utf-8")
