"""The lists of a pack that are no measure and no finding: each one .sql file of `report/queries/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import polars as pl

from roi_analytics import measures
from roi_analytics.engine import Engine


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: a month, of all providers or of one, for whom."""

    engine: Engine
    month: str
    provider: str | None = None
    audience: str = "internal"

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings of the month, of the provider where one is asked for: read once."""
        return of_provider(measures.findings(self.engine, month=self.month), self.provider)


def ask(engine: Engine, name: str, values: Sequence[Any] = ()) -> pl.DataFrame:
    """Read one list by the name of its file."""
    return engine.read(
        files("roi_analytics").joinpath("report", "queries", f"{name}.sql").read_text(encoding="utf-8"), values
    )


def of_provider(frame: pl.DataFrame, provider: str | None) -> pl.DataFrame:
    """The rows of one provider, or all of them."""
    return frame if provider is None else frame.filter(pl.col("provider_id") == provider)
