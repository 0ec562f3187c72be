"""The published fixtures; where they are not there, the tests that need them are left out and told at the end."""

import os
from pathlib import Path

import polars as pl
import pytest

NOT_CHECKED = "published answers NOT checked: set ROI_FIXTURES to the folder of statistics fixtures"


@pytest.fixture
def published():
    """Read one of the published fixtures by name."""
    folder = os.environ.get("ROI_FIXTURES")
    if not folder:
        pytest.skip(NOT_CHECKED)
    return lambda name: pl.read_csv(Path(folder) / name)
