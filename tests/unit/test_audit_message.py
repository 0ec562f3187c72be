"""One audit message: who asked, for whose record, what was opened; each sample means what its rows say."""

from pathlib import Path

import pytest

from roi_analytics.load.audit_message import HEADERS, touches

SAMPLES = Path(__file__).parents[1] / "fixtures" / "access" / "atna"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def bare(document: bytes) -> bytes:
    """The message of a document, as the reader cuts it out."""
    return document[document.index(b"<AuditMessage") :].rstrip()


def one(message: bytes | str) -> dict:
    """The one touch of a message."""
    [touch] = touches(message if isinstance(message, bytes) else message.encode())
    return dict(zip(HEADERS, touch, strict=True))


def message(people: str = "", objects: str = "", event: str = "", at: str = "2026-03-02T08:00:00Z") -> str:
    return (
        f'<AuditMessage><EventIdentification EventActionCode="R" EventDateTime="{at}" EventOutcomeIndicator="0">'
        f"{event or _coded('EventID', '110110')}</EventIdentification>{people}"
        f'<AuditSourceIdentification AuditSourceID="ehr"/>{objects}</AuditMessage>'
    )


def _coded(element: str, code: str, system: str = "DCM") -> str:
    return f'<{element} csd-code="{code}" codeSystemName="{system}" originalText="words for {code}"/>'


def person(user_id: str, requestor: str = 'UserIsRequestor="true"', more: str = "", roles: str = "") -> str:
    return f'<ActiveParticipant UserID="{user_id}" {requestor} {more}>{roles}</ActiveParticipant>'


def patient(typed: str, role: str = 'ParticipantObjectTypeCodeRole="1"') -> str:
    return f'<ParticipantObjectIdentification ParticipantObjectID="{typed}" ParticipantObjectTypeCode="1" {role}/>'


NURSE = message(person("nurse"), patient("p1"))

# -- what the samples mean -------------------------------------------------------------------------

SAID = ("action", "login", "actor_kind", "patient_id", "record_class", "access_mode", "outcome", "source_system")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "atna-record-1.xml",
            ("C", "smitty@readingroom.hospital.org", "human", "ptid12345", "image", None, "success", "ReadingRoom"),
        ),
        (
            "pdqm.xml",
            ("E", "/app-gateway/fhir/Patient", "service", None, "search", "query_hit", "success", "app-gateway"),
        ),
        ("start.xml", ("E", "WDF-LAP-1237$", "service", None, "admin", None, "success", "app-connect")),
        (
            "pixm.xml",
            (
                "E",
                "/app-gateway/fhir/Patient/$ihe-pix",
                "service",
                "IHEBLUE-2340",
                "search",
                "query_hit",
                "success",
                "app-gateway",
            ),
        ),
        ("pixfeed.xml", ("C", "PKL|SAP-ISH", "service", "7627199", "demographics", None, "success", "MPI")),
        (
            "pixfeedmerge.xml",
            ("D", "NIST|NIST_SENDER", "service", "MW-10001", "demographics", None, "success", "EHR_2019"),
        ),
    ],
)
def test_a_sample_says_who_did_what_to_whom(name, said):
    row = one(bare(sample(name)))
    assert tuple(row[column] for column in SAID) == said


def test_a_stopped_application_is_an_event_without_a_patient():
    """A variation of the sample start.xml."""
    row = one(
        bare(sample("start.xml")).replace(b"110120", b"110121").replace(b"Application Start", b"Application Stop")
    )
    assert (row["patient_id"], row["action"], row["actor_kind"]) == (None, "E", "service")


def test_a_query_that_found_six_patients_touches_six():
    rows = [dict(zip(HEADERS, touch, strict=True)) for touch in touches(bare(sample("pdqv3.xml")))]
    assert [row["patient_id"] for row in rows] == [
        "IHERED-2340", "IHEGREEN-2340", "IHEBLUE-2340", "IHEBLUE-2342", "IHEFACILITY-2340", "IHEFACILITY-2342",
    ]  # fmt: skip
    first = rows[0]["event_id"]
    assert [row["event_id"] for row in rows] == [first, *(f"{first}#{number}" for number in range(2, 7))]
    assert {row["patients_in_event"] for row in rows} == {"6"}
    assert {(row["login"], row["actor_kind"]) for row in rows} == {("unknown", "service")}


def test_both_dialects_of_coded_values_say_the_same():
    dicom = message(
        person("nurse", roles=_coded("RoleIDCode", "RN", "local")), patient("p1"), _coded("EventID", "110112")
    )
    rfc = dicom.replace("csd-code", "code").replace("originalText", "displayName")
    assert one(dicom)["user_role"] == "words for RN"
    assert one(dicom) | {"event_id": ""} == one(rfc) | {"event_id": ""}


# -- who asked -------------------------------------------------------------------------------------


def actor(*people: str) -> tuple:
    row = one(message("".join(people)))
    return row["login"], row["actor_kind"]


def test_of_two_people_the_one_who_asked():
    assert actor(person("attending", 'UserIsRequestor="false"', 'UserName="Dr. A"'), person("nurse")) == ("nurse", None)


def test_a_person_goes_before_the_machine_that_asked_for_them():
    assert actor(person("http://ehr/endpoint"), person("nurse", more='UserName="N. Nurse"')) == ("nurse", "human")
    assert actor(person("EHR|NORTH"), person("nurse")) == ("nurse", None)


def test_where_the_requestor_is_left_out_it_is_true_unless_another_says_so():
    assert actor(person("nurse", "")) == ("nurse", None)
    assert actor(person("nurse", ""), person("doctor")) == ("doctor", None)


def test_where_nobody_asked_it_was_a_service():
    assert actor(person("nurse", 'UserIsRequestor="false"')) == (None, "service")
    assert actor() == (None, "service")


@pytest.mark.parametrize("name", ["", "unknown", "HOST$", "A|B", "https://x/y", "/fhir/Patient", "urn:oid:1.2"])
def test_a_machine_is_known_by_its_name(name):
    assert actor(person(name)) == (name or None, "service")


def test_a_process_with_application_titles_is_a_device():
    assert actor(person("4711", more='AlternativeUserID="AETITLE=CT1"')) == ("4711", "device")
    assert actor(person("4711", more='AlternativeUserID="AETITLE=CT1" UserName="Dr. A"')) == ("4711", None)


def test_a_reference_tells_the_kind():
    assert actor(person("Practitioner/f001")) == ("Practitioner/f001", "human")
    assert actor(person("Device/d1")) == ("Device/d1", "device")
    assert actor(person("Patient/p1")) == ("Patient/p1", "patient")
    assert actor(person("RelatedPerson/r1")) == ("RelatedPerson/r1", "proxy")


def test_a_name_without_an_account_is_unknown_and_no_machine():
    assert actor(person("", more='UserName="John Smith"')) == (None, "unknown")


def test_the_person_a_system_asserts_is_the_one_who_asked():
    asserted = 'UserName="Ann&lt;ann@https://idp.example&gt;"'
    assert actor(person("http://www.w3.org/2005/08/addressing/anonymous", more=asserted)) == ("ann", "human")


def test_a_role_of_dicom_is_no_profession():
    source, nurse = _coded("RoleIDCode", "110153"), _coded("RoleIDCode", "RN", "local")
    assert one(message(person("x", roles=source)))["user_role"] is None
    assert one(message(person("x", roles=source + nurse)))["user_role"] == "words for RN"


def test_a_place_is_a_machines_name_or_an_address():
    at = 'NetworkAccessPointID="{}" NetworkAccessPointTypeCode="{}"'
    named, addressed = at.format("ws-12", 1), at.format("10.0.0.7", 2)
    rows = [one(message(people)) for people in (person("x", more=named), person("x", more=addressed))]
    assert [(row["workstation"], row["address"]) for row in rows] == [("ws-12", None), (None, "10.0.0.7")]
    assert one(message(person("x", more=at.format("+1 555 0100", 3))))["address"] is None
    beside = one(message(person("http://x", more=addressed) + person("nurse")))
    assert (beside["login"], beside["address"]) == ("nurse", "10.0.0.7")
    server = one(message(person("http://x", 'UserIsRequestor="false"', addressed) + person("nurse")))
    assert server["address"] is None


# -- whose record, and what ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("p1", "p1"),
        ("p1^^^NS&amp;1.2&amp;ISO", "p1"),
        ("p1^^^NS&amp;1.2&amp;ISO^PI", "p1"),
        ("p1^^^NS&amp;1.2&amp;ISO~other^^^B&amp;1.3&amp;ISO", "p1"),
        ("urn:oid:1.2.3|p1", "p1"),
        ("Patient/p1", "Patient/p1"),
        ("https://x/fhir/Patient/p1/_history/1", "Patient/p1"),
        ("", None),
        ("^^^NS&amp;1.2&amp;ISO", None),
    ],
)
def test_a_patients_id_in_all_its_forms(typed, bare):
    row = one(message(objects=patient(typed)))
    assert (row["patient_id"], row["patients_in_event"]) == (bare, "1" if bare else None)


def test_a_patient_named_twice_is_one_and_two_authorities_numbers_are_two():
    twice = patient("7^^^A&amp;1&amp;ISO") + patient("7^^^A&amp;1&amp;ISO^PI")
    assert len(touches(message(objects=twice).encode())) == 1
    assert len(touches(message(objects=twice + patient("7^^^B&amp;2&amp;ISO")).encode())) == 2


def test_a_person_in_another_role_is_no_patient():
    assert one(message(objects=patient("u1", 'ParticipantObjectTypeCodeRole="6"')))["patient_id"] is None
    assert one(message(objects=patient("p1", "")))["patient_id"] == "p1"


def test_an_encounter_is_known_by_the_type_of_its_id():
    visit = '<ParticipantObjectIdentification ParticipantObjectID="v9^^^A">{}</ParticipantObjectIdentification>'
    visit = visit.format('<ParticipantObjectIDTypeCode code="3"/>')
    assert one(message(objects=visit + patient("p1")))["encounter_id"] == "v9"


def test_a_broken_glass_is_an_override_started_or_an_emergency():
    def is_broken(*codes: str) -> str:
        return one(message(event="".join(codes)))["is_break_glass"]

    alert = _coded("EventID", "110113")
    assert is_broken(alert, _coded("EventTypeCode", "110127")) == "true"
    assert is_broken(alert, _coded("EventTypeCode", "110138")) == "false"
    assert is_broken(_coded("PurposeOfUse", "BTG")) == "true"
    assert is_broken(_coded("PurposeOfUse", "TREAT")) == "false"


def test_an_export_is_one_whatever_was_exported():
    export = _coded("EventID", "110106") + _coded("EventTypeCode", "ITI-43")
    assert one(message(event=export))["record_class"] == "export"
    assert one(message(event=export.replace("110106", "110107")))["record_class"] == "note"


def test_what_no_table_of_ours_knows_stays_as_it_was_said():
    row = one(NURSE.replace('Indicator="0"', 'Indicator="3"').replace('Code="R"', 'Code="X"'))
    assert (row["outcome"], row["action"]) == ("3", "X")
