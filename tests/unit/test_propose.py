"""A proposed mapping loads its file as it is printed, and quotes nothing of the log but the words of its codes."""

import tomllib
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from loading import SmallSite, small_site

import roi_analytics as roi
from roi_analytics.cli import cli
from roi_analytics.load.propose import words
from roi_analytics.load.synonyms import assign
from roi_analytics.tables import TABLES

HEAD = """
[site]
name = "Small site"
[[provider]]
provider_id = "my-provider"
time_zone = "America/New_York"
"""
SUDBURY = Path(__file__).parent.parent / "real" / "ca_on_greater_sudbury.csv"


@pytest.fixture
def small(tmp_path, monkeypatch) -> SmallSite:
    return small_site(tmp_path, monkeypatch)


def proposed(small: SmallSite, name: str, content: str | bytes, table: str) -> tuple[str, dict]:
    """The block, as text and as TOML, and the file loaded by it."""
    small.file(name, content)
    text = roi.propose(small.folder / name, table=table)
    [feed] = tomllib.loads(text)["feed"]
    small.site(text, head=HEAD)
    return text, feed


REQUESTS = """RequestNo;Date Recd;Completed Date;Requestor Type;State;Remarks
4711;13/02/2026;20/03/2026;Attorneys;Closed;Zebulon called
4712;05/03/2026;22/04/2026;self;closed;
4713;01/04/2026;;Zebulon;Closed;
4714;01/04/2026;;PATIENT;denied;
"""


def test_a_log_of_requests_loads_as_proposed(small):
    text, feed = proposed(small, "requests-2026-05-31.csv", REQUESTS, "request")
    assert feed["columns"] == {
        "request_id": "RequestNo",
        "requester_kind": "Requestor Type",
        "received_on": "Date Recd",
        "completed_on": "Completed Date",
        "status": "State",
    }
    assert (feed["delimiter"], feed["extract"]) == (";", "full")
    assert (feed["files"], feed["extracted_on"]) == ("requests-????-??-??.csv", "requests-%Y-%m-%d.csv")
    assert feed["formats"] == {"received_on": "%d/%m/%Y", "completed_on": "%d/%m/%Y"}
    assert feed["values"] == {"requester_kind": {"Attorneys": "attorney", "self": "patient"}}
    assert '# Not mapped: "Remarks".' in text
    assert small.counts() == {"requests": (4, 0, 4, 0, 0)}
    assert {code for _, code, _ in small.notes()} == {"value_unmapped", "closed_without_date"}
    days = small.rows("select cast(received_on as varchar) from request_version order by request_id")
    assert days == [("2026-02-13",), ("2026-03-05",), ("2026-04-01",), ("2026-04-01",)]


def test_nothing_of_the_log_is_quoted_but_words_of_codes(small):
    text, _ = proposed(small, "requests-2026-05-31.csv", REQUESTS, "request")
    for cell in ("Zebulon", "4711", "13/02/2026"):
        assert cell not in text
    assert "# requester_kind, words without one of ours: 1 that are rare or look like text." in text
    assert '# status, words without one of ours: "Closed"' in text


def test_a_word_in_few_rows_or_among_many_is_not_shown():
    column = TABLES["request"].columns["status"]
    assert words(pl.Series(["Zebulon"] * 2), column) == ({}, [], 1)
    assert words(pl.Series(["On the desk"] * 3), column) == ({}, ["On the desk"], 0)
    many = [name for i in range(50) for name in [f"Zebulon {i}"] * 3]
    assert words(pl.Series(many), column) == ({}, [], 50)


def test_words_that_equal_or_nearly_equal_ours():
    column = TABLES["request"].columns["status"]
    typed = ["denied", "Fulfilled Partly", "no-records", "withdrwan", "Abandonned", "opn"]
    mapped, unknown, hidden = words(pl.Series(typed), column)
    assert mapped == {
        "Fulfilled Partly": "fulfilled_partly",
        "no-records": "no_records",
        "withdrwan": "withdrawn",
        "Abandonned": "abandoned",
    }
    assert (unknown, hidden) == ([], 1)


def test_a_public_request_log_loads_as_proposed(small):
    _, feed = proposed(small, SUDBURY.name, SUDBURY.read_bytes(), "request")
    assert feed["columns"] == {
        "request_id": "identifier",
        "requester_kind": "applicant_type",
        "received_on": "date_accepted",
        "completed_on": "date",
        "status": "decision",
    }
    read, _, _, quarantined, duplicate = small.counts()["ca_on_greater_sudbury"]
    assert (read, quarantined, duplicate) == (346, 9, 0)
    outcomes = dict(small.rows("select coalesce(status, '-'), count(*) from request_version group by all"))
    assert set(outcomes) == {"fulfilled", "fulfilled_partly", "denied", "withdrawn", "-"}


def test_an_access_log_loads_as_proposed(small):
    log = "Audit ID,Event DateTime,Login ID,MRN,Activity,Client IP,BTG\n1,05/30/2026 2:05 PM,u1,m1,View,10.0.0.9,N\n"
    text, feed = proposed(small, "audit.csv", log, "access_event")
    assert feed["columns"] == {
        "event_id": "Audit ID",
        "opened_at": "Event DateTime",
        "login": "Login ID",
        "address": "Client IP",
        "patient_id": "MRN",
        "action": "Activity",
        "is_break_glass": "BTG",
    }
    assert feed["formats"] == {"opened_at": "%m/%d/%Y %I:%M %p"}
    assert feed["values"] == {"action": {"View": "R"}}
    assert "the day the file was last changed" in text
    assert small.counts() == {"audit": (1, 1, 0, 0, 0)}
    assert small.rows("select cast(opened_at as varchar), action, is_break_glass from access_event_log") == [
        ("2026-05-30 18:05:00", "R", False)
    ]


def test_a_workbook_with_a_title_loads_as_proposed(small):
    path = small.folder / "log.xlsx"
    rows = [["Access report", None, None], ["Timestamp", "User ID", "Patient ID"], ["2026-05-30 14:05:00", "u1", "m1"]]
    pl.DataFrame(rows, orient="row", schema=["a", "b", "c"]).write_excel(path, include_header=False)
    _, feed = proposed(small, path.name, path.read_bytes(), "access_event")
    assert feed["header_row"] == 2
    assert "formats" not in feed
    small.load()
    assert small.rows("select user_id, patient_id from access_event_log") == [("u1", "m1")]


def test_a_parquet_file_needs_no_formats(small):
    frame = pl.DataFrame({"AccessTime": ["2026-05-30 14:05:00"], "UserID": [7], "PatID": ["m1"], "Success": [True]})
    path = small.folder / "log.parquet"
    frame.with_columns(pl.col("AccessTime").str.to_datetime()).write_parquet(path)
    _, feed = proposed(small, path.name, path.read_bytes(), "access_event")
    assert "formats" not in feed
    assert feed["values"] == {"outcome": {"true": "success"}}
    small.load()
    assert small.rows("select user_id, outcome from access_event_log") == [("7", "success")]


def test_other_encodings_and_titles_above_the_header(small):
    text = "Bericht;Zürich\nRequest ID;Received;State\n1;01.02.2026;denied\n"
    _, feed = proposed(small, "log.csv", text.encode("cp1252"), "request")
    assert (feed["encoding"], feed["delimiter"], feed["header_row"]) == ("cp1252", ";", 2)
    assert (
        feed["formats"] == {"received_on": "%m/%d/%Y".replace("/", ".")} or feed["formats"]["received_on"] == "%d.%m.%Y"
    )
    assert small.counts()["log"][0] == 1
    _, feed = proposed(small, "log.csv", text.encode("utf-16"), "request")
    assert feed["encoding"] == "utf-16"


def test_day_and_month_that_cannot_be_told_apart_are_told(small):
    text, feed = proposed(small, "log.csv", "Request ID,Received\n1,05/03/2026\n2,06/04/2026\n", "request")
    assert feed["formats"] == {"received_on": "%m/%d/%Y"}
    assert "# received_on: no cell tells day and month apart; if days come first, it is %d/%m/%Y" in text


def test_a_column_without_a_filled_cell_is_read_as_its_neighbours(small):
    text, feed = proposed(small, "log.csv", "Request ID,Received,Closed\n1,25.03.2026,\n", "request")
    assert feed["formats"] == {"received_on": "%d.%m.%Y", "closed_on": "%d.%m.%Y"}
    assert "# closed_on: no cell is filled" in text
    _, feed = proposed(small, "log.csv", "Request ID,Received,Closed\n1,,\n", "request")
    assert "formats" not in feed


def test_words_for_an_empty_cell_are_declared(small):
    text, feed = proposed(small, "log.csv", "Request ID,Received,State\n1,03/25/2026,NULL\n2,NULL,--\n", "request")
    assert feed["null_words"] == ["NULL", "--"]
    assert feed["formats"] == {"received_on": "%m/%d/%Y"}
    assert "are not of this form" not in text
    assert small.counts() == {"log": (2, 1, 0, 1, 0)}


def test_day_and_time_in_two_columns_are_told(small):
    text, feed = proposed(
        small, "log.csv", "Access_Date,Access_Time,User,MRN\n2026-05-30,14:05,u1,m1\n", "access_event"
    )
    assert feed["columns"]["opened_at"] == "Access_Date"
    assert '# opened_at: "Access_Date" holds a day alone; join it with "Access_Time" in the export.' in text


def test_the_better_of_two_headers_is_taken_and_the_other_told(small):
    text, feed = proposed(
        small, "log.csv", "Timestamp,User,MRN,Patient_ID\n2026-05-30 14:05:00,u1,9,m1\n", "access_event"
    )
    assert feed["columns"]["patient_id"] == "Patient_ID"
    assert '# patient_id: "MRN" would do too.' in text


def test_a_required_column_without_a_header_is_told(small):
    text, _ = proposed(small, "log.csv", "Request ID,State\n1,open\n", "request")
    assert '# received_on is needed, and no header tells it. Name yours:  received_on = "..."' in text


def test_a_header_that_stands_twice_serves_nothing():
    assert assign(["MRN", "mrn", "user_id"], TABLES["access_event"]) == ({"user_id": 2}, {})


@pytest.mark.parametrize("table", sorted(TABLES))
def test_our_own_names_are_known_in_any_dress(table):
    ours = ["provider_id", *TABLES[table].columns]
    headers = [name.replace("_", " ").title() for name in ours]
    assert assign(headers, TABLES[table])[0] == {name: place for place, name in enumerate(ours)}


def test_what_all_headers_begin_with_does_not_count():
    headers = ["t_request_id", "t_received_dt", "t_date_closed"]
    assert assign(headers, TABLES["request"])[0] == {"request_id": 0, "received_on": 1, "closed_on": 2}


def test_exports_with_a_reader_of_their_own_are_pointed_out(small):
    header = "ACCESS_INSTANT,PROCESS_ID,ACCESS_TIME,USER_ID,PAT_ID\n1,2,2026-05-30 14:05:00,u1,m1\n"
    text, _ = proposed(small, "log.csv", header, "access_event")
    assert 'reader = "epic"' in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.csv", None, "There is no file"),
        ("log.csv", b"", "is empty"),
        ("log.json", b'{"resourceType": "AuditEvent"}', 'reader = "fhir"'),
        ("log.xml", b"<AuditMessage>", 'reader = "atna"'),
        ("log.parquet", b"PAR1 Zebulon", "not a whole Parquet file"),
        ("log.xlsx", b"PK Zebulon", "not a whole workbook"),
        ("log.csv", b"PK\x03\x04\x00\x00\x81\x8d\x00", "not a table in text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_mend(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(cli, ["map", str(tmp_path / name)])
    assert isinstance(result.exception, roi.LoadError)
    assert result.exception.exit_code == 3
    assert says in str(result.exception)
    assert "Zebulon" not in str(result.exception)


def test_the_command_prints_what_the_front_door_returns(small):
    small.file("requests.csv", REQUESTS)
    result = CliRunner().invoke(cli, ["map", str(small.folder / "requests.csv"), "--table", "request"])
    assert result.output == roi.propose(small.folder / "requests.csv", table="request")


def test_a_table_that_is_none_is_refused(small):
    with pytest.raises(roi.QuestionError, match="Did you mean 'request'"):
        roi.propose(small.folder / "x.csv", table="requests")


def test_odd_headers_and_names_stay_toml(small):
    text, feed = proposed(
        small, "a [1] 100%.csv", 'Timestamp,"Usr ""\x7f\n",MRN\n2026-05-30 14:05:00,u1,m1\n', "access_event"
    )
    assert feed["files"] == "a [[]1] 100%.csv"
    assert small.counts()["a [1] 100%"][0] == 1
    assert "# Not mapped" in text


def test_the_headers_tell_the_table_of_most_files_of_the_sample_and_of_none_wrongly(sample):
    """A log whose headers are abbreviations of its maker, or that has none, is asked about."""
    told = Counter()
    for feed in tomllib.loads((sample / "site.toml").read_text(encoding="utf-8"))["feed"]:
        if feed["files"].endswith(".xlsx") or not (files := sorted(sample.glob(feed["files"]))):
            continue  # a workbook takes long to read, and its headers are no other
        try:
            [block] = tomllib.loads(roi.propose(files[0]))["feed"]
        except roi.QuestionError:
            told["asked"] += 1
        else:
            told["right" if block["table"] == feed["table"] else "wrong"] += 1
    assert told == {"right": 88, "asked": 19}


def test_headers_that_tell_no_table_are_asked_about(tmp_path):
    (tmp_path / "log.csv").write_text("c1,c2\n2026-05-30,u1\n", encoding="utf-8")
    with pytest.raises(roi.QuestionError, match="do not tell what its rows are"):
        roi.propose(tmp_path / "log.csv")
