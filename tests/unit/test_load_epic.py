"""Epic's ACCESS_LOG becomes accesses: every row of a glance, what its metric means, and when it was."""

import polars as pl
import pytest
from loading import SmallSite, small_site

from roi_analytics.load.epic import meanings

FEED = """
[[feed]]
name = "epic"
table = "access_event"
reader = "epic"
files = "access_log.*"
extracted_on = "2026-05-31"
extract = "changes"
[feed.constants]
provider_id = "p1"
"""
HEADER = "ACCESS_INSTANT,PROCESS_ID,ACCESS_TIME,USER_ID,WORKSTATION_ID,METRIC_ID,PAT_ID,CSN,ACCESS_ACTION_C\n"
LOOKUP = "AN EXISTING PATIENT IS SELECTED FROM PATIENT LOOKUP (VIEW)"
METRICS = f"METRIC_ID,METRIC_NAME,METRIC_DESC\n7,{LOOKUP},x\n8,PEND A NOTE (MODIFY),x\n9,LOGIN SUCCESSFUL,x\n"


@pytest.fixture
def small(tmp_path, monkeypatch) -> SmallSite:
    return small_site(tmp_path, monkeypatch).site(FEED)


def accesses(small: SmallSite, columns: str) -> list[tuple]:
    return small.rows(f"select {columns} from access_event_log order by source_row")


def test_a_row_is_one_touch(small):
    small.file("access_log.csv", HEADER + "5849200800,33,2026-05-09 08:00:00,U1,WS1,7,Z1,900,\n")
    small.file("ACCESS_LOG_METRIC.csv", METRICS)
    assert small.counts() == {"epic": (1, 1, 0, 0, 0), "epic-system": (0, 0, 0, 0, 0)}
    who = "event_id, user_id, workstation, patient_id, encounter_id, source_system"
    assert accesses(small, who) == [("5849200800-33", "U1", "WS1", "Z1", "900", "epic")]
    assert accesses(small, "record_class, access_mode, action") == [("search", "deliberate", "R")]


def test_the_wall_clock_counts_and_the_instant_only_where_it_is_blank(small):
    """5,849,200,805 seconds after 31 December 1840 is 02:00:05 UTC on 9 May 2026; the clinic is four hours behind."""
    small.file(
        "access_log.csv",
        HEADER + "5849200800,33,2026-05-09 08:00:00,U1,,7,Z1,,\n5849200805,33,,U1,,7,Z1,,\nsoon,33,,U1,,7,Z1,,\n",
    )
    assert small.counts()["epic"] == (3, 2, 0, 1, 0)
    clocks = accesses(small, "cast(opened_at as varchar), cast(local_at as varchar)")
    assert clocks == [("2026-05-09 12:00:00", "2026-05-09 08:00:00"), ("2026-05-09 02:00:05", None)]
    assert small.quarantined() == [(4, "unparsable_date", "opened_at")]


def test_every_row_of_a_glance_is_kept(small):
    """Two metrics of one instant and process are two touches; the same row twice is one."""
    same = "5849200800,33,2026-05-09 08:00:00,U1,WS1"
    small.file("access_log.csv", HEADER + f"{same},7,Z1,,\n{same},8,Z1,,\n{same},8,Z1,,\n{same},8,Z2,,\n")
    assert small.counts()["epic"] == (4, 3, 0, 0, 1)
    ids = [one for (one,) in accesses(small, "event_id")]
    assert ids == ["5849200800-33", "5849200800-33#2", "5849200800-33#3"]


def test_lines_number_the_rows_of_an_instant(small):
    header = HEADER.replace("PROCESS_ID,", "PROCESS_ID,LINE,")
    same = "2026-05-09 08:00:00,U1,WS1,7,Z1,,\n"
    small.file("access_log.csv", header + f"5849200800,33,1,{same}5849200800,33,2,{same}5849200801,,1,{same}").load()
    ids = [one for (one,) in accesses(small, "event_id")]
    assert ids[:2] == ["5849200800-33-1", "5849200800-33-2"]
    assert len(ids[2]) == 32


def test_a_row_without_a_patient_is_a_system_event(small):
    small.file("access_log.csv", HEADER + "5849200800,33,2026-05-09 08:00:00,U1,WS1,9,NULL,,\n")
    assert small.counts() == {"epic": (0, 0, 0, 0, 0), "epic-system": (1, 1, 0, 0, 0)}
    assert small.rows("select user_id, workstation from system_event_log") == [("U1", "WS1")]


def test_parquet_with_headers_in_any_case_and_a_tables_name(small):
    frame = pl.DataFrame(
        {
            "access_log.access_instant": [5849200800.0],
            "Process_Id": [33],
            "Access_Time": pl.Series(["2026-05-09 08:00:00"]).str.to_datetime(),
            "USER ID": ["U1"],
            "Metric_Name": ["PATIENT SIDEBAR REPORT ACCESSED"],
            "PAT_ID": ["Z1"],
            "CSN": [900],
            "Access_Action": ["Print"],
        }
    )
    frame.write_parquet(small.folder / "access_log.parquet")
    small.load()
    assert accesses(small, "event_id, encounter_id, cast(opened_at as varchar)") == [
        ("5849200800-33", "900", "2026-05-09 12:00:00")
    ]
    assert accesses(small, "record_class, access_mode, action") == [("print", "incidental", "R")]


def test_an_action_that_is_only_a_number_is_not_guessed(small):
    header = HEADER.replace("ACCESS_ACTION_C", "ACCESS_ACTION_C,METRIC_NAME")
    same = "2026-05-09 08:00:00,U1,WS1,7,Z1,,"
    rows = [f"58492008{i},33,{same}{done}\n" for i, done in enumerate(("2,", "2,PEND A NOTE", "Delete,X", "Peek,X"))]
    small.file("access_log.csv", header + "".join(rows)).load()
    assert [one for (one,) in accesses(small, "action")] == [None, "U", "D", None]
    assert small.notes() == [(5, "value_unmapped", "action")]


def test_a_site_can_map_its_own_words(small):
    small.site(FEED + '[feed.values.action]\n"Peek" = "R"\n')
    small.file("access_log.csv", HEADER + "5849200800,33,2026-05-09 08:00:00,U1,WS1,7,Z1,,Peek\n").load()
    assert accesses(small, "action") == [("R",)]


@pytest.mark.parametrize(
    ("name", "record_class", "access_mode", "action", "is_break_glass"),
    [
        ("IN BASKET MESSAGE OF TYPE STAFF MESSAGE DISPLAYED (VIEW)", "note", "routed", "R", None),
        ("THE PROBLEM LIST IS VIEWED (VIEW)", "chart", None, "R", None),
        ("PEND A NOTE (MODIFY)", "note", None, "U", None),
        (LOOKUP, "search", "deliberate", "R", None),
        ("PATIENT SIDEBAR REPORT ACCESSED", "report", "incidental", "R", None),
        ("PATIENT DEMOGRAPHICS FORM ACCESSED", "demographics", None, "R", None),
        ("BREAK-THE-GLASS FORM ACCEPTED", None, "deliberate", None, "true"),
        ("BREAK-THE-GLASS WARNING SHOWN", None, "deliberate", None, None),
        ("SMARTPHRASE EXPANDED", None, None, None, None),
    ],
)
def test_what_a_metrics_name_tells(name, record_class, access_mode, action, is_break_glass):
    [found] = meanings(pl.Series([name])).to_dicts()
    told = (found["record_class"], found["access_mode"], found["action"], found["is_break_glass"])
    assert told == (record_class, access_mode, action, is_break_glass)


def test_metrics_without_names_tell_nothing(small):
    small.file("access_log.csv", HEADER + "5849200800,33,2026-05-09 08:00:00,U1,WS1,7,Z1,,\n").load()
    assert accesses(small, "record_class, access_mode, action, is_break_glass") == [(None, None, None, None)]


def test_the_list_of_metrics_is_no_log(small):
    small.file("access_log.csv", METRICS)
    assert "mend `files`" in small.refused()["message"]


def test_a_log_without_a_time_is_refused(small):
    small.file("access_log.csv", "USER_ID,PAT_ID,METRIC_ID\nU1,Z1,7\n")
    assert "`access_time`" in small.refused()["message"]
