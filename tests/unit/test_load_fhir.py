"""FHIR AuditEvents: every published example gives the row it should, in each of the three shapes in the wild."""

import base64
import copy
import json
from typing import Any

import pytest
from audit_events import FIXTURES, REST, SERVER, example, lines, rows


@pytest.fixture
def row_of(tmp_path):
    """The one row of one event."""

    def row(event: dict[str, Any]) -> dict[str, Any]:
        path = tmp_path / "audit.ndjson"
        path.write_text(json.dumps(event))
        [found] = rows(path)[0]
        return found

    return row


BREAK_GLASS = {
    "event_id": "example-breakglass-start",
    "opened_at": "2013-09-22T00:08:00Z",
    "login": "Practitioner/f001",
    "actor_kind": "human",
    "department": "Location/1",
    "workstation": "custodian.net",
    "patient_id": "Patient/example",
    "action": "E",
    "is_break_glass": "true",
    "purpose_of_use": "ETREAT",
    "outcome": "success",
    "patients_in_event": "1",
    "source_system": "Watchers Accounting of Disclosures Application",
}

PUBLISHED = {
    REST: {
        "event_id": "example-rest",
        "opened_at": "2013-06-20T23:42:24Z",
        "login": "95",
        "actor_kind": "human",
        "workstation": "Workstation1.ehr.familyclinic.com",
        "patient_id": "Patient/example",
        "action": "R",
        "record_class": "demographics",
        "outcome": "success",
        "patients_in_event": "1",
        "source_system": "Cloud",
    },
    "fhir-r4/AuditEvent-example-disclosure.json": {
        "event_id": "example-disclosure",
        "opened_at": "2013-09-22T00:08:00Z",
        "login": "SomeIdiot@nowhere",
        "department": "Location/1",
        "workstation": "custodian.net",
        "patient_id": "Patient/example",
        "action": "R",
        "record_class": "export",
        "purpose_of_use": "HMARKT",
        "outcome": "success",
        "patients_in_event": "1",
        "source_system": "Watcher",
    },
    "fhir-r4/AuditEvent-example-error.json": {
        "event_id": "example-error",
        "opened_at": "2017-09-07T23:42:24Z",
        "login": "95",
        "actor_kind": "human",
        "workstation": "Workstation1.ehr.familyclinic.com",
        "action": "C",
        "outcome": "serious_failure",
        "source_system": "Cloud",
    },
    "fhir-r4/AuditEvent-example-login.json": {
        "event_id": "example-login",
        "opened_at": "2013-06-20T23:41:23Z",
        "login": "95",
        "actor_kind": "human",
        "address": "127.0.0.1",
        "action": "E",
        "outcome": "success",
        "source_system": "Cloud",
    },
    "fhir-r4/AuditEvent-example.json": {
        "event_id": "example",
        "opened_at": "2012-10-25T22:04:27+11:00",
        "actor_kind": "service",
        "address": "127.0.0.1",
        "action": "E",
        "outcome": "success",
        "source_system": "Development",
    },
    "fhir-r5/AuditEvent-example-breakglass-start.r5.json": BREAK_GLASS,
    "fhir-r5/AuditEvent-example-breakglass-start.r6-ballot.json": BREAK_GLASS,
    SERVER: {
        "event_id": "ex-auditBasicReadServer",
        "opened_at": "2020-04-29T09:49:00.000Z",
        "actor_kind": "human",
        "address": "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "patient_id": "Patient/ex-patient",
        "action": "R",
        "record_class": "list",
        "outcome": "success",
        "transaction_id": "76d148b6-586d-11ec-bf63-0242ac130002",
        "reported_by": "server",
        "patients_in_event": "1",
        "source_system": "server.example.com",
    },
    "ihe-balp/AuditEvent-ex-auditPrivacyDisclosure-source.json": {
        "event_id": "ex-auditPrivacyDisclosure-source",
        "opened_at": "2020-04-29T09:49:00.000Z",
        "login": "Patient/ex-patient",
        "actor_kind": "patient",
        "patient_id": "Patient/ex-patient",
        "action": "R",
        "record_class": "export",
        "purpose_of_use": "PATRQT",
        "outcome": "success",
        "patients_in_event": "1",
        "source_system": "mobile app foo-bar",
    },
}


def test_every_published_example_is_expected():
    assert set(PUBLISHED) == {f"{path.parent.name}/{path.name}" for path in FIXTURES.glob("*/AuditEvent-*.json")}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_example(name, tmp_path):
    copied = tmp_path / "event.json"
    copied.write_bytes((FIXTURES / name).read_bytes())
    assert rows(copied) == ([{"row_no": 1} | PUBLISHED[name]], [])


# -- who, whose, from where --------------------------------------------------------------------------


def test_a_logout_and_an_end_of_break_glass_are_no_emergency(row_of):
    """Small variations of the published login and break-glass examples: DICOM 110123 and 110138."""
    logout = example("fhir-r4/AuditEvent-example-login.json")
    logout["subtype"][0]["code"] = "110123"
    assert "patient_id" not in row_of(logout)
    stopped = example("fhir-r5/AuditEvent-example-breakglass-start.r5.json")
    stopped["code"]["coding"][0]["code"] = "110138"
    del stopped["authorization"]
    assert "is_break_glass" not in row_of(stopped)


def test_break_glass_by_purpose_alone_keeps_its_reason(row_of):
    event = example(REST) | {"purposeOfEvent": [{"coding": [{"code": "BTG"}], "text": "unconscious on arrival"}]}
    found = row_of(event)
    assert (found["is_break_glass"], found["break_glass_reason"]) == ("true", "unconscious on arrival")


def test_a_file_from_before_r5_was_published_has_its_moment_elsewhere(row_of):
    event = example("fhir-r5/AuditEvent-example-breakglass-start.r5.json")
    del event["recorded"], event["source"]
    event["occurredDateTime"] = "2013-09-22T00:08:00+02:00"
    assert row_of(event)["opened_at"] == "2013-09-22T00:08:00+02:00"
    event["occurredDateTime"], event["recorded"] = "2013-09-22", "2013-09-22T00:08:00Z"
    assert row_of(event)["opened_at"] == "2013-09-22T00:08:00Z"


@pytest.mark.parametrize(
    ("who", "login", "kind"),
    [
        ({"reference": "https://ehr.example.org/fhir/Practitioner/7/_history/2"}, "Practitioner/7", "human"),
        ({"reference": "RelatedPerson/9"}, "RelatedPerson/9", "proxy"),
        ({"reference": "Device/pump"}, "Device/pump", "device"),
        ({"identifier": {"value": "LAB|NORTH"}}, "LAB|NORTH", "service"),
        ({"identifier": {"value": "WS-1237$"}}, "WS-1237$", "service"),
        ({"identifier": {"value": "http://esb.example.org"}}, "http://esb.example.org", "service"),
        ({"identifier": {"value": "unknown"}}, "unknown", "service"),
        ({"display": "John Smith"}, None, "unknown"),
        ({"identifier": {"value": "jsmith"}}, "jsmith", None),
    ],
)
def test_what_an_id_tells_of_its_bearer(row_of, who, login, kind):
    """A bare display is a name and no id; what the event does not tell is left to the account register."""
    event = example(REST)
    event["agent"][0] = {"requestor": True, "who": who}
    found = row_of(event)
    assert (found.get("login"), found.get("actor_kind")) == (login, kind)


def test_an_old_second_id_stands_in(row_of):
    event = example(REST)
    del event["agent"][0]["who"]
    assert row_of(event)["login"] == "601847123"


def test_the_client_of_a_query_stands_on_the_other_side(row_of):
    """BALP: in a Read the client is the destination, in a Query the source; the observer tells who reports."""
    event = example(SERVER)
    event["type"] = {"code": "rest"}
    event["subtype"], event["action"] = [{"code": "search"}], "E"
    client, server = event["agent"][:2]
    client["type"]["coding"][0]["code"], server["type"]["coding"][0]["code"] = "110153", "110152"
    server["network"] = {"address": "10.0.0.1", "type": "2"}
    found = row_of(event)
    assert (found["address"], found["reported_by"]) == (client["network"]["address"], "server")
    event["source"]["observer"] = copy.deepcopy(client["who"])
    found = row_of(event)
    assert (found["address"], found["reported_by"]) == (client["network"]["address"], "client")


def test_a_query_names_its_patient_in_its_parameters_only(row_of):
    event = example(SERVER)
    asked = "GET https://x.example.org/Observation?code=1&patient=ex%2D1&_count=10\nAccept: application/fhir+json"
    event["entity"] = [{"role": {"code": "24"}, "query": base64.b64encode(asked.encode()).decode()}]
    event["subtype"], event["action"] = [{"code": "search"}], "E"
    found = row_of(event)
    assert (found["patient_id"], found["access_mode"], found["record_class"]) == ("Patient/ex-1", "query_hit", "search")
    event["entity"][0]["query"] = "no base64!"
    assert "patient_id" not in row_of(event)


def test_several_patients_of_one_event_are_a_row_each(tmp_path):
    event = example(SERVER)
    other = copy.deepcopy(event["entity"][1])
    other["what"]["reference"] = "Patient/second/_history/4"
    event["entity"] += [other, event["entity"][1]]
    path = tmp_path / "audit.ndjson"
    path.write_text(lines(event, example(REST)))
    assert [(row["row_no"], row["event_id"], row["patient_id"], row["patients_in_event"]) for row in rows(path)[0]] == [
        (1, "ex-auditBasicReadServer", "Patient/ex-patient", "2"),
        (2, "example-rest", "Patient/example", "1"),
        (3, "ex-auditBasicReadServer#2", "Patient/second", "2"),
    ]


def test_keys_of_r5_name_patient_and_encounter(row_of):
    event = example("fhir-r5/AuditEvent-example-breakglass-start.r5.json")
    event |= {"patient": {"reference": "Patient/p9"}, "encounter": {"reference": "Encounter/e3/_history/1"}}
    event["outcome"] = {"code": {"code": "error"}}
    found = row_of(event)
    assert [found[key] for key in ("patient_id", "encounter_id", "outcome")] == [
        "Patient/p9",
        "Encounter/e3",
        "serious_failure",
    ]


@pytest.mark.parametrize(
    ("resource", "record_class"), [("Observation", "result"), ("DocumentReference", "note"), ("Claim", "billing")]
)
def test_the_part_of_the_record_is_that_of_the_resource(row_of, resource, record_class):
    event = example(SERVER)
    event["entity"][0]["what"]["reference"] = f"{resource}/1"
    assert row_of(event)["record_class"] == record_class


def test_paper_is_printed(row_of):
    event = example("fhir-r4/AuditEvent-example-disclosure.json")
    event["agent"][1]["media"] = {"code": "110038"}
    assert row_of(event)["record_class"] == "print"
