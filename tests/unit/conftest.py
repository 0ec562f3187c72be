"""The published fixtures, and a word at the end of the run where they were not there to be checked against."""

import os
from pathlib import Path

import polars as pl
import pytest

NOT_CHECKED = "published answers NOT checked: set ROI_FIXTURES to the folder of statistics fixtures"

_left_out = []


@pytest.fixture
def published(request):
    """Read one of the published fixtures by name."""
    folder = os.environ.get("ROI_FIXTURES")
    if not folder:
        _left_out.append(request.node.name)
        pytest.skip(NOT_CHECKED)
    return lambda name: pl.read_csv(Path(folder) / name)


def pytest_terminal_summary(terminalreporter):
    if _left_out:
        terminalreporter.section("skipped", yellow=True)
        terminalreporter.line(f"{len(_left_out)} tests skipped; {NOT_CHECKED}", yellow=True)
