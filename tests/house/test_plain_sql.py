"""
The plain subset of SQL: what two engines mean the same way, so that the same files can run on a second one.

Each line of REFUSED is a shape seen to go wrong between DuckDB and Spark, much of it silently.
"""

import re

import pytest
from repository import models, shown, sql_files, without_comments, without_texts

REFUSED = [
    (r"date_diff\(\s*'day'\s*,\s*[\w.]*_at\b", "days between moments count midnights", "cast both to date first"),
    (
        r"date_diff\(\s*'day'\s*,[^,]+,\s*[\w.]*_at\s*\)",
        "days between moments count midnights",
        "cast both to date first",
    ),
    (r"date_diff\(\s*'month'", "boundaries crossed against whole months", "year * 12 + month"),
    (r"_on\s*-\s*[\w.]+_on\b", "an integer here, an interval there", "date_diff('day', earlier, later)"),
    (r"(?<!cast\()date_trunc\(", "a time zone appears", "cast(date_trunc('month', d) as date)"),
    (r"\b(isodow|dayofweek|weekday|dayname)\b", "another weekday there", "join calendar, subtract business_day_number"),
    (r"\b(generate_series|range)\s*\(", "off by one, and an error on an empty range", "join calendar"),
    (r"\basof\b", "passed through, and not parsed there", "qualify row_number() over (...) = 1"),
    (
        r"\bsum\(\s*([\w.]*\b(is|has)_\w+|[^()]*\s(=|<|>|<=|>=|<>|is|in)\s[^()]*)\s*\)(?<!end\))",
        "no sum of booleans there",
        "count(*) filter (where ...)",
    ),
    (
        r"\b(percentile|quantile|approx)_\w+|\b(quantile|median)\(",
        "continuous against discrete, exact against rough",
        "the median or p90 summary",
    ),
    (
        r"\b(list|array_agg|collect_list|array|first|last|any_value)\(",
        "the order is dropped without a word",
        "a row per item, or min() and max()",
    ),
    (r"\blist_\w+\(|\[[^\]]*\bfor\b[^\]]*\]|->", "an error there", "string_agg(x, ',' order by y), or a row per item"),
    (r"\b(unpivot|pivot|macro)\b|\bmap\s*[\{\(]", "an error there", "case, or a row per item"),
    (r"\bas (at|from|to)\b|\.at\b", "a syntax error in DuckDB 2.0", "opened_at, valid_from"),
    (r"\busing\s*\(|\bnatural\b", "columns fold silently", "every join with on"),
    (r"\bgroup by all\b|\border by all\b", "what it groups changes with the select list", "name the columns"),
    (r"\{\{|\{%|\$\w+|\?", "values are never pasted in", "a column of law_rule, clock, target or calendar"),
    (
        r"\b(current_date|current_timestamp|localtimestamp|today\(|now\(|get_current_)",
        "the machine's date makes last month's figures change",
        "clock.as_of",
    ),
    (r"\b(random|uuid|gen_random_uuid)\(", "the same inputs give the same bytes", "order by the key"),
    (
        r"\b(read_csv|read_parquet|read_json|attach|install|load|copy|pragma)\b(?!_)",
        "a model reads relations only",
        "load the file through a feed",
    ),
    (r"(?m)^\s*,", "commas stand at the end of a line", "move it up"),
    (r"\t", "four spaces, no tabs", "four spaces"),
]
"""Pattern, why it is refused, what to write instead."""

EXAMPLES = [
    "date_diff('day', opened_at, due_on)",
    "date_diff('day', received_on, logged.opened_at)",
    "date_diff('month', a, b)",
    "answered_on - request.received_on",
    "select date_trunc('month', received_on)",
    "isodow(received_on)",
    "from generate_series(1, 2)",
    "asof join calendar",
    "sum(is_late)",
    "percentile_cont(x)",
    "list(x order by y)",
    "list_sum(x)",
    "unpivot t on a",
    "select x as at",
    "join a using (b)",
    "group by all",
    "where state = {{ state }}",
    "where d < current_date",
    "order by random()",
    "from read_csv('x')",
    "select a\n    , b",
    "\tselect a",
]
"""One line that each pattern must catch, in the order of REFUSED."""

PLAIN = """
with late as (
    select
        request.request_id,
        cast(date_trunc('month', request.received_on) as date) as month,
        date_diff('day', request.received_on, answer.answered_on) as days,
        sum(case when request.is_written = true then 1 else 0 end) as written,
        count(*) filter (where request.is_written) as forms,
        string_agg(request.request_id, ',' order by request.request_id) as ids,
        max(answer.answered_on) as last_on
    from request
    inner join answer on answer.request_id = request.request_id
    group by request.request_id
)
select late.request_id, late.month from late qualify row_number() over (partition by late.month order by late.days) = 1
"""


def refusals(sql: str, is_model: bool = True) -> list[str]:
    """What is refused in a file. Only a list that a part asks for may take bound values."""
    code = without_comments(sql) if is_model else without_comments(sql).replace("?", "''")
    return [
        f"'{match[0].strip()}': {why}; write {instead}"
        for pattern, why, instead in REFUSED
        if (match := re.search(pattern, code))
    ]


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_a_file_keeps_to_the_plain_subset(path):
    found = refusals(path.read_text(encoding="utf-8"), is_model=path in models())
    assert not found, f"{shown(path)} has\n" + "\n".join(found)


@pytest.mark.parametrize(("refused", "example"), list(zip(REFUSED, EXAMPLES, strict=True)), ids=EXAMPLES)
def test_each_shape_is_caught(refused, example):
    assert re.search(refused[0], example)


def test_plain_sql_passes():
    assert refusals(PLAIN) == []
    assert refusals("where month = ?")
    assert not refusals("where month = ?", is_model=False)


def bare_intervals(sql: str) -> list[str]:
    """`d + interval` of a date is a timestamp on one engine: it is cast back to a date, or added to a moment."""
    code = without_comments(sql)
    inner = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
    code = re.sub(rf"cast\({inner}\binterval\b{inner}\bas\s+(date|timestamp)\)", "", code)
    code = re.sub(r"\b[\w.]+_at\s*[+-]\s*interval\b", "", code)
    return re.findall(
        r"[^\n]*\binterval\s+(?:\([^\n]*\)|'[^']*'|[\w.]+)?\s*'?(?:day|week|month|quarter|year)s?\b[^\n]*", code
    )


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_a_date_plus_an_interval_is_cast_back(path):
    found = bare_intervals(path.read_text(encoding="utf-8"))
    assert not found, (
        f"{shown(path)}: {found[0].strip()}\nA timestamp here, a date there: write cast(d + interval ... as date)."
    )


def test_a_bare_interval_is_seen():
    assert bare_intervals("select received_on + interval (days) day as due_on")
    assert not bare_intervals("select cast(received_on + interval (rule.days) day as date) as due_on")
    assert not bare_intervals("then cast(a.received_on + (a.days + a.more) * interval 1 day as date)")
    assert bare_intervals("select received_on + window_days * interval '1' day as until_on")
    assert not bare_intervals("where opened_at < window_end_at + interval 1 day")
    assert not bare_intervals("select starts_at - hours * interval '1' hour as begins_at")


def stars(sql: str) -> bool:
    return re.search(r"(select|,)\s*(distinct\s+)?(\w+\.)?\*", without_comments(sql)) is not None


@pytest.mark.parametrize("path", [path for path in sql_files() if path.parent.name != "staging"], ids=shown)
def test_no_star_past_staging(path):
    assert not stars(path.read_text(encoding="utf-8")), (
        f"{shown(path)} selects *; a new column would change its shape.\nName the columns."
    )


def test_a_star_is_seen():
    assert stars("select * from request")
    assert stars("select a,\n    request.* from request")
    assert not stars("select count(*) as n, 2 * x as twice from request")


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_sql_is_lower_case(path):
    code = without_texts(path.read_text(encoding="utf-8"))
    assert code == code.lower(), f"{shown(path)} has capitals outside quotes.\nWrite SQL in lower case."
