"""A warehouse that cannot be opened says why, and what to do."""

import duckdb
import pytest

from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError


@pytest.mark.parametrize("opened", [Engine.open, Engine.create_or_open])
def test_a_file_that_this_python_still_holds_is_no_damaged_one(tmp_path, opened):
    path = tmp_path / "roi.duckdb"
    Engine.create_or_open(path).close()
    with duckdb.connect(str(path)), pytest.raises(QuestionError) as told:
        opened(path, patience=0.1)
    assert "is still open in this Python" in str(told.value)
    assert "Restart the kernel" in str(told.value)
    opened(path, patience=0.1).close()


@pytest.mark.parametrize("held", [b"\0" * 20_000, b"id,received\n1,2026-05-01\n"])
def test_a_file_that_is_no_warehouse_is_called_so(tmp_path, held):
    path = tmp_path / "roi.duckdb"
    path.write_bytes(held)
    with pytest.raises(QuestionError, match="is not a warehouse of roi-analytics"):
        Engine.open(path, patience=0.1)
