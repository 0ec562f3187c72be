"""
The law: one TOML file a jurisdiction, read and checked into rows. Knows no database.

A rule is a block with an id, a topic, whom it binds, its numbers, a citation and the kind of authority behind it. A
change of law adds a block with a new `effective_from`; nothing is overwritten, so that last year can still be judged
by last year's law. A rule that is missing is unknown, never "no rule".
"""

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.errors import QuestionError, RuleError, did_you_mean
from roi_analytics.law import checks
from roi_analytics.law.words import PARTIES, SCOPES

BEGINNING, END = dt.date(1, 1, 1), dt.date(9999, 12, 31)
"""For a rule whose beginning is not known, or that has no end."""

SCHEMA: dict[str, Any] = {
    "law_rule": pl.String,
    "jurisdiction": pl.String,
    "topic": pl.String,
    "applies_to": pl.String,
    "provider_scope": pl.String,
    "record_format": pl.String,
    "clock_start": pl.String,
    "code": pl.String,
    "purpose": pl.String,
    "authority": pl.String,
    "way": pl.String,
    "days": pl.Int64,
    "day_type": pl.String,
    "extension_days": pl.Int64,
    "extension_from": pl.String,
    "years": pl.Int64,
    "amount_usd": pl.Decimal(10, 2),
    "usd_per_hour": pl.Decimal(10, 2),
    "usd_per_day": pl.Decimal(10, 2),
    "percent": pl.Decimal(10, 2),
    "minimum_usd": pl.Decimal(10, 2),
    "maximum_usd": pl.Decimal(10, 2),
    "tiers": pl.String,
    "basis": pl.String,
    "includes": pl.String,
    "condition": pl.String,
    "unless": pl.String,
    "indexed": pl.String,
    "amounts_confirmed_to": pl.Date,
    "is_allowed": pl.Boolean,
    "check_only": pl.String,
    "citation": pl.String,
    "authority_kind": pl.String,
    "source": pl.String,
    "effective_from": pl.Date,
    "effective_to": pl.Date,
    "compliance_from": pl.Date,
    "seen_in_force_on": pl.Date,
    "certainty": pl.String,
    "checked_on": pl.Date,
    "summary": pl.String,
    "is_text": pl.Boolean,
    "in_force_from": pl.Date,
    "in_force_to": pl.Date,
    "certain_from": pl.Date,
    "certain_to": pl.Date,
}
"""
Columns of the table law_rule. Lists stand as words with ` | ` between them.

`is_text`: statute or rule text of high certainty without an exception that no log shows; it alone may yield `apparent`,
and only from `certain_from` to `certain_to` (for other rules an empty span).
"""

PARTY_SCHEMA: dict[str, Any] = {
    "law_rule": pl.String,
    "legal_path": pl.String,
    "requester_kind": pl.String,
    "stated_need": pl.String,
    "narrowness": pl.Int64,
}
TIER_SCHEMA: dict[str, Any] = {
    "law_rule": pl.String,
    "from_page": pl.Int64,
    "to_page": pl.Int64,
    "usd_per_page": pl.Decimal(12, 4),
    "flat_usd": pl.Decimal(12, 4),
}
SCOPE_SCHEMA: dict[str, Any] = {"provider_scope": pl.String, "kind": pl.String, "is_certain": pl.Boolean}
WORD_SCHEMA: dict[str, Any] = {"law_rule": pl.String, "field": pl.String, "word": pl.String}
LISTS = ("authority", "includes", "condition", "unless")


def rows(folder: Path | None = None) -> list[dict[str, Any]]:
    """
    Return every rule of every jurisdiction as a row of law_rule, checked; the words of `applies_to` and the tiers too.

    `folder` is the packaged law unless another is named. Raises RuleError (exit 4) naming file, rule and mend.
    """
    place: Traversable | Path = folder or files("roi_analytics.law")
    found: list[dict[str, Any]] = []
    for file in sorted(
        (entry for entry in place.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    ):
        found += parse(file.read_bytes(), f"law/{file.name}")
    return found


@cache
def tables() -> dict[str, pl.DataFrame]:
    """
    Return the law as the tables SQL reads: law_rule, and what a rule has several of.

    law_party: the requests a rule is about (legal path, kind of requester and stated need; null is any). law_tier: the
    steps of a price by pages. law_word: the words of its lists. law_scope: the kinds of provider a scope means.
    """
    rules = rows()
    parties = [
        (rule["law_rule"], *party, narrowness)
        for rule in rules
        for word in rule["applies_to"].split(" | ")
        for narrowness, requests in [PARTIES[word]]
        for party in requests
    ]
    tiers = [
        (rule["law_rule"], *(tier.get(name) for name in list(TIER_SCHEMA)[1:]))
        for rule in rules
        for tier in rule["_tiers"]
    ]
    words = [
        (rule["law_rule"], name, word)
        for rule in rules
        for name in LISTS
        if rule[name]
        for word in rule[name].split(" | ")
    ]
    scopes = [(scope, kind, sure) for scope, kinds in SCOPES.items() for kind, sure in kinds]
    return {
        "law_rule": pl.DataFrame([{name: rule[name] for name in SCHEMA} for rule in rules], schema=SCHEMA),
        "law_party": pl.DataFrame(parties, schema=PARTY_SCHEMA, orient="row").unique(maintain_order=True),
        "law_tier": pl.DataFrame(tiers, schema=TIER_SCHEMA, orient="row"),
        "law_word": pl.DataFrame(words, schema=WORD_SCHEMA, orient="row"),
        "law_scope": pl.DataFrame(scopes, schema=SCOPE_SCHEMA, orient="row"),
    }


def known(jurisdiction: str | None = None, topic: str | None = None, on: dt.date | None = None) -> pl.DataFrame:
    """
    Which rules are known, and who says so? One row per rule, `id` first.

    `on` keeps the rules in force that day; one whose beginning is unknown counts as in force before it was seen.
    Raises QuestionError for a jurisdiction or topic that no rule has.
    """
    frame = tables()["law_rule"].rename({"law_rule": "id"})
    for column, word in (("jurisdiction", jurisdiction and jurisdiction.upper()), ("topic", topic)):
        if word is not None:
            words = sorted(frame.get_column(column).unique())
            if word not in words:
                raise QuestionError(
                    f"No rule has the {column} '{word}'.{did_you_mean(word, words)}\nThere are: {', '.join(words)}."
                )
            frame = frame.filter(pl.col(column) == word)
    if on is not None:
        frame = frame.filter((pl.col("in_force_from") <= on) & (pl.col("in_force_to") >= on))
    return frame.drop("in_force_from", "in_force_to", "certain_from", "certain_to")


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
    return [_row(rule, document["jurisdiction"]) for rule in checks.checked(document, where)]


def _row(rule: dict[str, Any], jurisdiction: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SCHEMA)
    row |= {"provider_scope": "any", "record_format": "any"} | {
        name: " | ".join(value) if isinstance(value, list) and name != "tiers" else value
        for name, value in rule.items()
        if name != "id"
    }
    is_text = rule["authority_kind"] in ("statute", "rule") and rule["certainty"] == "high" and "check_only" not in rule
    begins, ends = rule.get("effective_from", BEGINNING), rule.get("effective_to", END)
    certain_from, certain_to = END, BEGINNING
    if is_text:
        known_from = rule.get("effective_from") or rule["seen_in_force_on"]
        certain_from = max(known_from, rule.get("compliance_from", BEGINNING))
        certain_to = min(ends, rule.get("amounts_confirmed_to", BEGINNING)) if "indexed" in rule else ends
    return row | {
        "law_rule": rule["id"], "jurisdiction": jurisdiction, "is_text": is_text,
        "tiers": _tier_words(rule.get("tiers", [])) or None, "_tiers": rule.get("tiers", []),
        "in_force_from": begins, "in_force_to": ends, "certain_from": certain_from, "certain_to": certain_to,
    }  # fmt: skip


def _tier_words(tiers: list[dict[str, Any]]) -> str:
    """Steps of a price as one reads them: USD 1 a page for pages 1 to 25, then USD 0.50 a page."""
    said = []
    for number, tier in enumerate(tiers):
        price = (
            f"USD {tier['flat_usd']:.2f} flat" if "flat_usd" in tier else f"USD {_rate(tier['usd_per_page'])} a page"
        )
        pages = (
            f"pages {tier['from_page']} to {tier['to_page']}" if "to_page" in tier else f"page {tier['from_page']} on"
        )
        if tier["from_page"] == tier.get("to_page"):
            pages = f"page {tier['from_page']}"
        said.append(price if len(tiers) == 1 and "to_page" not in tier and number == 0 else f"{price} for {pages}")
    return ", ".join(said)


def _rate(amount: float) -> str:
    text = f"{amount:.4f}".rstrip("0")
    return text + "0" * max(0, 2 - len(text.split(".")[1]))
