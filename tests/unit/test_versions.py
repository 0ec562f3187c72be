"""From all versions of a row to the one that counts."""

import datetime as dt

import pytest

from roi_analytics.engine import Engine
from roi_analytics.versions import current_relations, landing_tables

MARCH, APRIL, MAY = dt.date(2026, 3, 31), dt.date(2026, 4, 30), dt.date(2026, 5, 31)


class Logs:
    """A database in memory into which extracts are put by hand."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        for statement in landing_tables():
            engine.run(statement)

    def extract(self, feed: str, table: str, day: dt.date, rows: list[dict], kind: str = "full") -> None:
        """One file of a feed: its load, and its rows."""
        load = f"{feed}-{day}"
        if self.engine.value("select count(*) from feed where feed = ?", [feed]) == 0:
            self.engine.run("insert into feed values (?, ?, ?, 'p')", [feed, table, kind])
        self.engine.run(
            "insert into load_run (load_id, feed, table_name, extracted_on, extract) values (?, ?, ?, ?, ?)",
            [load, feed, table, day, kind],
        )
        for number, row in enumerate(rows, start=2):
            full = {
                "provider_id": "p",
                "extracted_on": day,
                "load_id": load,
                "source_file": load,
                "source_row": number,
            } | row
            marks = ", ".join("?" for _ in full)
            self.engine.run(f"insert into {table}_version ({', '.join(full)}) values ({marks})", list(full.values()))

    def see(self, as_of: dt.date) -> Engine:
        """Make the current relations under a clock."""
        self.engine.run("create table clock as select cast(? as date) as as_of", [as_of])
        for statement in current_relations(made_elsewhere=set()):
            self.engine.run(statement)
        return self.engine


@pytest.fixture
def logs():
    with Engine.memory() as engine:
        yield Logs(engine)


def request(name: str, **columns: object) -> dict:
    return {"request_id": name, "received_on": dt.date(2026, 3, 2)} | columns


def test_the_newest_version_stands_and_the_earliest_tells_when_it_was_first_seen(logs):
    logs.extract("f", "request", MARCH, [request("1", status="open")])
    logs.extract("f", "request", APRIL, [request("1", status="fulfilled")])
    found = logs.see(MAY).read("select status, extracted_on, first_seen_on, last_seen_on from request")
    assert found.rows() == [("fulfilled", APRIL, MARCH, APRIL)]


def test_a_clock_turned_back_sees_the_older_version(logs):
    logs.extract("f", "request", MARCH, [request("1", status="open")])
    logs.extract("f", "request", APRIL, [request("1", status="fulfilled"), request("2")])
    assert logs.see(MARCH).read("select request_id, status from request").rows() == [("1", "open")]


def test_the_same_key_twice_in_one_extract_the_later_row_wins(logs):
    logs.extract("f", "request", MARCH, [request("1", status="open"), request("1", status="denied")])
    assert logs.see(MAY).read("select status from request").rows() == [("denied",)]


def test_a_child_missing_from_the_newest_full_extract_is_gone(logs):
    logs.extract("f", "request", MARCH, [request("1")])
    logs.extract("f", "request", APRIL, [request("1")])
    logs.extract("g", "fee_line", MARCH, [{"request_id": "1", "line_no": "1"}, {"request_id": "1", "line_no": "2"}])
    logs.extract("g", "fee_line", APRIL, [{"request_id": "1", "line_no": "1"}])
    assert logs.see(MAY).read("select line_no from fee_line").rows() == [("1",)]


def test_an_extract_without_any_child_takes_them_all_away(logs):
    logs.extract("f", "request", MARCH, [request("1")])
    logs.extract("f", "request", APRIL, [request("1")])
    logs.extract("g", "fee_line", MARCH, [{"request_id": "1", "line_no": "1"}])
    logs.extract("g", "fee_line", APRIL, [])
    assert logs.see(MAY).value("select count(*) from fee_line") == 0
    assert logs.engine.value("select count(*) from fee_line_version") == 1, "the version is kept"


def test_a_request_that_is_no_longer_told_keeps_its_children_as_last_told(logs):
    logs.extract("f", "request", MARCH, [request("1"), request("2")])
    logs.extract("f", "request", APRIL, [request("2")])
    logs.extract("g", "delivery", MARCH, [{"request_id": "1", "delivery_id": "d1"}])
    logs.extract("g", "delivery", APRIL, [])
    seen = logs.see(MAY)
    assert seen.read("select request_id, last_seen_on from request order by 1").rows() == [("1", MARCH), ("2", APRIL)]
    assert seen.read("select delivery_id from delivery").rows() == [("d1",)]


def test_a_grandchild_goes_by_its_own_parent(logs):
    logs.extract("f", "request", MARCH, [request("1")])
    logs.extract("f", "request", APRIL, [request("1")])
    logs.extract("a", "authority", MARCH, [{"request_id": "1", "authority_id": "a1"}])
    logs.extract("a", "authority", APRIL, [{"request_id": "1", "authority_id": "a1"}])
    elements = [{"authority_id": "a1", "element": "A1"}, {"authority_id": "a1", "element": "A2"}]
    logs.extract("e", "authority_element", MARCH, elements)
    logs.extract("e", "authority_element", APRIL, elements[:1])
    assert logs.see(MAY).read("select element from authority_element").rows() == [("A1",)]


def test_in_a_feed_of_changes_nothing_told_means_nothing_changed(logs):
    logs.extract("f", "request", MARCH, [request("1"), request("2")], kind="changes")
    logs.extract("f", "request", APRIL, [request("2", status="fulfilled")], kind="changes")
    logs.extract("g", "fee_line", MARCH, [{"request_id": "1", "line_no": "1"}], kind="changes")
    logs.extract("g", "fee_line", APRIL, [], kind="changes")
    seen = logs.see(MAY)
    assert seen.read("select request_id, extracted_on, last_seen_on from request order by 1").rows() == [
        ("1", MARCH, APRIL),
        ("2", APRIL, APRIL),
    ]
    assert seen.value("select count(*) from fee_line") == 1


def test_a_log_only_grows(logs):
    logs.engine.run(
        "insert into access_event_log (provider_id, event_id, extracted_on) values ('p', 'e1', ?), ('p', 'e2', ?)",
        [MARCH, MAY],
    )
    assert logs.see(APRIL).read("select event_id from access_event").rows() == [("e1",)]
