"""What do the detector's questions share: their .sql files, and the names behind a mask of explanations?"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl

from roi_analytics.access.explanations import bits

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model


@cache
def query(name: str) -> str:
    """The SQL of access/queries/NAME.sql."""
    return files("roi_analytics").joinpath("access", "queries", f"{name}.sql").read_text(encoding="utf-8")


def ask(engine: "Engine", name: str, values: Sequence[Any] = ()) -> pl.DataFrame:
    """The rows of access/queries/NAME.sql, with these values bound."""
    return engine.read(query(name), values)


def lay(engine: "Engine", name: str, values: Sequence[Any] = ()) -> None:
    """Make the rows of access/queries/NAME.sql a temporary table NAME, for the queries that read it."""
    engine.run(f"create or replace temp table {name} as\n{query(name)}", values)


def explanation_files() -> dict[str, "Model"]:
    """The files of sql/explanations, in the order of their bits."""
    from roi_analytics import models  # models.py reads this package, so it is asked for late

    found = models.of_layer("explanations")
    return {name: found[name] for name in bits(found.values())}


def flag_files() -> dict[str, "Model"]:
    """The files of sql/flags, by name."""
    from roi_analytics import models

    return models.of_layer("flags")


def names(mask: str) -> pl.Expr:
    """The names of the explanations in the column `mask`, as a list in the order of their codes; empty where none."""
    places = bits(explanation_files().values())
    held = [pl.when((pl.col(mask) & bit) > 0).then(pl.lit(name)) for name, bit in places.items()]
    return pl.concat_list(held).list.drop_nulls()


def titles() -> dict[str, str]:
    """The sentence that each explanation says, by name."""
    return {name: model.header["title"] for name, model in explanation_files().items()}
