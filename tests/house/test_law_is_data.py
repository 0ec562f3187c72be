"""The law stands in law/*.toml with its citation and dates: no number of it in SQL, no citation in SQL code."""

import re
from functools import cache

import pytest
from repository import PACKAGE, shown, sql_files, without_comments

from roi_analytics.law import rows

CITATION = r"§|(?i:\b(cfr|c\.f\.r\.|rcw|usc|u\.s\.c\.|hsc|section \d))|\b\d{2,3}\.\d{3}\b|\bCode\b|\bStat\."
"""What a citation looks like."""

COUNTED_IN_WORDS = r"\b(decimal|numeric|varchar)\([\d, ]*\)"
"""Numbers that say the width of a type."""

COUNTS = ("days", "extension_days")
AMOUNTS = ("amount_usd", "usd_per_hour", "usd_per_day", "minimum_usd", "maximum_usd")


@cache
def law_numbers() -> frozenset[float]:
    """The numbers of the law that mean nothing else: its counts from seven up, its amounts with cents."""
    counts = {float(row[column]) for row in rows() for column in COUNTS if row.get(column) is not None}
    amounts = {float(row[column]) for row in rows() for column in AMOUNTS if row.get(column) is not None}
    return frozenset({number for number in counts if number >= 7} | {number for number in amounts if number % 1})


def law_numbers_in(sql: str, numbers: frozenset[float]) -> list[str]:
    """Numbers of the law that stand in a file; the citation line and other citations in comments hold none."""
    text = re.sub(r"(?m)^-- citation:.*$", "", sql)
    text = re.sub(COUNTED_IN_WORDS, "", text)
    text = re.sub(r"\b45 CFR\b|\b42 (CFR|USC)\b|(?<=[\d)])\(\w{1,4}\)", "", text)
    found = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)", text)
    return [word for word in found if float(word) in numbers]


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_no_number_of_the_law_stands_in_sql(path):
    found = law_numbers_in(path.read_text(encoding="utf-8"), law_numbers())
    assert not found, (
        f"{shown(path)} holds {', '.join(found)}, a number of the law.\n"
        "Read it from law_rule; a target of the site from target."
    )


def test_a_number_of_the_law_is_seen():
    numbers = frozenset({30.0, 6.5, 15.0})
    assert law_numbers_in("where days <= 30", numbers) == ["30"]
    assert law_numbers_in("-- judged on day 30.\nselect 6.50 as fee", numbers) == ["30", "6.50"]
    assert law_numbers_in("-- citation: 45 CFR 164.524(b)(2), 30 days\nselect cast(x as decimal(10, 2))", numbers) == []
    assert law_numbers_in("select 300 as a, 2.15 as b, x15 as c", numbers) == []


def test_the_law_has_numbers_to_look_for():
    assert law_numbers(), "law/*.toml has no number of days or amount.\nThe test above would find nothing."


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_no_citation_stands_in_sql_code(path):
    found = citations_in_code(path.read_text(encoding="utf-8"))
    assert not found, (
        f"{shown(path)} holds '{found[0]}' in its code.\n"
        "A citation comes from law_rule.citation, or stands in the header."
    )


def citations_in_code(sql: str) -> list[str]:
    return [match[0] for match in re.finditer(CITATION, without_comments(sql))]


def test_a_citation_in_code_is_seen():
    assert citations_in_code("select '45 CFR 164.524' as citation")
    assert not citations_in_code("select denial.code, section from denial")
    assert not citations_in_code("-- 45 CFR 164.524(b)(2): the clock.\nselect law_rule.citation from law_rule")


@pytest.mark.parametrize("path", sorted((PACKAGE / "law").glob("*.toml")), ids=shown)
def test_one_jurisdiction_one_file(path):
    assert re.fullmatch(r"[a-z]{2}", path.stem), (
        f"{shown(path)} is named for no jurisdiction.\nName it us.toml, ca.toml, ..."
    )
