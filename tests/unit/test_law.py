"""The law files as they are, and every mistake a law file can hold: refused with what, where and the mend."""
# ruff: noqa: E501 - a table is as wide as its words

import datetime as dt

import polars as pl
import pytest

from roi_analytics import law
from roi_analytics.errors import RuleError

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
    assert set(frame["jurisdiction"]) == {"US", "CA", "WA"}
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


def test_a_folder_of_law_is_read_file_by_file(tmp_path):
    (tmp_path / "tx.toml").write_text(HEAD + RULE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no law", encoding="utf-8")
    assert [row["law_rule"] for row in law.rows(tmp_path)] == ["tx-access-deadline"]
