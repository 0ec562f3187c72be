"""
Every row of the survey of state law is in a law file with its own numbers, or left out for a reason one can read.

survey.csv holds what was found for 51 jurisdictions: the numbers only, with the rule that carries them.
"""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from roi_analytics import law

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RULES = {row["law_rule"]: row for row in law.rows()}
CAPS = {row["law_rule"]: row for row in law.rows() if row["topic"] == "fee_cap"}


def survey() -> list[dict[str, str]]:
    with (HERE / "survey.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CARRIED = [row for row in survey() if row["law_rule"]]
LEFT_OUT = [row for row in survey() if not row["law_rule"]]


def test_the_survey_is_whole():
    assert len(survey()) == 289
    assert len({row["rule_id"][:2] for row in survey()}) == 51
    assert {row["jurisdiction"] for row in law.rows()} == {"US"} | {row["rule_id"][:2] for row in survey()}


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: row["rule_id"])
def test_a_row_of_the_survey_stands_in_its_law_file_with_its_numbers(row):
    rule = RULES[row["law_rule"]]
    assert rule["jurisdiction"] == row["rule_id"][:2]
    assert rule["citation"].split("(")[0].strip()[:12] == row["statute_citation"].split("(")[0].strip()[:12]
    if row["days"] and rule["topic"].endswith(("_deadline", "_expiry")):
        assert rule["days"] == int(row["days"])
        assert (rule["day_type"] or "calendar") == row["day_type"].replace("working", "business")
        assert rule["extension_days"] == (int(row["extension_days"]) if row["extension_days"] else None)
    if row["amount_usd"]:
        assert price(rule, row) == Decimal(row["amount_usd"])
    if row["max_usd"] and row["max_usd"] != row["amount_usd"]:
        assert Decimal(row["max_usd"]) in limits(rule)
    if row["min_usd"]:
        assert Decimal(str(rule["minimum_usd"])) == Decimal(row["min_usd"])
    if len(row["effective_date"]) == len("2024-07-01"):
        assert rule["effective_from"] == dt.date.fromisoformat(row["effective_date"])


def price(rule: dict, row: dict[str, str]) -> Decimal:
    """The price a rule gives for the pages of a row of the survey; where pages cost nothing by step, its one amount."""
    if rule["_tiers"]:
        page = int(row["tier_from_page"] or 1)
        (step,) = [step for step in rule["_tiers"] if step["from_page"] == page]
        if row["tier_to_page"]:
            assert step.get("to_page") == int(row["tier_to_page"])
        reached = sum(Decimal(str(step.get("flat_usd", 0))) for step in rule["_tiers"] if step["from_page"] <= page)
        return reached if "flat_usd" in step else Decimal(str(step["usd_per_page"]))
    columns = ("amount_usd", "usd_per_hour", "usd_per_day", "percent", "maximum_usd")
    (amount,) = [rule[column] for column in columns if rule[column] is not None] or [0]
    return Decimal(str(amount))


def limits(rule: dict) -> set[Decimal]:
    """The most that may be charged: by the rule itself, or by a cap of the same jurisdiction on the whole."""
    same = [cap for cap in CAPS.values() if cap["jurisdiction"] == rule["jurisdiction"]]
    amounts = {Decimal(str(cap["maximum_usd"])) for cap in [rule, *same] if cap["maximum_usd"] is not None}
    steps = [step for cap in same for step in cap["_tiers"]]
    reached = {
        sum(Decimal(str(step.get("flat_usd", 0))) for step in steps if step["from_page"] <= last["from_page"])
        for last in steps
    }
    own = {sum(Decimal(str(step.get("flat_usd", 0))) for step in rule["_tiers"])} if rule["_tiers"] else set()
    return amounts | reached | own


@pytest.mark.parametrize("row", LEFT_OUT, ids=lambda row: row["rule_id"])
def test_a_row_left_out_has_its_reason_in_a_decision(row):
    assert row["left_out_because"]
    page = (ROOT / "docs" / "decisions" / "survey_rows.md").read_text(encoding="utf-8")
    assert row["rule_id"] in page
