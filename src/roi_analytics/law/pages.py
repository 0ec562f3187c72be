"""The law as one wants to read it: a count of what is known, and a page of rules in words."""

import datetime as dt
import textwrap
from typing import Any

import polars as pl

from roi_analytics.law.words import TOPICS

WIDTH = 100
CERTAINTIES = ("high", "medium")


def counts(rules: pl.DataFrame) -> pl.DataFrame:
    """How many rules are known of each topic and kind of authority, and how sure? One row per topic and kind."""
    return (
        rules.group_by("topic", "authority_kind")
        .agg(
            pl.len().alias("rules"),
            pl.col("jurisdiction").n_unique().alias("jurisdictions"),
            *[(pl.col("certainty") == word).sum().alias(word) for word in CERTAINTIES],
            pl.col("is_text").sum().alias("may_be_apparent"),
        )
        .sort("topic", "authority_kind")
    )


def page(rules: pl.DataFrame) -> str:
    """The rules in words, by jurisdiction and topic: whom each binds, what it says, who says so, since when."""
    lines: list[str] = []
    place, topic = None, None
    for rule in rules.sort("jurisdiction", pl.col("topic").cast(pl.Enum(TOPICS)), maintain_order=True).iter_rows(
        named=True
    ):
        if rule["jurisdiction"] != place:
            place, topic = rule["jurisdiction"], None
            lines += [place, "=" * len(place), ""]
        if rule["topic"] != topic:
            topic = rule["topic"]
            lines += [topic.replace("_", " ").capitalize(), ""]
        lines += [f"  {rule['id']}", *_wrapped(rule["summary"]), *_wrapped(_binds(rule)), *_wrapped(_said_by(rule)), ""]
    return "\n".join(lines) if lines else "No rule was in force."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _binds(rule: dict[str, Any]) -> str:
    who = rule["applies_to"].replace("_", " ").replace(" | ", ", ")
    scope = rule["provider_scope"].replace("_", " ")
    said = f"Binds: {'every provider' if scope == 'any' else scope}; towards: {who}"
    if rule["record_format"] != "any":
        said += f"; records: {rule['record_format'].replace('_', ' ')}"
    if rule["condition"]:
        said += f"; wanted for: {rule['condition'].replace('_', ' ').replace(' | ', ', ')}"
    return said + "."


def _said_by(rule: dict[str, Any]) -> str:
    since = (
        f"in force since {rule['effective_from']}"
        if rule["effective_from"]
        else f"seen in force on {rule['seen_in_force_on']}, since when was not found"
    )
    until = f" until {rule['effective_to']}" if rule["effective_to"] else ""
    said = f"{rule['citation']} ({rule['authority_kind']}, certainty {rule['certainty']}), {since}{until}."
    if rule["compliance_from"]:
        said += f" To be complied with from {rule['compliance_from']}."
    if rule["indexed"]:
        confirmed: dt.date | None = rule["amounts_confirmed_to"]
        said += (
            f" The amounts are confirmed to {confirmed}." if confirmed else " The amounts of today are not confirmed."
        )
    if rule["check_only"]:
        said += f" Never apparent: {rule['check_only']}."
    return said
