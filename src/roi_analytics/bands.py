"""Into which bands are days and pages put? The bands of bands.toml as rows: house practice, and no law."""

import tomllib
from importlib.resources import files

import polars as pl

from roi_analytics.errors import RuleError

COLUMNS = {"of_what": pl.String, "band": pl.String, "lowest": pl.Int64, "highest": pl.Int64}


def bands() -> pl.DataFrame:
    """One row per band: what it is of (age, due, pages), its name, its lowest and highest number; null is open."""
    return read_bands(files("roi_analytics").joinpath("bands.toml").read_text(encoding="utf-8"))


def read_bands(text: str) -> pl.DataFrame:
    """Read the text of bands.toml. Raises RuleError with the mend where it has a gap, an overlap or an unknown key."""
    try:
        blocks = tomllib.loads(text).get("band", [])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"bands.toml is not TOML: {error}.\nMend that line.") from None
    for number, block in enumerate(blocks, start=1):
        if set(block) - set(COLUMNS) or not {"of_what", "band"} <= set(block):
            raise RuleError(f"bands.toml, band {number}: its keys are not {', '.join(COLUMNS)}.\nMend the block.")
    found = pl.DataFrame(blocks, schema=COLUMNS)
    follows = pl.col("highest").shift(1).over("of_what") + 1
    if not found.filter(pl.col("lowest").ne_missing(follows) & follows.is_not_null()).is_empty():
        raise RuleError("bands.toml: a band does not begin where the one before it ends.\nLeave no gap and no overlap.")
    return found
