"""What a law file may not hold: every slip of the pen is refused with what, where and the mend."""

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any

from roi_analytics.errors import RuleError, did_you_mean
from roi_analytics.law.words import (
    AMOUNTS,
    DATES,
    FEE_TOPICS,
    FIELDS,
    FOR_TOPIC,
    JURISDICTIONS,
    PRICES,
    REQUIRED,
    TEXTS,
    TIER_FIELDS,
)

BEGINNING, END = dt.date.min, dt.date.max
FAR_OFF = dt.date(2100, 1, 1)
HEAD = ("jurisdiction", "checked_on", "sources", "rule")
TYPE_WORDS = {
    str: "text in quotes",
    int: "a number without quotes",
    float: "a number without quotes",
    bool: "true or false",
    dt.date: "a date without quotes, as 2026-05-01",
    list: "a list in [ ]",
}

Rule = dict[str, Any]


def checked(document: dict[str, Any], where: str) -> list[Rule]:
    """
    Return the rules of a law file, each with the file's `checked_on` and the source its key stands for.

    Raises RuleError at the first thing that is wrong.
    """
    _check_head(document, where)
    rules = [_spelt_out(rule, document) for rule in document["rule"]]
    seen: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        spot = f"{where}, rule {number}" + (f" ({rule['id']})" if isinstance(rule.get("id"), str) else "")
        _check_rule(rule, spot)
        if rule["id"] in seen:
            raise RuleError(f"{spot}: another rule has the same id.\nGive each rule an id of its own.")
        seen.add(rule["id"])
    _check_overlaps(rules, where)
    return rules


def _check_head(document: dict[str, Any], where: str) -> None:
    unknown = set(document) - set(HEAD)
    if unknown:
        raise RuleError(
            f"{where}: '{min(unknown)}' is not known at the head of a law file.\n"
            "It has: jurisdiction, checked_on, [sources], then [[rule]] blocks."
        )
    name = document.get("jurisdiction")
    expected = Path(where).stem.upper()
    if name != expected or name not in JURISDICTIONS:
        raise RuleError(
            f'{where}: jurisdiction is {name!r}.\nA file is named for its jurisdiction: us.toml has "US", ca.toml "CA".'
        )
    sources = document.get("sources", {})
    if not isinstance(sources, dict) or not all(isinstance(text, str) for text in sources.values()):
        raise RuleError(f'{where}: [sources] is not a table of texts.\nWrite each as: key = "where it was read".')
    rules = document.get("rule")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise RuleError(f"{where} has no rule.\nBegin each rule with a line: [[rule]]")


def _spelt_out(rule: Rule, document: dict[str, Any]) -> Rule:
    said = {"checked_on": document["checked_on"]} if "checked_on" in document else {}
    said |= rule
    source = said.get("source")
    if isinstance(source, str):
        said["source"] = document.get("sources", {}).get(source, source)
    return said


def _check_rule(rule: Rule, spot: str) -> None:
    for name, value in rule.items():
        if name not in FIELDS:
            raise RuleError(
                f"{spot}: '{name}' is not known.{did_you_mean(name, FIELDS)}\nIt may have: {', '.join(FIELDS)}."
            )
        _check_value(name, value, spot)
    for name in REQUIRED + FOR_TOPIC.get(rule.get("topic", ""), ()):
        if name not in rule:
            raise RuleError(f"{spot} has no `{name}`.\nAdd it; without it nobody can say what the rule is or rests on.")
    if rule["topic"] in FEE_TOPICS and not set(PRICES) & set(rule):
        raise RuleError(f"{spot} has no price.\nGive one of: {', '.join(PRICES)}.")
    if not {"effective_from", "seen_in_force_on"} & set(rule):
        raise RuleError(
            f"{spot} has neither `effective_from` nor `seen_in_force_on`.\n"
            "Add the day it took effect, or the date of the source."
        )
    if rule.get("effective_to", END) < rule.get("effective_from", BEGINNING):
        raise RuleError(f"{spot}: effective_to lies before effective_from.\nTurn them round.")
    if (
        "days" in rule
        and rule["topic"] in FOR_TOPIC
        and "day_type" in FOR_TOPIC[rule["topic"]]
        and "day_type" not in rule
    ):
        raise RuleError(
            f"{spot}: a number of days needs how they are counted.\n"
            'Give both: days = ..., day_type = "calendar" or "business".'
        )
    if ("day_type" in rule or "extension_days" in rule) and "days" not in rule:
        raise RuleError(
            f"{spot}: a number of days needs how they are counted.\n"
            'Give both: days = ..., day_type = "calendar" or "business".'
        )
    if "amounts_confirmed_to" in rule and "indexed" not in rule:
        raise RuleError(
            f"{spot}: amounts_confirmed_to is for amounts that are indexed.\nAdd `indexed`, or leave it out."
        )


def _check_value(name: str, value: Any, spot: str) -> None:
    kind, words = FIELDS[name]
    if type(value) not in kind:  # exact types: true is no number here, a date with a time is no date
        raise RuleError(f"{spot}: {name} is not of the right type.\nWrite it as {TYPE_WORDS[kind[0]]}.")
    if name == "tiers":
        _check_tiers(value, spot)
        return
    if isinstance(value, list) and not value:
        raise RuleError(f"{spot}: {name} is empty.\nName at least one, or leave the line out.")
    for word in value if isinstance(value, list) else [value]:
        if words and word not in words:
            raise RuleError(
                f"{spot}: {name} = {word!r} is not known.{did_you_mean(str(word), words)}\n"
                f"Use one of: {', '.join(words)}."
            )
    if name in TEXTS and not value.strip():
        raise RuleError(f"{spot}: {name} is empty.\nSay it, or leave the rule out.")
    if (name in ("days", "extension_days", "years") and value < 1) or (name in AMOUNTS and value < 0):
        raise RuleError(f"{spot}: {name} is {value}.\nIt must be above zero.")
    if name in DATES and value > FAR_OFF:
        raise RuleError(f"{spot}: {name} {value} is hardly meant.\nLeave effective_to out for a rule without an end.")


def _check_tiers(tiers: list[Any], spot: str) -> None:
    """Steps of a price begin at page 1 and follow each other without a gap; only the last may be open."""
    if not tiers or not all(isinstance(tier, dict) for tier in tiers):
        raise RuleError(
            f"{spot}: tiers is not a list of steps.\nWrite each as {{ from_page = 1, usd_per_page = 0.50 }}."
        )
    expected: int | None = 1
    for number, tier in enumerate(tiers, start=1):
        place = f"{spot}, tier {number}"
        for name, value in tier.items():
            if name not in TIER_FIELDS:
                raise RuleError(
                    f"{place}: '{name}' is not known.{did_you_mean(name, TIER_FIELDS)}\n"
                    f"It may have: {', '.join(TIER_FIELDS)}."
                )
            if type(value) not in TIER_FIELDS[name]:
                raise RuleError(f"{place}: {name} is not of the right type.\nWrite it as a number without quotes.")
            if value < 0:
                raise RuleError(f"{place}: {name} is {value}.\nIt must be above zero.")
        if "from_page" not in tier or ("usd_per_page" in tier) == ("flat_usd" in tier):
            raise RuleError(f"{place} needs from_page and one price.\nGive usd_per_page or flat_usd, not both.")
        if expected is None or tier["from_page"] != expected:
            said = "follows an open one" if expected is None else f"begins at page {tier['from_page']}, not {expected}"
            raise RuleError(f"{place} {said}: pages without a price, or with two.\nLet each step begin where one ends.")
        if tier.get("to_page", tier["from_page"]) < tier["from_page"]:
            raise RuleError(f"{place}: to_page lies before from_page.\nTurn them round.")
        expected = tier["to_page"] + 1 if "to_page" in tier else None
    if expected is not None and "flat_usd" not in tiers[-1]:
        raise RuleError(f"{spot}: the last tier ends at page {expected - 1}.\nLeave out its to_page, or add a step.")


def _check_overlaps(rules: list[Rule], where: str) -> None:
    """Two blocks of one rule may not be in force on the same day: which would bind?"""
    groups: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in rules:
        for party in rule["applies_to"]:
            subject = (
                rule["topic"], party, rule.get("provider_scope", "any"), rule.get("record_format", "any"),
                rule.get("code"), rule.get("purpose"), tuple(rule.get("authority", ())), rule.get("way"),
                tuple(rule.get("condition", ())),
            )  # fmt: skip
            groups.setdefault(subject, []).append(rule)
    for group in groups.values():
        for one, other in combinations(group, 2):
            starts = max(one.get("effective_from", BEGINNING), other.get("effective_from", BEGINNING))
            if starts <= min(one.get("effective_to", END), other.get("effective_to", END)):
                raise RuleError(
                    f"{where}: {one['id']} and {other['id']} are both in force on some day.\n"
                    "End the older one with effective_to, the day before."
                )
