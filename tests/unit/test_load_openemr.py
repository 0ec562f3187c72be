"""OpenEMR's log becomes accesses and system events, without a word of what was typed of a patient."""

import pytest
from loading import SmallSite, small_site

FEED = """
[[feed]]
name = "openemr"
table = "access_event"
reader = "openemr"
files = "log*.csv"
extracted_on = "2026-05-31"
extract = "changes"
[feed.constants]
provider_id = "p1"
"""
HEADER = (
    "id,date,event,category,user,groupname,comments,user_notes,patient_id,success,checksum,crt_user,log_from,"
    "menu_item_id,ccda_doc_id\n"
)


def line(number: int, event: str, category: str = "", patient: str = "17", **other: str) -> str:
    cells = {"user": "anna", "group": "Default", "comments": "c2VsZWN0", "success": "1", "source": "open-emr"} | other
    return (
        f"{number},2026-05-04 08:0{number % 10}:00,{event},{category},{cells['user']},{cells['group']},"
        f"{cells['comments']},,{patient},{cells['success']},,,{cells['source']},,0\n"
    )


@pytest.fixture
def small(tmp_path, monkeypatch) -> SmallSite:
    return small_site(tmp_path, monkeypatch).site(FEED)


def accesses(small: SmallSite, columns: str) -> list[tuple]:
    return small.rows(f"select {columns} from access_event_log order by event_id")


def test_the_verb_of_an_event_is_the_action(small):
    verbs = [
        "patient-record-select",
        "patient-record-insert",
        "order-update",
        "lab-results-delete",
        "view",
        "authorize",
    ]
    small.file("log.csv", HEADER + "".join(line(i, verb) for i, verb in enumerate(verbs))).load()
    assert accesses(small, "action") == [("R",), ("C",), ("U",), ("D",), ("R",), ("E",)]
    assert accesses(small, "record_class")[:5] == [("chart",), ("chart",), ("order",), ("result",), ("chart",)]


def test_the_category_says_more_than_the_event(small):
    categories = ["Patient Demographics", "Medication", "Encounter Form", "Lab Result", "Billing", "Something New"]
    rows = [line(i, "patient-record-select", one) for i, one in enumerate(categories)]
    small.file("log.csv", HEADER + "".join(rows)).load()
    found = [one for (one,) in accesses(small, "record_class")]
    assert found == ["demographics", "medication", "note", "result", "billing", "chart"]


def test_an_old_version_has_no_category_and_no_origin(small):
    small.file(
        "log.csv", "id,date,event,user,groupname,patient_id,success\n1,2026-05-04 08:00:00,order-select,a,,17,1\n"
    )
    small.load()
    assert accesses(small, "record_class, action, source_system, outcome") == [("order", "R", "open-emr", "success")]


def test_who_is_the_login_and_the_portal_is_the_patient(small):
    rows = line(1, "view") + line(2, "view", "Patient Portal", user="p17", source="patient-portal")
    small.file("log.csv", HEADER + rows).load()
    assert accesses(small, "login, user_id, actor_kind") == [("anna", None, None), ("p17", None, "patient")]


def test_local_time_is_read_in_the_providers_zone(small):
    small.file("log.csv", HEADER + line(1, "view")).load()
    [(opened, local)] = accesses(small, "cast(opened_at as varchar), cast(local_at as varchar)")
    assert (opened, local) == ("2026-05-04 12:01:00", "2026-05-04 08:01:00")
    assert small.notes() == []


def test_only_the_group_tells_an_emergency_and_a_failure_is_told(small):
    rows = line(1, "view", group="breakglass") + line(2, "view", group="Billing office", success="0")
    small.file("log.csv", HEADER + rows).load()
    found = accesses(small, "is_break_glass, user_role, outcome")
    assert found == [(True, None, "success"), (None, "Billing office", "minor_failure")]


@pytest.mark.parametrize("nobody", ["", "NULL", "\\N", "0"])
def test_an_event_without_a_patient_is_a_system_event(small, nobody):
    small.file("log.csv", HEADER + line(1, "login", "login", nobody) + line(2, "view"))
    counts = small.counts()
    assert counts == {"openemr": (1, 1, 0, 0, 0), "openemr-system": (1, 1, 0, 0, 0)}
    assert small.rows("select event_id, login, action, outcome from system_event_log") == [
        ("1", "anna", "E", "success")
    ]


def test_addresses_come_from_the_api_log_beside(small):
    small.file("log.csv", HEADER + line(1, "view") + line(2, "view"))
    small.file("api_log.csv", "id,log_id,user_id,patient_id,ip_address\n5,2,7,17,10.0.0.9\n6,2,7,17,10.0.0.9\n")
    assert small.counts()["openemr"] == (2, 2, 0, 0, 0)
    assert accesses(small, "event_id, address") == [("1", None), ("2", "10.0.0.9")]


def test_an_api_log_that_is_none_refuses_the_log(small):
    small.file("log.csv", HEADER + line(1, "view")).file("api_log.csv", "id,log_id\n5,1\n")
    refused = small.refused()
    assert refused["code"] == "header_changed"
    assert "`ip_address`" in refused["message"]
    assert "api_log.csv" in refused["message"]


def test_comments_are_never_kept(small):
    """Also not of a row that cannot be split, for a comment may stand in any of its cells."""
    rows = line(1, "view", comments="Zebulon") + line(2, "view", comments="a,Zebulon") + line(3, "view", user="")
    small.file("log.csv", HEADER + rows)
    assert small.counts()["openemr"] == (3, 2, 0, 1, 0)
    assert small.quarantined() == [(3, "column_count", None)]
    for table in ("access_event_log", "quarantine"):
        assert not small.read(f"select 1 from {table} as t where cast(t as varchar) like '%Zebulon%'").height


def test_bad_rows_are_quarantined_with_their_reason(small):
    rows = line(1, "view") + line(2, "view").replace("2026-05-04", "0000-00-00") + ",,view,,a,,,,17,1,,,,,0\n"
    small.file("log.csv", HEADER + rows)
    assert small.counts()["openemr"] == (3, 1, 0, 2, 0)
    assert small.quarantined() == [(3, "unparsable_date", "opened_at"), (4, "key_missing", "event_id")]


def test_the_same_rows_sent_again_are_duplicates(small):
    small.file("log-1.csv", HEADER + line(1, "view") + line(2, "view"))
    small.file("log-2.csv", HEADER + line(2, "view") + line(3, "view"))
    assert small.counts()["openemr"] == (4, 3, 0, 0, 1)


def test_disclosures_are_refused_with_the_way_to_load_them(small):
    small.file("log.csv", "id,date,event,user,recipient,description,patient_id\n1,2026-05-04,disclosure,a,b,c,17\n")
    refused = small.refused()
    assert refused["code"] == "header_changed"
    assert 'table = "disclosure"' in refused["message"]


def test_a_log_without_its_columns_is_refused_with_what_it_has(small):
    small.file("log.csv", "id,date,event,user\n1,2026-05-04 08:00:00,view,a\n")
    assert "no column for `patient_id`" in small.refused()["message"]
