"""Which numbers are too small to be published? The rule of small_numbers.toml: policy with its source, and no law."""

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files

from roi_analytics.errors import RuleError


@dataclass(frozen=True)
class SmallNumbers:
    """The counts that are hidden, both ends among them, and how many values a cell hidden beside them could have."""

    hidden_from: int
    hidden_to: int
    values_left: int
    source: str
    says: str
    certainty: str
    checked_on: dt.date

    def is_small(self, count: int) -> bool:
        return self.hidden_from <= count <= self.hidden_to

    @property
    def in_words(self) -> str:
        return f"{self.hidden_from} to {self.hidden_to}"


def small_numbers() -> SmallNumbers:
    """The house's rule."""
    return read_rule(files("roi_analytics.disclosure_control").joinpath("small_numbers.toml").read_text("utf-8"))


def read_rule(text: str) -> SmallNumbers:
    """Read the text of small_numbers.toml. Raises RuleError with the mend where a key is missing or out of order."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"small_numbers.toml is not TOML: {error}.\nMend that line.") from None
    names = [field.name for field in fields(SmallNumbers)]
    if set(told) != set(names):
        raise RuleError(f"small_numbers.toml: its keys are not {', '.join(names)}.\nMend the file.")
    if not 0 < told["hidden_from"] <= told["hidden_to"] < told["values_left"]:
        raise RuleError(
            "small_numbers.toml: the numbers hidden do not run upwards from 1, or values_left leaves too few.\n"
            "Write hidden_from <= hidden_to, and values_left above hidden_to."
        )
    return SmallNumbers(**told)
