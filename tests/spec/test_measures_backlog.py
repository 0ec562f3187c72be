"""backlog and flow: what was open at the end of each month, how old, and does every month carry on from the one before?"""
# ruff: noqa: E501 - a table is as wide as its words

import datetime as dt

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_tables import warehouse

from roi_analytics import measures, models

BANDS = "select case_id, age_days, age_band, due_band from backlog"
BY_MONTH = ["provider_id", "legal_path", "month"]


# -- backlog -----------------------------------------------------------------------------------------


def test_a_request_is_in_the_backlog_of_every_month_end_it_was_open_at(spec):
    """Answered on the last day of March: no more open at its end. The newest month ends where the log was last seen."""
    spec(
        as_of="2026-05-20",
        request="""
            request_id  | legal_path | received_on | completed_on | status
            long_open   | access     | 2026-03-10  |              | open
            on_last_day | access     | 2026-03-10  | 2026-03-31   | fulfilled
            day_after   | access     | 2026-03-10  | 2026-04-01   | denied
            withdrawn   | access     | 2026-04-02  | 2026-05-02   | withdrawn
            within      | access     | 2026-04-02  | 2026-04-20   | fulfilled
        """,
        ask="backlog",
        expect="""
            case_id              | counted_on | month   | value | standing | age_days
            long_open/2026-03-31 | 2026-03-31 | 2026-03 | 1     | counted  | 21
            long_open/2026-04-30 | 2026-04-30 | 2026-04 | 1     | counted  | 51
            long_open/2026-05-20 | 2026-05-20 | 2026-05 | 1     | counted  | 71
            day_after/2026-03-31 | 2026-03-31 | 2026-03 | 1     | counted  | 21
            withdrawn/2026-04-30 | 2026-04-30 | 2026-04 | 1     | counted  | 28
        """,
    )


def test_the_bands_of_age_begin_at_11_21_31_and_61_days(spec):
    """Seen on 30 June; an attorney's authorization has no federal deadline, so none is known."""
    ages = {
        "ten": "06-20",
        "eleven": "06-19",
        "twenty": "06-10",
        "late_20s": "06-09",
        "thirty": "05-31",
        "past_30": "05-30",
    }
    ages |= {"sixty": "05-01", "old": "04-30"}
    rows = "\n".join(f"{name} | attorney | authorization | 2026-{day} | open" for name, day in ages.items())
    spec(
        request=f"request_id | requester_kind | legal_path | received_on | status\n{rows}",
        ask="select request_id, age_days, age_band, due_band from (select left(case_id, length(case_id) - 11) as request_id, *"
        " from backlog where month = '2026-06') as june",
        expect="""
            request_id | age_days | age_band | due_band
            ten        | 10       | 00-10    | no deadline known
            eleven     | 11       | 11-20    | no deadline known
            twenty     | 20       | 11-20    | no deadline known
            late_20s   | 21       | 21-30    | no deadline known
            thirty     | 30       | 21-30    | no deadline known
            past_30    | 31       | 31-60    | no deadline known
            sixty      | 60       | 31-60    | no deadline known
            old        | 61       | 61+      | no deadline known
        """,
    )


def test_how_near_the_due_day_on_that_day_itself(spec):
    """
    Due 30 days after receipt (45 CFR 164.524(b)(2)(i)). On 30 June: due the day before is late; due that day or within the
    ten days after it is near; the eleventh is later.
    """
    spec(
        request="""
            request_id | requester_kind | legal_path | received_on | status
            late       | patient        | access     | 2026-05-30  | open
            today      | patient        | access     | 2026-05-31  | open
            in_ten     | patient        | access     | 2026-06-10  | open
            in_eleven  | patient        | access     | 2026-06-11  | open
        """,
        ask=BANDS + " where month = '2026-06'",
        expect="""
            case_id              | age_days | age_band | due_band
            late/2026-06-30      | 31       | 31-60    | late
            today/2026-06-30     | 30       | 21-30    | due within ten days
            in_ten/2026-06-30    | 20       | 11-20    | due within ten days
            in_eleven/2026-06-30 | 19       | 11-20    | later
        """,
    )


def test_a_provider_that_stopped_sending_has_no_backlog_after_that_day(spec):
    """p1 was last seen on 30 April. What it had open in May nobody knows: no case, not a growing heap of late ones."""
    spec(
        as_of="2026-05-31",
        request="""
            request_id | provider_id | legal_path | received_on | status | extracted_on
            silent     | p1          | access     | 2026-04-01  | open   | 2026-04-30
            seen       | p2          | access     | 2026-04-01  | open   | 2026-05-31
        """,
        ask="backlog",
        expect="""
            case_id           | provider_id | month   | standing
            silent/2026-04-30 | p1          | 2026-04 | counted
            seen/2026-04-30   | p2          | 2026-04 | counted
            seen/2026-05-31   | p2          | 2026-05 | counted
        """,
    )


def test_what_may_have_been_open_is_told_and_not_counted(spec):
    """
    Ended in a way the log does not say, closed on 10 May: in doubt at the end of April only; closed on the last day of April:
    open no more at its end. Gone from the newest extract while open: counted while it was seen, in doubt after. Received
    after its answer: in doubt while it may have been open.
    """
    spec(
        as_of="2026-05-31",
        request="""
            request_id | legal_path | received_on | completed_on | closed_on  | status    | extracted_on
            not_said   | access     | 2026-04-01  |              | 2026-05-10 | unknown   | 2026-05-31
            over       | access     | 2026-04-01  |              | 2026-04-30 | unknown   | 2026-05-31
            gone       | access     | 2026-04-01  |              |            | open      | 2026-04-30
            backwards  | access     | 2026-04-29  | 2026-04-01   | 2026-05-02 | fulfilled | 2026-05-31
        """,
        ask="backlog",
        expect="""
            case_id              | value | standing       | reason
            not_said/2026-04-30  |       | not_assessable | the log does not say how it ended
            gone/2026-04-30      | 1     | counted        |
            gone/2026-05-31      |       | not_assessable | open when last seen, and not in the log since
            backwards/2026-04-30 |       | not_assessable | request.received_on lies after the day it was answered
        """,
    )


def test_a_month_of_which_only_the_first_day_was_seen_is_a_month(spec):
    spec(
        as_of="2026-05-01",
        request="request_id | legal_path | received_on | status\n1 | access | 2026-04-01 | open",
        ask="backlog",
        expect="""
            case_id      | month   | value
            1/2026-04-30 | 2026-04 | 1
            1/2026-05-01 | 2026-05 | 1
        """,
    )


# -- flow --------------------------------------------------------------------------------------------

SPAN = """
    request_id | legal_path | received_on | completed_on | status    | extracted_on
    carried    | access     | 2026-03-10  | 2026-05-02   | fulfilled | 2026-05-20
    quick      | access     | 2026-04-10  | 2026-04-10   | denied    | 2026-05-20
    still_open | access     | 2026-04-30  |              | open      | 2026-05-20
    gone       | access     | 2026-04-05  |              | open      | 2026-04-30
    backwards  | access     | 2026-04-10  | 2026-04-09   | fulfilled | 2026-05-20
"""


def test_a_request_is_carried_over_until_it_ends(spec):
    """One that came in and ended in one month is in both movements; one answered before receipt is in none."""
    spec(
        as_of="2026-05-20",
        request=SPAN,
        ask="select month, movement, counted_on, value, standing, case_id from flow where month > '2026-03'",
        expect="""
            month   | movement      | counted_on | value | standing       | case_id
            2026-04 | at start      | 2026-04-01 | 1     | counted        | carried/2026-04/at start
            2026-04 | open at end   | 2026-04-30 | 1     | counted        | carried/2026-04/open at end
            2026-05 | at start      | 2026-05-01 | 1     | counted        | carried/2026-05/at start
            2026-05 | ended         | 2026-05-02 | 1     | counted        | carried/2026-05/ended
            2026-04 | came in       | 2026-04-10 | 1     | counted        | quick/2026-04/came in
            2026-04 | ended         | 2026-04-10 | 1     | counted        | quick/2026-04/ended
            2026-04 | came in       | 2026-04-30 | 1     | counted        | still_open/2026-04/came in
            2026-04 | open at end   | 2026-04-30 | 1     | counted        | still_open/2026-04/open at end
            2026-05 | at start      | 2026-05-01 | 1     | counted        | still_open/2026-05/at start
            2026-05 | open at end   | 2026-05-20 | 1     | counted        | still_open/2026-05/open at end
            2026-04 | came in       | 2026-04-05 | 1     | counted        | gone/2026-04/came in
            2026-04 | open at end   | 2026-04-30 | 1     | counted        | gone/2026-04/open at end
            2026-05 | at start      | 2026-05-01 | 1     | counted        | gone/2026-05/at start
            2026-05 | lost sight of | 2026-05-20 | 1     | counted        | gone/2026-05/lost sight of
            2026-04 | came in       | 2026-04-10 |       | not_assessable | backwards/2026-04/came in
        """,
    )


def test_the_figure_adds_up_and_reads_in_its_order(build):
    engine = build(as_of="2026-05-20", request=SPAN, only={"flow", "access_event"})
    april = measures.show(engine, "flow", month="2026-04", legal_path="access")
    assert april.select("movement", "value", "not_assessable").rows() == [
        ("at start", 1, 0),
        ("came in", 3, 1),
        ("ended", 1, 0),
        ("open at end", 3, 0),
    ]
    may = dict(measures.show(engine, "flow", month="2026-05", legal_path="access").select("movement", "value").rows())
    assert may == {"at start": 3, "ended": 1, "lost sight of": 1, "open at end": 1}


DAYS = st.dates(dt.date(2026, 1, 5), dt.date(2026, 5, 31)) | st.sampled_from(
    [dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 5, 31)]
)
"""Days, and often those on which a month ends or begins."""

request = st.tuples(
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["access", "directive", "authorization"]),
    DAYS,
    st.none() | DAYS,
    st.sampled_from(["open", "fulfilled", "denied", "withdrawn", "abandoned", "unknown"]),
    st.sampled_from([dt.date(2026, 5, 31), dt.date(2026, 6, 17)]),
)


def drawn(requests: list[tuple]) -> str:
    columns = "request_id | provider_id | legal_path | received_on | completed_on | status | extracted_on"
    rows = [" | ".join("" if cell is None else str(cell) for cell in (n, *row)) for n, row in enumerate(requests)]
    return "\n".join([columns, *rows])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(request, min_size=1, max_size=40))
def test_every_month_carries_on_from_the_one_before(requests):
    """
    For every provider, legal path and month: at start + came in - ended - lost sight of = open at end; what is open at the
    end is at the start of the next; every request that can be judged came in once; and the backlog is what is open at the end.
    """
    with warehouse({"request": drawn(requests)}, as_of="2026-06-30", extract="full") as engine:
        models.build(engine, only={"flow", "backlog"})
        found = engine.read(
            "select provider_id, legal_path, month, movement, value from flow where standing = 'counted'"
        )
        moved = found.pivot("movement", index=BY_MONTH, values="value", aggregate_function="sum")
        names = ["at start", "came in", "ended", "lost sight of", "open at end"]
        moved = moved.with_columns(pl.lit(0).alias(name) for name in names if name not in moved.columns).fill_null(0)
        left = moved["at start"] + moved["came in"] - moved["ended"] - moved["lost sight of"]
        assert left.to_list() == moved["open at end"].to_list()

        ends = moved.filter(pl.col("open at end") > 0).select(*BY_MONTH, "open at end")
        later = (pl.col("month") + "-01").str.to_date().dt.offset_by("1mo").dt.strftime("%Y-%m")
        seen = engine.read("select provider_id, max(month) as newest from provider_month group by provider_id")
        carried = (
            ends.with_columns(month=later).join(seen, on="provider_id").filter(pl.col("month") <= pl.col("newest"))
        )
        starts = moved.filter(pl.col("at start") > 0).select(*BY_MONTH, pl.col("at start").alias("open at end"))
        assert sorted(carried.drop("newest").rows()) == sorted(starts.rows())

        backlog = engine.read(
            "select provider_id, legal_path, month, sum(value) as n from backlog where standing = 'counted'"
            " group by provider_id, legal_path, month"
        )
        assert sorted(backlog.rows()) == sorted(ends.rows())

        judged = engine.read("select count(*) filter (where reason is null) as n, count(*) as cases from request_case")
        came_in = engine.read("select standing, count(*) as n from flow where movement = 'came in' group by standing")
        assert dict(came_in.rows()).get("counted", 0) == judged["n"].item()
        assert came_in["n"].sum() == judged["cases"].item()


@pytest.mark.parametrize("measure", ["flow", "backlog"])
def test_a_case_is_told_once(build, measure):
    engine = build(as_of="2026-05-20", request=SPAN, only={measure})
    cases = measures.cases(engine, measure)
    assert cases.select("provider_id", "case_id").is_unique().all()
    assert cases["counted_on"].dt.strftime("%Y-%m").to_list() == cases["month"].to_list()
