"""
The law: one TOML file a jurisdiction, read and checked into rows. Knows no database.

A rule is a block with an id, a topic, whom it binds, its numbers, a citation and the kind of authority behind it. A
change of law adds a block with a new `effective_from`; nothing is overwritten, so that last year can still be judged
by last year's law. A rule that is missing is unknown, never "no rule".
"""

import datetime as dt
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.errors import QuestionError, RuleError, did_you_mean
from roi_analytics.law.words import DATES, FIELDS, FOR_TOPIC, JURISDICTIONS, REQUIRED, TEXTS

SCHEMA: dict[str, Any] = {
    "law_rule": pl.String,
    "jurisdiction": pl.String,
    "topic": pl.String,
    "applies_to": pl.String,
    "provider_scope": pl.String,
    "record_format": pl.String,
    "clock_start": pl.String,
    "code": pl.String,
    "days": pl.Int64,
    "day_type": pl.String,
    "extension_days": pl.Int64,
    "amount_usd": pl.Decimal(10, 2),
    "is_allowed": pl.Boolean,
    "citation": pl.String,
    "authority_kind": pl.String,
    "source": pl.String,
    "effective_from": pl.Date,
    "effective_to": pl.Date,
    "seen_in_force_on": pl.Date,
    "certainty": pl.String,
    "checked_on": pl.Date,
    "summary": pl.String,
    "is_text": pl.Boolean,
}
"""Columns of the table law_rule. `is_text`: statute or rule text of high certainty; it alone may yield `apparent`."""

BEGINNING, END = dt.date.min, dt.date.max


def rows(folder: Path | None = None) -> list[dict[str, Any]]:
    """
    Return every rule of every jurisdiction as a row of law_rule, checked.

    `folder` is the packaged law unless another is named. Raises RuleError (exit 4) naming file, rule and mend.
    """
    place: Traversable | Path = folder or files("roi_analytics.law")
    found: list[dict[str, Any]] = []
    for file in sorted(
        (entry for entry in place.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    ):
        found += parse(file.read_bytes(), f"law/{file.name}")
    return found


def known(jurisdiction: str | None = None, topic: str | None = None, on: dt.date | None = None) -> pl.DataFrame:
    """
    Which rules are known, and who says so? One row per rule, `id` first.

    `on` keeps the rules in force that day; one whose beginning is unknown counts as in force before it was seen.
    Raises QuestionError for a jurisdiction or topic that no rule has.
    """
    frame = pl.DataFrame(rows(), schema=SCHEMA).rename({"law_rule": "id"})
    for column, word in (("jurisdiction", jurisdiction and jurisdiction.upper()), ("topic", topic)):
        if word is not None:
            words = sorted(frame.get_column(column).unique())
            if word not in words:
                raise QuestionError(
                    f"No rule has the {column} '{word}'.{did_you_mean(word, words)}\nThere are: {', '.join(words)}."
                )
            frame = frame.filter(pl.col(column) == word)
    if on is not None:
        frame = frame.filter(
            (pl.col("effective_from").is_null() | (pl.col("effective_from") <= on))
            & (pl.col("effective_to").is_null() | (pl.col("effective_to") >= on))
        )
    return frame


def parse(content: bytes, where: str) -> list[dict[str, Any]]:
    """Return the rules of one law file as rows. `where` is the path messages show; its name tells the jurisdiction."""
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise RuleError(f"{where} is not written in UTF-8.\nSave it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(
            f"{where} is not TOML: {error}.\nMend that line; text stands in quotes, dates do not."
        ) from None
    jurisdiction = _jurisdiction(document, where)
    rules = document["rule"]
    seen: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        spot = f"{where}, rule {number}" + (f" ({rule['id']})" if isinstance(rule.get("id"), str) else "")
        _check_rule(rule, spot)
        if rule["id"] in seen:
            raise RuleError(f"{spot}: another rule has the same id.\nGive each rule an id of its own.")
        seen.add(rule["id"])
    _check_overlaps(rules, where)
    return [_row(rule, jurisdiction) for rule in rules]


def _jurisdiction(document: dict[str, Any], where: str) -> str:
    unknown = set(document) - {"jurisdiction", "rule"}
    if unknown:
        raise RuleError(
            f"{where}: '{min(unknown)}' is not known at the head of a law file.\n"
            "It has: jurisdiction, then [[rule]] blocks."
        )
    name = document.get("jurisdiction")
    expected = Path(where).stem.upper()
    if name != expected or name not in JURISDICTIONS:
        raise RuleError(
            f'{where}: jurisdiction is {name!r}.\nA file is named for its jurisdiction: us.toml has "US", ca.toml "CA".'
        )
    rules = document.get("rule")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise RuleError(f"{where} has no rule.\nBegin each rule with a line: [[rule]]")
    return name


def _check_rule(rule: dict[str, Any], spot: str) -> None:
    for name, value in rule.items():
        if name not in FIELDS:
            raise RuleError(
                f"{spot}: '{name}' is not known.{did_you_mean(name, FIELDS)}\nIt may have: {', '.join(FIELDS)}."
            )
        _check_value(name, value, spot)
    wanted = REQUIRED + FOR_TOPIC.get(rule.get("topic", ""), ())
    for name in wanted:
        if name not in rule:
            raise RuleError(f"{spot} has no `{name}`.\nAdd it; without it nobody can say what the rule is or rests on.")
    if not {"effective_from", "seen_in_force_on"} & set(rule):
        raise RuleError(
            f"{spot} has neither `effective_from` nor `seen_in_force_on`.\n"
            "Add the day it took effect, or the date of the source."
        )
    if rule.get("effective_to", END) < rule.get("effective_from", BEGINNING):
        raise RuleError(f"{spot}: effective_to lies before effective_from.\nTurn them round.")
    if ("days" in rule) != ("day_type" in rule) or ("extension_days" in rule and "days" not in rule):
        raise RuleError(
            f"{spot}: a number of days needs how they are counted.\n"
            'Give both: days = ..., day_type = "calendar" or "business".'
        )


def _check_value(name: str, value: Any, spot: str) -> None:
    kind, words = FIELDS[name]
    right = type(value) in kind  # exact types: true is no number here, a date with a time is no date
    if not right:
        shown = "a number, not text" if {int, float} & set(kind) else "true or false" if bool in kind else None
        shown = shown or ("a date such as 2026-05-31, without quotes" if dt.date in kind else "text in quotes")
        raise RuleError(f"{spot}: {name} is not of the right type.\nWrite it as {shown}.")
    if name in TEXTS and not value.strip():
        raise RuleError(f"{spot}: {name} is empty.\nFill it in, or leave the rule out: an absent rule is unknown.")
    if words and value not in words:
        raise RuleError(
            f"{spot}: {name} '{value}' is not known.{did_you_mean(value, words)}\nUse one of: {', '.join(words)}."
        )
    if (name in ("days", "extension_days") and value < 1) or (name == "amount_usd" and value < 0):
        raise RuleError(f"{spot}: {name} is {value}.\nIt must be above zero.")
    if name in DATES and value > dt.date(2100, 1, 1):
        raise RuleError(f"{spot}: {name} {value} is hardly meant.\nLeave effective_to out for a rule without an end.")


def _check_overlaps(rules: list[dict[str, Any]], where: str) -> None:
    """Two blocks of one rule may not be in force on the same day: which would bind?"""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for rule in rules:
        subject = (
            rule["topic"],
            rule["applies_to"],
            rule.get("provider_scope", "any"),
            rule.get("record_format", "any"),
            rule.get("code"),
        )
        groups.setdefault(subject, []).append(rule)
    for group in groups.values():
        for one, other in combinations(group, 2):
            starts = max(one.get("effective_from", BEGINNING), other.get("effective_from", BEGINNING))
            if starts <= min(one.get("effective_to", END), other.get("effective_to", END)):
                raise RuleError(
                    f"{where}: {one['id']} and {other['id']} are both in force on some day.\n"
                    "End the older one with effective_to, the day before."
                )


def _row(rule: dict[str, Any], jurisdiction: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SCHEMA)
    row |= {"provider_scope": "any", "record_format": "any"} | {
        name: value for name, value in rule.items() if name != "id"
    }
    is_text = rule["authority_kind"] in ("statute", "rule") and rule["certainty"] == "high"
    return row | {"law_rule": rule["id"], "jurisdiction": jurisdiction, "is_text": is_text}
