"""Published answers: from the folder ROI_FIXTURES where it is set, else the copies their licences let stand here."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

COPIES = Path(__file__).parent / "fixtures"

NOT_CHECKED = "{} NOT checked: its licence keeps it out of here; set ROI_FIXTURES to the folder of statistics fixtures"


@pytest.fixture
def published() -> Callable[[str], Any]:
    """Read one of the published answers by name: a frame of a CSV file, plain objects of a JSON file."""

    def read(name: str) -> Any:
        path = Path(os.environ.get("ROI_FIXTURES") or COPIES) / name
        if not path.exists() and not os.environ.get("ROI_FIXTURES"):
            pytest.skip(NOT_CHECKED.format(name))
        if path.suffix == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
        return pl.read_csv(path, infer_schema_length=None)

    return read
