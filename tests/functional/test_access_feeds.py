"""Logs of audit events, loaded: one file feeds two tables, every row is told, and two machines' rows are one."""

import json
import shutil
from pathlib import Path

import pytest

import roi_analytics as roi
from roi_analytics.engine import Engine
from roi_analytics.errors import LoadError
from roi_analytics.load import bookkeeping

FIXTURES = Path(__file__).parents[1] / "fixtures" / "access"

SITE = """
[site]
name = "Audited"

[[provider]]
provider_id = "general"
kind = "hospital"
state = "OH"
time_zone = "America/New_York"
"""

FEED = """
[[feed]]
name = "audit"
table = "access_event"
reader = "fhir"
files = "audit*.ndjson"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "general"
"""

USERS = """
[[feed]]
name = "users"
table = "workforce_member"
files = "users.csv"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "general"
[feed.columns]
user_id = "User"
"""

SYSTEM = FEED.replace('"audit"', '"logins"').replace("access_event", "system_event")


def example(name: str) -> dict:
    return json.loads((FIXTURES / name).read_text())


LOGIN = example("fhir-r4/AuditEvent-example-login.json")
REST = example("fhir-r4/AuditEvent-example-rest.json")
SERVER = example("ihe-balp/AuditEvent-ex-auditBasicReadServer.json")
CLIENT = SERVER | {"id": "client", "source": {"observer": {"display": "myMachine.example.org"}}}
"""The client's record of the same transaction; as in the published one, only the observer differs."""
BROKEN = '{"resourceType": "AuditEvent", "id": "broken'


def line(event: dict | str) -> str:
    return event if isinstance(event, str) else json.dumps(event)


class Place:
    """A folder with a site file and logs, and the warehouse beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.warehouse = folder, folder / "roi.duckdb"

    def site(self, *feeds: str) -> "Place":
        (self.folder / "site.toml").write_text(SITE + "".join(feeds))
        return self

    def log(self, *events: dict | str, name: str = "audit.ndjson") -> "Place":
        (self.folder / name).write_text("".join(line(event) + "\n" for event in events))
        return self

    def load(self) -> dict:
        return roi.load(self.folder / "site.toml", warehouse=self.warehouse)

    def counts(self) -> dict[str, tuple[int, ...]]:
        """Per feed: read, loaded, noted, quarantined, duplicate."""
        names = ("read", "loaded", "noted", "quarantined", "duplicate")
        return {one["feed"]: tuple(one[name] for name in names) for one in self.load()["feeds"]}

    def rows(self, sql: str) -> list[tuple]:
        with Engine.open(self.warehouse) as engine:
            return engine.read(sql).rows()


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path).site(FEED)


def test_one_file_feeds_two_tables_and_every_row_is_told(place):
    place.log(LOGIN, REST, BROKEN, SERVER)
    assert place.counts() == {"audit": (3, 2, 0, 1, 0), "audit-system": (1, 1, 0, 0, 0)}
    assert place.rows("select event_id, patient_id, source_row from access_event order by all") == [
        ("ex-auditBasicReadServer", "Patient/ex-patient", 4),
        ("example-rest", "Patient/example", 2),
    ]
    assert place.rows("select event_id, login, address, source_row from system_event") == [
        ("example-login", "95", "127.0.0.1", 1)
    ]
    [refused] = roi.open(place.warehouse).quarantine().to_dicts()
    assert (refused["feed"], refused["source_row"], refused["code"]) == ("audit", 3, "unparsable_record")
    assert "AuditEvent" not in refused["message"] + refused["mend"]


def test_what_is_loaded_is_not_loaded_again_and_what_changed_is(place):
    assert place.log(LOGIN, REST).load()["new"] == 2
    assert place.load()["new"] == 0
    told = place.log(LOGIN | {"id": "second"}, SERVER).load()["told"]
    assert [text for text in told if "other content" in text] == [
        "audit.ndjson has other content than before: its rows were replaced."
    ]
    assert place.rows("select event_id from access_event union select event_id from system_event order by 1") == [
        ("ex-auditBasicReadServer",),
        ("second",),
    ]


def test_a_load_cut_short_between_the_tables_is_finished(place, monkeypatch):
    place.log(LOGIN, REST)
    record = bookkeeping.record

    def cut(engine, feed, *rest):
        if feed.follows:
            raise KeyboardInterrupt
        record(engine, feed, *rest)

    monkeypatch.setattr(bookkeeping, "record", cut)
    with pytest.raises(KeyboardInterrupt):
        place.load()
    assert place.rows("select feed from load_run") == [("audit",)]
    assert place.rows("select count(*) from system_event_log") == [(0,)]
    monkeypatch.undo()
    assert place.counts() == {"audit": (1, 1, 0, 0, 0), "audit-system": (1, 1, 0, 0, 0)}


def test_a_feed_taken_out_of_the_site_takes_both_tables_rows(place):
    place.log(LOGIN, REST).site(FEED, USERS).folder.joinpath("users.csv").write_text("User\n95\n")
    place.load()
    place.site(USERS).load()
    assert place.rows("select event_id from access_event union select event_id from system_event") == []


def test_a_file_sent_twice_is_refused_once(place):
    place.log(LOGIN, REST).load()
    shutil.copy(place.folder / "audit.ndjson", place.folder / "audit-again.ndjson")
    with pytest.raises(LoadError) as refused:
        place.load()
    assert [one["code"] for one in refused.value.report["refused"]] == ["same_bytes"]


def test_two_feeds_of_one_log_are_duplicates(place):
    counts = place.site(FEED, FEED.replace('"audit"', '"again"')).log(LOGIN, REST, BROKEN).counts()
    assert counts["audit"] == (2, 1, 0, 1, 0)
    assert counts["again"] == (2, 0, 0, 1, 1)
    assert counts["again-system"] == (1, 0, 0, 0, 1)


def test_when_the_first_of_two_feeds_goes_the_second_has_the_rows(place):
    again = FEED.replace('"audit"', '"again"')
    place.site(FEED, again).log(LOGIN, REST).load()
    assert place.site(again).counts() == {"again": (1, 1, 0, 0, 0), "again-system": (1, 1, 0, 0, 0)}


def test_a_site_may_map_the_events_without_a_patient_itself(place):
    for feeds in ((FEED, SYSTEM), (SYSTEM, FEED)):
        place.site(*feeds).log(LOGIN, REST, BROKEN)
        assert place.counts() == {"audit": (2, 1, 0, 1, 0), "logins": (1, 1, 0, 0, 0)}


def test_a_feed_of_system_events_alone_says_what_it_left(place):
    report = place.site(SYSTEM).log(LOGIN, REST, BROKEN).load()
    assert [(one["feed"], one["read"], one["quarantined"]) for one in report["feeds"]] == [("logins", 2, 1)]
    assert [text for text in report["told"] if "left" in text] == [
        "audit.ndjson: 1 row(s) touch a patient and were left. "
        'To load them, add a feed of the same files with table = "access_event".'
    ]


def test_client_and_server_of_one_transaction_are_one_access(place):
    """IHE Basic Audit Log Patterns: both machines log the request under its X-Request-Id. The server's row stands."""
    other = json.loads(json.dumps(CLIENT).replace("76d148b6", "00000000")) | {"id": "another transaction"}
    update = CLIENT | {"id": "another action", "action": "U"}
    place.log(CLIENT, SERVER, other, update, REST, REST | {"id": "without a transaction"})
    assert place.counts()["audit"] == (6, 5, 1, 0, 0)
    assert [event for (event,) in place.rows("select event_id from access_event order by 1")] == [
        "another action",
        "another transaction",
        "ex-auditBasicReadServer",
        "example-rest",
        "without a transaction",
    ]
    [note] = roi.open(place.warehouse).notes(code="same_transaction").to_dicts()
    assert (note["source_row"], note["column"]) == (1, "transaction_id")


def test_rows_of_a_log_that_names_no_reporter_all_stand(place):
    """Another log may call a whole visit a transaction."""
    place.site(
        FEED.replace("fhir", "tabular").replace("ndjson", "csv")
        + """
[feed.columns]
event_id = "Event"
opened_at = "When"
patient_id = "Patient"
transaction_id = "Visit"
"""
    )
    place.folder.joinpath("audit.csv").write_text(
        "Event,When,Patient,Visit\n1,2026-05-01 10:00,p,v\n2,2026-05-01 10:01,p,v\n"
    )
    place.load()
    assert place.rows("select event_id from access_event order by 1") == [("1",), ("2",)]


def test_an_access_after_the_extract_and_an_unknown_user_are_noted(place):
    late = REST | {"id": "late", "recorded": "2026-06-02T12:00:00Z"}
    no_zone = REST | {"id": "local", "recorded": "2026-05-01T12:00:00"}
    no_time = {key: value for key, value in REST.items() if key != "recorded"} | {"id": "never"}
    mapped = FEED + '[feed.columns]\nuser_id = "login"\n'
    place.site(mapped, USERS).log(late, no_zone, no_time, LOGIN).folder.joinpath("users.csv").write_text("User\nu1\n")
    assert place.counts()["audit"] == (3, 0, 2, 1, 0)
    assert place.rows("select source_row, code from row_note order by all") == [
        (1, "date_after_extract"),
        (1, "unresolved_user"),
        (2, "unresolved_user"),
    ]
    assert place.rows("select source_row, code from quarantine") == [(3, "no_time")]
    assert place.rows("select cast(opened_at as varchar) from access_event where event_id = 'local'") == [
        ("2026-05-01 16:00:00",)
    ]


def test_an_access_before_birth_is_an_expectation_not_met(place):
    patients = (
        USERS.replace("users", "patients")
        .replace("workforce_member", "patient")
        .replace('user_id = "User"', 'patient_id = "Patient"\nbirth_on = "Born"')
    )
    born = "Patient,Born\nPatient/example,2013-06-22\nPatient/ex-patient,2020-04-29\n"
    place.site(FEED, patients).log(REST, SERVER).folder.joinpath("patients.csv").write_text(born)
    place.load()
    found = roi.open(place.warehouse).validate().frame().to_dicts()
    [early] = [one for one in found if one["table"] == "access_event" and "birth" in one["says"]]
    assert early["unexpected"] == 1


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        (FEED.replace("access_event", "request"), "reads audit events, not request"),
        (FEED.replace('"2026-05-31"', '"Extracted"'), "names a column"),
        (FEED.replace("fhir", "fire"), "Did you mean 'fhir'"),
        (FEED.split("[feed.constants]")[0], "whose log"),
        (FEED.replace("files =", 'time_zone = "Mars/Olympus"\nfiles ='), "Mars/Olympus"),
        (FEED + '[feed.columns]\nuser_rol = "login"\n', "Did you mean 'user_role'"),
    ],
)
def test_a_wrong_feed_is_refused_with_the_mend(place, feed, says):
    with pytest.raises(LoadError, match=says):
        place.site(feed).log(REST).load()


def test_a_column_renamed_from_what_the_reader_lacks_is_refused(place):
    with pytest.raises(LoadError, match="has no column for `user_id`"):
        place.site(FEED + '[feed.columns]\nuser_id = "badge"\n').log(REST).load()


def test_a_file_that_holds_no_event_is_refused_once(place):
    with pytest.raises(LoadError) as refused:
        place.log("When,Who", "1,2").load()
    [one] = refused.value.report["refused"]
    assert (one["feed"], one["code"]) == ("audit", "unreadable_file")
