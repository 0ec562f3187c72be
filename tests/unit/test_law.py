"""The law files as they are, and every mistake a law file can hold: refused with what, where and the mend."""
# ruff: noqa: E501 - a table is as wide as its words

import datetime as dt

import polars as pl
import pytest

from roi_analytics import law
from roi_analytics.errors import RuleError
from roi_analytics.law import pages

HEAD = 'jurisdiction = "TX"\n'
RULE = """
[[rule]]
id = "tx-access-deadline"
topic = "response_deadline"
applies_to = ["access"]
clock_start = "written_request_received"
days = 15
day_type = "business"
citation = "Tex. HSC 181.102"
authority_kind = "statute"
source = "https://statutes.capitol.texas.gov"
seen_in_force_on = 2026-11-22
certainty = "high"
checked_on = 2026-11-22
summary = "Fifteen business days."
"""


def read(text: str) -> list[dict]:
    return law.parse(text.encode(), "law/tx.toml")


def test_the_packaged_law_is_read_into_the_columns_of_law_rule():
    frame = pl.DataFrame(law.rows(), schema=law.SCHEMA)
    assert frame["jurisdiction"].n_unique() == 52
    assert frame["law_rule"].is_unique().all()
    for column in (
        "topic",
        "applies_to",
        "citation",
        "authority_kind",
        "source",
        "certainty",
        "checked_on",
        "summary",
        "is_text",
    ):
        assert frame[column].null_count() == 0, column


def test_only_text_of_high_certainty_is_text():
    frame = pl.DataFrame(law.rows(), schema=law.SCHEMA).filter("is_text")
    assert set(frame["authority_kind"]) <= {"statute", "rule"}
    assert set(frame["certainty"]) == {"high"}


def test_every_improper_ground_and_barred_cost_is_told():
    """Each word of the canonical tables that starts with X is a rule, as is each lawful ground."""
    from roi_analytics.tables import TABLES

    grounds = {row["code"] for row in law.rows() if row["topic"] == "denial_ground"}
    assert grounds == set(TABLES["denial"].columns["ground"].values)


def test_a_rule_carries_its_jurisdiction_and_defaults():
    (row,) = read(HEAD + RULE)
    assert (row["law_rule"], row["jurisdiction"], row["provider_scope"]) == ("tx-access-deadline", "TX", "any")
    assert (row["record_format"], row["is_text"], row["seen_in_force_on"]) == ("any", True, dt.date(2026, 11, 22))


MISTAKES = {
    "no citation": ('citation = "Tex. HSC 181.102"\n', "", "has no `citation`"),
    "no kind of authority": ('authority_kind = "statute"\n', "", "has no `authority_kind`"),
    "no source": ('source = "https://statutes.capitol.texas.gov"\n', "", "has no `source`"),
    "no date": ("seen_in_force_on = 2026-11-22\n", "", "neither `effective_from` nor `seen_in_force_on`"),
    "no days": ("days = 15\n", "", "has no `days`"),
    "no way of counting": ('day_type = "business"\n', "", "has no `day_type`"),
    "a number as text": ("days = 15", 'days = "15"', "days is not of the right type.\nWrite it as a number"),
    "a date as text": ("checked_on = 2026-11-22", 'checked_on = "2026-11-22"', "checked_on is not of the right type.\nWrite it as a date"),
    "a date with a time": ("checked_on = 2026-11-22", "checked_on = 2026-11-22T00:00:00", "checked_on is not of the right type"),
    "true as a number": ("days = 15", "days = true", "days is not of the right type"),
    "no days at all": ("days = 15", "days = 0", "must be above zero"),
    "an unknown unit": ('"business"', '"working"', "day_type = 'working' is not known"),
    "an unknown requester": ('"access"', '"patients"', "applies_to = 'patients' is not known. Did you mean 'patient'?"),
    "an unknown kind of authority": ('"statute"', '"statutes"', "Did you mean 'statute'?"),
    "low certainty": ('"high"', '"low"', "certainty = 'low' is not known"),
    "an unknown field": ("days = 15", "day = 15", "'day' is not known. Did you mean 'days'?"),
    "an empty citation": ('"Tex. HSC 181.102"', '" "', "citation is empty"),
    "an end before the beginning": (
        "seen_in_force_on = 2026-11-22", "effective_from = 2020-01-01\neffective_to = 2019-01-01", "lies before effective_from",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_refused_with_the_mend(mistake: str):
    right, wrong, told = MISTAKES[mistake]
    assert right in RULE
    with pytest.raises(RuleError) as refused:
        read(HEAD + RULE.replace(right, wrong, 1))
    message = str(refused.value)
    assert told in message
    assert message.startswith("law/tx.toml, rule 1 (tx-access-deadline)")
    assert "\n" in message, "the mend stands on the second line"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jurisdiction = \n", "law/tx.toml is not TOML"),
        ('jurisdiction = "CA"\n' + RULE, "jurisdiction is 'CA'"),
        (HEAD, "has no rule"),
        (HEAD + "rule = 3\n", "has no rule"),
        (HEAD + 'title = "Texas"\n' + RULE, "'title' is not known at the head"),
        (HEAD + RULE + RULE, "another rule has the same id"),
    ],
)
def test_a_file_that_is_no_law_file_is_refused(text: str, told: str):
    with pytest.raises(RuleError) as refused:
        read(text)
    assert told in str(refused.value)


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(RuleError, match="UTF-8"):
        law.parse((HEAD + RULE.replace("Fifteen", "§ fifteen")).encode("cp1252"), "law/tx.toml")


def older(from_to: str) -> str:
    return RULE.replace("tx-access-deadline", "tx-access-deadline-old").replace(
        "seen_in_force_on = 2026-11-22", from_to
    )


def test_two_blocks_may_follow_each_other_and_not_overlap():
    newer = RULE.replace("seen_in_force_on = 2026-11-22", "effective_from = 2020-01-01")
    assert len(read(HEAD + older("effective_from = 2010-01-01\neffective_to = 2019-12-31") + newer)) == 2
    with pytest.raises(RuleError, match="tx-access-deadline-old and tx-access-deadline are both in force"):
        read(HEAD + older("effective_from = 2010-01-01\neffective_to = 2020-01-01") + newer)
    with pytest.raises(RuleError, match="both in force"):
        read(HEAD + older("seen_in_force_on = 2015-01-01") + newer)


STEPS = RULE.replace("response_deadline", "copy_fee").replace(
    'clock_start = "written_request_received"\ndays = 15\nday_type = "business"\n', "tiers = [{ from_page = 1, to_page = 10, flat_usd = 30 }, { from_page = 11, usd_per_page = 1 }]\n"
)  # fmt: skip


def test_a_price_by_pages_is_told_in_words():
    (row,) = read(HEAD + STEPS)
    assert row["tiers"] == "USD 30.00 flat for pages 1 to 10, USD 1.00 a page for page 11 on"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("from_page = 11", "from_page = 12", "begins at page 12, not 11"),
        ("from_page = 11", "from_page = 10", "begins at page 10, not 11"),
        ("to_page = 10", "to_pages = 10", "'to_pages' is not known. Did you mean 'to_page'?"),
        (", usd_per_page = 1 }", " }", "needs from_page and one price"),
        ("from_page = 11, usd", "from_page = 11, to_page = 20, usd", "the last tier ends at page 20"),
        ("flat_usd = 30", 'flat_usd = "30"', "flat_usd is not of the right type"),
    ],
)
def test_a_gap_between_steps_is_refused(right: str, wrong: str, told: str):
    assert right in STEPS
    with pytest.raises(RuleError) as refused:
        read(HEAD + STEPS.replace(right, wrong, 1))
    assert told in str(refused.value)


def test_a_part_of_a_schedule_needs_a_price():
    with pytest.raises(RuleError, match="has no price"):
        read(HEAD + "\n".join(line for line in STEPS.splitlines() if not line.startswith("tiers")))


def test_indexed_amounts_are_certain_as_far_as_they_are_confirmed():
    dated = STEPS.replace("seen_in_force_on = 2026-11-22", "effective_from = 2024-07-01") + 'indexed = "yearly"\n'
    (row,) = read(HEAD + dated)
    assert row["certain_from"] > row["certain_to"], "never"
    (row,) = read(HEAD + dated + "amounts_confirmed_to = 2025-06-30\n")
    assert (row["certain_from"], row["certain_to"]) == (dt.date(2024, 7, 1), dt.date(2025, 6, 30))


def test_a_page_of_law_is_read_in_words():
    page = pages.page(law.known(jurisdiction="TX", on=dt.date(2026, 5, 1)))
    assert "Tex. HSC 241.154(a) (statute, certainty high), seen in force on 2023-11-21" in page
    assert max(len(line) for line in page.splitlines()) <= pages.WIDTH
    assert pages.page(law.known(jurisdiction="WY", on=dt.date(1990, 1, 1))) == "No rule was in force."


def test_rules_are_counted_by_topic_kind_and_certainty():
    counted = pages.counts(law.known())
    assert counted["rules"].sum() == len(law.rows())
    assert (counted["high"] + counted["medium"] == counted["rules"]).all()


def test_a_folder_of_law_is_read_file_by_file(tmp_path):
    (tmp_path / "tx.toml").write_text(HEAD + RULE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no law", encoding="utf-8")
    assert [row["law_rule"] for row in law.rows(tmp_path)] == ["tx-access-deadline"]
